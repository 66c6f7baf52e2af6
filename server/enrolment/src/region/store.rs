//! SQL of requests for another region.

use crate::{
    Result,
    db::{Tx, on},
    region::Side,
    staff::Officer,
};
use shared::{
    id::{EnrolmentId, Province, RegionChangeId, StaffId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: RegionChangeId,
    pub(super) province: Province,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) from_region: String,
    pub(super) to_region: String,
    pub(super) reason_sealed: Vec<u8>,
    pub(super) asked_at: Timestamp,
    pub(super) state: String,
    pub(super) from_staff_id: Option<StaffId>,
    pub(super) to_staff_id: Option<StaffId>,
    pub(super) note_sealed: Option<Vec<u8>>,
    pub(super) decided_at: Option<Timestamp>,
}

impl Row {
    /// Who decided for a side.
    pub(super) const fn decided_by(&self, side: Side) -> Option<StaffId> {
        match side {
            Side::From => self.from_staff_id,
            Side::To => self.to_staff_id,
        }
    }
}

pub(super) struct New<'a> {
    pub(super) id: RegionChangeId,
    pub(super) province: &'a Province,
    pub(super) enrolment: EnrolmentId,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) reason_sealed: Vec<u8>,
    pub(super) now: Timestamp,
}

const INSERT: &str = "INSERT INTO region_change (id, province, enrolment_id, from_region, to_region, reason_sealed, asked_at, \
                      state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting') ON CONFLICT DO NOTHING";

/// False where one waits already.
pub(super) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<bool> {
    let inserted = on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.province).bind(new.enrolment).bind(new.from).bind(new.to).bind(&new.reason_sealed)
        .bind(new.now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const OF_ENROLMENT: &str = "SELECT id, province, enrolment_id, from_region, to_region, reason_sealed, asked_at, state, \
                            from_staff_id, to_staff_id, note_sealed, decided_at FROM region_change \
                            WHERE enrolment_id = $1 ORDER BY asked_at DESC, id DESC";

/// Newest first.
pub(super) async fn of_enrolment(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_ENROLMENT).bind(id).fetch_all(conn).await)?)
}

const WAITING_OF: &str = "SELECT id, province, enrolment_id, from_region, to_region, reason_sealed, asked_at, state, \
                          from_staff_id, to_staff_id, note_sealed, decided_at FROM region_change \
                          WHERE enrolment_id = $1 AND state = 'waiting'";

pub(super) async fn waiting_of(tx: &mut Tx, id: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(WAITING_OF).bind(id).fetch_optional(conn).await)?)
}

const OWNER: &str = "SELECT enrolment_id FROM region_change WHERE id = $1";

pub(super) async fn owner(tx: &mut Tx, id: RegionChangeId) -> Result<Option<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OWNER).bind(id).fetch_optional(conn).await)?)
}

const BY_ID: &str = "SELECT id, province, enrolment_id, from_region, to_region, reason_sealed, asked_at, state, \
                     from_staff_id, to_staff_id, note_sealed, decided_at FROM region_change WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: RegionChangeId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

const WAITING: &str = "SELECT id, province, enrolment_id, from_region, to_region, reason_sealed, asked_at, state, \
                       from_staff_id, to_staff_id, note_sealed, decided_at FROM region_change \
                       WHERE province = $1 AND state = 'waiting' AND (substr(from_region, 1, length($2)) = $2 \
                       OR substr(to_region, 1, length($2)) = $2) ORDER BY asked_at, id LIMIT 100";

/// What concerns the regions whose codes begin with `prefix`, oldest first.
pub(super) async fn waiting(tx: &mut Tx, province: &Province, prefix: &str) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(WAITING).bind(province).bind(prefix).fetch_all(conn).await)?)
}

const SET_FROM: &str = "UPDATE region_change SET from_staff_id = $2, from_at = $3 WHERE id = $1";
const SET_TO: &str = "UPDATE region_change SET to_staff_id = $2, to_at = $3 WHERE id = $1";

/// Who decided for a side, and when.
pub(super) async fn set_side(
    tx: &mut Tx,
    id: RegionChangeId,
    (from, officer): (bool, Officer<'_>),
    now: Timestamp,
) -> Result<()> {
    let text = if from { SET_FROM } else { SET_TO };
    on!(tx, conn => sqlx::query(text).bind(id).bind(officer.staff).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const DECIDE: &str = "UPDATE region_change SET state = $2, note_sealed = $3, decided_at = $4 WHERE id = $1";

pub(super) async fn decide(
    tx: &mut Tx,
    id: RegionChangeId,
    (state, note_sealed): (&str, Option<&[u8]>),
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(DECIDE).bind(id).bind(state).bind(note_sealed).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
