//! SQL of assigning cases, and of what those are told whom it concerns.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, Province, StaffId, StaffNoticeId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::review) struct ColleagueRow {
    pub(in crate::review) id: StaffId,
    pub(in crate::review) name: String,
    pub(in crate::review) region: Option<String>,
}

const REVIEWERS: &str = "SELECT id, name, region FROM staff WHERE province = $1 AND disabled_at IS NULL \
                         AND institution IS NULL AND role IN ('reviewer', 'senior_reviewer') ORDER BY name, id";

/// Everybody in the province who reviews.
pub(in crate::review) async fn reviewers(tx: &mut Tx, province: &Province) -> Result<Vec<ColleagueRow>> {
    Ok(on!(tx, conn => sqlx::query_as(REVIEWERS).bind(province).fetch_all(conn).await)?)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::review) struct NoticeRow {
    pub(in crate::review) kind: String,
    pub(in crate::review) enrolment_id: EnrolmentId,
    pub(in crate::review) receipt: Option<String>,
    pub(in crate::review) by_name: String,
    pub(in crate::review) at: Timestamp,
}

const TELL: &str =
    "INSERT INTO staff_notice (id, staff_id, kind, enrolment_id, by_staff_id, at) VALUES ($1, $2, $3, $4, $5, $6)";

pub(in crate::review) async fn tell(
    tx: &mut Tx,
    id: StaffNoticeId,
    (staff, kind, by): (StaffId, &str, StaffId),
    enrolment: EnrolmentId,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(TELL).bind(id).bind(staff).bind(kind).bind(enrolment).bind(by).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const NOTICES: &str = "SELECT kind, enrolment_id, receipt, staff.name AS by_name, at FROM staff_notice \
    JOIN enrolment ON enrolment.id = enrolment_id JOIN staff ON staff.id = by_staff_id \
    WHERE staff_id = $1 ORDER BY at DESC, staff_notice.id DESC LIMIT $2";

/// What `staff` has not put away, newest first.
pub(in crate::review) async fn notices(tx: &mut Tx, staff: StaffId, limit: i64) -> Result<Vec<NoticeRow>> {
    Ok(on!(tx, conn => sqlx::query_as(NOTICES).bind(staff).bind(limit).fetch_all(conn).await)?)
}

const COUNT_NOTICES: &str = "SELECT COUNT(*) FROM staff_notice WHERE staff_id = $1";

pub(in crate::review) async fn count_notices(tx: &mut Tx, staff: StaffId) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT_NOTICES).bind(staff).fetch_one(conn).await)?)
}

const PUT_AWAY: &str = "DELETE FROM staff_notice WHERE staff_id = $1 AND at <= $2";

pub(in crate::review) async fn put_away(tx: &mut Tx, staff: StaffId, until: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(PUT_AWAY).bind(staff).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}
