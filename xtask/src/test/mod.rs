//! `cargo xtask test`: everything that must hold, quick checks first, and one line of counts at the end.

mod cluster;
mod counts;
mod e2e;

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;

use crate::command::{Run, ends_with_us};
use crate::phases::Phases;
use crate::setup::TestTools;
use crate::workshop::Workshop;
use crate::{assets, budget, build, fuzz, lint, setup, tidy};
pub(crate) use cluster::Cluster;
use counts::Counts;

/// Parts that can be asked for alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Formatting
    Fmt,
    /// The invariants of the source tree
    Tidy,
    /// Clippy, native and hydrate
    Clippy,
    /// cargo test, with a private `PostgreSQL` cluster
    Cargo,
    /// The fuzz targets, briefly, where there is a nightly compiler
    Fuzz,
    /// What the browser gets, and its sizes
    Budget,
    /// Playwright
    E2e,
}

/// Runs the parts (all, if none is named); an error when anything failed.
pub(crate) fn test(shop: &Workshop, only: &[Part], phases: &mut Phases) -> Result<()> {
    let mut counts = Counts::default();
    let stopped = run_parts(shop, only, phases, &mut counts).err();
    phases.print();
    // A step that failed without a test to blame (formatting, a build) is one failure.
    counts.failed = counts.failed.max(phases.failed() as u64);
    println!("total: {} passed, {} failed", counts.passed, counts.failed);
    match stopped {
        Some(error) => Err(error),
        None if counts.failed > 0 => bail!("{} failed", counts.failed),
        None => Ok(()),
    }
}

/// The end-to-end tests alone, with Playwright's own arguments.
pub(crate) fn e2e(shop: &Workshop, playwright: &[String], phases: &mut Phases) -> Result<()> {
    let tools = setup::for_build(shop, phases)?;
    let tests = setup::for_tests(phases)?;
    setup::for_identity(shop, phases)?;
    build::browser(shop, &tools, phases)?;
    build::server(shop, phases)?;
    let counts = phases.run("test: end to end", || e2e::run(shop, &tests, playwright))?;
    println!("total: {} passed, {} failed", counts.passed, counts.failed);
    ensure!(counts.failed == 0, "{} end-to-end tests failed", counts.failed);
    Ok(())
}

/// A failing check does not stop the others; a failing set-up or build does.
fn run_parts(shop: &Workshop, only: &[Part], phases: &mut Phases, counts: &mut Counts) -> Result<()> {
    let wanted = |part| only.is_empty() || only.contains(&part);
    if wanted(Part::Fmt) {
        phases.run("check: formatting", || lint::fmt(shop)).ok();
    }
    if wanted(Part::Tidy) {
        phases.run("check: tidy", || tidy::check(shop)).ok();
    }
    if wanted(Part::Clippy) {
        phases.run("check: clippy", || lint::clippy(shop)).ok();
        phases.run("check: clippy (browser)", || lint::clippy_browser(shop)).ok();
    }
    if wanted(Part::Fuzz) {
        fuzz::briefly(shop, phases).ok();
    }
    if !(wanted(Part::Cargo) || wanted(Part::Budget) || wanted(Part::E2e)) {
        return Ok(());
    }
    let tools = setup::for_build(shop, phases)?;
    let tests = setup::for_tests(phases)?;
    if wanted(Part::Cargo) || wanted(Part::E2e) {
        setup::for_identity(shop, phases)?;
    }
    if wanted(Part::Cargo) {
        phases.run("test: cargo", || cargo_test(shop, &tests, counts)).ok();
    }
    if wanted(Part::Budget) || wanted(Part::E2e) {
        build::browser(shop, &tools, phases)?;
        // `cargo test --workspace` has built `ruji` for the server's tests; building it alone, with fewer features switched
        // on by its neighbours, would compile half of everything again.
        if !wanted(Part::Cargo) {
            build::server(shop, phases)?;
        }
    }
    if wanted(Part::Budget) {
        phases.run("check: budget", || budget::check(shop)).ok();
    }
    if wanted(Part::E2e) {
        phases.run("test: end to end", || counted(counts, || e2e::run(shop, &tests, &[]))).ok();
    }
    Ok(())
}

fn counted(counts: &mut Counts, run: impl FnOnce() -> Result<Counts>) -> Result<()> {
    let own = run()?;
    counts.add(own);
    ensure!(own.failed == 0, "{} failed", own.failed);
    Ok(())
}

/// `cargo test --workspace`, its output passed on while the result lines are added up.
fn cargo_test(shop: &Workshop, tests: &TestTools, counts: &mut Counts) -> Result<()> {
    let assets = assets::ensure(shop).context("faces for the tests")?;
    let cluster = Cluster::start(&tests.postgres_bin)?;
    let secured = Cluster::start_with_tls(&tests.postgres_bin)?;
    let run = Run::new("cargo")
        .args(["test", "--workspace", "--no-fail-fast"])
        .env("CARGO_TARGET_DIR", &shop.target)
        .env("RUJI_TEST_POSTGRES_URL", &cluster.url)
        .env("RUJI_TEST_POSTGRES_TLS_URL", &secured.url)
        .env("RUJI_TEST_POSTGRES_AUTHORITY", &secured.authority)
        .env("RUJI_MODELS_DIR", shop.root.join("models"))
        .env("RUJI_TEST_ASSETS", &assets.folder)
        .env("RUJI_FFMPEG", &assets.ffmpeg)
        .dir(&shop.root);
    let mut child =
        run.into_command().stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start cargo test")?;
    let output = child.stdout.take().context("its output is piped")?;
    let stop = ends_with_us(&child);
    let mut own = Counts::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        own.add(Counts::of_cargo_line(&line));
        println!("{line}");
    }
    let status = child.wait()?;
    stop.defuse();
    counts.add(own);
    if !status.success() {
        bail!("cargo test failed: {} tests ({status})", own.failed);
    }
    Ok(())
}
