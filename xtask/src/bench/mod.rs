//! `cargo xtask bench`: how the photo engine compares with others of its kind, and the console with a bare handler, in one run on one
//! machine. Ratios, not asserts.

mod browser;
mod identity;
mod import;
mod native;
mod peers;
mod queue;
mod queue_report;
mod report;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::phases::Phases;
use crate::workshop::Workshop;
use crate::{build, setup};

#[derive(clap::Subcommand)]
pub(crate) enum What {
    /// The photo engine against npm and onnxruntime peers; writes docs/benchmarks.md
    Photo(Arguments),
    /// The console with few and many enrolments beside a bare handler; writes docs/benchmarks.md and docs/query-plans.md
    Queue(queue::Arguments),
    /// Taking in records of existing candidates beside bare INSERTs; writes docs/benchmarks.md
    Import(import::Arguments),
    /// Time and memory of the identity engines beside onnxruntime; writes docs/benchmarks.md
    Identity(identity::Arguments),
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of JPEGs with one person each, instead of portraits cut from a peer's samples
    #[arg(long, value_name = "DIR")]
    pictures: Option<PathBuf>,
    /// Visits of each page with an empty cache
    #[arg(long, default_value_t = 5)]
    visits: u32,
    /// Measurements of each picture on a warm page
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Measure `dist/photo` as it lies there, without building it first
    #[arg(long)]
    no_build: bool,
}

/// Everything of one run.
pub(crate) struct Measured {
    pub(crate) browser: browser::Measured,
    pub(crate) native: native::Measured,
    /// Where the pictures came from, for the report.
    pub(crate) pictures: String,
    /// Processes that wanted a core in the last minute, on average; other work shows here. `None` where Linux is not.
    pub(crate) load: Option<f64>,
}

pub(crate) fn run(what: &What, shop: &Workshop, phases: &mut Phases) -> Result<()> {
    match what {
        What::Photo(arguments) => photo(arguments, shop, phases),
        What::Queue(arguments) => queue::run(arguments, shop, phases),
        What::Import(arguments) => import::run(arguments, shop, phases),
        What::Identity(arguments) => identity::run(arguments, shop, phases),
    }
}

fn photo(arguments: &Arguments, shop: &Workshop, phases: &mut Phases) -> Result<()> {
    ensure!(arguments.visits > 0 && arguments.rounds > 0, "--visits and --rounds must be at least 1");
    let pictures = arguments.pictures.as_deref().map(jpegs).transpose()?.unwrap_or_default();
    let tools = setup::for_build(shop, phases)?;
    if !arguments.no_build {
        build::part(build::Part::Worker, shop, &tools, phases)?;
    }
    let home = shop.cache.join("bench");
    phases.run("setup: Chromium", setup::for_browser)?;
    phases.run("setup: npm peers", || peers::npm(&home))?;
    let python = phases.run("setup: onnxruntime", || peers::python(&home))?;
    let program = phases.run("build: native bench", || native::build(shop))?;
    let out = home.join("out");
    let spec = spec(shop)?;
    let plan = browser::Plan { arguments, pictures: &pictures, spec: &spec, home: &home, out: &out };
    let browser = phases.run("bench: Chromium", || browser::measure(shop, &plan))?;
    let native = phases.run("bench: native", || native::measure(shop, &program, &python, &spec, &out))?;
    let pictures = match &arguments.pictures {
        Some(_) => format!("{} pictures of `--pictures`", pictures.len()),
        None => "four portraits cut from the samples of @vladmandic/face-api, 1200 pixels wide".to_owned(),
    };
    let text = report::write(&Measured { browser, native, pictures, load: load() });
    println!("{text}");
    report::place(&shop.root.join("docs/benchmarks.md"), report::PHOTO, &text)
}

/// The JPEGs of a folder, sorted.
fn jpegs(dir: &Path) -> Result<Vec<PathBuf>> {
    let dir = dir.canonicalize().with_context(|| format!("no folder {}", dir.display()))?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(&dir)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|file| {
        file.extension().is_some_and(|e| e.eq_ignore_ascii_case("jpg") || e.eq_ignore_ascii_case("jpeg"))
    });
    ensure!(!files.is_empty(), "no JPEG in {}", dir.display());
    files.sort();
    Ok(files)
}

/// Hunan's photograph specification, as pages hand it to the worker.
fn spec(shop: &Workshop) -> Result<serde_json::Value> {
    let path = shop.root.join("shared/profiles/hunan.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let profile: toml::Table = toml::from_str(&text)?;
    Ok(serde_json::to_value(profile.get("photo").context("the profile specifies no photograph")?)?)
}

/// The first number of `/proc/loadavg`.
fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

/// Median and least, milliseconds. The least is what other work on the machine disturbs least.
type Times = [f64; 2];

/// Zeros of an empty series.
fn median_and_least(mut series: Vec<f64>) -> Times {
    series.sort_by(f64::total_cmp);
    [series.len() / 2, 0].map(|at| series.get(at).copied().unwrap_or_default())
}
