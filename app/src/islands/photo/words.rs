//! A finding in words, from the texts that the page hands over (`pages::photo::setup`). Says the same as `message::photo`; a
//! test there holds the two together.

use super::json::Json;
use crate::number::decimal;

/// One finding of a verdict, as its JSON tells it.
pub(super) struct Finding {
    pub(super) rule: String,
    /// `pass`, `advice` or `fail`.
    pub(super) outcome: String,
    pub(super) measure: Option<Measure>,
    pub(super) hint: Option<String>,
}

/// A number with its unit and the limits it is held against.
pub(super) struct Measure {
    pub(super) value: f32,
    pub(super) min: Option<f32>,
    pub(super) max: Option<f32>,
    pub(super) unit: String,
}

impl Finding {
    pub(super) fn read(json: &impl Json) -> Self {
        let limit = json.get("limit");
        let measure = json.get("measured").number().map(|value| Measure {
            value,
            min: limit.get("min").number(),
            max: limit.get("max").number(),
            unit: json.get("unit").text().unwrap_or_else(|| "score".to_owned()),
        });
        Self { rule: json.words("rule"), outcome: json.words("outcome"), measure, hint: json.get("hint").text() }
    }

    pub(super) fn fails(&self) -> bool {
        self.outcome == "fail"
    }

    pub(super) fn is_unreadable(&self) -> bool {
        self.fails() && self.rule == "file.readable"
    }

    pub(super) fn passes(&self) -> bool {
        self.outcome == "pass"
    }
}

impl Measure {
    pub(super) fn holds(&self) -> bool {
        !self.too_low() && !self.too_high()
    }

    fn too_low(&self) -> bool {
        self.min.is_some_and(|min| self.value < min)
    }

    fn too_high(&self) -> bool {
        self.max.is_some_and(|max| self.value > max)
    }

    /// “实测 38 像素，要求 50–110 像素”; an open limit is left out.
    pub(super) fn words(&self, words: &impl Json) -> String {
        let value = self.quantity(self.value, words);
        match self.limit(words) {
            Some(limit) => fill(&words.words("both"), &[&value, &limit]),
            None => fill(&words.words("measured"), &[&value]),
        }
    }

    fn limit(&self, words: &impl Json) -> Option<String> {
        Some(match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => self.quantity(min, words),
            (Some(min), Some(max)) => {
                let (min, max) = (figure(min, &self.unit), figure(max, &self.unit));
                self.with_unit(&fill(&words.words("between"), &[&min, &max]), words)
            }
            (Some(min), None) => fill(&words.words("at_least"), &[&self.quantity(min, words)]),
            (None, Some(max)) => fill(&words.words("at_most"), &[&self.quantity(max, words)]),
            (None, None) => return None,
        })
    }

    fn quantity(&self, value: f32, words: &impl Json) -> String {
        self.with_unit(&figure(value, &self.unit), words)
    }

    fn with_unit(&self, number: &str, words: &impl Json) -> String {
        fill(&words.get("units").words(&self.unit), &[number])
    }
}

/// What to do about a finding, in the direction that the measure is off.
pub(super) fn mend(finding: &Finding, words: &impl Json) -> String {
    let rule = words.get("rules").get(&finding.rule);
    let off = match &finding.measure {
        Some(measure) if measure.too_low() => rule.get("low").text(),
        Some(measure) if measure.too_high() => rule.get("high").text(),
        _ => None,
    };
    off.unwrap_or_else(|| rule.words("mend"))
}

/// Puts words into the holes `{0}`, `{1}` of a template.
pub(super) fn fill(template: &str, words: &[&str]) -> String {
    let holes = ["{0}", "{1}"];
    words.iter().zip(holes).fold(template.to_owned(), |text, (word, hole)| text.replace(hole, word))
}

/// The number alone, as precise as its unit deserves; bytes as KB (1024).
fn figure(value: f32, unit: &str) -> String {
    match unit {
        "bytes" => decimal(value / 1024.0, 1),
        "deg" | "delta_e" => decimal(value, 1),
        "ratio" => decimal(value, 3),
        "score" => decimal(value, 2),
        _ => decimal(value, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_in_any_order() {
        assert_eq!(fill("{1} of {0}", &["a", "b"]), "b of a");
    }
}
