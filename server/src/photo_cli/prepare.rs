//! `ruji photo prepare`: makes a finished file of any picture. Nothing is written where none can be made.

use super::{report::Report, table};
use crate::engine::LocalEngine;
use anyhow::Context as _;
use shared::photo::PhotoSpec;
use std::{path::Path, process::ExitCode};

pub(super) fn run(
    engine: &LocalEngine,
    spec: &PhotoSpec,
    input: &Path,
    output: &Path,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let report = match std::fs::read(input) {
        Ok(bytes) => make(engine, spec, input, &bytes, output)?,
        Err(error) => Report::unreadable(input, error),
    };
    if json {
        println!("{}", report.json());
    } else {
        print!("{}", table::whole(&report));
    }
    Ok(report.outcome.exit_code().into())
}

fn make(engine: &LocalEngine, spec: &PhotoSpec, input: &Path, bytes: &[u8], output: &Path) -> anyhow::Result<Report> {
    let made = engine.engine().prepare(bytes, spec, None);
    if let Some(file) = &made.file {
        std::fs::write(output, file).with_context(|| format!("cannot write {}", output.display()))?;
    }
    let mut report = Report::of(input, made.verdict);
    report.crop = made.crop.map(|crop| [crop.x, crop.y, crop.width, crop.height]);
    Ok(report)
}
