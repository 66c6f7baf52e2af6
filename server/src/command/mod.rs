//! What `ruji` can be told to do; one file per command.
#![expect(clippy::print_stdout, reason = "commands speak on the terminal")]

mod admin;
mod audit;
mod backup;
mod demo;
mod doctor;
mod import_existing;
mod migrate;
mod serve;
mod work;

use crate::{config::Settings, identity_cli, photo_cli, start::StartError};
use clap::{Parser, Subcommand};
use enrolment::{Enrolment, Error};
use std::{path::PathBuf, process::ExitCode};

/// Ruji 入籍: enrolment for self-taught higher education.
#[derive(Parser)]
#[command(name = "ruji", version)]
pub struct Arguments {
    /// Settings file; see config.example.toml. RUJI_<SECTION>__<KEY> in the environment goes before it.
    #[arg(long, env = "RUJI_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Answer requests, and do the background jobs unless the settings leave them to `ruji work`
    Serve {
        /// Fill empty tables with demonstration data and print its accounts; refused in production
        #[arg(long)]
        demo: bool,
    },
    /// Do the background jobs only
    Work,
    /// Bring the tables up to date
    Migrate,
    /// Say what is wrong with this deployment and how to mend it
    Doctor,
    /// Judge and make certificate photographs
    #[command(subcommand)]
    Photo(photo_cli::Command),
    /// Read documents, compare faces and judge videos
    #[command(subcommand)]
    Identity(identity_cli::Command),
    /// The audit trail
    #[command(subcommand)]
    Audit(audit::Command),
    /// Accounts
    #[command(subcommand)]
    Admin(admin::Command),
    /// Demonstration data; refused in production
    #[command(subcommand)]
    Demo(demo::Command),
    /// Copy the database and the file store into a new folder, and check the copy
    Backup {
        /// Folder to be made
        #[arg(value_name = "FOLDER")]
        into: PathBuf,
    },
}

/// Runs one command to its exit code.
pub async fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { demo } => serve::run(settings, demo).await,
        Command::Work => work::run(settings).await,
        Command::Migrate => migrate::run(settings).await,
        Command::Doctor => doctor::run(settings).await,
        Command::Photo(command) => photo_cli::run(command, settings),
        Command::Identity(command) => identity_cli::run(command, settings).await,
        Command::Audit(command) => audit::run(command, settings).await,
        Command::Admin(command) => admin::run(command, settings).await,
        Command::Demo(command) => demo::run(command, settings).await,
        Command::Backup { into } => backup::run(&settings, &into).await,
    }
}

/// The use case's answer for somebody at a terminal, who may know the cause.
fn plain(error: Error) -> anyhow::Error {
    match error {
        Error::Refused(problem) => anyhow::anyhow!("refused: {}", problem.code.as_str()),
        other => anyhow::Error::new(other),
    }
}

async fn open(settings: &Settings) -> Result<Enrolment, StartError> {
    crate::start::start_without_engine(settings).await
}

/// Returns when the process is told to stop (Ctrl-C or SIGTERM).
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("the runtime can listen to signals");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
