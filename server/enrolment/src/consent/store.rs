//! SQL of consents.

use super::GivenConsent;
use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::EnrolmentId, time::Timestamp};
use uuid::Uuid;

const INSERT: &str = "INSERT INTO consent (id, enrolment_id, notice, version, text_hash, given_at) \
                      VALUES ($1, $2, $3, $4, $5, $6)";

pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    enrolment: EnrolmentId,
    (notice, version, text_hash): (&str, &str, &[u8]),
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(id).bind(enrolment).bind(notice).bind(version).bind(text_hash).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const IN_FORCE: &str = "SELECT COUNT(*) FROM consent WHERE enrolment_id = $1 AND notice = $2 AND version = $3 \
                        AND withdrawn_at IS NULL";

pub(super) async fn is_in_force(tx: &mut Tx, enrolment: EnrolmentId, notice: &str, version: &str) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(IN_FORCE).bind(enrolment).bind(notice).bind(version)
        .fetch_one(conn).await)?;
    Ok(count > 0)
}

const ANY_IN_FORCE: &str =
    "SELECT COUNT(*) FROM consent WHERE enrolment_id = $1 AND notice = $2 AND withdrawn_at IS NULL";

pub(super) async fn is_any_in_force(tx: &mut Tx, enrolment: EnrolmentId, notice: &str) -> Result<bool> {
    let count: i64 =
        on!(tx, conn => sqlx::query_scalar(ANY_IN_FORCE).bind(enrolment).bind(notice).fetch_one(conn).await)?;
    Ok(count > 0)
}

const OF_ENROLMENT: &str = "SELECT notice, version, given_at, withdrawn_at FROM consent WHERE enrolment_id = $1 \
                            ORDER BY given_at, id";

pub(super) async fn of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<GivenConsent>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_ENROLMENT).bind(enrolment).fetch_all(conn).await)?)
}

const WITHDRAW: &str = "UPDATE consent SET withdrawn_at = $3 WHERE enrolment_id = $1 AND notice = $2 \
                        AND withdrawn_at IS NULL";

/// False where there was nothing to take back.
pub(super) async fn withdraw(tx: &mut Tx, enrolment: EnrolmentId, notice: &str, now: Timestamp) -> Result<bool> {
    let changed = on!(tx, conn => sqlx::query(WITHDRAW).bind(enrolment).bind(notice).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(changed > 0)
}
