//! SQL of the lists that institutions send, and of who belongs to which.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{ClassBatchId, EnrolmentId, Province, StaffId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Batch {
    pub(super) id: ClassBatchId,
    pub(super) province: Province,
    pub(super) institution: String,
    pub(super) created_at: Timestamp,
    pub(super) confirmed_at: Option<Timestamp>,
    pub(super) expires_at: Timestamp,
}

const INSERT_BATCH: &str = "INSERT INTO class_batch (id, staff_id, province, institution, created_at, expires_at) \
                            VALUES ($1, $2, $3, $4, $5, $6)";

pub(super) async fn insert_batch(tx: &mut Tx, batch: &Batch, staff: StaffId) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_BATCH)
        .bind(batch.id).bind(staff).bind(&batch.province).bind(&batch.institution).bind(batch.created_at)
        .bind(batch.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const BATCH: &str =
    "SELECT id, province, institution, created_at, confirmed_at, expires_at FROM class_batch WHERE id = $1";

pub(super) async fn batch(tx: &mut Tx, id: ClassBatchId) -> Result<Option<Batch>> {
    Ok(on!(tx, conn => sqlx::query_as(BATCH).bind(id).fetch_optional(conn).await)?)
}

const BEGIN: &str = "UPDATE class_batch SET confirmed_at = COALESCE(confirmed_at, $2) WHERE id = $1";

/// Confirming begins, or goes on.
pub(super) async fn begin(tx: &mut Tx, id: ClassBatchId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(BEGIN).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const INSERT_ROW: &str = "INSERT INTO class_row (batch_id, line, sent_sealed, outcome) VALUES ($1, $2, $3, $4)";

pub(super) async fn insert_row(
    tx: &mut Tx,
    batch: ClassBatchId,
    line: i64,
    sealed: &[u8],
    outcome: &str,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_ROW).bind(batch).bind(line).bind(sealed).bind(outcome)
        .execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) line: i64,
    pub(super) sent_sealed: Vec<u8>,
    pub(super) outcome: String,
}

const ROWS: &str = "SELECT line, sent_sealed, outcome FROM class_row WHERE batch_id = $1 ORDER BY line";

pub(super) async fn rows(tx: &mut Tx, batch: ClassBatchId) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(ROWS).bind(batch).fetch_all(conn).await)?)
}

const LOCK_ROW: &str = "UPDATE class_row SET outcome = outcome WHERE batch_id = $1 AND line = $2 \
                        RETURNING line, sent_sealed, outcome";

/// Locks a row until the transaction ends: two requests do not work on it at once.
pub(super) async fn lock_row(tx: &mut Tx, batch: ClassBatchId, line: i64) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LOCK_ROW).bind(batch).bind(line).fetch_optional(conn).await)?)
}

const SET_OUTCOME: &str = "UPDATE class_row SET outcome = $3 WHERE batch_id = $1 AND line = $2";

pub(super) async fn set_outcome(tx: &mut Tx, batch: ClassBatchId, line: i64, outcome: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_OUTCOME).bind(batch).bind(line).bind(outcome).execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Recent {
    pub(super) id: ClassBatchId,
    pub(super) created_at: Timestamp,
    pub(super) confirmed_at: Option<Timestamp>,
    pub(super) all_rows: i64,
    pub(super) confirmed_rows: i64,
}

const RECENT: &str = "SELECT id, created_at, confirmed_at, \
        (SELECT COUNT(*) FROM class_row WHERE batch_id = class_batch.id) AS all_rows, \
        (SELECT COUNT(*) FROM class_row WHERE batch_id = class_batch.id AND outcome = 'confirmed') AS confirmed_rows \
    FROM class_batch WHERE province = $1 AND institution = $2 AND expires_at > $3 ORDER BY created_at DESC, id DESC LIMIT 20";

pub(super) async fn recent(tx: &mut Tx, province: &Province, institution: &str, now: Timestamp) -> Result<Vec<Recent>> {
    Ok(on!(tx, conn => sqlx::query_as(RECENT).bind(province).bind(institution).bind(now).fetch_all(conn).await)?)
}

const DELETE_OLD: &str = "DELETE FROM class_batch WHERE expires_at <= $1";

pub(super) async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_OLD).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const INSTITUTION_OF: &str = "SELECT institution FROM class_member WHERE province = $1 AND enrolment_id = $2";

pub(super) async fn institution_of(tx: &mut Tx, province: &Province, id: EnrolmentId) -> Result<Option<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(INSTITUTION_OF).bind(province).bind(id).fetch_optional(conn).await)?)
}

const INSERT_MEMBER: &str = "INSERT INTO class_member (enrolment_id, province, institution, class_sealed, confirmed_at) \
                             VALUES ($1, $2, $3, $4, $5)";

pub(super) async fn insert_member(
    tx: &mut Tx,
    id: EnrolmentId,
    (province, institution): (&Province, &str),
    class_sealed: &[u8],
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_MEMBER).bind(id).bind(province).bind(institution).bind(class_sealed).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}
