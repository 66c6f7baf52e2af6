//! SQL of accounts: the proof that lets a session choose a password; security answers and ways back below.

mod recovery;
mod reset;

pub(super) use recovery::{
    NewRecovery, answers, begin_recovery, drop_answers, drop_recoveries, insert_answer, prove_recovery, recovery,
    use_up_recovery,
};
pub(super) use reset::{
    NewReset, ResetRow, close_resets, confirm_reset, insert_reset, lock_reset, newest_reset, open_reset,
    reset_enrolment, set_reset_code, set_reset_sent, use_up_reset, waiting_resets,
};

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::SessionId, time::Timestamp};

const ALLOW: &str = "UPDATE session SET password_until = $2 WHERE id = $1";

pub(super) async fn allow(tx: &mut Tx, id: SessionId, until: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(ALLOW).bind(id).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}

const ALLOWED: &str = "SELECT COALESCE(password_until, 0) FROM session WHERE id = $1";

pub(super) async fn allowed_until(tx: &mut Tx, id: SessionId) -> Result<Timestamp> {
    let until: Option<Timestamp> = on!(tx, conn => sqlx::query_scalar(ALLOWED).bind(id).fetch_optional(conn).await)?;
    Ok(until.unwrap_or_default())
}

const USE_UP: &str = "UPDATE session SET password_until = NULL WHERE id = $1 AND password_until > $2";

/// False where there is no proof any more: of two forms sent at once, one chooses the password.
pub(super) async fn use_up(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<bool> {
    let used = on!(tx, conn => sqlx::query(USE_UP).bind(id).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(used == 1)
}
