//! `ruji`: the one program of the service. Commands are in `server::command`.
#![expect(clippy::print_stderr, reason = "a command says on the terminal why it failed")]

use clap::Parser as _;
use server::{
    command::{self, Arguments},
    config::Settings,
    telemetry,
};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(arguments.config.as_deref())?;
    telemetry::install(&settings.telemetry);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(command::run(arguments.command, settings))
}
