//! SQL of the benchmark: what there is, running statements of the console, and their plans.

use crate::statement::{Facts, Statement, Value};
use anyhow::Result;
use enrolment::db::Db;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The same expression on either database.
macro_rules! fetch {
    ($db:expr, $pool:ident => $query:expr) => {
        match $db {
            Db::Sqlite { readers, .. } => {
                let $pool = readers;
                $query
            }
            Db::Postgres(pool) => {
                let $pool = pool;
                $query
            }
        }
    };
}

const BUSIEST: &str = "SELECT substr(region, 1, 4) FROM enrolment WHERE province = 'hunan' AND state = 'submitted' \
                       GROUP BY substr(region, 1, 4) ORDER BY COUNT(*) DESC, substr(region, 1, 4) LIMIT 1";

/// The first digits of the prefecture where the most cases wait.
pub(crate) async fn busiest(db: &Db) -> Result<String> {
    Ok(fetch!(db, pool => sqlx::query_scalar(BUSIEST).fetch_one(pool).await)?)
}

const WAITING: &str = "SELECT id, candidate_id FROM enrolment WHERE province = 'hunan' AND substr(region, 1, 4) = $1 \
                       AND state = 'submitted' ORDER BY submitted_at LIMIT 1";

pub(crate) async fn waiting(db: &Db, place: &str) -> Result<(Uuid, Uuid)> {
    Ok(fetch!(db, pool => sqlx::query_as(WAITING).bind(place).fetch_one(pool).await)?)
}

const LAST_RULING: &str = "SELECT ruling.id, ruling.staff_id FROM ruling JOIN enrolment ON enrolment.id = enrolment_id \
                           WHERE substr(region, 1, 4) = $1 ORDER BY ruling.decided_at DESC LIMIT 1";

/// A decision, and who made it.
pub(crate) async fn last_ruling(db: &Db, place: &str) -> Result<(Uuid, Uuid)> {
    Ok(fetch!(db, pool => sqlx::query_as(LAST_RULING).bind(place).fetch_one(pool).await)?)
}

const COUNTS: [(&str, &str); 6] = [
    ("enrolments", "SELECT COUNT(*) FROM enrolment"),
    ("waiting", "SELECT COUNT(*) FROM enrolment WHERE lane IS NOT NULL"),
    ("decisions", "SELECT COUNT(*) FROM ruling"),
    ("audit entries", "SELECT COUNT(*) FROM audit"),
    ("traces", "SELECT COUNT(*) FROM trace"),
    ("snapshots", "SELECT COUNT(*) FROM snapshot"),
];

pub(crate) async fn counts(db: &Db) -> Result<BTreeMap<String, i64>> {
    let mut counts = BTreeMap::new();
    for (what, sql) in COUNTS {
        counts.insert(what.to_owned(), fetch!(db, pool => sqlx::query_scalar(sql).fetch_one(pool).await)?);
    }
    Ok(counts)
}

/// Binds one value, whatever the database.
macro_rules! bind {
    ($query:expr, $facts:expr, $value:expr) => {
        match $value {
            Value::Province => $query.bind("hunan"),
            Value::Place => $query.bind($facts.place.as_str()),
            Value::PlaceEnd => $query.bind(format!("{}:", $facts.place)),
            Value::Staff => $query.bind($facts.staff),
            Value::Enrolment => $query.bind($facts.enrolment),
            Value::Candidate => $query.bind($facts.candidate),
            Value::Ruling => $query.bind($facts.ruling),
            Value::Empty => $query.bind(""),
            Value::Nil => $query.bind(Uuid::nil()),
            Value::Zero => $query.bind(0_i64),
            Value::Least => $query.bind(i64::MIN),
            Value::Most => $query.bind(i64::MAX),
            Value::Ten => $query.bind(11_i64),
            Value::Day => $query.bind(20_000_i64),
            Value::Word(word) => $query.bind(*word),
        }
    };
}

macro_rules! run {
    ($tx:expr, $facts:expr, $statements:expr) => {{
        let mut rows = 0;
        for statement in $statements {
            let mut query = sqlx::query(AssertSqlSafe(statement.sql.as_str()));
            for value in statement.values {
                query = bind!(query, $facts, value);
            }
            rows += query.fetch_all(&mut *$tx).await?.len();
        }
        $tx.commit().await?;
        Ok(rows)
    }};
}

/// Runs them in one transaction; gives how many rows there were.
pub(crate) async fn run(db: &Db, facts: &Facts, statements: &[Statement]) -> Result<usize> {
    let writes = statements.iter().any(Statement::writes);
    match db {
        Db::Sqlite { writer, .. } if writes => {
            let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
            run!(tx, facts, statements)
        }
        Db::Sqlite { readers, .. } => {
            let mut tx = readers.begin().await?;
            run!(tx, facts, statements)
        }
        Db::Postgres(pool) => {
            let mut tx = pool.begin().await?;
            run!(tx, facts, statements)
        }
    }
}

/// The plan for any values.
pub(crate) async fn plan(db: &Db, sql: &str) -> Result<Vec<String>> {
    match db {
        Db::Sqlite { readers, .. } => {
            let explained = format!("EXPLAIN QUERY PLAN {sql}");
            let rows = sqlx::query(AssertSqlSafe(explained)).fetch_all(readers).await?;
            Ok(rows.iter().map(|row| row.try_get("detail")).collect::<Result<_, _>>()?)
        }
        Db::Postgres(pool) => {
            let values =
                (1..100).take_while(|n| sql.contains(&format!("${n}"))).map(|_| "NULL").collect::<Vec<_>>().join(", ");
            let call = if values.is_empty() { "asked".to_owned() } else { format!("asked({values})") };
            let mut connection = pool.acquire().await?;
            sqlx::raw_sql("SET plan_cache_mode = force_generic_plan").execute(&mut *connection).await?;
            sqlx::raw_sql(AssertSqlSafe(format!("PREPARE asked AS {sql}"))).execute(&mut *connection).await?;
            let explain = format!("EXPLAIN (COSTS OFF) EXECUTE {call}");
            let rows = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut *connection).await?;
            sqlx::raw_sql("DEALLOCATE asked; RESET plan_cache_mode").execute(&mut *connection).await?;
            Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
        }
    }
}
