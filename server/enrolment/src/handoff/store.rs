//! SQL of invitations, and what their rows say.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    handoff::LIFETIME,
    id::{CandidateId, EnrolmentId, HandoffId, Province, SessionId},
    time::Timestamp,
};

/// An invitation to be written.
pub(super) struct New<'a> {
    pub(super) id: HandoffId,
    pub(super) enrolment: EnrolmentId,
    pub(super) candidate: CandidateId,
    pub(super) session: SessionId,
    pub(super) province: &'a Province,
    pub(super) token_hash: Vec<u8>,
    pub(super) now: Timestamp,
    pub(super) expires_at: Timestamp,
}

/// An invitation as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: HandoffId,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) candidate_id: CandidateId,
    /// Absent in rows from before there was this column.
    pub(super) session_id: Option<SessionId>,
    pub(super) asker_id: Option<SessionId>,
    expires_at: Timestamp,
    claimed_at: Option<Timestamp>,
    ended_by: Option<String>,
    asked_at: Option<Timestamp>,
    allowed_at: Option<Timestamp>,
}

/// How invitations end before their time.
pub(super) const REPLACED: &str = "replaced";
pub(super) const REFUSED: &str = "refused";
const REVOKED: &str = "revoked";

/// Where an invitation stands, whoever asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    Open,
    Asking,
    Allowed,
    Used,
    Refused,
    /// Expired, replaced or revoked.
    Over,
}

impl Row {
    pub(super) fn standing(&self, now: Timestamp) -> Standing {
        if self.claimed_at.is_some() {
            return Standing::Used;
        }
        match self.ended_by.as_deref() {
            Some(REFUSED) => return Standing::Refused,
            Some(_) => return Standing::Over,
            None if self.ends_at() <= now => return Standing::Over,
            None => {}
        }
        match (self.allowed_at, self.asked_at) {
            (Some(_), _) => Standing::Allowed,
            (None, Some(_)) => Standing::Asking,
            (None, None) => Standing::Open,
        }
    }

    /// When it ends by itself: a question and its answer are given time of their own.
    pub(super) fn ends_at(&self) -> Timestamp {
        self.allowed_at.or(self.asked_at).map_or(self.expires_at, |at| at + LIFETIME)
    }

    pub(super) fn is_revoked(&self) -> bool {
        self.ended_by.as_deref() == Some(REVOKED)
    }
}

const INSERT: &str = "INSERT INTO handoff (id, enrolment_id, candidate_id, session_id, province, token_hash, created_at, \
                      expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(super) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.enrolment).bind(new.candidate).bind(new.session).bind(new.province).bind(&new.token_hash)
        .bind(new.now).bind(new.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const FIND: &str = "SELECT id, enrolment_id, candidate_id, session_id, asker_id, expires_at, claimed_at, ended_by, asked_at, \
                    allowed_at FROM handoff WHERE token_hash = $1 AND province = $2";

pub(super) async fn find(tx: &mut Tx, token_hash: &[u8], province: &Province) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(FIND).bind(token_hash).bind(province).fetch_optional(conn).await)?)
}

const LOAD: &str = "SELECT id, enrolment_id, candidate_id, session_id, asker_id, expires_at, claimed_at, ended_by, asked_at, \
                    allowed_at FROM handoff WHERE id = $1";

pub(super) async fn load(tx: &mut Tx, id: HandoffId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LOAD).bind(id).fetch_optional(conn).await)?)
}

const LATEST: &str = "SELECT id, enrolment_id, candidate_id, session_id, asker_id, expires_at, claimed_at, ended_by, \
                      asked_at, allowed_at FROM handoff WHERE enrolment_id = $1 AND ended_by IS DISTINCT FROM 'replaced' \
                      ORDER BY created_at DESC, \
                      CASE WHEN claimed_at IS NULL AND ended_at IS NULL THEN 0 ELSE 1 END, id DESC LIMIT 1";

/// The latest invitation: every other one was used, or replaced by it.
pub(super) async fn latest(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LATEST).bind(enrolment).fetch_optional(conn).await)?)
}

const END_OPEN: &str = "UPDATE handoff SET ended_at = $2, ended_by = $3 WHERE enrolment_id = $1 AND claimed_at IS NULL \
                        AND ended_at IS NULL";

/// Ends whatever has not been used.
pub(super) async fn end_open(tx: &mut Tx, enrolment: EnrolmentId, now: Timestamp, by: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(END_OPEN).bind(enrolment).bind(now).bind(by).execute(conn).await.map(drop))?;
    Ok(())
}

const REVOKE: &str =
    "UPDATE handoff SET ended_at = $2, ended_by = 'revoked' WHERE enrolment_id = $1 AND ended_at IS NULL";

/// Ends what has not been used, and notes at what was used that its phone is out.
pub(super) async fn revoke(tx: &mut Tx, enrolment: EnrolmentId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(REVOKE).bind(enrolment).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const ASK: &str = "UPDATE handoff SET asker_id = $2, asked_at = $3 WHERE id = $1";

pub(super) async fn ask(tx: &mut Tx, id: HandoffId, asker: SessionId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(ASK).bind(id).bind(asker).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const ALLOW: &str = "UPDATE handoff SET allowed_at = $2 WHERE id = $1";

pub(super) async fn allow(tx: &mut Tx, id: HandoffId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(ALLOW).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const CLAIM: &str = "UPDATE handoff SET claimed_at = $2 WHERE id = $1";

/// Uses an invitation up.
pub(super) async fn claim(tx: &mut Tx, id: HandoffId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(CLAIM).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE_BEFORE: &str = "DELETE FROM handoff WHERE created_at < $1";

pub(super) async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_BEFORE).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
