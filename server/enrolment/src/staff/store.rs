//! SQL of staff accounts; that of attempts, second factors and lists stands in files of its own.

pub(super) mod attempts;
pub(super) mod list;
pub(super) mod second_factor;
pub(super) mod sign_ins;

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
    pub(super) must_change_password: bool,
    pub(super) totp_sealed: Option<Vec<u8>>,
    pub(super) totp_pending: Option<Vec<u8>>,
    pub(super) totp_step: i64,
    pub(super) version: i64,
    pub(super) created_at: Timestamp,
    pub(super) disabled_at: Option<Timestamp>,
    pub(super) signed_in_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, login, name, role, province, region, institution, password_hash, must_change_password, totp_sealed, \
         totp_pending, totp_step, version, created_at, disabled_at, signed_in_at"
    };
}
use columns;

/// An account to be written.
pub(super) struct New<'a> {
    pub(super) id: StaffId,
    pub(super) login: &'a str,
    pub(super) name: &'a str,
    pub(super) role: &'static str,
    pub(super) province: &'a Province,
    pub(super) region: Option<&'a str>,
    pub(super) institution: Option<&'a str>,
    pub(super) password_hash: &'a str,
    pub(super) must_change_password: bool,
}

const INSERT: &str = "INSERT INTO staff (id, login, name, role, province, region, institution, password_hash, \
                      must_change_password, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
                      ON CONFLICT (login) DO NOTHING";

/// False where the login is taken.
pub(super) async fn insert(tx: &mut Tx, new: &New<'_>, now: Timestamp) -> Result<bool> {
    let inserted = on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.login).bind(new.name).bind(new.role).bind(new.province).bind(new.region)
        .bind(new.institution).bind(new.password_hash).bind(new.must_change_password).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const BY_LOGIN: &str = concat!("SELECT ", columns!(), " FROM staff WHERE login = $1 AND disabled_at IS NULL");

pub(super) async fn by_login(tx: &mut Tx, login: &str) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_LOGIN).bind(login).fetch_optional(conn).await)?)
}

const LOAD: &str = concat!("SELECT ", columns!(), " FROM staff WHERE id = $1");

pub(super) async fn load(tx: &mut Tx, id: StaffId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LOAD).bind(id).fetch_optional(conn).await)?)
}

/// Changes nothing, but takes the row's lock on both databases until the transaction ends.
const LOCK: &str = concat!("UPDATE staff SET version = version WHERE id = $1 RETURNING ", columns!());

pub(super) async fn lock(tx: &mut Tx, id: StaffId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LOCK).bind(id).fetch_optional(conn).await)?)
}

const COUNT: &str = "SELECT COUNT(*) FROM staff WHERE province = $1";

pub(super) async fn count(tx: &mut Tx, province: &Province) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT).bind(province).fetch_one(conn).await)?)
}

const LOCK_PROVINCE: &str = "INSERT INTO staff_change (province, at) VALUES ($1, $2) \
                             ON CONFLICT (province) DO UPDATE SET at = excluded.at";

/// Until the transaction ends nobody else changes accounts of the province.
pub(super) async fn lock_province(tx: &mut Tx, province: &Province, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(LOCK_PROVINCE).bind(province).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const ADMINISTRATORS: &str = "SELECT COUNT(*) FROM staff WHERE province = $1 AND role = 'province_administrator' \
                              AND region IS NULL AND institution IS NULL AND disabled_at IS NULL";

/// Administrators of the whole province who can sign in.
pub(super) async fn administrators(tx: &mut Tx, province: &Province) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(ADMINISTRATORS).bind(province).fetch_one(conn).await)?)
}

/// What an administrator may change of an account.
pub(super) struct Change<'a> {
    pub(super) name: &'a str,
    pub(super) role: &'static str,
    pub(super) region: Option<&'a str>,
    pub(super) institution: Option<&'a str>,
}

const CHANGE: &str =
    "UPDATE staff SET name = $2, role = $3, region = $4, institution = $5, version = version + 1 WHERE id = $1";

pub(super) async fn change(tx: &mut Tx, id: StaffId, change: &Change<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(CHANGE).bind(id).bind(change.name).bind(change.role).bind(change.region)
        .bind(change.institution).execute(conn).await.map(drop))?;
    Ok(())
}

const SET_DISABLED: &str = "UPDATE staff SET disabled_at = $2, version = version + 1 WHERE id = $1";

pub(super) async fn set_disabled(tx: &mut Tx, id: StaffId, at: Option<Timestamp>) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_DISABLED).bind(id).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}

const SET_PASSWORD: &str = "UPDATE staff SET password_hash = $2, must_change_password = $3 WHERE id = $1";

pub(super) async fn set_password(tx: &mut Tx, id: StaffId, hash: &str, must_change: bool) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_PASSWORD).bind(id).bind(hash).bind(must_change).execute(conn).await.map(drop))?;
    Ok(())
}

const KEEP_OLD: &str = "INSERT INTO staff_password (staff_id, password_hash, replaced_at) VALUES ($1, $2, $3) \
                        ON CONFLICT (staff_id, password_hash) DO NOTHING";
const DROP_OLD: &str = "DELETE FROM staff_password WHERE staff_id = $1 AND password_hash NOT IN (SELECT password_hash \
                        FROM staff_password WHERE staff_id = $1 ORDER BY replaced_at DESC, password_hash LIMIT $2)";

/// Remembers a password that is replaced, and of the earlier ones so many that there are `kept`.
pub(super) async fn keep_old(tx: &mut Tx, id: StaffId, hash: &str, kept: i64, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(KEEP_OLD).bind(id).bind(hash).bind(now).execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(DROP_OLD).bind(id).bind(kept).execute(conn).await.map(drop))?;
    Ok(())
}

const OLD: &str = "SELECT password_hash FROM staff_password WHERE staff_id = $1 ORDER BY replaced_at DESC";

pub(super) async fn old_passwords(tx: &mut Tx, id: StaffId) -> Result<Vec<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OLD).bind(id).fetch_all(conn).await)?)
}

const SIGNED_IN: &str = "UPDATE staff SET signed_in_at = $2 WHERE id = $1";

pub(super) async fn set_signed_in(tx: &mut Tx, id: StaffId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SIGNED_IN).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
