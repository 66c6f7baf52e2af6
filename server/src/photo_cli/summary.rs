//! What is said of many files at the end: how many of each outcome, and which rules are broken most.

use super::report::{FileOutcome, Report};
use app::{message::photo::rule_name, text::t};
use shared::{
    locale::Locale,
    photo::{Outcome, Rule},
};
use std::{cmp::Reverse, collections::BTreeMap, time::Duration};

/// Rules that are named.
const NAMED: usize = 5;

/// Counted file by file.
#[derive(Default)]
pub(super) struct Summary {
    pass: usize,
    fail: usize,
    unreadable: usize,
    failed: BTreeMap<Rule, usize>,
}

impl Summary {
    pub(super) fn count(&mut self, report: &Report) {
        match report.outcome {
            FileOutcome::Pass => self.pass += 1,
            FileOutcome::Fail => self.fail += 1,
            FileOutcome::Unreadable => self.unreadable += 1,
        }
        for finding in report.findings.iter().filter(|finding| finding.outcome == Outcome::Fail) {
            *self.failed.entry(finding.rule).or_default() += 1;
        }
    }

    /// Files seen.
    pub(super) const fn checked(&self) -> usize {
        self.pass + self.fail + self.unreadable
    }

    /// The outcome of all files together; nothing at all is as good as unreadable.
    pub(super) const fn worst(&self) -> FileOutcome {
        match (self.checked(), self.unreadable, self.fail) {
            (0, _, _) | (_, 1.., _) => FileOutcome::Unreadable,
            (_, _, 1..) => FileOutcome::Fail,
            _ => FileOutcome::Pass,
        }
    }

    /// One line with the counts and, where something failed, one with the rules broken most.
    pub(super) fn words(&self, took: Duration, locale: Locale) -> String {
        let seconds = format!("{:.1}", took.as_secs_f32());
        let mut words = t::photo_table::checked(locale, self.checked(), seconds, self.pass, self.fail, self.unreadable);
        let mut failed: Vec<_> = self.failed.iter().collect();
        failed.sort_by_key(|&(rule, count)| (Reverse(count), rule));
        let named = failed.into_iter().take(NAMED);
        let rules: Vec<_> =
            named.map(|(rule, count)| t::photo_table::times(locale, rule_name(*rule).get(locale), count)).collect();
        if !rules.is_empty() {
            words.push('\n');
            words.push_str(&t::photo_table::frequent(locale, rules.join(t::photo_table::COMMA.get(locale))));
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::photo::{Finding, Verdict};
    use std::path::Path;

    fn report(failed: &[Rule], width_px: u32) -> Report {
        let outcome = |rule| if failed.contains(&rule) { Outcome::Fail } else { Outcome::Pass };
        let finding = |rule| Finding {
            rule,
            outcome: outcome(rule),
            measured: None,
            limit: None,
            unit: None,
            hint: None,
            region: None,
        };
        let findings = [Rule::FileSize, Rule::FileDpi, Rule::EyesOpen].map(finding).to_vec();
        Report::of(Path::new("a.jpg"), Verdict { findings, face: None, width_px, height_px: 640 })
    }

    #[test]
    fn counts_outcomes_and_names_the_rules_broken_most() {
        let mut summary = Summary::default();
        assert_eq!(summary.worst(), FileOutcome::Unreadable, "nothing was judged");
        summary.count(&report(&[], 480));
        assert_eq!(summary.worst(), FileOutcome::Pass);
        summary.count(&report(&[Rule::FileSize, Rule::EyesOpen], 480));
        summary.count(&report(&[Rule::EyesOpen], 480));
        assert_eq!(summary.worst(), FileOutcome::Fail);
        summary.count(&report(&[], 0));
        assert_eq!(summary.worst(), FileOutcome::Unreadable);
        let words = summary.words(Duration::from_millis(1250), Locale::English);
        assert_eq!(
            words,
            "4 files checked in 1.2 s: 1 passed, 2 not accepted, 1 could not be opened\nMost frequent: Eyes open (2), File size (1)"
        );
    }
}
