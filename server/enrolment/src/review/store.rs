//! SQL of the review queue. A case is waiting when it was submitted, or when the lease on it ran out, noticed or not.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, Province, StaffId},
    time::Timestamp,
};

/// Which part of the queue a reviewer sees, and when.
pub(super) struct Scope<'a> {
    pub(super) province: &'a Province,
    pub(super) region_prefix: &'a str,
    pub(super) now: Timestamp,
}

const COUNTS: &str = "SELECT \
        COALESCE(SUM(CASE WHEN state = 'submitted' OR lease_until <= $3 THEN 1 ELSE 0 END), 0) AS waiting, \
        COALESCE(SUM(CASE WHEN lease_until > $3 AND lease_staff_id = $4 THEN 1 ELSE 0 END), 0) AS mine, \
        COALESCE(SUM(CASE WHEN lease_until > $3 AND lease_staff_id <> $4 THEN 1 ELSE 0 END), 0) AS held \
    FROM enrolment WHERE province = $1 AND substr(region, 1, length($2)) = $2 AND state IN ('submitted', 'in_review')";

/// Cases waiting, held by `staff`, and held by others.
pub(super) async fn counts(tx: &mut Tx, scope: &Scope<'_>, staff: StaffId) -> Result<(i64, i64, i64)> {
    Ok(on!(tx, conn => sqlx::query_as(COUNTS)
        .bind(scope.province).bind(scope.region_prefix).bind(scope.now).bind(staff)
        .fetch_one(conn).await)?)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct ListRow {
    pub(super) id: EnrolmentId,
    pub(super) candidate_id: CandidateId,
    pub(super) receipt: String,
    pub(super) region: String,
    pub(super) submitted_at: Timestamp,
    pub(super) lease_staff_id: Option<StaffId>,
    pub(super) lease_until: Option<Timestamp>,
    pub(super) holder: Option<String>,
}

const LIST: &str = "SELECT enrolment.id, candidate_id, receipt, enrolment.region, submitted_at, lease_staff_id, lease_until, \
        staff.name AS holder FROM enrolment LEFT JOIN staff ON staff.id = lease_staff_id \
    WHERE enrolment.province = $1 AND substr(enrolment.region, 1, length($2)) = $2 AND state IN ('submitted', 'in_review') \
        AND (submitted_at > $3 OR (submitted_at = $3 AND enrolment.id > $4)) \
    ORDER BY submitted_at, enrolment.id LIMIT $5";

/// Cases that follow (`submitted_at`, `id`), oldest first.
pub(super) async fn list(
    tx: &mut Tx,
    scope: &Scope<'_>,
    (submitted_at, id): (Timestamp, EnrolmentId),
    limit: i64,
) -> Result<Vec<ListRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LIST)
        .bind(scope.province).bind(scope.region_prefix).bind(submitted_at).bind(id).bind(limit)
        .fetch_all(conn).await)?)
}

const NEXT: &str = "SELECT id FROM enrolment WHERE province = $1 AND substr(region, 1, length($2)) = $2 \
                    AND (state = 'submitted' OR (state = 'in_review' AND lease_until <= $3)) \
                    AND NOT EXISTS (SELECT 1 FROM entered WHERE enrolment_id = enrolment.id AND staff_id = $4) \
                    ORDER BY submitted_at, id LIMIT 1";

/// The case that has waited longest and that `staff` entered nothing of.
pub(super) async fn next(tx: &mut Tx, scope: &Scope<'_>, staff: StaffId) -> Result<Option<EnrolmentId>> {
    Ok(
        on!(tx, conn => sqlx::query_scalar(NEXT).bind(scope.province).bind(scope.region_prefix).bind(scope.now).bind(staff)
        .fetch_optional(conn).await)?,
    )
}

const EXPIRED: &str = "SELECT id FROM enrolment WHERE lease_until <= $1 ORDER BY lease_until, id LIMIT 200";

/// Cases whose lease has run out.
pub(super) async fn expired(tx: &mut Tx, now: Timestamp) -> Result<Vec<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(EXPIRED).bind(now).fetch_all(conn).await)?)
}

const RENEW: &str = "UPDATE enrolment SET lease_until = $2 WHERE id = $1";

/// Extends a lease; not a change of the case, so its version stays.
pub(super) async fn renew(tx: &mut Tx, id: EnrolmentId, until: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(RENEW).bind(id).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}

const MARK_ENTERED: &str = "INSERT INTO entered (enrolment_id, staff_id, at) VALUES ($1, $2, $3) ON CONFLICT (enrolment_id, staff_id) DO NOTHING";

pub(super) async fn mark_entered(tx: &mut Tx, id: EnrolmentId, staff: StaffId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(MARK_ENTERED).bind(id).bind(staff).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const HAS_ENTERED: &str = "SELECT COUNT(*) FROM entered WHERE enrolment_id = $1 AND staff_id = $2";

pub(super) async fn has_entered(tx: &mut Tx, id: EnrolmentId, staff: StaffId) -> Result<bool> {
    let rows: i64 = on!(tx, conn => sqlx::query_scalar(HAS_ENTERED).bind(id).bind(staff).fetch_one(conn).await)?;
    Ok(rows > 0)
}
