//! `ruji audit verify`: recomputes the audit trail's chain.

use crate::config::Settings;
use clap::Subcommand;
use enrolment::audit::AuditState;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Command {
    /// Recompute the chain; exit code 1 where it is broken
    Verify,
}

pub(super) async fn run(Command::Verify: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    let enrolment = super::open(&settings).await?;
    Ok(match enrolment.verify_audit().await.map_err(super::plain)? {
        AuditState::Intact { entries } => {
            println!("intact: {entries} entries");
            ExitCode::SUCCESS
        }
        AuditState::Broken { at } => {
            println!("BROKEN at entry {at}: it, or one before it, was changed, removed or moved");
            ExitCode::FAILURE
        }
    })
}
