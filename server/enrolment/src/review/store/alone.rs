//! SQL of approvals that nobody can check.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, Province},
    time::Timestamp,
};

const PLACES: &str =
    "SELECT province, region FROM queue_count WHERE lane = 'second' AND cases > 0 ORDER BY province, region";

/// Where approvals wait for a check, from the counters.
pub(in crate::review) async fn places(tx: &mut Tx) -> Result<Vec<(Province, String)>> {
    Ok(on!(tx, conn => sqlx::query_as(PLACES).fetch_all(conn).await)?)
}

/// Handed in before; whether they were approved before as well is seen case by case.
const WAITING: &str = "SELECT id FROM enrolment WHERE province = $1 AND region = $2 AND lane = 'second' AND submitted_at <= $3 \
                       ORDER BY submitted_at, id LIMIT $4";

pub(in crate::review) async fn waiting(
    tx: &mut Tx,
    (province, region): (&Province, &str),
    before: Timestamp,
    limit: i64,
) -> Result<Vec<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(WAITING).bind(province).bind(region).bind(before).bind(limit)
        .fetch_all(conn).await)?)
}
