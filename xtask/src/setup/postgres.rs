//! The `PostgreSQL` server binaries (15 or newer) that the tests start a private cluster with.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command;

const OLDEST: u32 = 15;
const DEBIAN: &str = "/usr/lib/postgresql";

pub(crate) fn missing_packages() -> Vec<&'static str> {
    if find().is_ok() { Vec::new() } else { vec!["postgresql"] }
}

/// `RUJI_POSTGRES_BIN`, else the newest that Debian installed, else the one in `PATH`.
pub(crate) fn find() -> Result<PathBuf> {
    if let Some(named) = env::var_os("RUJI_POSTGRES_BIN") {
        return Ok(PathBuf::from(named));
    }
    let newest = versions().into_iter().max().map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin"));
    let in_path = || command::find("initdb").and_then(|initdb| initdb.parent().map(Path::to_path_buf));
    newest
        .or_else(in_path)
        .context("no PostgreSQL 15 server found: install it, or name its folder in RUJI_POSTGRES_BIN")
}

fn versions() -> Vec<u32> {
    let entries = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let numbers = entries.filter(|entry| entry.path().join("bin/initdb").is_file());
    let numbers = numbers.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers.filter(|version| *version >= OLDEST).collect()
}
