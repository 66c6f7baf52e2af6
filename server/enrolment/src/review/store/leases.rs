//! SQL of holding cases.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, StaffId},
    time::Timestamp,
};

const GRAB_SQLITE: &str = "SELECT id FROM enrolment WHERE id = $1 AND lane IS NOT NULL";
const GRAB_POSTGRES: &str = "SELECT id FROM enrolment WHERE id = $1 AND lane IS NOT NULL FOR UPDATE SKIP LOCKED";

/// Locks a waiting case; false where somebody has it, or is about to.
pub(in crate::review) async fn grab(tx: &mut Tx, id: EnrolmentId) -> Result<bool> {
    let sql = match tx {
        Tx::Sqlite(_) => GRAB_SQLITE,
        Tx::Postgres(_) => GRAB_POSTGRES,
    };
    let found: Option<EnrolmentId> = on!(tx, conn => sqlx::query_scalar(sql).bind(id).fetch_optional(conn).await)?;
    Ok(found.is_some())
}

const EXPIRED: &str = "SELECT id FROM enrolment WHERE lease_until <= $1 ORDER BY lease_until, id LIMIT 200";

/// Cases whose lease has run out.
pub(in crate::review) async fn expired(tx: &mut Tx, now: Timestamp) -> Result<Vec<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(EXPIRED).bind(now).fetch_all(conn).await)?)
}

const RENEW: &str = "UPDATE enrolment SET lease_until = $2 WHERE id = $1";

/// Extends a lease; not a change of the case, so its version stays.
pub(in crate::review) async fn renew(tx: &mut Tx, id: EnrolmentId, until: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(RENEW).bind(id).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}

const MARK_ENTERED: &str = "INSERT INTO entered (enrolment_id, staff_id, at) VALUES ($1, $2, $3) ON CONFLICT (enrolment_id, staff_id) DO NOTHING";

pub(in crate::review) async fn mark_entered(
    tx: &mut Tx,
    id: EnrolmentId,
    staff: StaffId,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(MARK_ENTERED).bind(id).bind(staff).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const HAS_ENTERED: &str = "SELECT COUNT(*) FROM entered WHERE enrolment_id = $1 AND staff_id = $2";

pub(in crate::review) async fn has_entered(tx: &mut Tx, id: EnrolmentId, staff: StaffId) -> Result<bool> {
    let rows: i64 = on!(tx, conn => sqlx::query_scalar(HAS_ENTERED).bind(id).bind(staff).fetch_one(conn).await)?;
    Ok(rows > 0)
}
