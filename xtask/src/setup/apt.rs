//! Debian's package manager, as root or through a `sudo` that asks nothing.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::{Run, find};

/// Installs packages; an error says what to install by hand.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    if find("apt-get").is_none() {
        bail!(
            "missing on this machine: {names} (Debian's names). Install them with your package manager and try again"
        );
    }
    if privilege().is_none() {
        bail!("missing on this machine: {names}. Run `sudo apt-get install {names}` and try again");
    }
    eprintln!("  installing Debian packages: {names}");
    let wanted = ["install", "--yes", "--quiet", "--no-install-recommends"];
    let attempt = || apt_get(&wanted, packages);
    if attempt().is_ok() {
        return Ok(());
    }
    eprintln!("  once more with a fresh package list");
    apt_get(&["update", "--quiet"], &[])?;
    attempt().with_context(|| format!("could not install {names}: run `apt-get install {names}` by hand to see why"))
}

/// Runs a program with the rights to change the system.
pub(crate) fn as_root<A: AsRef<OsStr>>(program: &str, args: impl IntoIterator<Item = A>) -> Result<Run> {
    let Some(prefix) = privilege() else { bail!("`{program}` needs root: neither root nor a password-less sudo here") };
    let run = match prefix {
        Privilege::Root => Run::new(program),
        Privilege::Sudo => Run::new("sudo").args(["-n", program]),
    };
    Ok(run.args(args))
}

enum Privilege {
    Root,
    Sudo,
}

fn privilege() -> Option<Privilege> {
    if is_root() {
        return Some(Privilege::Root);
    }
    Run::new("sudo").args(["-n", "true"]).succeeds().then_some(Privilege::Sudo)
}

/// Are we root? (The owner of our own `/proc` entry; false where there is none.)
pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self").metadata().is_ok_and(|own| own.uid() == 0)
}

fn apt_get(args: &[&str], packages: &[&str]) -> Result<()> {
    let all = ["DEBIAN_FRONTEND=noninteractive", "apt-get"].into_iter().chain(args.iter().copied());
    as_root("env", all.chain(packages.iter().copied()))?.output().map(drop)
}
