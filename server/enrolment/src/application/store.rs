//! SQL of applications and their items.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, Province, StaffId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: EnrolmentId,
    pub(super) candidate_id: CandidateId,
    pub(super) province: Province,
    pub(super) window_code: String,
    pub(super) region: String,
    pub(super) created_at: Timestamp,
    pub(super) state: String,
    pub(super) stage: String,
    pub(super) version: i64,
    pub(super) round: i64,
    pub(super) receipt: Option<String>,
    pub(super) submitted_at: Option<Timestamp>,
    pub(super) submit_key: Option<Vec<u8>>,
    pub(super) lease_staff_id: Option<StaffId>,
    pub(super) lease_until: Option<Timestamp>,
    pub(super) assignee_staff_id: Option<StaffId>,
    pub(super) returned_by_staff_id: Option<StaffId>,
    pub(super) refusal_reason: Option<String>,
    pub(super) decided_at: Option<Timestamp>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ItemRow {
    pub(super) item: String,
    pub(super) state: String,
    pub(super) reason: Option<String>,
    pub(super) changed_in_round: Option<i64>,
}

const INSERT: &str = "INSERT INTO enrolment (id, candidate_id, province, window_code, region, state, version, created_at) \
                      VALUES ($1, $2, $3, $4, $5, 'draft', 0, $6) ON CONFLICT (candidate_id, window_code) DO NOTHING";

/// False where the candidate has an application in this window already.
pub(super) async fn insert(
    tx: &mut Tx,
    id: EnrolmentId,
    candidate: CandidateId,
    (province, window, region): (&Province, &str, &str),
    now: Timestamp,
) -> Result<bool> {
    let inserted = on!(tx, conn => sqlx::query(INSERT)
        .bind(id).bind(candidate).bind(province).bind(window).bind(region).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const LOAD: &str = "SELECT id, candidate_id, province, window_code, region, created_at, state, stage, version, round, receipt, submitted_at, \
                    submit_key, lease_staff_id, lease_until, assignee_staff_id, returned_by_staff_id, refusal_reason, decided_at FROM enrolment WHERE id = $1";

pub(super) async fn load(tx: &mut Tx, id: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LOAD).bind(id).fetch_optional(conn).await)?)
}

const BY_RECEIPT: &str = "SELECT id, candidate_id, province, window_code, region, created_at, state, stage, version, round, receipt, submitted_at, \
     submit_key, lease_staff_id, lease_until, assignee_staff_id, returned_by_staff_id, refusal_reason, decided_at FROM enrolment WHERE receipt = $1";

pub(super) async fn by_receipt(tx: &mut Tx, receipt: &str) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_RECEIPT).bind(receipt).fetch_optional(conn).await)?)
}

/// Changes nothing, but takes the row's lock on both databases until the transaction ends (SQLite has no `FOR UPDATE`).
const LOCK: &str = "UPDATE enrolment SET version = version WHERE id = $1 \
                    RETURNING id, candidate_id, province, window_code, region, created_at, state, stage, version, round, receipt, submitted_at, \
                    submit_key, lease_staff_id, lease_until, assignee_staff_id, returned_by_staff_id, refusal_reason, decided_at";

pub(super) async fn lock(tx: &mut Tx, id: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LOCK).bind(id).fetch_optional(conn).await)?)
}

const LATEST: &str = "SELECT id FROM enrolment WHERE candidate_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1";

pub(super) async fn latest(tx: &mut Tx, candidate: CandidateId) -> Result<Option<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(LATEST).bind(candidate).fetch_optional(conn).await)?)
}

const SAVE: &str = "UPDATE enrolment SET state = $2, version = $3, receipt = $4, submitted_at = $5, submit_key = $6, \
                    lease_staff_id = $7, lease_until = $8, refusal_reason = $9, decided_at = $10, region = $11, round = $12, \
                    stage = $13, assignee_staff_id = $14, returned_by_staff_id = $15 WHERE id = $1";

pub(super) async fn save(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE)
        .bind(row.id).bind(&row.state).bind(row.version).bind(&row.receipt).bind(row.submitted_at).bind(&row.submit_key)
        .bind(row.lease_staff_id).bind(row.lease_until).bind(&row.refusal_reason).bind(row.decided_at)
        .bind(&row.region).bind(row.round).bind(&row.stage).bind(row.assignee_staff_id).bind(row.returned_by_staff_id)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const ITEMS: &str = "SELECT item, state, reason, changed_in_round FROM enrolment_item WHERE enrolment_id = $1";

pub(super) async fn items(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<ItemRow>> {
    Ok(on!(tx, conn => sqlx::query_as(ITEMS).bind(id).fetch_all(conn).await)?)
}

const DELETE_ITEM: &str = "DELETE FROM enrolment_item WHERE enrolment_id = $1 AND item = $2";

pub(super) async fn delete_item(tx: &mut Tx, id: EnrolmentId, item: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_ITEM).bind(id).bind(item).execute(conn).await.map(drop))?;
    Ok(())
}

const SAVE_ITEM: &str = "INSERT INTO enrolment_item (enrolment_id, item, state, reason, changed_in_round) \
                         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (enrolment_id, item) DO UPDATE SET state = excluded.state, \
                         reason = excluded.reason, changed_in_round = excluded.changed_in_round";

pub(super) async fn save_item(tx: &mut Tx, id: EnrolmentId, item: &ItemRow) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE_ITEM).bind(id).bind(&item.item).bind(&item.state).bind(&item.reason)
        .bind(item.changed_in_round)
        .execute(conn).await.map(drop))?;
    Ok(())
}
