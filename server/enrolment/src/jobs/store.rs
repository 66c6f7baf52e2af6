//! SQL of the job table.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::JobId, time::Timestamp};
use uuid::Uuid;

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: JobId,
    pub(super) kind: String,
    pub(super) subject_id: Uuid,
    pub(super) attempts: i64,
}

const INSERT: &str =
    "INSERT INTO job (id, kind, subject_id, created_at, run_at, attempts) VALUES ($1, $2, $3, $4, $4, 0)";

pub(super) async fn insert(tx: &mut Tx, id: JobId, kind: &str, subject: Uuid, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(id).bind(kind).bind(subject).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const CLAIM_SQLITE: &str = "UPDATE job SET locked_until = $2, attempts = attempts + 1 WHERE id = (\
        SELECT id FROM job WHERE gave_up_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1) \
        ORDER BY run_at, id LIMIT 1) \
     RETURNING id, kind, subject_id, attempts";
const CLAIM_POSTGRES: &str = "UPDATE job SET locked_until = $2, attempts = attempts + 1 WHERE id = (\
        SELECT id FROM job WHERE gave_up_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1) \
        ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) \
     RETURNING id, kind, subject_id, attempts";

/// Takes the oldest job that is due and nobody has.
pub(super) async fn claim(tx: &mut Tx, now: Timestamp, locked_until: Timestamp) -> Result<Option<Row>> {
    let sql = match tx {
        Tx::Sqlite(_) => CLAIM_SQLITE,
        Tx::Postgres(_) => CLAIM_POSTGRES,
    };
    Ok(on!(tx, conn => sqlx::query_as(sql).bind(now).bind(locked_until).fetch_optional(conn).await)?)
}

const DELETE: &str = "DELETE FROM job WHERE id = $1";

pub(super) async fn delete(tx: &mut Tx, id: JobId) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const RETRY: &str = "UPDATE job SET run_at = $2, locked_until = NULL, last_error = $3 WHERE id = $1";

pub(super) async fn retry(tx: &mut Tx, id: JobId, run_at: Timestamp, error: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(RETRY).bind(id).bind(run_at).bind(error).execute(conn).await.map(drop))?;
    Ok(())
}

const GIVE_UP: &str = "UPDATE job SET gave_up_at = $2, locked_until = NULL, last_error = $3 WHERE id = $1";

pub(super) async fn give_up(tx: &mut Tx, id: JobId, now: Timestamp, error: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(GIVE_UP).bind(id).bind(now).bind(error).execute(conn).await.map(drop))?;
    Ok(())
}

const COUNT: &str = "SELECT \
        COALESCE(SUM(CASE WHEN gave_up_at IS NULL THEN 1 ELSE 0 END), 0) AS waiting, \
        COALESCE(SUM(CASE WHEN gave_up_at IS NULL THEN 0 ELSE 1 END), 0) AS given_up, \
        MIN(CASE WHEN gave_up_at IS NULL AND run_at <= $1 THEN run_at END) AS oldest FROM job";

/// Jobs waiting, jobs given up, and since when the oldest one is due.
pub(super) async fn count(tx: &mut Tx, now: Timestamp) -> Result<(i64, i64, Option<Timestamp>)> {
    Ok(on!(tx, conn => sqlx::query_as(COUNT).bind(now).fetch_one(conn).await)?)
}

const DELETE_GIVEN_UP: &str = "DELETE FROM job WHERE gave_up_at < $1";

pub(super) async fn delete_given_up(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(on!(tx, conn => sqlx::query(DELETE_GIVEN_UP).bind(before).execute(conn).await.map(|done| done.rows_affected()))?)
}
