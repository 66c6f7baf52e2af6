//! SQL of tries.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{AttemptId, EnrolmentId},
    time::Timestamp,
};

/// One that should have ended by now was cut off and does not count.
const COUNT: &str = "SELECT COUNT(*) FROM attempt WHERE enrolment_id = $1 AND step = $2 \
                     AND (status IN ('passed', 'failed') OR (status = 'running' AND ends_by > $3))";

pub(super) async fn count(tx: &mut Tx, enrolment: EnrolmentId, step: &str, now: Timestamp) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT).bind(enrolment).bind(step).bind(now).fetch_one(conn).await)?)
}

const INSERT: &str = "INSERT INTO attempt (id, enrolment_id, step, status, started_at, ends_by) \
                      VALUES ($1, $2, $3, 'running', $4, $5)";

pub(super) async fn insert(
    tx: &mut Tx,
    id: AttemptId,
    enrolment: EnrolmentId,
    step: &str,
    (now, ends_by): (Timestamp, Timestamp),
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(id).bind(enrolment).bind(step).bind(now).bind(ends_by)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const CONCLUDE: &str = "UPDATE attempt SET status = $2, ended_at = $3, engine = $4, scores = $5 \
                        WHERE id = $1 AND status = 'running' AND ends_by > $3";

/// False where it was given back before.
pub(super) async fn conclude(
    tx: &mut Tx,
    id: AttemptId,
    status: &str,
    now: Timestamp,
    (engine, scores): (Option<String>, Option<String>),
) -> Result<bool> {
    let done = on!(tx, conn => sqlx::query(CONCLUDE).bind(id).bind(status).bind(now).bind(engine).bind(scores)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

const GIVE_BACK: &str = "UPDATE attempt SET status = 'refunded', ended_at = $1 \
                         WHERE status = 'running' AND ends_by <= $1";

pub(super) async fn give_back(tx: &mut Tx, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(GIVE_BACK).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
