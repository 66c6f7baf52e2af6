//! Measures the console over HTTP, and beside it a bare handler that runs the statements which the console was seen to run. Started
//! by `cargo xtask bench queue`: first with the log of a server that writes its statements down, then with a quiet one. Prints JSON.
#![expect(clippy::print_stdout, reason = "what it prints is its result")]

mod bare;
mod browser;
mod log;
mod plans;
mod statement;
mod store;
mod whole;

use anyhow::{Context as _, Result, bail};
use browser::Browser;
use enrolment::db::Db;
use log::Log;
use serde::Serialize;
use statement::{Facts, Statement};
use std::{collections::BTreeMap, fs, time::Instant};

/// Nobody's in particular: the accounts that `ruji demo seed --enrolments` makes.
const PASSWORD: &str = "ruji-demo-only";

/// What was measured of one thing that reviewers do.
#[derive(Serialize, Default)]
struct Measured {
    /// Milliseconds of the console, one for each round.
    ours: Vec<f64>,
    /// The same of the bare handler.
    bare: Vec<f64>,
    /// Statements that the console sends for it, and how many of them the bare handler repeats.
    statements: usize,
    repeated: usize,
    bytes: usize,
}

#[derive(Serialize)]
struct Report {
    measured: BTreeMap<String, Measured>,
    counts: BTreeMap<String, i64>,
    plans: Vec<plans::Plan>,
}

/// What reviewers do, and the statements that it takes, in their order.
type Seen = BTreeMap<String, Vec<String>>;

/// Pages and what they are called in the report; each is asked for by a senior reviewer of one prefecture.
const PAGES: [(&str, &str); 7] = [
    ("1 queue", "/console"),
    ("2 list: waiting", "/console?view=waiting"),
    ("2 list: returned by me", "/console?view=returned"),
    ("2 list: second check", "/console?view=second"),
    ("2 list: filtered by level", "/console?view=waiting&level=college"),
    ("2 list: filtered by a level that nobody has", "/console?view=waiting&level=bachelor"),
    ("6 statistics", "/console/statistics"),
];
const PULL: &str = "3 pull next";
const OPEN: &str = "4 open case";
const DECIDE: &str = "5 decide";

#[tokio::main]
async fn main() -> Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["record", base, database, log, into] => {
            let (_, mut browser) = sign_in(base, database).await?;
            let seen = record(&mut browser, &Log::new(log)).await?;
            fs::write(into, serde_json::to_string(&seen)?)?;
        }
        ["measure", base, database, from, rounds] => {
            let seen: Seen = serde_json::from_str(&fs::read_to_string(from)?)?;
            println!("{}", serde_json::to_string(&measure(base, database, &seen, rounds.parse()?).await?)?);
        }
        ["whole", base] => println!("{}", serde_json::to_string(&whole::measure(base).await?)?),
        _ => bail!("record BASE DATABASE LOG FILE, measure BASE DATABASE FILE ROUNDS, or whole BASE"),
    }
    Ok(())
}

/// Signs a senior reviewer in, of the prefecture where the most cases wait.
async fn sign_in(base: &str, database: &str) -> Result<(Db, Browser)> {
    let db = Db::connect(database).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let place = store::busiest(&db).await?;
    let browser = Browser::sign_in(base, &format!("hunan.{place}00.3"), PASSWORD).await?;
    Ok((db, browser))
}

async fn measure(base: &str, database: &str, seen: &Seen, rounds: usize) -> Result<Report> {
    let (db, mut browser) = sign_in(base, database).await?;
    let counts = store::counts(&db).await?;
    let mut measured = BTreeMap::new();
    console(&mut browser, rounds, &mut measured).await?;
    let facts = Facts::of(&db, &store::busiest(&db).await?).await?;
    for (what, statements) in seen {
        let entry: &mut Measured = measured.entry(what.clone()).or_default();
        let repeated: Vec<Statement> = statements.iter().filter_map(|sql| Statement::of(sql)).collect();
        (entry.statements, entry.repeated) = (statements.len(), repeated.len());
        entry.bare = bare::measure(&db, &facts, repeated, rounds).await?;
    }
    let all = seen.iter().flat_map(|(what, all)| all.iter().map(|sql| (what.as_str(), sql.as_str())));
    Ok(Report { measured, counts, plans: plans::explain(&db, all).await? })
}

/// What the console sends to the database for each thing, as its log says.
async fn record(browser: &mut Browser, log: &Log) -> Result<Seen> {
    log.begun().await?;
    let mut seen = Seen::new();
    for (what, path) in PAGES {
        let since = log.mark().await?;
        browser.get(path).await?;
        seen.insert(what.to_owned(), log.statements_since(since).await?);
    }
    let since = log.mark().await?;
    let case = browser.pull().await?.context("no case waits")?;
    seen.insert(PULL.to_owned(), log.statements_since(since).await?);
    let since = log.mark().await?;
    let page = browser.get(&case).await?;
    seen.insert(OPEN.to_owned(), log.statements_since(since).await?);
    let since = log.mark().await?;
    browser.approve(&case, &page).await?;
    seen.insert(DECIDE.to_owned(), log.statements_since(since).await?);
    Ok(seen)
}

/// Times of the console itself.
async fn console(browser: &mut Browser, rounds: usize, measured: &mut BTreeMap<String, Measured>) -> Result<()> {
    for (what, path) in PAGES {
        let entry = measured.entry(what.to_owned()).or_default();
        for _ in 0..rounds {
            let since = Instant::now();
            entry.bytes = browser.get(path).await?.len();
            entry.ours.push(milliseconds(since));
        }
    }
    // with few enrolments fewer wait than there are rounds
    for _ in 0..rounds {
        let since = Instant::now();
        let Some(case) = browser.pull().await? else { break };
        measured.entry(PULL.to_owned()).or_default().ours.push(milliseconds(since));
        let since = Instant::now();
        let page = browser.get(&case).await?;
        let entry = measured.entry(OPEN.to_owned()).or_default();
        entry.ours.push(milliseconds(since));
        entry.bytes = page.len();
        let since = Instant::now();
        browser.approve(&case, &page).await?;
        measured.entry(DECIDE.to_owned()).or_default().ours.push(milliseconds(since));
    }
    Ok(())
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// What stands between two texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str> {
    let (_, rest) = text.split_once(before).with_context(|| format!("no `{before}` in the page"))?;
    Ok(rest.split_once(after).with_context(|| format!("no `{after}` in the page"))?.0)
}
