//! `ruji photo card`: judges pictures of identity cards, each as it is kept. Nothing is written, no models are needed.

use super::{report::FileOutcome, table};
use photo::card::{CardSpec, prepare};
use serde::Serialize;
use shared::photo::CardVerdict;
use std::{path::PathBuf, process::ExitCode};

/// One line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    file: String,
    outcome: FileOutcome,
    /// Of the file that would be kept.
    kept_bytes: Option<usize>,
    #[serde(flatten)]
    verdict: &'a CardVerdict,
}

/// The exit code is that of the worst file.
pub(super) fn run(paths: &[PathBuf], json: bool) -> ExitCode {
    let spec = CardSpec::default();
    let mut worst = FileOutcome::Pass;
    for path in paths {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                worst = FileOutcome::Unreadable;
                continue;
            }
        };
        let made = prepare(&bytes, &spec);
        let kept_bytes = made.file.as_ref().map(Vec::len);
        let outcome = match (kept_bytes, made.verdict.passes()) {
            (None, _) => FileOutcome::Unreadable,
            (Some(_), true) => FileOutcome::Pass,
            (Some(_), false) => FileOutcome::Fail,
        };
        worst = worst.max(outcome);
        let line = Line { file: path.display().to_string(), outcome, kept_bytes, verdict: &made.verdict };
        print(&line, json);
    }
    worst.exit_code().into()
}

fn print(line: &Line<'_>, json: bool) {
    if json {
        println!("{}", serde_json::to_string(line).expect("a verdict holds nothing that JSON lacks"));
        return;
    }
    let kept = line.kept_bytes.map(|bytes| format!("  {bytes} bytes kept")).unwrap_or_default();
    println!("{}  {}{kept}", line.outcome.as_str(), line.file);
    for finding in line.verdict.worst_first() {
        let unit = finding.unit.map(table::unit_word).unwrap_or_default();
        let hint = finding.hint.as_deref().unwrap_or_default();
        print!("{}", table::row(finding.outcome, finding.rule.code(), finding.measured, finding.limit, &unit, hint));
    }
}
