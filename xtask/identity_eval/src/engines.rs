//! The engines for faces, and the pictures and films of faces that `xtask/assets.toml` lists.

use anyhow::{Context, Result};
use identity::{face::FaceMatcher, models::Folder, video::AntiSpoof};
use photo::{Engine, Models};
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(Deserialize)]
struct List {
    asset: Vec<Asset>,
}

/// A picture or a film of somebody.
#[derive(Deserialize)]
pub(crate) struct Asset {
    pub(crate) file: String,
    pub(crate) person: Option<String>,
}

pub(crate) fn assets(root: &Path) -> Result<Vec<Asset>> {
    let text = std::fs::read_to_string(root.join("xtask/assets.toml")).context("xtask/assets.toml")?;
    Ok(toml::from_str::<List>(&text)?.asset)
}

/// The path of an asset, as xtask has fetched it.
pub(crate) fn path(name: &str) -> Result<PathBuf> {
    let folder = std::env::var_os("RUJI_TEST_ASSETS").context("start this as `cargo xtask identity-eval`")?;
    Ok(PathBuf::from(folder).join(name))
}

pub(crate) fn engine() -> Result<Arc<Engine>> {
    let folder = std::env::var_os("RUJI_MODELS_DIR").map_or_else(|| PathBuf::from("models"), PathBuf::from);
    let read = |name: &str| std::fs::read(folder.join(name)).with_context(|| name.to_owned());
    let models = Models {
        face_box: read("face_box.onnx")?,
        face_mesh: read("face_mesh.onnx")?,
        person_mask: read("person_mask.onnx")?,
    };
    Ok(Arc::new(Engine::load(models)?))
}

pub(crate) fn matcher(folder: &Folder, engine: Arc<Engine>) -> Result<FaceMatcher> {
    FaceMatcher::new(engine, folder.load("face_embedding")?.model).context("face_embedding")
}

pub(crate) fn anti_spoof(folder: &Folder) -> Result<AntiSpoof> {
    AntiSpoof::new(folder.load("anti_spoof")?.model).context("anti_spoof")
}
