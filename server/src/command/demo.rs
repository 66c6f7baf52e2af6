//! Demonstration data, and telling a developer where to look.

use crate::config::Settings;
use anyhow::ensure;
use clap::Subcommand;
use enrolment::Enrolment;
use shared::route;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Command {
    /// Fill empty tables and print the accounts
    Seed,
}

pub(super) async fn run(Command::Seed: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    let started = crate::start::start(&settings).await?;
    seed(&started.enrolment, &settings).await?;
    Ok(ExitCode::SUCCESS)
}

/// Seeds every province without staff and prints where to go and with which accounts.
pub(super) async fn seed(enrolment: &Enrolment, settings: &Settings) -> anyhow::Result<()> {
    ensure!(settings.service.is_development(), "demonstration data are refused in production mode");
    let base = &settings.service.public_url;
    for profile in enrolment.profiles().iter() {
        println!("{}  {base}{}", profile.title.zh, route::Candidate(&profile.province).home());
        for account in enrolment.seed_demo(&profile.province).await.map_err(super::plain)? {
            println!("  {base}{}  {}  {}", route::CONSOLE, account.login, account.password);
        }
    }
    println!("SMS  {base}{}", route::DEV_SMS);
    Ok(())
}
