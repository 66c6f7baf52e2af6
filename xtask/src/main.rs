//! `cargo xtask`: sets up what is missing on this machine, then runs, tests or measures. Each verb has a file of its own.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on the terminal")]

mod build;
mod cleanup;
mod command;
mod fingerprint;
mod models;
mod phases;
mod setup;
mod workshop;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use phases::Phases;
use workshop::Workshop;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sets up what is missing on this machine, then runs, tests or measures.")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Bring what building needs to this machine (and what testing needs, with --tests)
    Setup {
        #[arg(long)]
        tests: bool,
    },
    /// Fetch and convert the photo models only
    Models,
    /// Build what the browser gets, into dist/
    Build,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match start(arguments.verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(verb: Verb) -> Result<()> {
    let shop = Workshop::open()?;
    cleanup::on_signals()?;
    let mut phases = Phases::default();
    let done = dispatch(verb, &shop, &mut phases);
    phases.print();
    done
}

fn dispatch(verb: Verb, shop: &Workshop, phases: &mut Phases) -> Result<()> {
    match verb {
        Verb::Setup { tests } => {
            setup::for_build(shop, phases)?;
            if tests {
                setup::for_tests(phases)?;
            }
            Ok(())
        }
        Verb::Models => phases.run("photo models", || models::ensure(&shop.root)),
        Verb::Build => {
            let tools = setup::for_build(shop, phases)?;
            build::browser(shop, &tools, phases)
        }
    }
}
