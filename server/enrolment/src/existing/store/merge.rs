//! SQL of requests to merge numbers.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, ExistingId, MergeId, Province, StaffId},
    time::Timestamp,
};

/// A request that is made.
pub(in crate::existing) struct NewMerge<'a> {
    pub(in crate::existing) id: MergeId,
    pub(in crate::existing) province: &'a Province,
    pub(in crate::existing) enrolment: EnrolmentId,
    pub(in crate::existing) record: ExistingId,
    pub(in crate::existing) region: &'a str,
    pub(in crate::existing) now: Timestamp,
}

const INSERT: &str = "INSERT INTO existing_merge (id, province, enrolment_id, record_id, region, state, requested_at) \
                      VALUES ($1, $2, $3, $4, $5, 'open', $6) ON CONFLICT DO NOTHING";

/// False where it was asked before and not refused.
pub(in crate::existing) async fn insert(tx: &mut Tx, new: &NewMerge<'_>) -> Result<bool> {
    let made = on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.province).bind(new.enrolment).bind(new.record).bind(new.region).bind(new.now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(made == 1)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::existing) struct MergeRow {
    pub(in crate::existing) id: MergeId,
    pub(in crate::existing) province: Province,
    pub(in crate::existing) enrolment_id: EnrolmentId,
    pub(in crate::existing) record_id: ExistingId,
    pub(in crate::existing) region: String,
    pub(in crate::existing) state: String,
    pub(in crate::existing) requested_at: Timestamp,
    pub(in crate::existing) reason_sealed: Option<Vec<u8>>,
    pub(in crate::existing) decided_at: Option<Timestamp>,
    /// Who decided.
    pub(in crate::existing) name: Option<String>,
}

const OF: &str = "SELECT m.id, m.province, m.enrolment_id, m.record_id, m.region, m.state, m.requested_at, m.reason_sealed, \
                  m.decided_at, staff.name FROM existing_merge m LEFT JOIN staff ON staff.id = m.staff_id \
                  JOIN enrolment e ON e.id = m.enrolment_id JOIN enrolment own ON own.candidate_id = e.candidate_id \
                  WHERE own.id = $1 ORDER BY m.requested_at, m.id";

/// What a candidate asked, in whatever session of examinations.
pub(in crate::existing) async fn of_enrolment(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<MergeRow>> {
    Ok(on!(tx, conn => sqlx::query_as(OF).bind(id).fetch_all(conn).await)?)
}

const LOAD: &str = "SELECT m.id, m.province, m.enrolment_id, m.record_id, m.region, m.state, m.requested_at, m.reason_sealed, \
                    m.decided_at, staff.name FROM existing_merge m LEFT JOIN staff ON staff.id = m.staff_id WHERE m.id = $1";
const LOCK: &str = "UPDATE existing_merge SET state = state WHERE id = $1";

pub(in crate::existing) async fn load(tx: &mut Tx, id: MergeId) -> Result<Option<MergeRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LOAD).bind(id).fetch_optional(conn).await)?)
}

/// The same; nobody else decides it until the transaction ends.
pub(in crate::existing) async fn lock(tx: &mut Tx, id: MergeId) -> Result<Option<MergeRow>> {
    on!(&mut *tx, conn => sqlx::query(LOCK).bind(id).execute(conn).await.map(drop))?;
    load(tx, id).await
}

const LIST: &str = "SELECT m.id, m.province, m.enrolment_id, m.record_id, m.region, m.state, m.requested_at, m.reason_sealed, \
                    m.decided_at, staff.name FROM existing_merge m LEFT JOIN staff ON staff.id = m.staff_id \
                    WHERE m.province = $1 AND m.region LIKE $2 || '%' AND (m.state = 'open') = $3 \
                    ORDER BY CASE WHEN m.decided_at IS NULL THEN m.requested_at ELSE -m.decided_at END, m.id LIMIT $4";

/// Those of a place: open ones, the oldest first, or decided ones, the latest first.
pub(in crate::existing) async fn list(
    tx: &mut Tx,
    (province, prefix): (&Province, &str),
    open: bool,
    limit: i64,
) -> Result<Vec<MergeRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LIST).bind(province).bind(prefix).bind(open).bind(limit).fetch_all(conn).await)?)
}

const DECIDE: &str =
    "UPDATE existing_merge SET state = $2, staff_id = $3, reason_sealed = $4, decided_at = $5 WHERE id = $1";

pub(in crate::existing) async fn decide(
    tx: &mut Tx,
    id: MergeId,
    (state, staff): (&str, StaffId),
    reason: Option<&[u8]>,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(DECIDE).bind(id).bind(state).bind(staff).bind(reason).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}
