//! The server's log, in which `sqlx::query=debug` says what it sends to the database.

use anyhow::{Context as _, Result, ensure};
use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

pub(crate) struct Log(PathBuf);

/// The log is written beside the answer; what comes later than this belongs to what the server does by itself.
const SETTLED: Duration = Duration::from_millis(150);
/// A server that has said nothing for so long has done what it begins with: its sweep, sums of what was seeded, the checks of the
/// night, of which each statement is written down when it ends.
const BEGUN: Duration = Duration::from_secs(15);
/// One that has said nothing for so long is not in the middle of something.
const QUIET: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_mins(10);

/// What a process does now and then whatever is asked of it, and what follows a decision later.
const BY_ITSELF: [&str; 11] = [
    "UPDATE job ",
    "DELETE FROM job ",
    "SELECT subject, number FROM revision",
    "SELECT enrolment_id, template FROM sms_message",
    "UPDATE sms_message ",
    "FROM banner",
    "FROM maintenance",
    "PRAGMA",
    "SELECT seq, hash, at, mac FROM audit_anchor",
    "UPDATE figure_cursor ",
    "INSERT INTO figure ",
];

/// What statements about rows begin with; transactions begin and end with others.
const ASKING: [&str; 5] = ["SELECT", "WITH", "INSERT", "UPDATE", "DELETE"];

impl Log {
    pub(crate) fn new(path: &str) -> Self {
        Self(PathBuf::from(path))
    }

    /// Returns when the server has done what it begins with by itself.
    pub(crate) async fn begun(&self) -> Result<()> {
        self.quiet(BEGUN).await.map(drop)
    }

    /// Where it ends, once the server is not at work: what comes next is asked of it.
    pub(crate) async fn mark(&self) -> Result<usize> {
        self.quiet(QUIET).await
    }

    async fn quiet(&self, long_enough: Duration) -> Result<usize> {
        let begun = Instant::now();
        let (mut end, mut since) = (self.text()?.len(), Instant::now());
        while since.elapsed() < long_enough {
            ensure!(begun.elapsed() < PATIENCE, "the server is at work by itself for {} s", PATIENCE.as_secs());
            tokio::time::sleep(SETTLED).await;
            let text = self.text()?;
            if asked(text.get(end..).unwrap_or_default()).next().is_some() {
                since = Instant::now();
            }
            end = text.len();
        }
        Ok(end)
    }

    /// The statements that were written since.
    pub(crate) async fn statements_since(&self, mark: usize) -> Result<Vec<String>> {
        tokio::time::sleep(SETTLED).await;
        let text = self.text()?;
        Ok(asked(text.get(mark..).unwrap_or_default()).collect())
    }

    fn text(&self) -> Result<String> {
        fs::read_to_string(&self.0).with_context(|| format!("cannot read {}", self.0.display()))
    }
}

/// What was asked of the database in these lines, but for what the process does by itself.
fn asked(lines: &str) -> impl Iterator<Item = String> {
    let statements = lines.lines().filter_map(statement);
    let asked = statements.filter(|sql| ASKING.iter().any(|word| sql.starts_with(word)));
    asked.filter(|sql| !BY_ITSELF.iter().any(|by_itself| sql.contains(by_itself)))
}

fn statement(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let part =
        |name: &str| line.get(name).and_then(|part| part.as_str()).map(str::trim).filter(|part| !part.is_empty());
    Some(part("db.statement").or_else(|| part("summary"))?.split_whitespace().collect::<Vec<_>>().join(" "))
}
