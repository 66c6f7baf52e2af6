//! How many tests passed and failed, read from what cargo and Playwright print.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// Of one runner, or added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// One line of `cargo test`: `test result: ok. 3 passed; 0 failed; …`; zero for any other line.
    pub(crate) fn of_cargo_line(line: &str) -> Self {
        let Some(result) = line.trim().strip_prefix("test result: ") else { return Self::default() };
        let number = |word: &str| {
            let mut parts = result.split([';', '.']).map(str::trim);
            parts.find_map(|part| part.strip_suffix(word)?.trim().parse().ok()).unwrap_or(0)
        };
        Self { passed: number("passed"), failed: number("failed") }
    }

    /// Playwright's JSON report. A flaky test counts as failed: it hides something.
    pub(crate) fn of_playwright(report: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(report).context("Playwright left no report")?;
        let report: Report = serde_json::from_str(&text).context("Playwright's report cannot be read")?;
        let lost = report.errors.len() as u64;
        Ok(Self { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky + lost })
    }
}

#[derive(Deserialize)]
struct Report {
    stats: Stats,
    #[serde(default)]
    errors: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Stats {
    expected: u64,
    unexpected: u64,
    flaky: u64,
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn reads_what_cargo_prints() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s";
        assert_eq!(Counts::of_cargo_line(line), Counts { passed: 12, failed: 3 });
        assert_eq!(Counts::of_cargo_line("test a::b ... ok"), Counts::default());
    }

    #[test]
    fn counts_a_flaky_test_as_failed() {
        let file = crate::command::tempfile_path("report");
        let json = r#"{"stats":{"expected":4,"unexpected":1,"flaky":1,"skipped":2},"errors":[]}"#;
        std::fs::write(&file, json).expect("the temporary folder is writable");
        assert_eq!(Counts::of_playwright(&file).expect("a report"), Counts { passed: 4, failed: 2 });
        std::fs::remove_file(&file).ok();
    }
}
