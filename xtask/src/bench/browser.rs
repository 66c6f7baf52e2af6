//! The browser's half: hands a plan to `end2end/bench/photo.mjs` and reads what it measured.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Arguments, Times, median_and_least};
use crate::command::Run;
use crate::setup;
use crate::workshop::Workshop;

/// Longest wait for a first result.
const PATIENCE_MS: u32 = 120_000;

pub(super) struct Plan<'a> {
    pub(super) arguments: &'a Arguments,
    pub(super) pictures: &'a [PathBuf],
    pub(super) spec: &'a serde_json::Value,
    /// Packages and packed files, kept between runs.
    pub(super) home: &'a Path,
    /// What this run leaves: `browser.json`, and `finished/*.jpg` for the native half.
    pub(super) out: &'a Path,
}

#[derive(Deserialize)]
pub(crate) struct Measured {
    /// Its version.
    pub(super) chromium: String,
    /// Ours first.
    pub(super) contestants: Vec<Contestant>,
    pub(super) large: Large,
}

#[derive(Deserialize)]
pub(super) struct Contestant {
    pub(super) name: String,
    /// What a result is.
    pub(super) what: String,
    pub(super) backend: String,
    /// All files that the page asked for, with Brotli.
    pub(super) bytes: u64,
    /// Milliseconds from navigation, one a visit.
    first: Vec<f64>,
    repeated: Vec<Repeated>,
    /// What was found in each picture.
    pub(super) found: Vec<String>,
}

#[derive(Deserialize)]
struct Repeated {
    ms: f64,
    /// Ours: until the measures are known, before anything is cut.
    #[serde(rename = "openMs")]
    open_ms: Option<f64>,
}

/// Ours with ten megapixels.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Large {
    Measured { bytes: u64, found: String, first: Vec<f64>, warm: Vec<Warm> },
    Missing { missing: String },
}

/// One picture on a warm page, milliseconds.
#[derive(Deserialize)]
pub(super) struct Warm {
    pub(super) ms: f64,
    #[serde(rename = "openMs")]
    pub(super) open_ms: f64,
    #[serde(rename = "finishMs")]
    pub(super) finish_ms: f64,
}

impl Contestant {
    pub(super) fn first(&self) -> Times {
        median_and_least(self.first.clone())
    }

    pub(super) fn repeated(&self) -> Times {
        median_and_least(self.repeated.iter().map(|one| one.ms).collect())
    }

    /// The part of `repeated` that compares with finding landmarks; ours only.
    pub(super) fn opened(&self) -> Times {
        median_and_least(self.repeated.iter().filter_map(|one| one.open_ms).collect())
    }
}

/// Runs it; nothing of an earlier run is left in `out`.
pub(super) fn measure(shop: &Workshop, plan: &Plan<'_>) -> Result<Measured> {
    if plan.out.exists() {
        fs::remove_dir_all(plan.out).with_context(|| format!("cannot empty {}", plan.out.display()))?;
    }
    fs::create_dir_all(plan.out)?;
    let written = plan.out.join("plan.json");
    let text = serde_json::json!({
        "root": shop.root,
        "dist": shop.dist().join("photo"),
        "peers": plan.home.join("npm/node_modules"),
        "cache": plan.home.join("packed"),
        "chromium": setup::chromium()?,
        "out": plan.out,
        "spec": plan.spec,
        "pictures": plan.pictures,
        "visits": plan.arguments.visits,
        "rounds": plan.arguments.rounds,
        "patienceMs": PATIENCE_MS,
    });
    fs::write(&written, text.to_string())?;
    Run::new("node").arg(shop.root.join("end2end/bench/photo.mjs")).arg(&written).dir(&shop.root).run()?;
    let answer = plan.out.join("browser.json");
    let text = fs::read_to_string(&answer).with_context(|| format!("{} is missing", answer.display()))?;
    serde_json::from_str(&text).context("the browser's half answered something else")
}
