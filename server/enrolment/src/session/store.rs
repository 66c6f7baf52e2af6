//! SQL of sessions and drafts.

use super::StaffSession;
use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, Province, SessionId, StaffId},
    time::Timestamp,
};

/// A session with the staff member it belongs to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: SessionId,
    pub(super) kind: String,
    pub(super) province: Option<Province>,
    pub(super) candidate_id: Option<CandidateId>,
    pub(super) enrolment_id: Option<EnrolmentId>,
    pub(super) staff_id: Option<StaffId>,
    pub(super) scope: Option<String>,
    pub(super) idle_until: Timestamp,
    pub(super) name: Option<String>,
    pub(super) role: Option<String>,
    pub(super) staff_province: Option<Province>,
    pub(super) region: Option<String>,
    pub(super) institution: Option<String>,
    pub(super) must_change_password: Option<bool>,
    pub(super) has_factor: bool,
    pub(super) verified: bool,
}

/// A session to be written.
pub(super) struct New<'a> {
    pub(super) id: SessionId,
    pub(super) token_hash: Vec<u8>,
    pub(super) kind: &'static str,
    pub(super) province: Option<&'a Province>,
    pub(super) candidate: Option<CandidateId>,
    pub(super) enrolment: Option<EnrolmentId>,
    pub(super) staff: Option<StaffId>,
    pub(super) scope: Option<&'static str>,
    pub(super) now: Timestamp,
    pub(super) idle_until: Timestamp,
    pub(super) expires_at: Timestamp,
}

const INSERT: &str = "INSERT INTO session (id, token_hash, kind, province, candidate_id, enrolment_id, staff_id, \
                      scope, created_at, idle_until, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

pub(super) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(&new.token_hash).bind(new.kind).bind(new.province).bind(new.candidate).bind(new.enrolment)
        .bind(new.staff).bind(new.scope).bind(new.now).bind(new.idle_until).bind(new.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const FIND: &str = "SELECT session.id, kind, session.province, candidate_id, enrolment_id, staff_id, scope, idle_until, name, \
                    role, staff.province AS staff_province, staff.region, staff.institution, must_change_password, \
                    totp_sealed IS NOT NULL AS has_factor, verified FROM session \
                    LEFT JOIN staff ON staff.id = session.staff_id \
                    WHERE token_hash = $1 AND idle_until > $2 AND expires_at > $2 AND staff.disabled_at IS NULL";

pub(super) async fn find(tx: &mut Tx, token_hash: &[u8], now: Timestamp) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(FIND).bind(token_hash).bind(now).fetch_optional(conn).await)?)
}

const EXTEND: &str = "UPDATE session SET idle_until = $2 WHERE id = $1 AND idle_until < $2";

pub(super) async fn extend(tx: &mut Tx, id: SessionId, idle_until: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(EXTEND).bind(id).bind(idle_until).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM session WHERE id = $1";

pub(super) async fn delete(tx: &mut Tx, id: SessionId) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const END_ALL: &str = "DELETE FROM session WHERE candidate_id = $1";

pub(super) async fn end_all(tx: &mut Tx, candidate: CandidateId) -> Result<()> {
    on!(tx, conn => sqlx::query(END_ALL).bind(candidate).execute(conn).await.map(drop))?;
    Ok(())
}

const MARK_STAFF: &str = "UPDATE session SET verified = $2, address = $3 WHERE id = $1";

pub(super) async fn mark_staff(tx: &mut Tx, id: SessionId, verified: bool, address: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(MARK_STAFF).bind(id).bind(verified).bind(address).execute(conn).await.map(drop))?;
    Ok(())
}

const OF_STAFF: &str = "SELECT id, created_at, idle_until, address FROM session \
                        WHERE staff_id = $1 AND idle_until > $2 AND expires_at > $2 ORDER BY created_at DESC, id DESC";

pub(super) async fn of_staff(tx: &mut Tx, staff: StaffId, now: Timestamp) -> Result<Vec<StaffSession>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_STAFF).bind(staff).bind(now).fetch_all(conn).await)?)
}

const END_STAFF_SESSION: &str = "DELETE FROM session WHERE staff_id = $1 AND id = $2";

pub(super) async fn end_staff_session(tx: &mut Tx, staff: StaffId, id: SessionId) -> Result<u64> {
    Ok(on!(tx, conn => sqlx::query(END_STAFF_SESSION).bind(staff).bind(id)
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

const END_STAFF: &str = "DELETE FROM session WHERE staff_id = $1 AND ($2 IS NULL OR id <> $2)";

pub(super) async fn end_staff(tx: &mut Tx, staff: StaffId, kept: Option<SessionId>) -> Result<u64> {
    Ok(on!(tx, conn => sqlx::query(END_STAFF).bind(staff).bind(kept)
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

const DELETE_EXPIRED: &str = "DELETE FROM session WHERE idle_until <= $1 OR expires_at <= $1";

pub(super) async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_EXPIRED).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const PHONE_SINCE: &str = "SELECT created_at FROM session WHERE enrolment_id = $1 AND scope = 'evidence' \
                           AND idle_until > $2 AND expires_at > $2 ORDER BY created_at DESC LIMIT 1";

pub(super) async fn phone_since(tx: &mut Tx, enrolment: EnrolmentId, now: Timestamp) -> Result<Option<Timestamp>> {
    Ok(on!(tx, conn => sqlx::query_scalar(PHONE_SINCE).bind(enrolment).bind(now).fetch_optional(conn).await)?)
}

const END_PHONES: &str = "DELETE FROM session WHERE enrolment_id = $1 AND scope = 'evidence'";

pub(super) async fn end_phones(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(END_PHONES).bind(enrolment).execute(conn).await.map(drop))?;
    Ok(())
}

const ALIVE: &str = "SELECT id FROM session WHERE id = $1 AND idle_until > $2 AND expires_at > $2";

pub(super) async fn is_alive(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<bool> {
    let found: Option<SessionId> =
        on!(tx, conn => sqlx::query_scalar(ALIVE).bind(id).bind(now).fetch_optional(conn).await)?;
    Ok(found.is_some())
}

/// Nothing is written where the session is gone.
const SAVE_DRAFT: &str = "INSERT INTO draft (session_id, page, sealed, saved_at) \
                          SELECT id, $2, $3, $4 FROM session WHERE id = $1 \
                          ON CONFLICT (session_id, page) DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at";

pub(super) async fn save_draft(tx: &mut Tx, id: SessionId, page: &str, sealed: &[u8], now: Timestamp) -> Result<u64> {
    Ok(on!(tx, conn => sqlx::query(SAVE_DRAFT).bind(id).bind(page).bind(sealed).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

const LOAD_DRAFT: &str = "SELECT sealed FROM draft WHERE session_id = $1 AND page = $2";

pub(super) async fn load_draft(tx: &mut Tx, id: SessionId, page: &str) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(LOAD_DRAFT).bind(id).bind(page).fetch_optional(conn).await)?)
}

const DROP_DRAFT: &str = "DELETE FROM draft WHERE session_id = $1 AND page = $2";

pub(super) async fn drop_draft(tx: &mut Tx, id: SessionId, page: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(DROP_DRAFT).bind(id).bind(page).execute(conn).await.map(drop))?;
    Ok(())
}
