//! `ruji photo check | prepare | card`: the same engine and the same verdicts as the server and the browser, on the command line.
//! Exit codes: 0 pass, 1 fail, 2 unusable input; the worst of several files.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "commands speak on the terminal")]

mod card;
mod check;
mod csv;
mod files;
mod parallel;
mod prepare;
mod report;
mod summary;
mod table;

use crate::{config::Settings, engine::LocalEngine, profiles};
use check::Telling;
use clap::{Args, Subcommand};
use shared::{locale::Locale, photo::PhotoSpec};
use std::{path::PathBuf, process::ExitCode};

#[derive(Subcommand)]
pub enum Command {
    /// Judge finished photographs: files, or folders of them
    Check {
        #[arg(required = true, value_name = "FILE|FOLDER")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        common: Common,
        /// Write a table for spreadsheets, one row a file (`-`: to the standard output)
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// Language of the table and of the summary
        #[arg(long, value_name = "LANGUAGE", default_value = "zh", value_parser = ["zh", "en"])]
        lang: String,
    },
    /// Make a finished photograph of any picture
    Prepare {
        #[arg(value_name = "IN")]
        input: PathBuf,
        #[arg(value_name = "OUT")]
        output: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Judge pictures of identity cards
    Card {
        #[arg(required = true, value_name = "FILE")]
        paths: Vec<PathBuf>,
        /// One JSON object a line instead of a table
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub struct Common {
    /// Province whose rules hold, e.g. hunan
    #[arg(long, value_name = "PROVINCE")]
    profile: String,
    /// One JSON object a line instead of a table
    #[arg(long)]
    json: bool,
}

pub fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check { paths, common, csv, lang } => {
            let (engine, spec) = open(&settings, &common)?;
            let locale = Locale::from_tag(&lang);
            check::run(&engine, &spec, &paths, &Telling { json: common.json, csv: csv.as_deref(), locale })
        }
        Command::Prepare { input, output, common } => {
            let (engine, spec) = open(&settings, &common)?;
            prepare::run(&engine, &spec, &input, &output, common.json)
        }
        Command::Card { paths, json } => Ok(card::run(&paths, json)),
    }
}

fn open(settings: &Settings, common: &Common) -> anyhow::Result<(LocalEngine, PhotoSpec)> {
    let profile = profiles::load_one(&settings.service.profiles, &common.profile)?;
    Ok((LocalEngine::load(&settings.photo.models)?, profile.photo))
}
