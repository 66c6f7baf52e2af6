//! Debian's compiler as the rustup toolchain `wasm`, with a standard library for WASM built once from Debian's sources.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::apt;
use super::wasm::{TARGET, sysroot};
use crate::command::{Run, find};
use crate::workshop::Workshop;

const TOOLCHAIN: &str = "wasm";
const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const RUSTC: &str = "/usr/bin/rustc";
const SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const RUSTLIB: &str = "/usr/lib/rustlib";
const LINKER: &str = "/usr/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld";

/// Makes the toolchain and returns its name for rustup.
pub(crate) fn ensure(shop: &Workshop) -> Result<&'static str> {
    if !(Path::new(RUSTC).is_file() && Path::new("/usr/bin/cargo").is_file() && Path::new(SOURCES).is_file()) {
        apt::install(&PACKAGES)?;
    }
    link_toolchain()?;
    ensure_std(shop)?;
    ensure_linker()?;
    eprintln!("  Debian's compiler builds for {TARGET}");
    Ok(TOOLCHAIN)
}

fn link_toolchain() -> Result<()> {
    let known = Run::new("rustup").args(["toolchain", "list"]).output().context("is rustup installed?")?;
    if known.lines().any(|line| line.split_whitespace().next() == Some(TOOLCHAIN)) {
        return Ok(());
    }
    Run::new("rustup").args(["toolchain", "link", TOOLCHAIN, "/usr"]).output().map(drop)
}

/// The libraries, unless those that lie there were built by this very compiler.
fn ensure_std(shop: &Workshop) -> Result<()> {
    let libs = Path::new(RUSTLIB).join(TARGET).join("lib");
    let stamp = libs.join("built-by.txt");
    let compiler = Run::new(RUSTC).arg("-vV").output()?;
    if fs::read_to_string(&stamp).is_ok_and(|have| have == compiler) {
        return Ok(());
    }
    eprintln!("  building the standard library for {TARGET} (about a minute, once per machine)");
    let work = shop.cache.join("wasm-std");
    let built = build_std(&work)?;
    apt::as_root("rm", ["-rf".as_ref(), libs.as_os_str()])?.output()?;
    apt::as_root("mkdir", ["-p".as_ref(), libs.as_os_str()])?.output()?;
    apt::as_root("cp", built.iter().map(PathBuf::as_path).chain([libs.as_path()]))?.output()?;
    let note = work.join("built-by.txt");
    fs::write(&note, compiler)?;
    apt::as_root("cp", [&note, &stamp])?.output()?;
    fs::remove_dir_all(&work).context("cannot remove the build folder of the standard library")
}

/// Builds it as a dependency of an empty crate; returns the libraries.
fn build_std(work: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(work.join("src"))?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    fs::write(work.join("Cargo.toml"), manifest)?;
    fs::write(work.join("src/lib.rs"), "")?;
    Run::new("cargo")
        .args(["build", "--release", "--target", TARGET, "-Z", "build-std=std,panic_abort"])
        .env("RUSTUP_TOOLCHAIN", TOOLCHAIN)
        .env("RUSTC_BOOTSTRAP", "1")
        // Without embedded bitcode a later link with fat LTO fails.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .dir(work)
        .run()
        .context("the standard library could not be built: is the crate registry reachable?")?;
    let deps = work.join("target").join(TARGET).join("release/deps");
    let mut libraries = Vec::new();
    for entry in fs::read_dir(&deps).with_context(|| format!("cannot read {}", deps.display()))? {
        let path = entry?.path();
        let own = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libempty-"));
        if path.extension().is_some_and(|e| e == "rlib") && !own {
            libraries.push(path);
        }
    }
    if libraries.is_empty() {
        bail!("the build of the standard library left nothing in {}", deps.display());
    }
    Ok(libraries)
}

/// rustc wants `rust-lld`: rustup's own, else the one of Debian's LLVM.
fn ensure_linker() -> Result<()> {
    if Path::new(LINKER).is_file() {
        return Ok(());
    }
    let rustups = sysroot()?.join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld");
    let linker = if rustups.is_file() { rustups } else { debians_linker()? };
    if let Some(dir) = Path::new(LINKER).parent() {
        apt::as_root("mkdir", ["-p".as_ref(), dir.as_os_str()])?.output()?;
    }
    apt::as_root("ln", ["-sf".as_ref(), linker.as_os_str(), LINKER.as_ref()])?.output().map(drop)
}

fn debians_linker() -> Result<PathBuf> {
    if find("lld-22").is_none() {
        apt::install(&["lld-22"])?;
    }
    find("lld-22").context("no rust-lld and no lld-22 on this machine: install Debian's lld-22")
}
