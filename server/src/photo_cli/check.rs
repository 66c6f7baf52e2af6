//! `ruji photo check`: judges finished files, many at a time, on every core. One file a core is in memory at once.

use super::{
    csv::Table,
    files::{self, Input},
    parallel,
    report::{FileOutcome, Report},
    summary::Summary,
    table,
};
use crate::{engine::LocalEngine, progress::Progress};
use anyhow::Context as _;
use app::text::t;
use shared::{locale::Locale, photo::PhotoSpec};
use std::{
    fs::File,
    io::{self, Read as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

/// Larger files are not read: a picture of 50 megapixels takes 150 MB at the very most.
const FILE_BYTES_MAX: u64 = 160 * 1024 * 1024;

/// How the verdicts are told.
pub(super) struct Telling<'a> {
    /// One JSON object a line on the standard output.
    pub(super) json: bool,
    /// A table for spreadsheets; `-` is the standard output.
    pub(super) csv: Option<&'a Path>,
    /// Of the table and of the summary.
    pub(super) locale: Locale,
}

impl Telling<'_> {
    /// Two kinds of output cannot share the standard output.
    fn is_possible(&self) -> bool {
        !(self.json && self.csv.is_some_and(|path| path.as_os_str() == "-"))
    }

    /// Lines for reading or for programs go to the standard output.
    const fn speaks(&self) -> bool {
        self.json || self.csv.is_none()
    }
}

/// Judges `paths` and what lies below them; the exit code is that of the worst file.
pub(super) fn run(
    engine: &LocalEngine,
    spec: &PhotoSpec,
    paths: &[PathBuf],
    telling: &Telling<'_>,
) -> anyhow::Result<ExitCode> {
    if !telling.is_possible() {
        eprintln!("error: --json and --csv - both write to the standard output: name a file for one of them");
        return Ok(FileOutcome::Unreadable.exit_code().into());
    }
    let started = Instant::now();
    let inputs = files::expand(paths);
    let single = inputs.len() == 1;
    let mut csv = match telling.csv {
        Some(path) => {
            Some(Table::create(path, telling.locale).with_context(|| format!("cannot write {}", path.display()))?)
        }
        None => None,
    };
    let progress = Progress::over(inputs.len(), telling.speaks());
    let (mut summary, mut written) = (Summary::default(), Ok(()));
    parallel::in_order(
        &inputs,
        |input| judge(engine, spec, input),
        |report| {
            summary.count(&report);
            speak(&report, telling, single);
            if let (Some(csv), Ok(())) = (&mut csv, &written) {
                written = csv.add(&report);
            }
            progress.step();
        },
    );
    progress.end();
    written.and_then(|()| csv.map_or(Ok(()), Table::finish)).context("the table cannot be written")?;
    if inputs.is_empty() {
        eprintln!("{}", t::photo_table::NO_PICTURE.get(telling.locale));
    } else if !single {
        eprintln!("{}", summary.words(started.elapsed(), telling.locale));
    }
    Ok(summary.worst().exit_code().into())
}

fn speak(report: &Report, telling: &Telling<'_>, single: bool) {
    match (telling.json, single) {
        _ if !telling.speaks() => {}
        (true, _) => println!("{}", report.json()),
        (false, true) => print!("{}", table::whole(report)),
        (false, false) => println!("{}", table::brief(report)),
    }
}

/// Whatever happens with one file stays with that file.
fn judge(engine: &LocalEngine, spec: &PhotoSpec, input: &Input) -> Report {
    let path = input.path.as_path();
    if let Some(trouble) = &input.trouble {
        return Report::unreadable(path, trouble);
    }
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Report::unreadable(path, error),
    };
    let name = path.file_name().and_then(|name| name.to_str());
    catch_unwind(AssertUnwindSafe(|| engine.engine().check(&bytes, name, spec))).map_or_else(
        |_| Report::unreadable(path, "this file brings the examination down; please report it"),
        |verdict| Report::of(path, verdict),
    )
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(io::Error::other("too large for a picture"));
    }
    Ok(bytes)
}
