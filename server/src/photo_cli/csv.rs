//! Findings as a table for spreadsheets and evaluation: one line for each finding, one for a file without any.

use super::{report::Report, table};
use shared::photo::Outcome;
use std::{fs::File, path::Path};

const HEAD: [&str; 9] = ["file", "file_outcome", "rule", "outcome", "measured", "min", "max", "unit", "hint"];

pub(super) struct Table(csv::Writer<File>);

impl Table {
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        let mut writer = csv::Writer::from_path(path)?;
        writer.write_record(HEAD)?;
        Ok(Self(writer))
    }

    pub(super) fn add(&mut self, report: &Report) -> csv::Result<()> {
        let number = |value: Option<f32>| value.map(|value| value.to_string()).unwrap_or_default();
        let file = [report.file.as_str(), report.outcome.as_str()];
        if report.findings.is_empty() {
            let rest = ["", "", "", "", "", "", report.error.as_deref().unwrap_or_default()];
            return self.0.write_record(file.into_iter().chain(rest));
        }
        for finding in &report.findings {
            let outcome = match finding.outcome {
                Outcome::Pass => "pass",
                Outcome::Advice => "advice",
                Outcome::Fail => "fail",
            };
            let limit = finding.limit.unwrap_or_default();
            let numbers = [number(finding.measured), number(limit.min), number(limit.max), table::unit(finding)];
            let hint = finding.hint.as_deref().unwrap_or_default();
            let start = file.into_iter().chain([finding.rule.code(), outcome]);
            self.0.write_record(start.chain(numbers.iter().map(String::as_str)).chain([hint]))?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        Ok(self.0.flush()?)
    }
}
