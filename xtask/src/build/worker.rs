//! The photo worker, built twice: with SIMD, and without it for old browsers. Trunk cannot give one binary flags of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::worker_manifest::{self, Variant};
use super::{compress, is_current, rustflags};
use crate::command::Run;
use crate::fingerprint::Inputs;
use crate::setup::BuildTools;
use crate::setup::wasm::TARGET;
use crate::workshop::Workshop;

const INPUTS: [&str; 12] = [
    "app/photo_worker",
    "shared",
    "models/face_box.onnx",
    "models/face_mesh.onnx",
    "models/person_mask.onnx",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "xtask/src/build/mod.rs",
    "xtask/src/build/worker.rs",
    "xtask/src/build/worker_manifest.rs",
    "app/Cargo.toml",
];
const PROFILE: &str = "worker-release";
/// How the glue is loaded: by `importScripts` in a classic worker, which old browsers have too.
const GLUE: &str = "no-modules";
/// The worker's script, written by hand; it picks a variant and fetches the rest.
const LOADER: &str = "app/photo_worker/worker_loader.js";
/// The live camera's panel, which pages fetch when somebody opens it.
const CAMERA: &str = "app/photo_worker/camera.js";
/// `-Oz`: the kernels that take the time are compiled for speed by rustc already (profile `worker-release`), and every byte
/// crosses a phone's line. No `--all-features`: binaryen then
/// writes compact imports, which Chromium refuses; the target-features section says what may be used.
const WASM_OPT: [&str; 3] = ["-Oz", "--strip-debug", "--strip-producers"];

/// Name and compiler flags of each variant.
const VARIANTS: [(&str, &[&str]); 2] = [("simd", &["-Ctarget-feature=+simd128"]), ("baseline", &[])];

pub(super) fn build(shop: &Workshop, tools: &BuildTools) -> Result<()> {
    let photo = shop.dist().join("photo");
    let stamp = shop.dist().join("photo.stamp");
    let wanted = Inputs::new().word(&tools.wasm.compiler()?).paths(&shop.root, &INPUTS)?.finish();
    if is_current(&stamp, &wanted, &[photo.join("manifest.json")]) {
        eprintln!("  up to date");
        return Ok(());
    }
    let mut variants = Vec::new();
    for (name, flags) in VARIANTS {
        let compiled = compile(shop, tools, name, flags)?;
        variants.push(bind_and_optimise(shop, tools, name, &compiled)?);
    }
    if photo.exists() {
        fs::remove_dir_all(&photo).with_context(|| format!("cannot empty {}", photo.display()))?;
    }
    fs::create_dir_all(&photo)?;
    let names = worker_manifest::place(
        &photo,
        &variants,
        &[LOADER, CAMERA].map(|script| shop.root.join(script)),
        &shop.root.join("models"),
    )?;
    compress::folder(&photo)?;
    worker_manifest::write(&photo, &names)?;
    fs::write(&stamp, wanted).context("cannot mark dist/photo as built")
}

/// One target folder per variant, so that neither build invalidates the other.
fn compile(shop: &Workshop, tools: &BuildTools, name: &str, flags: &[&str]) -> Result<PathBuf> {
    let target = shop.target.join(format!("worker-{name}"));
    let run = Run::new("cargo").args(["build", "--package", "photo_worker", "--profile", PROFILE, "--target", TARGET]);
    tools
        .wasm
        .apply(run)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags(shop, tools, flags)?)
        .dir(&shop.root)
        .run()
        .with_context(|| format!("the {name} photo worker does not compile"))?;
    Ok(target.join(TARGET).join(PROFILE).join("photo_worker.wasm"))
}

fn bind_and_optimise(shop: &Workshop, tools: &BuildTools, name: &'static str, compiled: &Path) -> Result<Variant> {
    let out = shop.target.join(format!("worker-{name}")).join("bound");
    Run::new("wasm-bindgen")
        .args(["--target", GLUE, "--no-typescript", "--out-name", "photo_worker", "--out-dir"])
        .arg(&out)
        .arg(compiled)
        .path_first(&tools.path)
        .run()?;
    let bound = out.join("photo_worker_bg.wasm");
    let optimised = out.join("optimised.wasm");
    let run = Run::new("wasm-opt").args(WASM_OPT).arg(&bound).arg("-o").arg(&optimised).path_first(&tools.path);
    run.run().with_context(|| format!("wasm-opt refused the {name} photo worker"))?;
    Ok(Variant { name, wasm: optimised, glue: out.join("photo_worker.js") })
}
