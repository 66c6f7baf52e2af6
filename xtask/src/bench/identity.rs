//! What the identity engines cost: time and memory of a call, of the server that holds them all, and the same networks in onnxruntime.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::report::{self, Marks};
use super::{median_and_least, peers};
use crate::cleanup::Cleanup;
use crate::command::{Run, free_port, tempfile_path};
use crate::phases::Phases;
use crate::serving::{self, wait_until_ready};
use crate::workshop::Workshop;
use crate::{assets, models, setup};

const MARKS: Marks = Marks {
    begin: "<!-- cargo xtask bench identity: written by machine -->",
    end: "<!-- end of cargo xtask bench identity -->",
};
/// Calls, what they are, and the aim in seconds.
const CALLS: [(&str, &str, Option<f64>); 4] = [
    ("card", "a card, both sides read", Some(3.0)),
    (
        "card_without_outline",
        "a card whose outline is not seen (fingers, clutter, turned by 24° to 32°), both sides read",
        Some(3.0),
    ),
    ("compare", "two pictures, faces found and compared", None),
    ("video", "a film of 5 s with four spoken digits, compared with a portrait", Some(10.0)),
];
const RUNS_THERE: &str = "12";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The server that is weighed, instead of the development build
    #[arg(long, value_name = "FILE")]
    ruji: Option<std::path::PathBuf>,
}

/// What the program prints.
#[derive(Deserialize)]
struct Cost {
    calls: BTreeMap<String, Calls>,
    networks: BTreeMap<String, Vec<f64>>,
    shapes: BTreeMap<String, Vec<usize>>,
    memory_kb: [u64; 3],
}

#[derive(Deserialize)]
struct Calls {
    wall_s: Vec<f64>,
    processor_s: Vec<f64>,
}

#[derive(Deserialize)]
struct Theirs {
    onnxruntime: String,
    networks: BTreeMap<String, Vec<f64>>,
}

pub(super) fn run(arguments: &Arguments, shop: &Workshop, phases: &mut Phases) -> Result<()> {
    phases.run("models", || models::ensure(&shop.root))?;
    phases.run("identity models", || models::ensure_identity(&shop.root))?;
    let assets = phases.run("assets", || assets::ensure(shop))?;
    phases.run("typefaces", setup::for_cards)?;
    let python = phases.run("setup: onnxruntime", || peers::python(&shop.cache.join("bench")))?;
    let program = phases.run("build: identity_eval", || build(shop))?;
    let ruji = arguments.ruji.clone().unwrap_or_else(|| shop.ruji());
    let program = || {
        let run = Run::new(&program).dir(&shop.root);
        run.env("RUJI_TEST_ASSETS", &assets.folder).env("RUJI_FFMPEG", &assets.ffmpeg)
    };
    let calls: Cost = phases.run("bench: calls", || parse(&program().args(["--cost", "calls"]).output()?))?;
    let (ours, theirs) = phases.run("bench: networks", || {
        let ours: Cost = parse(&program().args(["--cost", "networks"]).env("RTEN_NUM_THREADS", "1").output()?)?;
        let script = Run::new(&python).arg(shop.root.join("xtask/src/bench/onnx_identity.py"));
        let shapes = serde_json::to_string(&ours.shapes)?;
        let theirs: Theirs =
            parse(&script.arg(shop.root.join("models/identity")).arg(shapes).arg(RUNS_THERE).output()?)?;
        Ok((ours, theirs))
    })?;
    let servers = phases.run("bench: memory of the server", || {
        Ok([server(shop, &ruji, "off", &assets.ffmpeg)?, server(shop, &ruji, "local", &assets.ffmpeg)?])
    })?;
    let text = write(&calls, &ours, &theirs, servers)?;
    println!("{text}");
    report::place(&shop.root.join("docs/benchmarks.md"), MARKS, &text)
}

fn build(shop: &Workshop) -> Result<std::path::PathBuf> {
    Run::new("cargo")
        .args(["build", "--package", "identity_eval"])
        .env("CARGO_TARGET_DIR", &shop.target)
        .dir(&shop.root)
        .run()?;
    Ok(shop.target.join("debug/identity_eval"))
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    serde_json::from_str(text).context("a program of the bench answered something else")
}

