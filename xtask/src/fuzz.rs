//! `cargo xtask fuzz`: the targets of `fuzz/` for a while each. They want a nightly compiler; without one they are skipped, and
//! that is said.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::command::Run;
use crate::phases::Phases;
use crate::setup;
use crate::workshop::Workshop;

const TARGETS: [&str; 4] = ["decode", "exif", "film", "jpeg_markers"];
/// Of each target in `cargo xtask test`.
const SHORT_SECS: u32 = 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only these targets
    #[arg(value_parser = TARGETS)]
    targets: Vec<String>,
    /// How long each
    #[arg(long, default_value_t = 600)]
    seconds: u32,
}

/// As long as was asked for.
pub(crate) fn run(shop: &Workshop, arguments: &Arguments, phases: &mut Phases) -> Result<()> {
    let named: Vec<&str> = arguments.targets.iter().map(String::as_str).collect();
    all(shop, if named.is_empty() { &TARGETS } else { &named }, arguments.seconds, phases)
}

/// The short run of `cargo xtask test`.
pub(crate) fn briefly(shop: &Workshop, phases: &mut Phases) -> Result<()> {
    all(shop, &TARGETS, SHORT_SECS, phases)
}

/// A target that finds something does not keep the others from running.
fn all(shop: &Workshop, targets: &[&str], seconds: u32, phases: &mut Phases) -> Result<()> {
    if !has_nightly() {
        eprintln!("  no nightly compiler here: fuzzing is skipped (`rustup toolchain install nightly` brings one)");
        return Ok(());
    }
    let bin = phases.run("setup: cargo-fuzz", || setup::fuzzer(shop))?;
    phases.run("fuzz: seeds", || seeds(shop))?;
    let failed = targets
        .iter()
        .filter(|target| phases.run(&format!("fuzz: {target}"), || one(shop, &bin, target, seconds)).is_err())
        .count();
    ensure!(failed == 0, "{failed} fuzz targets found something; the inputs are in fuzz/artifacts");
    Ok(())
}

fn has_nightly() -> bool {
    Run::new("rustup").args(["run", "nightly", "rustc", "--version"]).succeeds()
}

/// Drawn anew each time: they are quick to make, and what the fuzzer added to the corpus stays.
fn seeds(shop: &Workshop) -> Result<()> {
    let fuzz = shop.root.join("fuzz");
    Run::new("cargo")
        .args(["run", "--package", "fuzz-seeds", "--"])
        .arg(fuzz.join("corpus"))
        .env("CARGO_TARGET_DIR", shop.target.join("fuzz"))
        .dir(&fuzz)
        .run()
}

fn one(shop: &Workshop, bin: &Path, target: &str, seconds: u32) -> Result<()> {
    let fuzz = shop.root.join("fuzz");
    Run::new("cargo")
        .args(["fuzz", "run", "--fuzz-dir"])
        .arg(&fuzz)
        .args([
            target,
            "--",
            "-dict=jpeg.dict",
            "-timeout=20",
            "-max_len=16384",
            "-print_final_stats=1",
            "-verbosity=0",
        ])
        .arg(format!("-max_total_time={seconds}"))
        .env("RUSTUP_TOOLCHAIN", "nightly")
        .env("CARGO_TARGET_DIR", shop.target.join("fuzz"))
        .env_remove("RUSTFLAGS")
        .path_first(&[bin.to_path_buf()])
        .dir(&fuzz)
        .run()
        .with_context(|| format!("repeat it with `cargo +nightly fuzz run {target} ARTIFACT` in fuzz/"))
}
