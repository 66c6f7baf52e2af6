//! SQL of invitations.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, HandoffId, Province},
    time::Timestamp,
};

/// An invitation to be written.
pub(super) struct New<'a> {
    pub(super) id: HandoffId,
    pub(super) enrolment: EnrolmentId,
    pub(super) candidate: CandidateId,
    pub(super) province: &'a Province,
    pub(super) token_hash: Vec<u8>,
    pub(super) now: Timestamp,
    pub(super) expires_at: Timestamp,
}

const REPLACE_OPEN: &str = "UPDATE handoff SET replaced_at = $2 WHERE enrolment_id = $1 AND claimed_at IS NULL \
                            AND replaced_at IS NULL";

pub(super) async fn replace_open(tx: &mut Tx, enrolment: EnrolmentId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(REPLACE_OPEN).bind(enrolment).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const INSERT: &str = "INSERT INTO handoff (id, enrolment_id, candidate_id, province, token_hash, created_at, expires_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(super) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.enrolment).bind(new.candidate).bind(new.province).bind(&new.token_hash).bind(new.now)
        .bind(new.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const CLAIM: &str = "UPDATE handoff SET claimed_at = $3 WHERE token_hash = $1 AND province = $2 AND expires_at > $3 \
                     AND claimed_at IS NULL AND replaced_at IS NULL RETURNING candidate_id, enrolment_id";

/// Uses an invitation up; `None` where it is unknown, expired, replaced or used.
pub(super) async fn claim(
    tx: &mut Tx,
    token_hash: &[u8],
    province: &Province,
    now: Timestamp,
) -> Result<Option<(CandidateId, EnrolmentId)>> {
    Ok(on!(tx, conn => sqlx::query_as(CLAIM).bind(token_hash).bind(province).bind(now).fetch_optional(conn).await)?)
}

const LATEST: &str = "SELECT expires_at, claimed_at FROM handoff WHERE enrolment_id = $1 AND replaced_at IS NULL \
                      ORDER BY created_at DESC, id DESC LIMIT 1";

/// When the latest invitation ends, and when it was opened.
pub(super) async fn latest(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<(Timestamp, Option<Timestamp>)>> {
    Ok(on!(tx, conn => sqlx::query_as(LATEST).bind(enrolment).fetch_optional(conn).await)?)
}

const DELETE_BEFORE: &str = "DELETE FROM handoff WHERE created_at < $1";

pub(super) async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_BEFORE).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
