//! The native half: `shared/photo/examples/bench.rs`, built for release, against the same models in onnxruntime.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Times;
use crate::command::Run;
use crate::workshop::{Workshop, files_below};

pub(crate) struct Measured {
    /// Of onnxruntime.
    pub(super) version: String,
    /// By model: ours and onnxruntime's, one thread.
    pub(super) inference: BTreeMap<String, (Times, Times)>,
    /// One finished file on one core; `None` where the browser finished none.
    pub(super) check: Option<Times>,
    /// One finished file of a batch on all cores, milliseconds.
    pub(super) batch: Option<f64>,
    pub(super) cores: u32,
}

/// What the program prints.
#[derive(Deserialize)]
struct Ours {
    inference: BTreeMap<String, Times>,
    check: Option<Times>,
    batch: Option<f64>,
    cores: u32,
}

#[derive(Deserialize)]
struct Theirs {
    onnxruntime: String,
    inference: BTreeMap<String, Times>,
}

/// Compiles the one small program; the server stays as it is.
pub(super) fn build(shop: &Workshop) -> Result<PathBuf> {
    Run::new("cargo")
        .args(["build", "--release", "--package", "photo", "--example", "bench"])
        .env("CARGO_TARGET_DIR", &shop.target)
        .dir(&shop.root)
        .run()?;
    Ok(shop.target.join("release/examples/bench"))
}

pub(super) fn measure(
    shop: &Workshop,
    program: &Path,
    python: &Path,
    spec: &serde_json::Value,
    out: &Path,
) -> Result<Measured> {
    let models = shop.root.join("models");
    let (spec_file, finished) = (out.join("spec.json"), out.join("finished"));
    fs::write(&spec_file, spec.to_string())?;
    let files = if finished.is_dir() { files_below(&finished)? } else { Vec::new() };
    let ours = || Run::new(program).arg(&models).arg(&spec_file).args(&files);
    // One thread in the kernels, as onnxruntime gets; the batch has the threads of the command line.
    let alone: Ours = parse(&ours().env("RTEN_NUM_THREADS", "1").output()?)?;
    let theirs: Theirs =
        parse(&Run::new(python).arg(shop.root.join("xtask/src/bench/onnx.py")).arg(&models).output()?)?;
    let together: Ours = parse(&ours().output()?)?;
    let pair = |(name, ours): (String, Times)| {
        let theirs = theirs.inference.get(&name).with_context(|| format!("onnxruntime measured no {name}"))?;
        Ok((name, (ours, *theirs)))
    };
    Ok(Measured {
        version: theirs.onnxruntime.clone(),
        inference: alone.inference.into_iter().map(pair).collect::<Result<_>>()?,
        check: alone.check,
        batch: together.batch,
        cores: together.cores,
    })
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    serde_json::from_str(text).context("a program of the bench answered something else")
}
