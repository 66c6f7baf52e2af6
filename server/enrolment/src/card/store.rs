//! SQL of the identity document: its sides, refusals, and what stands on it.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CardId, EnrolmentId, FileId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: CardId,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) side: String,
    pub(super) file_id: FileId,
    pub(super) verdict: String,
    pub(super) prepared: bool,
    pub(super) taken_at: Timestamp,
}

const INSERT: &str = "INSERT INTO card_side (id, enrolment_id, side, file_id, verdict, prepared, taken_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(super) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(row.enrolment_id).bind(&row.side).bind(row.file_id).bind(&row.verdict).bind(row.prepared)
        .bind(row.taken_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM card_side WHERE enrolment_id = $1 AND side = $2 RETURNING file_id";

/// Removes a side; gives its file.
pub(super) async fn delete(tx: &mut Tx, enrolment: EnrolmentId, side: &str) -> Result<Option<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(DELETE).bind(enrolment).bind(side).fetch_optional(conn).await)?)
}

const SIDES: &str =
    "SELECT id, enrolment_id, side, file_id, verdict, prepared, taken_at FROM card_side WHERE enrolment_id = $1";

pub(super) async fn sides(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(SIDES).bind(enrolment).fetch_all(conn).await)?)
}

const BY_ID: &str = "SELECT id, enrolment_id, side, file_id, verdict, prepared, taken_at FROM card_side WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: CardId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

const REFUSE: &str = "INSERT INTO card_refusal (enrolment_id, side, verdict, refused_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (enrolment_id, side) DO UPDATE SET verdict = excluded.verdict, refused_at = excluded.refused_at";

pub(super) async fn refuse(
    tx: &mut Tx,
    enrolment: EnrolmentId,
    side: &str,
    verdict: &str,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(REFUSE).bind(enrolment).bind(side).bind(verdict).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const FORGIVE: &str = "DELETE FROM card_refusal WHERE enrolment_id = $1 AND side = $2";

pub(super) async fn forgive(tx: &mut Tx, enrolment: EnrolmentId, side: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(FORGIVE).bind(enrolment).bind(side).execute(conn).await.map(drop))?;
    Ok(())
}

const REFUSALS: &str = "SELECT side, verdict FROM card_refusal WHERE enrolment_id = $1";

pub(super) async fn refusals(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<(String, String)>> {
    Ok(on!(tx, conn => sqlx::query_as(REFUSALS).bind(enrolment).fetch_all(conn).await)?)
}

#[derive(Clone, sqlx::FromRow)]
pub(super) struct RecordRow {
    pub(super) reading_sealed: Option<Vec<u8>>,
    pub(super) record_sealed: Option<Vec<u8>>,
    pub(super) confirmed_at: Option<Timestamp>,
}

const RECORD: &str = "SELECT reading_sealed, record_sealed, confirmed_at FROM card_record WHERE enrolment_id = $1";

pub(super) async fn record(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<RecordRow>> {
    Ok(on!(tx, conn => sqlx::query_as(RECORD).bind(enrolment).fetch_optional(conn).await)?)
}

const SAVE_READING: &str = "INSERT INTO card_record (enrolment_id, reading_sealed) VALUES ($1, $2) \
                            ON CONFLICT (enrolment_id) DO UPDATE SET reading_sealed = excluded.reading_sealed";

/// `None` forgets what was read of other pictures.
pub(super) async fn save_reading(tx: &mut Tx, enrolment: EnrolmentId, sealed: Option<&[u8]>) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE_READING).bind(enrolment).bind(sealed).execute(conn).await.map(drop))?;
    Ok(())
}

const CONFIRM: &str = "INSERT INTO card_record (enrolment_id, record_sealed, confirmed_at) VALUES ($1, $2, $3) \
    ON CONFLICT (enrolment_id) DO UPDATE SET record_sealed = excluded.record_sealed, confirmed_at = excluded.confirmed_at";

pub(super) async fn confirm(tx: &mut Tx, enrolment: EnrolmentId, sealed: &[u8], now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(CONFIRM).bind(enrolment).bind(sealed).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const UNCONFIRM: &str = "UPDATE card_record SET confirmed_at = NULL WHERE enrolment_id = $1";

pub(super) async fn unconfirm(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(UNCONFIRM).bind(enrolment).execute(conn).await.map(drop))?;
    Ok(())
}

const FORGET: &str = "DELETE FROM card_record WHERE enrolment_id = $1";

/// What was read and confirmed.
pub(super) async fn forget(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(FORGET).bind(enrolment).execute(conn).await.map(drop))?;
    Ok(())
}
