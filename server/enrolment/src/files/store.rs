//! SQL of files.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, FileId},
    time::Timestamp,
};

const INSERT: &str = "INSERT INTO file (id, candidate_id, purpose, size_bytes, content_index, created_at, delete_after) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(super) async fn insert(
    tx: &mut Tx,
    (id, candidate, purpose): (FileId, CandidateId, &str),
    (size_bytes, content_index): (i64, &[u8]),
    now: Timestamp,
    delete_after: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(id).bind(candidate).bind(purpose).bind(size_bytes).bind(content_index).bind(now).bind(delete_after)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const KEEP: &str = "UPDATE file SET delete_after = NULL WHERE id = $1";

pub(super) async fn keep(tx: &mut Tx, id: FileId) -> Result<u64> {
    Ok(on!(tx, conn => sqlx::query(KEEP).bind(id).execute(conn).await.map(|done| done.rows_affected()))?)
}

const DISCARD: &str = "UPDATE file SET delete_after = $2 WHERE id = $1";

pub(super) async fn discard(tx: &mut Tx, id: FileId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DISCARD).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const IS_DUE: &str = "SELECT COUNT(*) FROM file WHERE id = $1 AND delete_after <= $2";

pub(super) async fn is_due(tx: &mut Tx, id: FileId, now: Timestamp) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(IS_DUE).bind(id).bind(now).fetch_one(conn).await)?;
    Ok(count > 0)
}

const DUE: &str = "SELECT id FROM file WHERE delete_after <= $1 ORDER BY delete_after, id LIMIT 200";

pub(super) async fn due(tx: &mut Tx, now: Timestamp) -> Result<Vec<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(DUE).bind(now).fetch_all(conn).await)?)
}

const DELETE: &str = "DELETE FROM file WHERE id = $1 AND delete_after <= $2";

pub(super) async fn delete(tx: &mut Tx, id: FileId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
