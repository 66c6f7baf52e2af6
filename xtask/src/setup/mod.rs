//! `cargo xtask setup`: brings what is missing to this machine, once. Everything is idempotent and says what it did.

mod apt;
mod browser;
mod fonts;
mod npm;
pub(crate) mod postgres;
mod tools;
pub(crate) mod wasm;
mod wasm_debian;

use std::path::PathBuf;

use anyhow::Result;

use crate::models;
use crate::phases::Phases;
use crate::workshop::Workshop;

pub(crate) use apt::is_root;
pub(crate) use browser::find as chromium;
pub(crate) use wasm::WasmToolchain;

/// What a build needs beside cargo.
pub(crate) struct BuildTools {
    pub(crate) wasm: WasmToolchain,
    /// Folders to put before `PATH`: Trunk, wasm-bindgen, wasm-opt, sass.
    pub(crate) path: Vec<PathBuf>,
}

/// What the tests need beside the build.
pub(crate) struct TestTools {
    pub(crate) chromium: PathBuf,
    /// The folder of `initdb` and `postgres`.
    pub(crate) postgres_bin: PathBuf,
}

/// Everything to build and run the service.
pub(crate) fn for_build(shop: &Workshop, phases: &mut Phases) -> Result<BuildTools> {
    let wasm = phases.run("setup: WASM target", || wasm::ensure(shop))?;
    let mut path = phases.run("setup: Trunk, wasm-bindgen", || tools::ensure(shop))?;
    phases.run("setup: wasm-opt, sass (npm)", || npm::ensure(shop))?;
    phases.run("setup: photo models", || models::ensure(&shop.root))?;
    path.push(shop.node_bin());
    Ok(BuildTools { wasm, path })
}

/// What the server wants to judge evidence of identity.
pub(crate) fn for_identity(shop: &Workshop, phases: &mut Phases) -> Result<()> {
    phases.run("setup: identity models", || models::ensure_identity(&shop.root))
}

/// What only the tests want: browsers, Chinese fonts, `PostgreSQL`.
pub(crate) fn for_tests(phases: &mut Phases) -> Result<TestTools> {
    phases.run("setup: Chromium, PostgreSQL", || {
        let mut missing = browser::missing_packages();
        missing.extend(postgres::missing_packages());
        missing.extend(fonts::missing_packages());
        apt::install(&missing)?;
        if std::env::var_os("RUJI_E2E_WEBKIT").is_some() {
            apt::install(&browser::missing_webkit())?;
        }
        Ok(TestTools { chromium: browser::find()?, postgres_bin: postgres::find()? })
    })
}

/// Only the browser, for measuring.
pub(crate) fn for_browser() -> Result<PathBuf> {
    apt::install(&browser::missing_packages())?;
    browser::find()
}

/// Only the typefaces of drawn cards.
pub(crate) fn for_cards() -> Result<()> {
    apt::install(&fonts::missing_packages())
}

/// The folder of `cargo-fuzz`.
pub(crate) fn fuzzer(shop: &Workshop) -> Result<PathBuf> {
    tools::fuzzer(shop)
}
