//! `ruji photo check`: judges finished files, many at a time.

use super::{
    csv::Table,
    files, parallel,
    report::{FileOutcome, Report},
    table,
};
use crate::engine::LocalEngine;
use shared::photo::PhotoSpec;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

pub(super) fn run(
    engine: &LocalEngine,
    spec: &PhotoSpec,
    paths: &[PathBuf],
    json: bool,
    csv: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let Ok(files) = files::expand(paths) else {
        eprintln!("a folder cannot be read");
        return Ok(FileOutcome::Unreadable.exit_code().into());
    };
    let mut csv = csv.map(Table::create).transpose()?;
    let single = files.len() == 1;
    let (mut counts, mut worst, mut unwritten) = ([0_usize; 3], FileOutcome::Pass, Ok(()));
    parallel::in_order(
        &files,
        |file| judge(engine, spec, file),
        |report| {
            counts[usize::from(report.outcome.exit_code())] += 1;
            worst = worst.max(report.outcome);
            match (json, single) {
                (true, _) => println!("{}", report.json()),
                (false, true) => print!("{}", table::whole(&report)),
                (false, false) => println!("{}", table::brief(&report)),
            }
            if let (Some(csv), Ok(())) = (&mut csv, &unwritten) {
                unwritten = csv.add(&report);
            }
        },
    );
    unwritten?;
    csv.map_or(Ok(()), Table::finish)?;
    if files.is_empty() {
        eprintln!("there is no picture");
        worst = FileOutcome::Unreadable;
    } else if !single {
        let [pass, fail, unreadable] = counts;
        let secs = started.elapsed().as_secs_f32();
        eprintln!("{} files: {pass} pass, {fail} fail, {unreadable} unreadable ({secs:.1} s)", files.len());
    }
    Ok(worst.exit_code().into())
}

fn judge(engine: &LocalEngine, spec: &PhotoSpec, path: &Path) -> Report {
    match std::fs::read(path) {
        Ok(bytes) => {
            let name = path.file_name().and_then(|name| name.to_str());
            Report::of(path, engine.engine().check(&bytes, name, spec))
        }
        Err(error) => Report::unreadable(path, error),
    }
}
