//! What we are compared with, at fixed versions, in the cache and never in the repository: three npm packages with the WASM
//! backend that two of them want, and onnxruntime in a Python environment of its own.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::Run;

const NPM: [&str; 4] = [
    "@vladmandic/face-api@1.7.15",
    "@vladmandic/human@3.3.6",
    "@mediapipe/face_mesh@0.4.1657299874",
    "@tensorflow/tfjs-backend-wasm@4.22.0",
];
const PYTHON: [&str; 2] = ["onnxruntime", "numpy"];

/// Installs the packages where they are missing.
pub(super) fn npm(home: &Path) -> Result<()> {
    let dir = home.join("npm");
    let (stamp, wanted) = (dir.join("stamp"), NPM.join(" "));
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    std::fs::write(dir.join("package.json"), "{\"private\":true}")?;
    Run::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", "--legacy-peer-deps"])
        .args(NPM)
        .dir(&dir)
        .run()
        .context("the peers could not be installed: is the npm registry reachable?")?;
    std::fs::write(&stamp, wanted).context("cannot mark the peers as installed")
}

/// The interpreter of an environment that has onnxruntime.
pub(super) fn python(home: &Path) -> Result<PathBuf> {
    let environment = home.join("venv");
    let python = environment.join("bin/python");
    if Run::new(&python).args(["-c", "import onnxruntime, numpy"]).succeeds() {
        return Ok(python);
    }
    Run::new("python3")
        .args(["-m", "venv"])
        .arg(&environment)
        .run()
        .context("Python 3 with its venv module is needed (Debian: python3-venv)")?;
    Run::new(&python)
        .args(["-m", "pip", "install", "--disable-pip-version-check"])
        .args(PYTHON)
        .run()
        .context("onnxruntime could not be installed: is the Python registry reachable?")?;
    Ok(python)
}
