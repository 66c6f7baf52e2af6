//! SQL of sign-in attempts.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::time::Timestamp;

/// What is held against a login, from everywhere or from one network.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(in crate::staff) struct Attempts {
    pub(in crate::staff) failures: i64,
    pub(in crate::staff) locked_until: Timestamp,
    /// When the right password last came from there.
    pub(in crate::staff) succeeded_at: Option<Timestamp>,
}

const LOCK_ATTEMPTS: &str = "INSERT INTO sign_in_attempt (login_index, failures, locked_until, last_at) \
                             VALUES ($1, 0, 0, $2) ON CONFLICT (login_index) DO UPDATE SET last_at = excluded.last_at \
                             RETURNING failures, locked_until, succeeded_at";

/// What there is so far; locks the row until the transaction ends.
pub(in crate::staff) async fn lock_attempts(tx: &mut Tx, index: &[u8], now: Timestamp) -> Result<Attempts> {
    Ok(on!(tx, conn => sqlx::query_as(LOCK_ATTEMPTS).bind(index).bind(now).fetch_one(conn).await)?)
}

const SET_ATTEMPTS: &str = "UPDATE sign_in_attempt SET failures = $2, locked_until = $3 WHERE login_index = $1";

pub(in crate::staff) async fn set_attempts(
    tx: &mut Tx,
    index: &[u8],
    failures: i64,
    locked_until: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_ATTEMPTS).bind(index).bind(failures).bind(locked_until)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SET_SUCCEEDED: &str =
    "UPDATE sign_in_attempt SET failures = 0, locked_until = 0, succeeded_at = $2 WHERE login_index = $1";

pub(in crate::staff) async fn set_succeeded(tx: &mut Tx, index: &[u8], now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_SUCCEEDED).bind(index).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE_ATTEMPTS: &str = "DELETE FROM sign_in_attempt WHERE last_at < $1 AND locked_until <= $3 \
                               AND (succeeded_at IS NULL OR succeeded_at < $2)";

/// Rows without a try since `before`; those of known addresses without a success since `known_before`.
pub(in crate::staff) async fn delete_attempts(
    tx: &mut Tx,
    before: Timestamp,
    known_before: Timestamp,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_ATTEMPTS).bind(before).bind(known_before).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}
