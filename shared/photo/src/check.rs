//! From measures and a specification to findings. One function per group of rules; a rule that cannot be judged yields
//! nothing.

pub(crate) mod appearance;
#[cfg(test)]
pub(crate) mod drawn;
pub(crate) mod face;
pub(crate) mod file;
pub(crate) mod scene;

use shared::photo::{
    Finding, Outcome, Region, Rule, Unit,
    verdict::{HINTS, Limit},
};

/// A finding about a number: passes if the limit holds.
pub(crate) fn measured(rule: Rule, value: f32, limit: Limit, unit: Unit) -> Finding {
    let outcome = if limit.holds(value) { Outcome::Pass } else { Outcome::Fail };
    Finding { rule, outcome, measured: Some(value), limit: Some(limit), unit: Some(unit), hint: None, region: None }
}

/// A finding about something that is not a number.
pub(crate) fn stated(rule: Rule, passes: bool) -> Finding {
    let outcome = if passes { Outcome::Pass } else { Outcome::Fail };
    Finding { rule, outcome, measured: None, limit: None, unit: None, hint: None, region: None }
}

/// Details added to a finding.
pub(crate) trait Detail: Sized {
    /// Adds a hint word if the finding does not pass.
    fn hint(self, word: &'static str) -> Self;
    /// Adds `below` or `above` by the end of the limit that is broken.
    fn hint_by_side(self, below: &'static str, above: &'static str) -> Self;
    fn region(self, region: Region) -> Self;
}

impl Detail for Finding {
    fn hint(mut self, word: &'static str) -> Self {
        debug_assert!(HINTS.contains(&word), "{word} is missing in shared::photo::verdict::HINTS");
        if self.outcome != Outcome::Pass {
            self.hint = Some(word.to_owned());
        }
        self
    }

    fn hint_by_side(self, below: &'static str, above: &'static str) -> Self {
        let low = self.limit.and_then(|limit| limit.min).zip(self.measured).is_some_and(|(min, value)| value < min);
        self.hint(if low { below } else { above })
    }

    fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }
}
