//! The packages of `package.json` (wasm-opt, sass, Playwright, axe), installed by `npm ci` when the lock file changed.

use anyhow::{Context, Result, bail};

use crate::command::{Run, find};
use crate::fingerprint;
use crate::workshop::Workshop;

const OLDEST_NODE: u32 = 20;

pub(crate) fn ensure(shop: &Workshop) -> Result<()> {
    check_node()?;
    let lock = shop.root.join("package-lock.json");
    let wanted = fingerprint::of_file(&lock)?;
    let stamp = shop.root.join("node_modules/.ruji-stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    eprintln!("  npm ci");
    Run::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .dir(&shop.root)
        .run()
        .context("the packages of package.json could not be installed: is the npm registry reachable?")?;
    std::fs::write(&stamp, wanted).context("cannot mark node_modules as installed")
}

fn check_node() -> Result<()> {
    if find("node").is_none() || find("npm").is_none() {
        bail!("Node.js is missing: install Node.js {OLDEST_NODE} or newer with npm");
    }
    let version = Run::new("node").arg("--version").output()?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {} is too old: install {OLDEST_NODE} or newer", version.trim());
    }
    Ok(())
}
