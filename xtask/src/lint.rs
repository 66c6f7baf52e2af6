//! `cargo xtask lint`: formatting and clippy, warnings being errors.

use anyhow::Result;

use crate::command::{Run, find};
use crate::phases::Phases;
use crate::tidy;
use crate::workshop::Workshop;

/// All of it; the first failure does not hide the next.
pub(crate) fn all(shop: &Workshop, phases: &mut Phases) -> Result<()> {
    let results = [
        phases.run("check: formatting", || fmt(shop)),
        phases.run("check: tidy", || tidy::check(shop)),
        phases.run("check: clippy", || clippy(shop)),
        phases.run("check: clippy (browser)", || clippy_browser(shop)),
        phases.run("check: licences, advisories", || deny(shop)),
    ];
    results.into_iter().collect()
}

pub(crate) fn fmt(shop: &Workshop) -> Result<()> {
    cargo(shop, &["fmt", "--all", "--check"])
}

pub(crate) fn clippy(shop: &Workshop) -> Result<()> {
    cargo(shop, &["clippy", "--workspace", "--all-targets", "--", "-Dwarnings"])
}

/// The islands' code is compiled natively here: the same lints without a second standard library.
pub(crate) fn clippy_browser(shop: &Workshop) -> Result<()> {
    cargo(shop, &["clippy", "--package", "app", "--features", "hydrate", "--", "-Dwarnings"])
}

/// cargo-deny is not set up for anybody: it needs an advisory database that CI cannot reach.
fn deny(shop: &Workshop) -> Result<()> {
    if find("cargo-deny").is_none() {
        eprintln!("  cargo-deny is not installed: skipped (cargo install cargo-deny)");
        return Ok(());
    }
    cargo(shop, &["deny", "check", "bans", "licenses", "sources"])
}

fn cargo(shop: &Workshop, args: &[&str]) -> Result<()> {
    Run::new("cargo").args(args).env("CARGO_TARGET_DIR", &shop.target).dir(&shop.root).run()
}
