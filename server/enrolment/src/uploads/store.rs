//! SQL of uploads and their pieces.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, UploadId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: UploadId,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) purpose: String,
    pub(super) size_bytes: i64,
    pub(super) chunk_bytes: i64,
    pub(super) content_index: Vec<u8>,
    pub(super) content_type: String,
    pub(super) created_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) claimed_until: Option<Timestamp>,
    pub(super) finished_at: Option<Timestamp>,
    pub(super) answer: Option<String>,
}

const INSERT: &str = "INSERT INTO upload (id, enrolment_id, purpose, size_bytes, chunk_bytes, content_index, \
                      content_type, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(super) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(row.enrolment_id).bind(&row.purpose).bind(row.size_bytes).bind(row.chunk_bytes)
        .bind(&row.content_index).bind(&row.content_type).bind(row.created_at).bind(row.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const OPEN: &str = "SELECT id, enrolment_id, purpose, size_bytes, chunk_bytes, content_index, content_type, created_at, \
                    expires_at, claimed_until, finished_at, answer FROM upload \
                    WHERE enrolment_id = $1 AND finished_at IS NULL AND expires_at > $2 ORDER BY created_at, id";

/// Unfinished ones, the oldest first.
pub(super) async fn open(tx: &mut Tx, enrolment: EnrolmentId, now: Timestamp) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OPEN).bind(enrolment).bind(now).fetch_all(conn).await)?)
}

const BY_ID: &str = "SELECT id, enrolment_id, purpose, size_bytes, chunk_bytes, content_index, content_type, created_at, \
                     expires_at, claimed_until, finished_at, answer FROM upload WHERE id = $1 AND enrolment_id = $2";

pub(super) async fn by_id(tx: &mut Tx, id: UploadId, enrolment: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).bind(enrolment).fetch_optional(conn).await)?)
}

/// Changes nothing, but takes the row's lock on both databases.
const LOCK: &str = "UPDATE upload SET expires_at = expires_at WHERE id = $1 AND enrolment_id = $2 \
                    RETURNING id, enrolment_id, purpose, size_bytes, chunk_bytes, content_index, content_type, \
                    created_at, expires_at, claimed_until, finished_at, answer";

pub(super) async fn lock(tx: &mut Tx, id: UploadId, enrolment: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LOCK).bind(id).bind(enrolment).fetch_optional(conn).await)?)
}

const DELETE: &str = "DELETE FROM upload WHERE id = $1";

pub(super) async fn delete(tx: &mut Tx, id: UploadId) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const CANCEL: &str = "DELETE FROM upload WHERE id = $1 AND enrolment_id = $2 AND finished_at IS NULL \
                      AND (claimed_until IS NULL OR claimed_until <= $3)";

pub(super) async fn cancel(tx: &mut Tx, id: UploadId, enrolment: EnrolmentId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(CANCEL).bind(id).bind(enrolment).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const DROP_EXPIRED: &str = "DELETE FROM upload WHERE expires_at <= $1";

pub(super) async fn drop_expired(tx: &mut Tx, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DROP_EXPIRED).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const CLAIM: &str = "UPDATE upload SET claimed_until = $2 WHERE id = $1";

/// `None` lets it go again.
pub(super) async fn claim(tx: &mut Tx, id: UploadId, until: Option<Timestamp>) -> Result<()> {
    on!(tx, conn => sqlx::query(CLAIM).bind(id).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}

const FINISH: &str = "UPDATE upload SET finished_at = $2, answer = $3, claimed_until = NULL WHERE id = $1";
const DROP_CHUNKS: &str = "DELETE FROM upload_chunk WHERE upload_id = $1";

pub(super) async fn finish(tx: &mut Tx, id: UploadId, now: Timestamp, answer: &str) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(FINISH).bind(id).bind(now).bind(answer).execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(DROP_CHUNKS).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const INSERT_CHUNK: &str = "INSERT INTO upload_chunk (upload_id, place, bytes_sealed) VALUES ($1, $2, $3) \
                            ON CONFLICT (upload_id, place) DO NOTHING";

pub(super) async fn insert_chunk(tx: &mut Tx, id: UploadId, place: u32, sealed: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_CHUNK).bind(id).bind(i64::from(place)).bind(sealed)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const PLACES: &str = "SELECT place FROM upload_chunk WHERE upload_id = $1 ORDER BY place";

pub(super) async fn places(tx: &mut Tx, id: UploadId) -> Result<Vec<i64>> {
    Ok(on!(tx, conn => sqlx::query_scalar(PLACES).bind(id).fetch_all(conn).await)?)
}

const CHUNKS: &str = "SELECT bytes_sealed FROM upload_chunk WHERE upload_id = $1 ORDER BY place";

pub(super) async fn chunks(tx: &mut Tx, id: UploadId) -> Result<Vec<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(CHUNKS).bind(id).fetch_all(conn).await)?)
}
