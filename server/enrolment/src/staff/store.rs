//! SQL of staff accounts and sign-in attempts.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{Province, StaffId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: StaffId,
    pub(super) login: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) province: Province,
    pub(super) region: Option<String>,
    pub(super) institution: Option<String>,
    pub(super) password_hash: String,
}

const INSERT: &str = "INSERT INTO staff (id, login, name, role, province, region, institution, password_hash, \
                      created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO NOTHING";

/// False where the login is taken.
pub(super) async fn insert(tx: &mut Tx, row: &Row, now: Timestamp) -> Result<bool> {
    let inserted = on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(&row.login).bind(&row.name).bind(&row.role).bind(&row.province).bind(&row.region)
        .bind(&row.institution).bind(&row.password_hash).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const BY_LOGIN: &str = "SELECT id, login, name, role, province, region, institution, password_hash FROM staff \
                        WHERE login = $1 AND disabled_at IS NULL";

pub(super) async fn by_login(tx: &mut Tx, login: &str) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_LOGIN).bind(login).fetch_optional(conn).await)?)
}

const COUNT: &str = "SELECT COUNT(*) FROM staff WHERE province = $1";

pub(super) async fn count(tx: &mut Tx, province: &Province) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT).bind(province).fetch_one(conn).await)?)
}

/// What is held against a login, from everywhere or from one network.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct Attempts {
    pub(super) failures: i64,
    pub(super) locked_until: Timestamp,
    /// When the right password last came from there.
    pub(super) succeeded_at: Option<Timestamp>,
}

const LOCK_ATTEMPTS: &str = "INSERT INTO sign_in_attempt (login_index, failures, locked_until, last_at) \
                             VALUES ($1, 0, 0, $2) ON CONFLICT (login_index) DO UPDATE SET last_at = excluded.last_at \
                             RETURNING failures, locked_until, succeeded_at";

/// What there is so far; locks the row until the transaction ends.
pub(super) async fn lock_attempts(tx: &mut Tx, index: &[u8], now: Timestamp) -> Result<Attempts> {
    Ok(on!(tx, conn => sqlx::query_as(LOCK_ATTEMPTS).bind(index).bind(now).fetch_one(conn).await)?)
}

const SET_ATTEMPTS: &str = "UPDATE sign_in_attempt SET failures = $2, locked_until = $3 WHERE login_index = $1";

pub(super) async fn set_attempts(tx: &mut Tx, index: &[u8], failures: i64, locked_until: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_ATTEMPTS).bind(index).bind(failures).bind(locked_until)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SET_SUCCEEDED: &str =
    "UPDATE sign_in_attempt SET failures = 0, locked_until = 0, succeeded_at = $2 WHERE login_index = $1";

pub(super) async fn set_succeeded(tx: &mut Tx, index: &[u8], now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_SUCCEEDED).bind(index).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE_ATTEMPTS: &str = "DELETE FROM sign_in_attempt WHERE last_at < $1 AND locked_until <= $3 \
                               AND (succeeded_at IS NULL OR succeeded_at < $2)";

/// Rows without a try since `before`; those of known addresses without a success since `known_before`.
pub(super) async fn delete_attempts(
    tx: &mut Tx,
    before: Timestamp,
    known_before: Timestamp,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_ATTEMPTS).bind(before).bind(known_before).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}
