//! A compiler with a standard library for wasm32-unknown-unknown: rustup's, or Debian's compiler with one built here.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::wasm_debian;
use crate::command::Run;
use crate::workshop::Workshop;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// Which cargo builds for the browser.
#[derive(Clone, Debug)]
pub(crate) struct WasmToolchain {
    /// For `RUSTUP_TOOLCHAIN`; `None`: the pinned one that builds native code too.
    pub(crate) rustup_name: Option<&'static str>,
}

impl WasmToolchain {
    /// Points a command's cargo at this toolchain.
    pub(crate) fn apply(&self, run: Run) -> Run {
        match self.rustup_name {
            Some(name) => run.env("RUSTUP_TOOLCHAIN", name),
            None => run,
        }
    }

    /// What the compiler calls itself: part of every fingerprint of a WASM build.
    pub(crate) fn compiler(&self) -> Result<String> {
        self.apply(Run::new("rustc")).arg("-vV").output()
    }
}

/// What was tried for which toolchain, so that a refused download is not asked for twice.
#[derive(Serialize, Deserialize)]
struct Remembered {
    compiler: String,
    rustup_refused: String,
}

/// Makes sure of one. `RUJI_WASM_WAY=rustup|debian` forces a way.
pub(crate) fn ensure(shop: &Workshop) -> Result<WasmToolchain> {
    let forced = env::var("RUJI_WASM_WAY").unwrap_or_default();
    if forced != "debian" {
        if pinned_has_target()? {
            eprintln!("  the pinned toolchain has {TARGET}");
            return Ok(WasmToolchain { rustup_name: None });
        }
        match by_rustup(shop) {
            Ok(()) => return Ok(WasmToolchain { rustup_name: None }),
            Err(error) if forced == "rustup" => return Err(error),
            Err(error) => eprintln!("  rustup cannot add {TARGET} ({error:#}): taking Debian's compiler"),
        }
    }
    let name = wasm_debian::ensure(shop)?;
    Ok(WasmToolchain { rustup_name: Some(name) })
}

fn pinned_has_target() -> Result<bool> {
    Ok(sysroot()?.join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

/// The folder of the pinned toolchain.
pub(crate) fn sysroot() -> Result<PathBuf> {
    let printed = Run::new("rustc").args(["--print", "sysroot"]).output().context("is Rust installed (rustup)?")?;
    Ok(PathBuf::from(printed.trim()))
}

fn by_rustup(shop: &Workshop) -> Result<()> {
    let memory = shop.cache.join("wasm-way.toml");
    let compiler = Run::new("rustc").arg("-vV").output()?;
    let remembered = std::fs::read_to_string(&memory).ok();
    let remembered = remembered.and_then(|text| toml::from_str::<Remembered>(&text).ok());
    if let Some(remembered) = remembered.filter(|remembered| remembered.compiler == compiler) {
        bail!("tried before: {}; remove {} to try again", remembered.rustup_refused, memory.display());
    }
    eprintln!("  rustup target add {TARGET}");
    let added = Run::new("rustup").args(["target", "add", TARGET]).dir(&shop.root).within(RUSTUP_LIMIT);
    let added = added.and_then(|()| if pinned_has_target()? { Ok(()) } else { bail!("it added nothing") });
    if let Err(error) = &added {
        let note = Remembered { compiler, rustup_refused: format!("{error:#}") };
        std::fs::write(&memory, toml::to_string(&note)?).context("cannot write to the cache")?;
    }
    added
}
