//! `ruji admin import-existing`: takes in a file of existing candidates' records, with a bar, from where it stopped last.

use crate::{
    http::existing::{head, line},
    progress::Progress,
};
use anyhow::Context as _;
use app::message::existing::headings;
use clap::Args;
use enrolment::Enrolment;
use shared::{existing::ImportState, id::ImportId, id::Province, locale::Locale};
use std::{
    fs,
    io::{Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Bytes read at a time.
const PIECE: usize = 64 * 1024;
/// Steps of the bar.
const STEPS: u64 = 1000;

#[derive(Args)]
pub struct ImportExisting {
    /// CSV in UTF-8 or GB 18030; its columns are described in docs/existing-candidates.md
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_parser = super::admin::province)]
    province: Province,
    /// File to be made: the rows that were refused, with the reasons
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
}

/// Exit code 1 where a row was refused or the file could not be read to its end.
pub(super) async fn run(enrolment: &Enrolment, import: &ImportExisting) -> anyhow::Result<ExitCode> {
    let id = send(enrolment, import).await?;
    let bar = Progress::over(STEPS as usize, false);
    loop {
        let is_over = enrolment.import_page(id).await.map_err(super::plain)?;
        let now = enrolment.import_progress(id).await.map_err(super::plain)?;
        bar.stand_at(now.done_bytes * STEPS / now.size_bytes.max(1));
        if is_over {
            break;
        }
    }
    bar.end();
    let done = enrolment.import_progress(id).await.map_err(super::plain)?;
    println!("added {}, changed {}, unchanged {}, refused {}", done.added, done.changed, done.unchanged, done.refused);
    if done.state == ImportState::Stopped {
        println!("stopped: from line {} on it is no list (a quote never ends)", done.line);
    }
    if let Some(into) = &import.refused {
        write_refused(enrolment, id, into).await?;
    }
    let sound = done.state == ImportState::Done && done.refused == 0;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn send(enrolment: &Enrolment, import: &ImportExisting) -> anyhow::Result<ImportId> {
    let name = import.file.file_name().unwrap_or_default().to_string_lossy();
    let mut file = fs::File::open(&import.file).with_context(|| format!("cannot read {}", import.file.display()))?;
    let begun = enrolment.begin_import_for(&import.province, &name).await;
    let mut incoming = begun.map_err(super::plain).context("does the profile say [existing] enabled = true?")?;
    let mut piece = vec![0; PIECE];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            break;
        }
        enrolment.receive(&mut incoming, &piece[..count]).await.map_err(super::plain)?;
    }
    enrolment.finish_import(incoming, &headings()).await.map_err(super::plain)
}

async fn write_refused(enrolment: &Enrolment, id: ImportId, into: &Path) -> anyhow::Result<()> {
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(into);
    let mut file = made.with_context(|| format!("cannot make {}; it must not be there yet", into.display()))?;
    file.write_all(head(Locale::Chinese).as_bytes())?;
    let mut after = 0;
    loop {
        let rows = enrolment.refused_rows_of(id, after).await.map_err(super::plain)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.line;
        for row in &rows {
            file.write_all(line(row, Locale::Chinese).as_bytes())?;
        }
    }
}
