//! SQL of reading the audit trail's new entries.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::id::EnrolmentId;

const LAST: &str = "SELECT seq FROM audit_head WHERE one = 1";

/// Number of the last entry.
pub(super) async fn last(tx: &mut Tx) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(LAST).fetch_one(conn).await)?)
}

const SINCE: &str = "SELECT seq, enrolment_id FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2";

/// Number and application of the entries after a number.
pub(super) async fn since(tx: &mut Tx, last: i64, limit: i64) -> Result<Vec<(i64, Option<EnrolmentId>)>> {
    Ok(on!(tx, conn => sqlx::query_as(SINCE).bind(last).bind(limit).fetch_all(conn).await)?)
}
