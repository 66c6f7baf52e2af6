//! The console with few and with many enrolments, on either database: `server/examples/bench_queue` measures, this seeds, starts the
//! servers and writes the report.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::queue_report;
use crate::cleanup::Cleanup;
use crate::command::{Run, free_port, tempfile_path};
use crate::phases::Phases;
use crate::serving::{self, wait_until_ready};
use crate::setup;
use crate::test::Cluster;
use crate::workshop::Workshop;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The most enrolments; a tenth and a hundredth of them are measured before
    #[arg(long, default_value_t = 200_000)]
    enrolments: u64,
    /// `PostgreSQL` as well
    #[arg(long)]
    postgres: bool,
    /// How often everything is done
    #[arg(long, default_value_t = 20)]
    rounds: u32,
    /// Measure what lies in `target/release`, without building it first
    #[arg(long)]
    no_build: bool,
}

/// What the program prints of one thing that reviewers do.
#[derive(Deserialize)]
pub(super) struct Measured {
    pub(super) ours: Vec<f64>,
    pub(super) bare: Vec<f64>,
    pub(super) statements: usize,
    pub(super) repeated: usize,
    pub(super) bytes: usize,
}

#[derive(Deserialize)]
pub(super) struct Plan {
    pub(super) what: String,
    pub(super) sql: String,
    pub(super) lines: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Report {
    pub(super) measured: BTreeMap<String, Measured>,
    pub(super) counts: BTreeMap<String, i64>,
    pub(super) plans: Vec<Plan>,
}

/// What the program prints of work on all enrolments, in seconds.
#[derive(Deserialize)]
pub(super) struct Whole {
    pub(super) export_made: f64,
    pub(super) export_read: f64,
    pub(super) export_lines: u64,
    pub(super) export_bytes: u64,
    pub(super) retention: f64,
    pub(super) checks: f64,
    /// The most memory that the server held meanwhile.
    #[serde(skip)]
    pub(super) peak_bytes: Option<u64>,
}

/// One database with so many enrolments.
pub(super) struct Sample {
    pub(super) enrolments: u64,
    /// How many were added, and how long that took.
    pub(super) added: u64,
    pub(super) seeding: Duration,
    pub(super) report: Report,
    pub(super) whole: Whole,
}

/// One database.
pub(super) struct Series {
    pub(super) name: &'static str,
    pub(super) runs: Vec<Sample>,
}

pub(super) fn run(arguments: &Arguments, shop: &Workshop, phases: &mut Phases) -> Result<()> {
    ensure!(arguments.rounds > 0 && arguments.enrolments >= 100_000 / 50, "too few to measure");
    if !arguments.no_build {
        phases.run("build: server for release", || build(shop))?;
    }
    let mut all = vec![phases.run("bench: SQLite", || series(arguments, shop, None))?];
    if arguments.postgres {
        let cluster = Cluster::start(&setup::postgres::find()?)?;
        all.push(phases.run("bench: PostgreSQL", || series(arguments, shop, Some(&cluster.url)))?);
    }
    let (table, plans) = queue_report::write(&all, super::load());
    println!("{table}");
    let docs = shop.root.join("docs");
    super::report::place(&docs.join("benchmarks.md"), queue_report::MARKS, &table)?;
    fs::write(docs.join("query-plans.md"), plans).context("cannot write the plans")
}

fn build(shop: &Workshop) -> Result<()> {
    Run::new("cargo")
        .args(["build", "--release", "--package", "server", "--bin", "ruji", "--example", "bench_queue"])
        .env("CARGO_TARGET_DIR", &shop.target)
        .dir(&shop.root)
        .run()
}

fn series(arguments: &Arguments, shop: &Workshop, postgres: Option<&str>) -> Result<Series> {
    let data = tempfile_path("bench-queue");
    fs::create_dir_all(&data)?;
    let removal = data.clone();
    let _remove = Cleanup::later(move || drop(fs::remove_dir_all(removal)));
    let database = postgres.map_or_else(|| format!("sqlite:{}", data.join("ruji.sqlite").display()), ToOwned::to_owned);
    let place = Place { shop, data, database };
    let (mut runs, mut there) = (Vec::new(), 0);
    for enrolments in [arguments.enrolments / 100, arguments.enrolments / 10, arguments.enrolments] {
        let since = Instant::now();
        place
            .ruji(0)?
            .args(["demo", "seed", "--province", "hunan", "--enrolments", &enrolments.to_string()])
            .output()?;
        let seeding = since.elapsed();
        place.record()?;
        let report = place.measure(arguments.rounds)?;
        let whole = place.whole()?;
        println!("{enrolments} enrolments: seeded in {:.0} s, measured", seeding.as_secs_f64());
        runs.push(Sample { enrolments, added: enrolments - there, seeding, report, whole });
        there = enrolments;
    }
    Ok(Series { name: if postgres.is_some() { "PostgreSQL" } else { "SQLite" }, runs })
}

/// Where one database and its files are.
struct Place<'a> {
    shop: &'a Workshop,
    data: PathBuf,
    database: String,
}

