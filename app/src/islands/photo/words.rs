//! Words about findings for the browser, which has no catalogue of texts: the server fills `PhotoWords` in the page's
//! language (`pages::photo`), the island puts the numbers in. Says the same as `message::photo`; a test holds them together.

use serde::{Deserialize, Serialize};
use shared::photo::{Finding, Outcome, Rule, Unit, verdict::Limit};
use std::collections::BTreeMap;

/// Templates in one language; holes are `{0}` and `{1}`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PhotoWords {
    pub rules: BTreeMap<Rule, RuleWords>,
    pub hints: BTreeMap<String, String>,
    /// Fail, advice, pass.
    pub outcomes: [String; 3],
    /// In the order of `UNITS`.
    pub units: [String; 9],
    pub measured: String,
    pub both: String,
    pub between: String,
    pub at_least: String,
    pub at_most: String,
    pub failed: String,
    pub all_passed: String,
    pub passed: String,
}

/// Name of a rule, what to do, and what to do when the measure is too low or too high where that differs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RuleWords {
    #[serde(rename = "n")]
    pub name: String,
    #[serde(rename = "m")]
    pub mend: String,
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub directed: Option<(String, String)>,
}

/// The order of `PhotoWords::units`.
pub const UNITS: [Unit; 9] =
    [Unit::Px, Unit::Bytes, Unit::Dpi, Unit::Deg, Unit::DeltaE, Unit::Ratio, Unit::Count, Unit::Quality, Unit::Score];

impl PhotoWords {
    pub fn rule_name(&self, rule: Rule) -> &str {
        self.rules.get(&rule).map_or_else(|| rule.code(), |words| &words.name)
    }

    pub fn outcome(&self, outcome: Outcome) -> &str {
        match outcome {
            Outcome::Fail => &self.outcomes[0],
            Outcome::Advice => &self.outcomes[1],
            Outcome::Pass => &self.outcomes[2],
        }
    }

    /// What to do about a finding, in the direction that the measure is off.
    pub fn mend(&self, finding: &Finding) -> &str {
        let Some(words) = self.rules.get(&finding.rule) else { return "" };
        let off = finding.measured.zip(finding.limit).and_then(|(measured, limit)| {
            let (low, high) = words.directed.as_ref()?;
            let too_low = limit.min.is_some_and(|min| measured < min);
            let too_high = limit.max.is_some_and(|max| measured > max);
            if too_low { Some(low) } else { too_high.then_some(high) }
        });
        off.unwrap_or(&words.mend)
    }

    pub fn hint(&self, finding: &Finding) -> Option<&str> {
        self.hints.get(finding.hint.as_ref()?).map(String::as_str)
    }

    /// “实测 38 像素，要求 50–110 像素”; `None` where the rule is not a number.
    pub fn numbers(&self, finding: &Finding) -> Option<String> {
        let unit = finding.unit.unwrap_or(Unit::Score);
        Some(self.compared(finding.measured?, finding.limit.unwrap_or_default(), unit))
    }

    /// The same for one measure; an open limit is left out.
    pub fn compared(&self, measured: f32, limit: Limit, unit: Unit) -> String {
        let measured = self.quantity(measured, unit);
        match self.limit(limit, unit) {
            Some(limit) => fill(&self.both, &[&measured, &limit]),
            None => fill(&self.measured, &[&measured]),
        }
    }

    /// The allowed range with its unit; `None` where both ends are open.
    fn limit(&self, limit: Limit, unit: Unit) -> Option<String> {
        Some(match (limit.min, limit.max) {
            (Some(min), Some(max)) if min == max => self.quantity(min, unit),
            (Some(min), Some(max)) => {
                self.with_unit(&fill(&self.between, &[&figure(min, unit), &figure(max, unit)]), unit)
            }
            (Some(min), None) => fill(&self.at_least, &[&self.quantity(min, unit)]),
            (None, Some(max)) => fill(&self.at_most, &[&self.quantity(max, unit)]),
            (None, None) => return None,
        })
    }

    fn quantity(&self, value: f32, unit: Unit) -> String {
        self.with_unit(&figure(value, unit), unit)
    }

    fn with_unit(&self, number: &str, unit: Unit) -> String {
        let template = UNITS.iter().position(|other| *other == unit).map(|at| &self.units[at]);
        template.map_or_else(|| number.to_owned(), |template| fill(template, &[number]))
    }
}

/// Puts the words into the holes `{0}`, `{1}` of a template.
pub fn fill(template: &str, words: &[&str]) -> String {
    let mut text = template.to_owned();
    for (hole, word) in ["{0}", "{1}"].iter().zip(words) {
        text = text.replace(hole, word);
    }
    text
}

/// The number alone, as precise as its unit deserves; bytes as KB (1024).
fn figure(value: f32, unit: Unit) -> String {
    let (value, places) = match unit {
        Unit::Px | Unit::Dpi | Unit::Count | Unit::Quality => return format!("{value:.0}"),
        Unit::Bytes => (value / 1024.0, 1),
        Unit::Deg | Unit::DeltaE => (value, 1),
        Unit::Ratio => (value, 3),
        Unit::Score => (value, 2),
    };
    let number = format!("{value:.places$}");
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.').to_owned() } else { number }
}
