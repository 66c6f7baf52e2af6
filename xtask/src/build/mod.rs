//! `cargo xtask build`: everything the browser gets, into `dist/`: `pkg/` by Trunk, `photo/` by cargo and wasm-bindgen,
//! `scripts/` as they are.

mod app;
mod compress;
mod scripts;
mod worker;
mod worker_manifest;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::command::Run;
use crate::phases::Phases;
use crate::setup::BuildTools;
use crate::workshop::Workshop;

pub(crate) use compress::brotli_bytes;
pub(crate) use worker_manifest::{File, Manifest};

/// What can be built alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    Islands,
    Worker,
    Scripts,
}

/// Builds what the browser gets; skips what is up to date.
pub(crate) fn browser(shop: &Workshop, tools: &BuildTools, phases: &mut Phases) -> Result<()> {
    part(Part::Islands, shop, tools, phases)?;
    part(Part::Worker, shop, tools, phases)?;
    part(Part::Scripts, shop, tools, phases)
}

pub(crate) fn part(part: Part, shop: &Workshop, tools: &BuildTools, phases: &mut Phases) -> Result<()> {
    match part {
        Part::Islands => phases.run("build: islands and styles", || app::build(shop, tools)),
        Part::Worker => phases.run("build: photo worker", || worker::build(shop, tools)),
        Part::Scripts => phases.run("build: scripts", || scripts::build(shop)),
    }
}

/// Builds the server binary `ruji`.
pub(crate) fn server(shop: &Workshop, phases: &mut Phases) -> Result<()> {
    phases.run("build: server", || {
        Run::new("cargo")
            .args(["build", "--package", "server", "--bin", "ruji"])
            .env("CARGO_TARGET_DIR", &shop.target)
            .dir(&shop.root)
            .run()
    })
}

/// Flags of every WASM compilation, in cargo's encoded form: no path of this machine may end up in the output.
fn rustflags(shop: &Workshop, tools: &BuildTools, extra: &[&str]) -> Result<String> {
    let sysroot = tools.wasm.apply(Run::new("rustc")).args(["--print", "sysroot"]).output()?;
    let mut flags = vec![
        format!("--remap-path-prefix={}=", shop.root.display()),
        format!("--remap-path-prefix={}/lib/rustlib/src/rust=/rust", sysroot.trim()),
    ];
    if let Some(home) = cargo_home_dir() {
        flags.push(format!("--remap-path-prefix={home}/registry/src=/crates"));
    }
    flags.extend(extra.iter().map(|flag| (*flag).to_owned()));
    Ok(flags.join("\u{1f}"))
}

fn cargo_home_dir() -> Option<String> {
    let named = std::env::var("CARGO_HOME").ok();
    named.or_else(|| std::env::var("HOME").ok().map(|home| format!("{home}/.cargo")))
}

/// A stamp file beside the outputs: the fingerprint they were made from.
fn is_current(stamp: &Path, wanted: &str, outputs: &[PathBuf]) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|have| have == wanted) && outputs.iter().all(|output| output.exists())
}
