//! SQL of decisions, their drafts, and the reasons that were used.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, Province, RulingId, StaffId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::review) struct Row {
    pub(in crate::review) id: RulingId,
    pub(in crate::review) staff_id: StaffId,
    pub(in crate::review) round: i64,
    pub(in crate::review) stage: String,
    pub(in crate::review) version: i64,
    pub(in crate::review) decision: String,
    pub(in crate::review) reason: Option<String>,
    pub(in crate::review) note_sealed: Option<Vec<u8>>,
    pub(in crate::review) effective: bool,
    pub(in crate::review) decided_at: Timestamp,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::review) struct ItemRow {
    pub(in crate::review) item: String,
    pub(in crate::review) reason: Option<String>,
    pub(in crate::review) note_sealed: Option<Vec<u8>>,
}

const INSERT: &str = "INSERT INTO ruling (id, enrolment_id, staff_id, round, stage, version, decision, reason, note_sealed, effective, \
                      decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

pub(in crate::review) async fn insert(tx: &mut Tx, enrolment: EnrolmentId, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(enrolment).bind(row.staff_id).bind(row.round).bind(&row.stage).bind(row.version)
        .bind(&row.decision).bind(&row.reason).bind(&row.note_sealed).bind(row.effective).bind(row.decided_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const INSERT_ITEM: &str = "INSERT INTO ruling_item (ruling_id, item, reason, note_sealed) VALUES ($1, $2, $3, $4)";

pub(in crate::review) async fn insert_item(tx: &mut Tx, ruling: RulingId, row: &ItemRow) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_ITEM).bind(ruling).bind(&row.item).bind(&row.reason).bind(&row.note_sealed)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const OF_CASE: &str = "SELECT id, staff_id, round, stage, version, decision, reason, note_sealed, effective, decided_at FROM ruling \
                       WHERE enrolment_id = $1 ORDER BY version";

/// Every decision about a case, oldest first.
pub(in crate::review) async fn of_case(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_CASE).bind(enrolment).fetch_all(conn).await)?)
}

const APPROVED_FIRST: &str = "SELECT id, staff_id, round, stage, version, decision, reason, note_sealed, effective, decided_at FROM ruling \
                              WHERE enrolment_id = $1 AND round = $2 AND stage = 'first' AND decision = 'approve' \
                              ORDER BY version DESC LIMIT 1";

/// The approval that a second reviewer is to check.
pub(in crate::review) async fn approved_first(tx: &mut Tx, enrolment: EnrolmentId, round: i64) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(APPROVED_FIRST).bind(enrolment).bind(round).fetch_optional(conn).await)?)
}

const TAKE_EFFECT: &str = "UPDATE ruling SET effective = $2 WHERE id = $1";

pub(in crate::review) async fn take_effect(tx: &mut Tx, ruling: RulingId) -> Result<()> {
    on!(tx, conn => sqlx::query(TAKE_EFFECT).bind(ruling).bind(true).execute(conn).await.map(drop))?;
    Ok(())
}

const ITEMS: &str = "SELECT item, reason, note_sealed FROM ruling_item WHERE ruling_id = $1 ORDER BY item";

pub(in crate::review) async fn items(tx: &mut Tx, ruling: RulingId) -> Result<Vec<ItemRow>> {
    Ok(on!(tx, conn => sqlx::query_as(ITEMS).bind(ruling).fetch_all(conn).await)?)
}

const NAME: &str = "SELECT name FROM staff WHERE id = $1";

pub(in crate::review) async fn name(tx: &mut Tx, staff: StaffId) -> Result<String> {
    Ok(on!(tx, conn => sqlx::query_scalar(NAME).bind(staff).fetch_one(conn).await)?)
}

const DECIDED: &str =
    "SELECT COUNT(*) FROM ruling WHERE enrolment_id = $1 AND round = $2 AND staff_id = $3 AND decision <> 'escalate'";

/// Whether `staff` decided on the case in this round; passing it on does not count.
pub(in crate::review) async fn has_decided(
    tx: &mut Tx,
    enrolment: EnrolmentId,
    round: i64,
    staff: StaffId,
) -> Result<bool> {
    let rows: i64 = on!(tx, conn => sqlx::query_scalar(DECIDED).bind(enrolment).bind(round).bind(staff)
        .fetch_one(conn).await)?;
    Ok(rows > 0)
}

const USE_REASON: &str =
    "INSERT INTO used_reason (province, reason) VALUES ($1, $2) ON CONFLICT (province, reason) DO NOTHING";

pub(in crate::review) async fn use_reason(tx: &mut Tx, province: &Province, reason: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(USE_REASON).bind(province).bind(reason).execute(conn).await.map(drop))?;
    Ok(())
}

const SAVE_DRAFT: &str = "INSERT INTO ruling_draft (enrolment_id, staff_id, round, sealed, saved_at) VALUES ($1, $2, $3, $4, $5) \
                          ON CONFLICT (enrolment_id, staff_id) DO UPDATE SET round = excluded.round, sealed = excluded.sealed, \
                          saved_at = excluded.saved_at";

pub(in crate::review) async fn save_draft(
    tx: &mut Tx,
    (enrolment, staff): (EnrolmentId, StaffId),
    round: i64,
    sealed: &[u8],
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE_DRAFT).bind(enrolment).bind(staff).bind(round).bind(sealed).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const DRAFT: &str = "SELECT sealed FROM ruling_draft WHERE enrolment_id = $1 AND staff_id = $2 AND round = $3";

pub(in crate::review) async fn draft(
    tx: &mut Tx,
    (enrolment, staff): (EnrolmentId, StaffId),
    round: i64,
) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(DRAFT).bind(enrolment).bind(staff).bind(round).fetch_optional(conn).await)?)
}

const DROP_DRAFT: &str = "DELETE FROM ruling_draft WHERE enrolment_id = $1 AND staff_id = $2";

pub(in crate::review) async fn drop_draft(tx: &mut Tx, enrolment: EnrolmentId, staff: StaffId) -> Result<()> {
    on!(tx, conn => sqlx::query(DROP_DRAFT).bind(enrolment).bind(staff).execute(conn).await.map(drop))?;
    Ok(())
}

const DROP_DRAFTS: &str = "DELETE FROM ruling_draft WHERE enrolment_id = $1";

/// Of everybody who had begun.
pub(in crate::review) async fn drop_drafts(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(DROP_DRAFTS).bind(enrolment).execute(conn).await.map(drop))?;
    Ok(())
}