/// What a server holds that has nothing to do, kilobytes: all of it, and what is its own (not read from files).
fn server(shop: &Workshop, ruji: &Path, engine: &str, ffmpeg: &Path) -> Result<[u64; 2]> {
    let (data, port) = (tempfile_path("bench-identity"), free_port()?);
    fs::create_dir_all(&data)?;
    let removal = data.clone();
    let _remove = Cleanup::later(move || drop(fs::remove_dir_all(removal)));
    let log = File::create(data.join("log"))?;
    let run = serving::command_of(ruji, shop, &data, port).arg("serve");
    let run = run.env("RUJI_IDENTITY__ENGINE", engine).env("RUJI_IDENTITY__FFMPEG", ffmpeg);
    let mut command = run.into_command();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .with_context(|| format!("cannot start {}: is it built?", ruji.display()))?;
    let (ready, pid) = (wait_until_ready(&mut child, port), child.id());
    let _stop = Cleanup::later(move || {
        child.kill().ok();
        child.wait().ok();
    });
    ready?;
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("memory is known on Linux only")?;
    let line = |name: &str| {
        let found = status.lines().find_map(|line| line.strip_prefix(name));
        found.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).context("the kernel says no memory")
    };
    Ok([line("VmRSS:")?, line("RssAnon:")?])
}

fn write(calls: &Cost, ours: &Cost, theirs: &Theirs, servers: [[u64; 2]; 2]) -> Result<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let busy = super::load().map(|load| format!(", load {load:.1} at the end")).unwrap_or_default();
    let mut text = format!(
        "## What the identity engines cost\n\n\
         `cargo xtask bench identity`: {cores} cores{busy}; drawn cards, pictures and a synthetic voice, engines loaded and warm, networks \
         and pixels optimised as in a release.\n\n\
         | a call | n | median | slowest | processor time, median | aim |\n|---|--:|--:|--:|--:|--:|\n"
    );
    for (name, what, aim) in CALLS {
        let of = calls.calls.get(name).with_context(|| format!("{name} was not measured"))?;
        ensure!(!of.wall_s.is_empty(), "{name} was not measured");
        let slowest = of.wall_s.iter().copied().fold(0.0, f64::max);
        let [[median, _], [processor, _]] =
            [&of.wall_s, &of.processor_s].map(|series| median_and_least(series.clone()));
        let aim = aim.map_or_else(|| "–".to_owned(), |aim| format!("{aim:.0} s"));
        let n = of.wall_s.len();
        writeln!(text, "| {what} | {n} | {median:.2} s | {slowest:.2} s | {processor:.2} s | {aim} |")?;
    }
    let [empty, loaded, most] = calls.memory_kb.map(|kb| kb / 1024);
    let [[off, off_own], [local, local_own]] = servers.map(|both| both.map(|kb| kb / 1024));
    write!(
        text,
        "\nThe processor time is this process's; ffmpeg's is in the time on the clock. The server is the development \
         build unless `--ruji` names another; its code takes more room than a release's.\n\n\
         | memory | MB |\n|---|--:|\n\
         | the program of this bench, nothing loaded; all engines loaded; the most during these calls | {empty}; {loaded}; {most} |\n\
         | `ruji serve` just started, `identity.engine = \"off\"`: resident (of it its own) | {off} ({off_own}) |\n\
         | `ruji serve` just started, `\"local\"`: all engines loaded | {local} ({local_own}) |\n\n\
         The same networks, given the same input, in onnxruntime {}, one thread each, milliseconds, median / least:\n\n\
         | network | input | ours (rten) | onnxruntime | theirs over ours |\n|---|---|---|---|---|\n",
        theirs.onnxruntime
    )?;
    for (name, times) in &ours.networks {
        let there = theirs.networks.get(name).with_context(|| format!("onnxruntime measured no {name}"))?;
        let [[ours_is, ours_least], [theirs_is, theirs_least]] =
            [times, there].map(|one| median_and_least(one.clone()));
        let shape =
            ours.shapes.get(name).map(|shape| shape.iter().map(ToString::to_string).collect::<Vec<_>>().join("×"));
        let shape = shape.unwrap_or_default();
        writeln!(
            text,
            "| {name} | {shape} | {ours_is:.1} / {ours_least:.1} | {theirs_is:.1} / {theirs_least:.1} | {:.2}× |",
            theirs_is / ours_is
        )?;
    }
    Ok(text)
}
