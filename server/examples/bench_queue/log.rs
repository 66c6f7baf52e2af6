//! The server's log, in which `sqlx::query=debug` says what it sends to the database.

use anyhow::{Context as _, Result};
use std::{fs, path::PathBuf, time::Duration};

pub(crate) struct Log(PathBuf);

/// The log is written beside the answer; what comes later than this belongs to what the server does by itself.
const SETTLED: Duration = Duration::from_millis(150);

/// What a process does now and then whatever is asked of it, and what follows a decision later.
const BY_ITSELF: [&str; 9] = [
    "UPDATE job ",
    "DELETE FROM job ",
    "SELECT subject, number FROM revision",
    "SELECT enrolment_id, template FROM sms_message",
    "UPDATE sms_message ",
    "FROM banner",
    "FROM maintenance",
    "PRAGMA",
    "SELECT seq, hash, at, mac FROM audit_anchor",
];

/// What statements about rows begin with; transactions begin and end with others.
const ASKING: [&str; 5] = ["SELECT", "WITH", "INSERT", "UPDATE", "DELETE"];

impl Log {
    pub(crate) fn new(path: &str) -> Self {
        Self(PathBuf::from(path))
    }

    /// Where it ends now.
    pub(crate) fn mark(&self) -> Result<usize> {
        Ok(self.text()?.len())
    }

    /// The statements that were written since.
    pub(crate) async fn statements_since(&self, mark: usize) -> Result<Vec<String>> {
        tokio::time::sleep(SETTLED).await;
        let text = self.text()?;
        let statements = text.get(mark..).unwrap_or_default().lines().filter_map(statement);
        let asked = statements.filter(|sql| ASKING.iter().any(|word| sql.starts_with(word)));
        Ok(asked.filter(|sql| !BY_ITSELF.iter().any(|by_itself| sql.contains(by_itself))).collect())
    }

    fn text(&self) -> Result<String> {
        fs::read_to_string(&self.0).with_context(|| format!("cannot read {}", self.0.display()))
    }
}

fn statement(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let part =
        |name: &str| line.get(name).and_then(|part| part.as_str()).map(str::trim).filter(|part| !part.is_empty());
    Some(part("db.statement").or_else(|| part("summary"))?.split_whitespace().collect::<Vec<_>>().join(" "))
}