impl Place<'_> {
    fn ruji(&self, port: u16) -> Result<Run> {
        let program = self.shop.target.join("release/ruji");
        ensure!(program.is_file(), "no {}", program.display());
        let run = serving::command_of(&program, self.shop, &self.data, port);
        Ok(run
            .env("RUJI_DATABASE__URL", &self.database)
            .env("RUJI_HTTP__BURST", "100000")
            .env("RUJI_HTTP__PER_SECOND", "10000"))
    }

    /// Has the console write down what it sends to the database.
    fn record(&self) -> Result<()> {
        let log = self.data.join("log");
        let Serving { port, .. } = &self.serve(&log, "warn,sqlx::query=debug")?;
        self.program(&["record", &format!("http://127.0.0.1:{port}"), &self.database], &[&log, &self.seen()]).run()
    }

    fn measure(&self, rounds: u32) -> Result<Report> {
        let Serving { port, .. } = &self.serve(&self.data.join("quiet"), "warn")?;
        let base = format!("http://127.0.0.1:{port}");
        let said =
            self.program(&["measure", &base, &self.database], &[&self.seen()]).arg(rounds.to_string()).output()?;
        serde_json::from_str(&said).context("the program of the bench answered something else")
    }

    fn whole(&self) -> Result<Whole> {
        let serving = self.serve(&self.data.join("whole"), "warn")?;
        let said = self.program(&["whole", &format!("http://127.0.0.1:{}", serving.port)], &[]).output()?;
        let mut whole: Whole =
            serde_json::from_str(&said).context("the program of the bench answered something else")?;
        whole.peak_bytes = peak(serving.pid);
        Ok(whole)
    }

    fn program(&self, words: &[&str], files: &[&Path]) -> Run {
        Run::new(self.shop.target.join("release/examples/bench_queue")).args(words).args(files)
    }

    fn seen(&self) -> PathBuf {
        self.data.join("statements.json")
    }

    fn serve(&self, log: &Path, filter: &str) -> Result<Serving> {
        let port = free_port()?;
        let sink = File::create(log)?;
        let run = self.ruji(port)?.arg("serve").env("RUJI_TELEMETRY__LOG_FILTER", filter);
        let mut command = run.into_command();
        command.stdin(Stdio::null()).stdout(sink.try_clone()?).stderr(sink);
        let mut child = command.spawn().context("cannot start ruji")?;
        let (ready, pid) = (wait_until_ready(&mut child, port), child.id());
        let stop = Cleanup::later(move || {
            child.kill().ok();
            child.wait().ok();
        });
        ready.map(|()| Serving { port, pid, _stop: stop })
    }
}

/// A server; stopped when dropped.
struct Serving {
    port: u16,
    pid: u32,
    _stop: Cleanup,
}

/// The most memory a process has held so far, where Linux says so.
fn peak(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}
