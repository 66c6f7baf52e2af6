//! `cargo xtask identity-eval`: the identity engines on evidence that belongs to nobody. Each part has a file of its own and a
//! section of docs/identity-evaluation.md.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on the terminal")]

mod card;
mod cost;
mod degrade;
mod digits;
mod engines;
mod face;
mod film;
mod movements;
mod report;
mod spoken;
mod spoof;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use identity::models::Folder;
use report::Section;

/// Cases of each kind from which a report says something.
const LEAST: usize = 40;

#[derive(Parser)]
#[command(
    name = "cargo xtask identity-eval",
    about = "Measures the identity engines and writes docs/identity-evaluation.md."
)]
struct Arguments {
    /// Only these parts
    parts: Vec<Part>,
    /// Cases of each kind; with fewer than 40 no report is written
    #[arg(long, default_value_t = 200)]
    count: usize,
    /// Other cases of the same kinds
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Where pictures go that were not read right
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Only cases of this kind; writes no report
    #[arg(long)]
    only: Option<String>,
    /// Measures time and memory instead
    #[arg(long)]
    cost: Option<Cost>,
    /// The clone
    #[arg(long, default_value = ".")]
    root: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Card,
    Digits,
    /// Pairs of faces
    Faces,
    /// Films of people, in pieces
    Films,
    /// Heads that turn and blink
    Movements,
    /// Films in which digits are said
    Spoken,
    /// Prints and screens
    Spoofs,
}

/// What `cargo xtask bench identity` asks for; prints JSON.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Cost {
    Calls,
    Networks,
}

fn main() -> ExitCode {
    match evaluate(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn evaluate(arguments: &Arguments) -> Result<()> {
    let folder = Folder::from_environment();
    if let Some(cost) = arguments.cost {
        let said = match cost {
            Cost::Calls => cost::calls(&folder)?,
            Cost::Networks => cost::networks(&folder)?,
        };
        println!("{said}");
        return Ok(());
    }
    for &part in Part::value_variants() {
        if arguments.parts.is_empty() || arguments.parts.contains(&part) {
            let section: Section = match part {
                Part::Card => card::evaluate(&folder, arguments).context("cards")?,
                Part::Digits => digits::evaluate(&folder, arguments).context("digits")?,
                Part::Faces => face::evaluate(&folder, arguments).context("faces")?,
                Part::Films => film::evaluate(&folder, arguments).context("films")?,
                Part::Movements => movements::evaluate(&folder).context("films of heads that turn")?,
                Part::Spoken => spoken::evaluate(&folder).context("films with a voice")?,
                Part::Spoofs => spoof::evaluate(&folder, arguments).context("spoofs")?,
            };
            println!("{}", section.text);
            if arguments.count >= LEAST && arguments.only.is_none() {
                report::write(&arguments.root.join("docs/identity-evaluation.md"), &section)?;
            }
        }
    }
    Ok(())
}
