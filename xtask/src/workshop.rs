//! Where things lie on this machine: the clone, the cache outside it, the one cargo target directory.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The three places every verb works in.
pub(crate) struct Workshop {
    /// The clone: the folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// `${XDG_CACHE_HOME:-~/.cache}/ruji`: tools and stamps that outlive the clone.
    pub(crate) cache: PathBuf,
    /// `CARGO_TARGET_DIR`, else `target` in the clone. Native and WASM builds share it.
    pub(crate) target: PathBuf,
}

impl Workshop {
    pub(crate) fn open() -> Result<Self> {
        // Asked for when running, not when compiling: clones that share a target directory share this program.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").context("start this as `cargo xtask`")?;
        let root = Path::new(&manifest)
            .parent()
            .context("xtask lies in a folder of the workspace")?
            .to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let cache = cache_home()?.join("ruji");
        std::fs::create_dir_all(&cache).with_context(|| format!("cannot create the cache {}", cache.display()))?;
        Ok(Self { root, cache, target })
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    pub(crate) fn node_bin(&self) -> PathBuf {
        self.root.join("node_modules/.bin")
    }

    /// The server binary that `cargo build -p server` leaves.
    pub(crate) fn ruji(&self) -> PathBuf {
        self.target.join("debug/ruji")
    }
}

fn cache_home() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(PathBuf::from(dir));
    }
    let home = env::var_os("HOME").filter(|home| !home.is_empty());
    Ok(PathBuf::from(home.context("neither XDG_CACHE_HOME nor HOME is set: there is no place for the cache")?)
        .join(".cache"))
}

/// Every file below `dir`, sorted, without what git and the builds leave behind.
pub(crate) fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        let entries = std::fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            if entry.file_type()?.is_dir() {
                if name != "target" && name != "node_modules" && name != ".git" {
                    open.push(entry.path());
                }
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
