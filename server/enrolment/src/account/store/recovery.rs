//! SQL of security answers, and of what a session has proved that nobody is signed in with.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, OfficeResetId, Province, SessionId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::account) struct AnswerRow {
    pub(in crate::account) question: String,
    pub(in crate::account) answer_hash: String,
}

const ANSWERS: &str = "SELECT question, answer_hash FROM security_answer WHERE candidate_id = $1 ORDER BY place";

/// In their order.
pub(in crate::account) async fn answers(tx: &mut Tx, id: CandidateId) -> Result<Vec<AnswerRow>> {
    Ok(on!(tx, conn => sqlx::query_as(ANSWERS).bind(id).fetch_all(conn).await)?)
}

const DROP_ANSWERS: &str = "DELETE FROM security_answer WHERE candidate_id = $1";

pub(in crate::account) async fn drop_answers(tx: &mut Tx, id: CandidateId) -> Result<()> {
    on!(tx, conn => sqlx::query(DROP_ANSWERS).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const INSERT_ANSWER: &str = "INSERT INTO security_answer (candidate_id, question, place, answer_hash, set_at) \
                             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (candidate_id, question) DO UPDATE SET \
                             place = excluded.place, answer_hash = excluded.answer_hash, set_at = excluded.set_at";

pub(in crate::account) async fn insert_answer(
    tx: &mut Tx,
    id: CandidateId,
    (place, question, hash): (i64, &str, &str),
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_ANSWER).bind(id).bind(question).bind(place).bind(hash).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// Something proved.
pub(in crate::account) struct NewRecovery<'a> {
    pub(in crate::account) session: SessionId,
    pub(in crate::account) province: &'a Province,
    pub(in crate::account) candidate: CandidateId,
    pub(in crate::account) way: &'a str,
    pub(in crate::account) needs_code: bool,
    pub(in crate::account) reset: Option<OfficeResetId>,
    pub(in crate::account) until: Timestamp,
}

const BEGIN: &str = "INSERT INTO recovery (session_id, province, candidate_id, way, needs_code, office_reset_id, until) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (session_id) DO UPDATE SET \
                     province = excluded.province, candidate_id = excluded.candidate_id, way = excluded.way, \
                     needs_code = excluded.needs_code, office_reset_id = excluded.office_reset_id, until = excluded.until";

/// In place of what the session proved before.
pub(in crate::account) async fn begin_recovery(tx: &mut Tx, new: &NewRecovery<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(BEGIN)
        .bind(new.session).bind(new.province).bind(new.candidate).bind(new.way).bind(new.needs_code).bind(new.reset)
        .bind(new.until)
        .execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::account) struct RecoveryRow {
    pub(in crate::account) province: Province,
    pub(in crate::account) candidate_id: CandidateId,
    pub(in crate::account) way: String,
    pub(in crate::account) needs_code: bool,
    pub(in crate::account) office_reset_id: Option<OfficeResetId>,
}

const RECOVERY: &str = "SELECT province, candidate_id, way, needs_code, office_reset_id FROM recovery \
                        WHERE session_id = $1 AND until > $2";

pub(in crate::account) async fn recovery(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<Option<RecoveryRow>> {
    Ok(on!(tx, conn => sqlx::query_as(RECOVERY).bind(id).bind(now).fetch_optional(conn).await)?)
}

const PROVE: &str = "UPDATE recovery SET needs_code = $2, until = $3 WHERE session_id = $1";

/// The code was right.
pub(in crate::account) async fn prove_recovery(tx: &mut Tx, id: SessionId, until: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(PROVE).bind(id).bind(false).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}

const USE_UP: &str = "DELETE FROM recovery WHERE session_id = $1 AND needs_code = $2 AND until > $3 \
                      RETURNING province, candidate_id, way, needs_code, office_reset_id";

/// None where there is no proof any more: of two forms sent at once, one chooses the password.
pub(in crate::account) async fn use_up_recovery(
    tx: &mut Tx,
    id: SessionId,
    now: Timestamp,
) -> Result<Option<RecoveryRow>> {
    Ok(on!(tx, conn => sqlx::query_as(USE_UP).bind(id).bind(false).bind(now).fetch_optional(conn).await)?)
}

const DROP_RECOVERIES: &str = "DELETE FROM recovery WHERE candidate_id = $1";

/// What any session has proved about a candidate.
pub(in crate::account) async fn drop_recoveries(tx: &mut Tx, id: CandidateId) -> Result<()> {
    on!(tx, conn => sqlx::query(DROP_RECOVERIES).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}
