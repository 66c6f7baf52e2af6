//! `cargo xtask`: sets up what is missing on this machine, then runs, tests or measures. Each verb has a file of its own.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on the terminal")]

mod assets;
mod bench;
mod budget;
mod build;
mod cleanup;
mod command;
mod fingerprint;
mod fuzz;
mod identity_eval;
mod lint;
mod models;
mod phases;
mod photo_eval;
mod run;
mod serving;
mod setup;
mod test;
mod tidy;
mod voices;
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
    /// Build what is out of date and serve it with demo data
    Run {
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
    /// Check, test and measure everything
    Test {
        /// Only these parts
        #[arg(long, value_enum, value_delimiter = ',')]
        only: Vec<test::Part>,
    },
    /// Bring what building needs to this machine (and what testing needs, with --tests)
    Setup {
        #[arg(long)]
        tests: bool,
    },
    /// Fetch and convert the models only: those of photographs and those of the identity engines
    Models,
    /// Build what the browser gets, into dist/ (or only one part of it)
    Build { part: Option<build::Part> },
    /// Build, then compare what crosses the line with its limits
    Budget,
    /// Formatting, invariants of the tree, clippy
    Lint,
    /// The invariants of the tree only
    Tidy,
    /// Build, then Playwright; arguments after `--` are Playwright's
    E2e {
        #[arg(last = true)]
        playwright: Vec<String>,
    },
    /// Judge labelled photographs and compare with the labels
    PhotoEval(photo_eval::Arguments),
    /// Measure the identity engines on drawn cards and the like; arguments are those of `identity_eval`
    #[command(disable_help_flag = true)]
    IdentityEval {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Feed the photo engine's decoders with damaged files (needs a nightly compiler)
    Fuzz(fuzz::Arguments),
    /// Measure side by side with others of the kind
    Bench {
        #[command(subcommand)]
        what: bench::What,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = start(arguments.verb);
    cleanup::let_signals_finish();
    match done {
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
    let phases = &mut Phases::default();
    match verb {
        // These print their own table: what follows it belongs at the end.
        Verb::Run { port } => run::run(&shop, port, phases),
        Verb::Test { only } => test::test(&shop, &only, phases),
        Verb::PhotoEval(arguments) => photo_eval::evaluate(&shop, &arguments, phases),
        other => {
            let done = dispatch(other, &shop, phases);
            phases.print();
            done
        }
    }
}

fn dispatch(verb: Verb, shop: &Workshop, phases: &mut Phases) -> Result<()> {
    match verb {
        Verb::Setup { tests } => {
            setup::for_build(shop, phases)?;
            if tests {
                setup::for_tests(phases)?;
                phases.run("setup: faces and ffmpeg for tests", || assets::ensure(shop).map(|_| ()))?;
            }
            Ok(())
        }
        Verb::Models => {
            phases.run("photo models", || models::ensure(&shop.root))?;
            phases.run("identity models", || models::ensure_identity(&shop.root))
        }
        Verb::Build { part } => {
            let tools = setup::for_build(shop, phases)?;
            match part {
                Some(part) => build::part(part, shop, &tools, phases),
                None => build::browser(shop, &tools, phases),
            }
        }
        Verb::Budget => {
            let tools = setup::for_build(shop, phases)?;
            build::browser(shop, &tools, phases)?;
            build::server(shop, phases)?;
            phases.run("budget", || budget::check(shop))
        }
        Verb::Lint => lint::all(shop, phases),
        Verb::Tidy => phases.run("tidy", || tidy::check(shop)),
        Verb::E2e { playwright } => test::e2e(shop, &playwright, phases),
        Verb::IdentityEval { arguments } => identity_eval::run(shop, &arguments, phases),
        Verb::Fuzz(arguments) => fuzz::run(shop, &arguments, phases),
        Verb::Bench { what } => bench::run(&what, shop, phases),
        Verb::Run { .. } | Verb::Test { .. } | Verb::PhotoEval(_) => Ok(()), // see `start`
    }
}
