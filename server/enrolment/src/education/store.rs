//! SQL of education checks.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EducationCheckId, EnrolmentId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: EducationCheckId,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) kind: String,
    pub(super) subject_hash: Vec<u8>,
    pub(super) expires_at: Timestamp,
    pub(super) replaced_at: Option<Timestamp>,
    pub(super) answered_at: Option<Timestamp>,
    pub(super) outcome: Option<String>,
    pub(super) late: bool,
    pub(super) result_sealed: Option<Vec<u8>>,
}

impl Row {
    /// Neither answered nor replaced, and not too old.
    pub(super) fn waits(&self, now: Timestamp) -> bool {
        self.answered_at.is_none() && self.replaced_at.is_none() && now < self.expires_at
    }
}

/// A question to be written.
pub(super) struct New<'a> {
    pub(super) id: EducationCheckId,
    pub(super) enrolment: EnrolmentId,
    pub(super) kind: &'a str,
    pub(super) token_hash: Vec<u8>,
    pub(super) subject_hash: Vec<u8>,
    pub(super) now: Timestamp,
    pub(super) expires_at: Timestamp,
}

const INSERT: &str = "INSERT INTO education_check (id, enrolment_id, kind, token_hash, subject_hash, created_at, expires_at, \
                      late) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(super) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.enrolment).bind(new.kind).bind(&new.token_hash).bind(&new.subject_hash).bind(new.now)
        .bind(new.expires_at).bind(false)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const REPLACE_OPEN: &str = "UPDATE education_check SET replaced_at = $3 WHERE enrolment_id = $1 AND kind = $2 \
                            AND answered_at IS NULL AND replaced_at IS NULL";

/// Ends the codes of one kind that nobody has answered.
pub(super) async fn replace_open(tx: &mut Tx, enrolment: EnrolmentId, kind: &str, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(REPLACE_OPEN).bind(enrolment).bind(kind).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const COUNT_SINCE: &str = "SELECT COUNT(*) FROM education_check WHERE enrolment_id = $1 AND created_at > $2";

pub(super) async fn count_since(tx: &mut Tx, enrolment: EnrolmentId, since: Timestamp) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT_SINCE).bind(enrolment).bind(since).fetch_one(conn).await)?)
}

const OF_ENROLMENT: &str = "SELECT id, enrolment_id, kind, subject_hash, expires_at, replaced_at, answered_at, outcome, late, \
                            result_sealed FROM education_check WHERE enrolment_id = $1 ORDER BY created_at, id";

/// Oldest first.
pub(super) async fn of_enrolment(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_ENROLMENT).bind(enrolment).fetch_all(conn).await)?)
}

const OWNER: &str = "SELECT enrolment_id FROM education_check WHERE token_hash = $1";

/// Whose code it is.
pub(super) async fn owner(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OWNER).bind(token_hash).fetch_optional(conn).await)?)
}

const BY_TOKEN: &str = "SELECT id, enrolment_id, kind, subject_hash, expires_at, replaced_at, answered_at, outcome, late, \
                        result_sealed FROM education_check WHERE token_hash = $1";

pub(super) async fn by_token(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_TOKEN).bind(token_hash).fetch_optional(conn).await)?)
}

const BY_ID: &str = "SELECT id, enrolment_id, kind, subject_hash, expires_at, replaced_at, answered_at, outcome, late, \
                     result_sealed FROM education_check WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: EducationCheckId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

const ANSWER: &str =
    "UPDATE education_check SET answered_at = $2, outcome = $3, late = $4, result_sealed = $5 WHERE id = $1";

pub(super) async fn answer(
    tx: &mut Tx,
    id: EducationCheckId,
    (outcome, late): (&str, bool),
    result_sealed: Option<&[u8]>,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(ANSWER).bind(id).bind(now).bind(outcome).bind(late).bind(result_sealed)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const USE_NONCE: &str = "INSERT INTO education_nonce (nonce_hash, used_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// False where it was used before.
pub(super) async fn use_nonce(tx: &mut Tx, nonce_hash: &[u8], now: Timestamp) -> Result<bool> {
    let inserted = on!(tx, conn => sqlx::query(USE_NONCE).bind(nonce_hash).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const DELETE_NONCES: &str = "DELETE FROM education_nonce WHERE used_at < $1";

pub(super) async fn delete_nonces(tx: &mut Tx, before: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_NONCES).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}

const CHOOSE_MANUAL: &str =
    "INSERT INTO education_manual (enrolment_id, chosen_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";

pub(super) async fn choose_manual(tx: &mut Tx, enrolment: EnrolmentId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(CHOOSE_MANUAL).bind(enrolment).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const LEAVE_MANUAL: &str = "DELETE FROM education_manual WHERE enrolment_id = $1";

pub(super) async fn leave_manual(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(LEAVE_MANUAL).bind(enrolment).execute(conn).await.map(drop))?;
    Ok(())
}

const IS_MANUAL: &str = "SELECT COUNT(*) FROM education_manual WHERE enrolment_id = $1";

pub(super) async fn is_manual(tx: &mut Tx, enrolment: EnrolmentId) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(IS_MANUAL).bind(enrolment).fetch_one(conn).await)?;
    Ok(count > 0)
}
