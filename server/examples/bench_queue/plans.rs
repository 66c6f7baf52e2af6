//! How the database finds what the statements ask for.

use crate::store;
use anyhow::Result;
use enrolment::db::Db;
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
pub(crate) struct Plan {
    /// What a reviewer was doing.
    what: String,
    sql: String,
    /// Lines as the database words them.
    lines: Vec<String>,
}

/// Plans of the statements, each once. Values do not count: the plan is the one for any of them.
pub(crate) async fn explain<'a>(db: &Db, all: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Vec<Plan>> {
    let mut seen = BTreeSet::new();
    let mut plans = Vec::new();
    for (what, sql) in all.filter(|(_, sql)| seen.insert((*sql).to_owned())) {
        if !sql.starts_with("INSERT") {
            plans.push(Plan { what: what.to_owned(), sql: sql.to_owned(), lines: store::plan(db, sql).await? });
        }
    }
    Ok(plans)
}
