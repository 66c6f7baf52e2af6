//! What is said about one file: the JSON of PHOTO §4, and the exit code.

use serde::Serialize;
use shared::photo::{FaceMeasures, Finding, Outcome, Rule, Verdict};
use std::path::Path;

/// The whole file's outcome; the order is that of the exit codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum FileOutcome {
    Pass,
    Fail,
    /// No picture could be had from it.
    Unreadable,
}

impl FileOutcome {
    pub(super) const fn exit_code(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Fail => 1,
            Self::Unreadable => 2,
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unreadable => "unreadable",
        }
    }

    fn of(verdict: &Verdict) -> Self {
        let unreadable = verdict.finding(Rule::FileReadable).is_some_and(|finding| finding.outcome == Outcome::Fail);
        match verdict.passes() {
            _ if unreadable || verdict.width_px == 0 => Self::Unreadable,
            true => Self::Pass,
            false => Self::Fail,
        }
    }
}

/// One line of JSON.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) file: String,
    pub(super) outcome: FileOutcome,
    pub(super) findings: Vec<Finding>,
    pub(super) face: Option<FaceMeasures>,
    /// Of `prepare`: the rectangle of the upright source that was cut out, `[x, y, width, height]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) crop: Option<[f32; 4]>,
    /// Why the file could not even be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<String>,
}

impl Report {
    pub(super) fn of(path: &Path, verdict: Verdict) -> Self {
        let outcome = FileOutcome::of(&verdict);
        let (findings, face) = (verdict.findings, verdict.face);
        Self { file: path.display().to_string(), outcome, findings, face, crop: None, error: None }
    }

    pub(super) fn unreadable(path: &Path, error: impl ToString) -> Self {
        let mut report = Self::of(path, Verdict::default());
        report.error = Some(error.to_string());
        report
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).expect("a report holds nothing that JSON lacks")
    }

    /// Findings with the worst first.
    pub(super) fn worst_first(&self) -> Vec<&Finding> {
        let mut findings: Vec<_> = self.findings.iter().collect();
        findings.sort_by_key(|finding| (std::cmp::Reverse(finding.outcome), finding.rule));
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(rule: Rule, outcome: Outcome, width_px: u32) -> Verdict {
        let finding = Finding { rule, outcome, measured: None, limit: None, unit: None, hint: None, region: None };
        Verdict { findings: vec![finding], face: None, width_px, height_px: width_px }
    }

    #[test]
    fn outcomes_follow_the_findings() {
        let of = |rule, outcome, width| FileOutcome::of(&verdict(rule, outcome, width)).exit_code();
        assert_eq!(of(Rule::FileSize, Outcome::Pass, 480), 0);
        assert_eq!(of(Rule::ExpressionNeutral, Outcome::Advice, 480), 0);
        assert_eq!(of(Rule::FileFormat, Outcome::Fail, 480), 1);
        assert_eq!(of(Rule::FileFormat, Outcome::Fail, 0), 2);
        assert_eq!(of(Rule::FileReadable, Outcome::Fail, 480), 2);
    }

    #[test]
    fn the_keys_of_the_json_are_those_of_the_specification() {
        let face = FaceMeasures {
            left_eye: [1.0, 2.0],
            right_eye: [3.0, 2.0],
            chin: [2.0, 4.0],
            head_top_y: 0.5,
            cheek_left_x: 0.0,
            cheek_right_x: 4.0,
            yaw_deg: 0.0,
            pitch_deg: 0.0,
            roll_deg: 0.0,
        };
        let verdict = Verdict { face: Some(face), ..verdict(Rule::FileSize, Outcome::Pass, 480) };
        let json: serde_json::Value =
            serde_json::from_str(&Report::of(Path::new("a.jpg"), verdict).json()).expect("JSON");
        assert_eq!(json["file"], "a.jpg");
        assert_eq!(json["outcome"], "pass");
        assert_eq!(json["findings"][0]["rule"], "file.size");
        for key in ["left_eye", "right_eye", "chin", "head_top_y", "cheek_left_x", "cheek_right_x", "yaw_deg"] {
            assert!(!json["face"][key].is_null(), "{key}");
        }
    }
}
