//! What `ruji photo check --json` says of many files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::command::Run;

/// One file; the fields of PHOTO §4 that scoring needs.
#[derive(Debug, Deserialize)]
pub(super) struct Verdict {
    file: String,
    #[serde(default)]
    pub(super) findings: Vec<Finding>,
    #[serde(default)]
    pub(super) face: Option<Face>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Finding {
    pub(super) rule: String,
    /// `pass`, `advice` or `fail`.
    pub(super) outcome: String,
    #[serde(default)]
    measured: Option<Value>,
}

/// Pixels of the upright picture.
#[derive(Debug, Deserialize)]
pub(super) struct Face {
    pub(super) left_eye: [f64; 2],
    pub(super) right_eye: [f64; 2],
    pub(super) chin: [f64; 2],
    pub(super) head_top_y: Option<f64>,
    pub(super) cheek_left_x: f64,
    pub(super) cheek_right_x: f64,
}

impl Verdict {
    pub(super) fn finding(&self, rule: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.rule == rule)
    }

    /// How many faces the engine saw.
    pub(super) fn faces(&self) -> u32 {
        let counted = self.finding("subject.count").and_then(|finding| finding.measured.as_ref()?.as_f64());
        counted.map_or(u32::from(self.face.is_some()), |counted| counted as u32)
    }
}

/// Verdicts by file name as in the tables.
pub(super) type Verdicts = HashMap<String, Verdict>;

/// Checks files of a folder against one profile, in one run of the program.
pub(super) fn of(ruji: &Path, root: &Path, dir: &Path, profile: &str, files: &[&str]) -> Result<Verdicts> {
    if files.is_empty() {
        return Ok(Verdicts::new());
    }
    let paths: Vec<PathBuf> = files.iter().map(|file| dir.join(file)).collect();
    let run = Run::new(ruji).args(["photo", "check", "--json", "--profile", profile]).arg("--").args(&paths).dir(root);
    let mut command = run.into_command();
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("cannot start ruji")?;
    let mut found = Verdicts::new();
    for verdict in parse(&String::from_utf8_lossy(&output.stdout))? {
        let name = files.iter().zip(&paths).find(|(_, path)| path.as_os_str() == verdict.file.as_str());
        if let Some((name, _)) = name {
            found.insert((*name).to_owned(), verdict);
        }
    }
    if found.is_empty() {
        bail!("`ruji photo check --json` said nothing of {} files ({})", files.len(), output.status);
    }
    Ok(found)
}

/// One object per file, in lines or in an array.
fn parse(text: &str) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.context("`ruji photo check --json` wrote something that is not JSON")?;
        let many = if let Value::Array(many) = value { many } else { vec![value] };
        for one in many {
            verdicts.push(serde_json::from_value(one).context("a verdict lacks a field of PHOTO §4")?);
        }
    }
    Ok(verdicts)
}

#[cfg(test)]
pub(super) fn parse_for_tests(text: &str) -> Vec<Verdict> {
    parse(text).expect("the test writes verdicts as the program does")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_lines_and_arrays() {
        let one =
            r#"{"file":"a.jpg","outcome":"fail","findings":[{"rule":"subject.count","outcome":"fail","measured":2}]}"#;
        let lines = parse(&format!("{one}\n{one}")).expect("lines");
        let array = parse(&format!("[{one},{one}]")).expect("an array");
        assert_eq!((lines.len(), array.len(), lines[0].faces()), (2, 2, 2));
    }
}
