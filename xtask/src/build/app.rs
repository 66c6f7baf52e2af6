//! The islands' WASM, its glue and the stylesheet: Trunk reads `app/index.html` and fills `dist/pkg/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{compress, is_current, rustflags};
use crate::command::Run;
use crate::fingerprint::Inputs;
use crate::setup::BuildTools;
use crate::setup::wasm::TARGET;
use crate::workshop::Workshop;

/// Of `app` without its scripts, so that changing one does not compile the islands anew.
const INPUTS: [&str; 13] = [
    "app/src",
    "app/locales",
    "app/build.rs",
    "app/Cargo.toml",
    "app/index.html",
    "shared",
    "style",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "package-lock.json",
    "xtask/src/build/mod.rs",
    "xtask/src/build/app.rs",
];

/// The names that the server's pages ask for.
const OUTPUTS: [&str; 4] = ["app.js", "app_bg.wasm", "main.css", "staff.css"];

pub(super) fn build(shop: &Workshop, tools: &BuildTools) -> Result<()> {
    let pkg = shop.dist().join("pkg");
    let stamp = shop.dist().join("pkg.stamp");
    let wanted = Inputs::new().word(&tools.wasm.compiler()?).paths(&shop.root, &INPUTS)?.finish();
    if is_current(&stamp, &wanted, &OUTPUTS.map(|name| pkg.join(name))) {
        eprintln!("  up to date");
        return Ok(());
    }
    fs::create_dir_all(&pkg).with_context(|| format!("cannot create {}", pkg.display()))?;
    trunk(shop, tools)?;
    tidy_up(&pkg)?;
    compress::folder(&pkg)?;
    fs::write(&stamp, wanted).context("cannot mark dist/pkg as built")
}

fn trunk(shop: &Workshop, tools: &BuildTools) -> Result<()> {
    // Trunk's `offline` is cargo's too: what is to be compiled must have been fetched.
    Run::new("cargo").args(["fetch", "--target", TARGET]).dir(&shop.root).run()?;
    let run = Run::new("trunk").arg("build").path_first(&tools.path);
    tools
        .wasm
        .apply(run)
        .env("CARGO_TARGET_DIR", &shop.target)
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags(shop, tools, &[])?)
        // Trunk reads this variable as a boolean of its own and stops at `1`.
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE")
        .dir(&shop.root)
        .run()
}

/// Trunk's page is never served.
fn tidy_up(pkg: &Path) -> Result<()> {
    fs::remove_file(pkg.join("index.html")).context("Trunk left no index.html")?;
    let complete = OUTPUTS.iter().all(|name| pkg.join(name).is_file());
    ensure!(complete, "Trunk did not leave {} in dist/pkg", OUTPUTS.join(", "));
    Ok(())
}
