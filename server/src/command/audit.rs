//! `ruji audit`: whether the trail is whole, and taking what is old out into a file.

use crate::config::Settings;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use enrolment::{audit::AuditState, seals::SealState};
use shared::{evidence::Day, time::Timestamp};
use std::{
    fs,
    io::BufReader,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Subcommand)]
pub enum Command {
    /// Recompute the chain and compare it with the anchors; exit code 1 where something is wrong
    Verify {
        /// Check a file that `ruji audit archive` wrote instead
        #[arg(long, value_name = "FILE")]
        archive: Option<PathBuf>,
    },
    /// Verify every signature of candidates against what it covers; exit code 1 where one does not stand
    VerifySignatures,
    /// Take entries older than a day, at least 190 days ago, out of the database into a new file
    Archive(Archive),
}

#[derive(Args)]
pub struct Archive {
    /// The first day that stays, e.g. 2026-05-01
    #[arg(long, value_name = "DAY")]
    before: Day,
    /// File to be made; keep it as long as the trail must be kept
    #[arg(value_name = "FILE")]
    into: PathBuf,
}

pub(super) async fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Verify { archive: None } => verify(&settings).await,
        Command::Verify { archive: Some(file) } => verify_file(&settings, &file).await,
        Command::VerifySignatures => verify_signatures(&settings).await,
        Command::Archive(archive) => take_out(&settings, &archive).await,
    }
}

async fn verify(settings: &Settings) -> anyhow::Result<ExitCode> {
    let enrolment = super::open(settings).await?;
    let fault = match enrolment.verify_audit().await.map_err(super::plain)? {
        AuditState::Intact { entries } => {
            println!("intact: {entries} entries");
            return Ok(ExitCode::SUCCESS);
        }
        AuditState::Broken { at } => format!("entry {at}: it, or one before it, was changed, removed or moved"),
        AuditState::CutOff { after, anchor } => {
            format!("it ends at entry {after}, but entry {anchor} was anchored: the last entries were cut off")
        }
        AuditState::Replaced { anchor } => format!("the anchor at entry {anchor} is of another trail"),
    };
    println!("BROKEN: {fault}");
    Ok(ExitCode::FAILURE)
}

async fn verify_signatures(settings: &Settings) -> anyhow::Result<ExitCode> {
    let enrolment = super::open(settings).await?;
    let (count, faults) = enrolment.verify_signatures().await.map_err(super::plain)?;
    for fault in &faults {
        let altered: Vec<_> = fault.altered.iter().map(|part| part.as_str()).collect();
        let seal = match fault.seal {
            SealState::Genuine => "",
            SealState::Broken => " seal broken;",
            SealState::UnknownKey => " seal of an unknown key;",
        };
        println!("BROKEN: signature {}:{seal} altered: {}", fault.id, altered.join(", "));
    }
    println!("{count} signatures, {} of them do not stand", faults.len());
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn verify_file(settings: &Settings, file: &Path) -> anyhow::Result<ExitCode> {
    let enrolment = super::open(settings).await?;
    let lines = BufReader::new(fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?);
    Ok(match enrolment.verify_archive(lines)? {
        Ok(entries) => {
            println!("intact: {entries} entries");
            ExitCode::SUCCESS
        }
        Err(line) => {
            println!("BROKEN at line {line}");
            ExitCode::FAILURE
        }
    })
}

async fn take_out(settings: &Settings, archive: &Archive) -> anyhow::Result<ExitCode> {
    let enrolment = super::open(settings).await?;
    let before = Timestamp::from_beijing(archive.before.0.at(0, 0, 0, 0)).context("no such day")?;
    let into = &archive.into;
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(into);
    let mut file = made.with_context(|| format!("cannot make {}; it must not be there yet", into.display()))?;
    let archived = enrolment.archive_audit(before, &mut file).await.map_err(super::plain);
    if !matches!(archived, Ok(Some(_))) {
        fs::remove_file(into)?;
    }
    let Some(archived) = archived? else { bail!("there is no entry from before {}", archive.before) };
    println!(
        "{} entries, up to number {}, are in {} and no more in the database",
        archived.entries,
        archived.last,
        into.display()
    );
    Ok(ExitCode::SUCCESS)
}
