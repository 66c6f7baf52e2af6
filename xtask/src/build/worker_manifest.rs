//! `dist/photo/`: names of the worker's files and models, and `manifest.json` that tells pages and tests their sizes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::fingerprint;
use crate::workshop::files_below;

/// One build of the worker before it is placed.
pub(super) struct Variant {
    pub(super) name: &'static str,
    pub(super) wasm: PathBuf,
    pub(super) glue: PathBuf,
}

/// `manifest.json`; paths are relative to its folder.
#[derive(Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) files: Files,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Files {
    /// The script to start the worker with.
    pub(crate) loader: File,
    /// The live camera's panel.
    pub(crate) camera: File,
    pub(crate) simd: File,
    pub(crate) baseline: File,
    /// The glue of the SIMD build; absent where both builds share theirs, which then is part of the loader.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) glue: Option<File>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) glue_baseline: Option<File>,
    /// By name without extension, `face_box` and so on.
    pub(crate) models: BTreeMap<String, File>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) bytes: u64,
    pub(crate) br_bytes: u64,
    pub(crate) sha256: String,
}

/// File names in `dist/photo/`.
pub(super) struct Names {
    loader: String,
    camera: String,
    glue_shared: bool,
    models: Vec<String>,
}

/// Copies the worker's files, the two scripts written by hand (loader and camera) and the models into `photo`.
pub(super) fn place(photo: &Path, variants: &[Variant], scripts: &[PathBuf; 2], models: &Path) -> Result<Names> {
    let [loader, camera] = scripts.each_ref().map(|script| place_script(photo, script));
    let (loader, camera) = (loader?, camera?);
    let mut glues = Vec::new();
    for variant in variants {
        copy(&variant.wasm, &photo.join(wasm_name(variant.name)))?;
        glues.push(fs::read(&variant.glue).with_context(|| format!("cannot read {}", variant.glue.display()))?);
    }
    let glue_shared = glues.windows(2).all(|pair| pair[0] == pair[1]);
    if glue_shared {
        // One request less, and none that only the HTTP cache could answer beside the loader itself.
        let script = photo.join(&loader);
        let whole = [fs::read(&scripts[0])?.as_slice(), b"\n", &glues[0]].concat();
        fs::write(&script, whole).with_context(|| format!("cannot write {}", script.display()))?;
    } else {
        for (variant, glue) in variants.iter().zip(&glues) {
            fs::write(photo.join(glue_name(variant.name)), glue)?;
        }
    }
    let mut placed = Vec::new();
    // Not what lies in folders below: those models are the server's alone.
    for model in if models.is_dir() { files_below(models)? } else { Vec::new() } {
        if model.parent() != Some(models) {
            continue;
        }
        let is_model = model.extension().is_some_and(|e| e == "rten" || e == "onnx");
        if let Some(name) = model.file_name().and_then(|name| name.to_str()).filter(|_| is_model) {
            copy(&model, &photo.join(name))?;
            placed.push(name.to_owned());
        }
    }
    Ok(Names { loader, camera, glue_shared, models: placed })
}

fn place_script(photo: &Path, script: &Path) -> Result<String> {
    let name = script.file_name().and_then(|name| name.to_str()).context("a script has a name")?;
    copy(script, &photo.join(name))?;
    Ok(name.to_owned())
}

/// Writes `manifest.json`, when every file has its `.br` beside it.
pub(super) fn write(photo: &Path, names: &Names) -> Result<()> {
    let glue = |name: &str| (!names.glue_shared).then(|| describe(photo, &glue_name(name))).transpose();
    let mut models = BTreeMap::new();
    for name in &names.models {
        let stem = name.split('.').next().unwrap_or(name);
        models.insert(stem.to_owned(), describe(photo, name)?);
    }
    let files = Files {
        loader: describe(photo, &names.loader)?,
        camera: describe(photo, &names.camera)?,
        simd: describe(photo, &wasm_name("simd"))?,
        baseline: describe(photo, &wasm_name("baseline"))?,
        glue: glue("simd")?,
        glue_baseline: glue("baseline")?,
        models,
    };
    let text = serde_json::to_string_pretty(&Manifest { files })?;
    fs::write(photo.join("manifest.json"), text).context("cannot write dist/photo/manifest.json")
}

fn wasm_name(variant: &str) -> String {
    format!("photo_worker_{variant}_bg.wasm")
}

fn glue_name(variant: &str) -> String {
    format!("photo_worker_{variant}.js")
}

fn describe(photo: &Path, name: &str) -> Result<File> {
    let bytes = fs::metadata(photo.join(name)).with_context(|| format!("dist/photo/{name} is missing"))?.len();
    let packed = photo.join(format!("{name}.br"));
    let br_bytes = fs::metadata(&packed).with_context(|| format!("{} is missing", packed.display()))?.len();
    Ok(File { path: name.to_owned(), bytes, br_bytes, sha256: fingerprint::of_file(&photo.join(name))? })
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}
