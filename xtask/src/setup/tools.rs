//! Trunk, wasm-bindgen-cli and cargo-fuzz, built by `cargo install` into the cache, one folder per version.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command::Run;
use crate::workshop::Workshop;

/// 0.22 wants a newer compiler than the pinned one.
const TRUNK: &str = "0.21.14";
const CARGO_FUZZ: &str = "0.13.1";

/// Installs what is missing; returns the folders of the programs.
pub(crate) fn ensure(shop: &Workshop) -> Result<Vec<PathBuf>> {
    let bindgen = locked_version(&shop.root, "wasm-bindgen")?;
    Ok(vec![
        ensure_one(shop, "trunk", "trunk", TRUNK, true)?,
        // Not --locked: its lock file names a crate version that registries lack.
        ensure_one(shop, "wasm-bindgen-cli", "wasm-bindgen", &bindgen, false)?,
    ])
}

/// Only who fuzzes needs it.
pub(super) fn fuzzer(shop: &Workshop) -> Result<PathBuf> {
    ensure_one(shop, "cargo-fuzz", "cargo-fuzz", CARGO_FUZZ, true)
}

fn ensure_one(shop: &Workshop, package: &str, program: &str, version: &str, locked: bool) -> Result<PathBuf> {
    let home = shop.cache.join("tools").join(format!("{package}-{version}"));
    let bin = home.join("bin");
    let said = Run::new(bin.join(program)).arg("--version").output();
    if said.is_ok_and(|said| said.contains(version)) {
        return Ok(bin);
    }
    eprintln!("  cargo install {package} {version} (some minutes, once per machine)");
    let mut install = Run::new("cargo")
        .args(["install", package, "--version", version, "--root"])
        .arg(&home)
        .arg("--force")
        .env("CARGO_TARGET_DIR", shop.cache.join("tools-target"))
        // A tool used for seconds: compile it quickly rather than well.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET");
    if locked {
        install = install.arg("--locked");
    }
    install
        .run()
        .with_context(|| format!("could not install {package} {version}: is the crate registry reachable?"))?;
    Ok(bin)
}

/// The version of a crate in `Cargo.lock`.
fn locked_version(root: &Path, name: &str) -> Result<String> {
    let path = root.join("Cargo.lock");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let heading = format!("name = \"{name}\"");
    let mut lines = text.lines().skip_while(|line| *line != heading).skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    match version {
        Some(version) => Ok(version.to_owned()),
        None => bail!("Cargo.lock holds no {name}"),
    }
}
