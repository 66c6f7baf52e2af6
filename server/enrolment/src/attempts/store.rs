//! SQL of tries.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{AttemptId, EnrolmentId, SessionId},
    time::Timestamp,
};

/// One that should have ended by now was cut off and does not count.
const COUNT: &str = "SELECT COUNT(*) FROM attempt WHERE enrolment_id = $1 AND step = $2 \
                     AND (status IN ('passed', 'failed') OR (status = 'running' AND ends_by > $3))";

pub(super) async fn count(tx: &mut Tx, enrolment: EnrolmentId, step: &str, now: Timestamp) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT).bind(enrolment).bind(step).bind(now).fetch_one(conn).await)?)
}

pub(super) struct New {
    pub(super) id: AttemptId,
    pub(super) enrolment: EnrolmentId,
    pub(super) step: &'static str,
    pub(super) session: SessionId,
    pub(super) asked: Option<String>,
}

const INSERT: &str = "INSERT INTO attempt (id, enrolment_id, step, status, started_at, ends_by, session_id, asked) \
                      VALUES ($1, $2, $3, 'running', $4, $5, $6, $7)";

pub(super) async fn insert(tx: &mut Tx, new: &New, (now, ends_by): (Timestamp, Timestamp)) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(new.id).bind(new.enrolment).bind(new.step).bind(now).bind(ends_by)
        .bind(new.session).bind(&new.asked)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const BEGIN_JUDGING: &str =
    "UPDATE attempt SET begun_at = $2, ends_by = $3 WHERE id = $1 AND status = 'running' AND ends_by > $2";

/// False where it was given back before.
pub(super) async fn begin_judging(tx: &mut Tx, id: AttemptId, now: Timestamp, ends_by: Timestamp) -> Result<bool> {
    let done = on!(tx, conn => sqlx::query(BEGIN_JUDGING).bind(id).bind(now).bind(ends_by)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

const RENEW: &str = "UPDATE attempt SET ends_by = $3 WHERE id = $1 AND status = 'running' AND ends_by > $2";

pub(super) async fn renew(tx: &mut Tx, id: AttemptId, now: Timestamp, ends_by: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(RENEW).bind(id).bind(now).bind(ends_by).execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct Running {
    pub(super) id: AttemptId,
    pub(super) started_at: Timestamp,
    pub(super) begun_at: Option<Timestamp>,
}

const RUNNING: &str = "SELECT id, started_at, begun_at FROM attempt WHERE enrolment_id = $1 AND status = 'running' \
                       AND ends_by > $2 AND ($3 IS NULL OR step = $3) ORDER BY started_at DESC, id DESC LIMIT 1";

/// The latest one, of any step or of one, that waits or is being judged.
pub(super) async fn running(
    tx: &mut Tx,
    (enrolment, step): (EnrolmentId, Option<&str>),
    now: Timestamp,
) -> Result<Option<Running>> {
    Ok(on!(tx, conn => sqlx::query_as(RUNNING).bind(enrolment).bind(now).bind(step).fetch_optional(conn).await)?)
}

const AHEAD: &str = "SELECT COUNT(*) FROM attempt WHERE status = 'running' AND ends_by > $1 AND begun_at IS NULL \
                     AND (started_at < $2 OR (started_at = $2 AND id < $3))";

/// How many wait that came before.
pub(super) async fn ahead(tx: &mut Tx, (id, started_at): (AttemptId, Timestamp), now: Timestamp) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(AHEAD).bind(now).bind(started_at).bind(id).fetch_one(conn).await)?)
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub(super) status: String,
    pub(super) started_at: Timestamp,
    pub(super) session_id: Option<SessionId>,
    pub(super) asked: Option<String>,
    pub(super) scores: Option<String>,
    pub(super) engine: Option<String>,
}

const OF_STEP: &str = "SELECT status, started_at, session_id, asked, scores, engine FROM attempt \
                       WHERE enrolment_id = $1 AND step = $2 ORDER BY started_at, id";

pub(super) async fn of_step(tx: &mut Tx, enrolment: EnrolmentId, step: &str) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_STEP).bind(enrolment).bind(step).fetch_all(conn).await)?)
}

const SESSIONS: &str = "SELECT session_id FROM attempt WHERE enrolment_id = $1 AND session_id IS NOT NULL \
                        GROUP BY session_id ORDER BY MIN(started_at), session_id";

/// From which sessions tries of any step came, in their order.
pub(super) async fn sessions(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<SessionId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(SESSIONS).bind(enrolment).fetch_all(conn).await)?)
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
