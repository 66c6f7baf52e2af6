//! Demonstration data, and telling a developer where to look.

use crate::{config::Settings, progress::Progress};
use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use enrolment::Enrolment;
use shared::{id::Province, route};
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Command {
    /// Fill empty tables and print the accounts
    Seed(Seed),
}

#[derive(Args)]
pub struct Seed {
    /// Invented enrolments that there shall be; more than there are already are added
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MOST))]
    enrolments: Option<u64>,
    /// Where those enrolments are made; without it in the first province
    #[arg(long, value_name = "NAME", requires = "enrolments")]
    province: Option<Province>,
}

/// Telephones of seven digits are given out.
const MOST: u64 = 9_999_999;

pub(super) async fn run(Command::Seed(command): Command, settings: Settings) -> anyhow::Result<ExitCode> {
    let started = crate::start::start(&settings).await?;
    seed(&started.enrolment, &settings).await?;
    if let Some(count) = command.enrolments {
        seed_many(&started.enrolment, command.province, count).await?;
    }
    started.enrolment.db().close().await;
    Ok(ExitCode::SUCCESS)
}

/// Seeds every province without staff and prints where to go and with which accounts.
pub(super) async fn seed(enrolment: &Enrolment, settings: &Settings) -> anyhow::Result<()> {
    ensure!(settings.service.is_development(), "demonstration data are refused in production mode");
    let base = &settings.service.public_url;
    for profile in enrolment.profiles().iter() {
        println!("{}  {base}{}", profile.title.zh, route::Candidate(&profile.province).home());
        for account in Box::pin(enrolment.seed_demo(&profile.province)).await.map_err(super::plain)? {
            println!("  {base}{}  {}  {}", route::CONSOLE, account.login, account.password);
        }
    }
    println!("SMS  {base}{}", route::DEV_SMS);
    Ok(())
}

async fn seed_many(enrolment: &Enrolment, province: Option<Province>, count: u64) -> anyhow::Result<()> {
    let first = || enrolment.profiles().iter().next().map(|profile| profile.province.clone());
    let province = province.or_else(first).context("there is no profile of any province")?;
    let bar = Progress::over(count as usize, false);
    let added = enrolment.seed_many(&province, count, &|there| bar.stand_at(there)).await.map_err(super::plain)?;
    bar.end();
    println!("{province}: {count} invented enrolments, {added} of them new");
    Ok(())
}
