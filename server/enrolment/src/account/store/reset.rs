//! SQL of new passwords that an office lets people choose.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, OfficeResetId, Province, StaffId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::account) struct ResetRow {
    pub(in crate::account) id: OfficeResetId,
    pub(in crate::account) province: Province,
    pub(in crate::account) candidate_id: CandidateId,
    pub(in crate::account) asked_by: StaffId,
    pub(in crate::account) asked_at: Timestamp,
    pub(in crate::account) confirmed_at: Option<Timestamp>,
    pub(in crate::account) phone_sealed: Option<Vec<u8>>,
    pub(in crate::account) code_hash: Option<Vec<u8>>,
    pub(in crate::account) sent_at: Option<Timestamp>,
    /// Absent until it is issued.
    pub(in crate::account) expires_at: Option<Timestamp>,
    pub(in crate::account) used_at: Option<Timestamp>,
    pub(in crate::account) closed_at: Option<Timestamp>,
}

impl ResetRow {
    /// Issued, and neither used, replaced nor too old.
    pub(in crate::account) fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && self.closed_at.is_none() && self.expires_at.is_some_and(|until| until > now)
    }
}

pub(in crate::account) struct NewReset<'a> {
    pub(in crate::account) id: OfficeResetId,
    pub(in crate::account) province: &'a Province,
    pub(in crate::account) candidate: CandidateId,
    pub(in crate::account) enrolment: EnrolmentId,
    pub(in crate::account) staff: StaffId,
    pub(in crate::account) phone_sealed: Option<&'a [u8]>,
    pub(in crate::account) now: Timestamp,
}

const INSERT: &str = "INSERT INTO office_reset (id, province, candidate_id, enrolment_id, asked_by, asked_at, phone_sealed) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(in crate::account) async fn insert_reset(tx: &mut Tx, new: &NewReset<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.province).bind(new.candidate).bind(new.enrolment).bind(new.staff).bind(new.now)
        .bind(new.phone_sealed)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const CLOSE: &str =
    "UPDATE office_reset SET closed_at = $2 WHERE candidate_id = $1 AND used_at IS NULL AND closed_at IS NULL";

/// Ends whatever was begun for a candidate.
pub(in crate::account) async fn close_resets(tx: &mut Tx, id: CandidateId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(CLOSE).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const LOCK: &str = "UPDATE office_reset SET province = province WHERE id = $1 \
    RETURNING id, province, candidate_id, asked_by, asked_at, confirmed_at, phone_sealed, code_hash, sent_at, expires_at, used_at, closed_at";

pub(in crate::account) async fn lock_reset(tx: &mut Tx, id: OfficeResetId) -> Result<Option<ResetRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LOCK).bind(id).fetch_optional(conn).await)?)
}

const NEWEST: &str = "SELECT id, province, candidate_id, asked_by, asked_at, confirmed_at, phone_sealed, code_hash, sent_at, \
                      expires_at, used_at, closed_at FROM office_reset WHERE candidate_id = $1 \
                      ORDER BY asked_at DESC, id DESC LIMIT 1";

pub(in crate::account) async fn newest_reset(tx: &mut Tx, id: CandidateId) -> Result<Option<ResetRow>> {
    Ok(on!(tx, conn => sqlx::query_as(NEWEST).bind(id).fetch_optional(conn).await)?)
}

const ENROLMENT: &str = "SELECT enrolment_id FROM office_reset WHERE id = $1";

/// Which application it was asked for.
pub(in crate::account) async fn reset_enrolment(tx: &mut Tx, id: OfficeResetId) -> Result<Option<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(ENROLMENT).bind(id).fetch_optional(conn).await)?)
}

const CONFIRM: &str = "UPDATE office_reset SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1";

pub(in crate::account) async fn confirm_reset(
    tx: &mut Tx,
    id: OfficeResetId,
    staff: StaffId,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(CONFIRM).bind(id).bind(staff).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const OPEN: &str = "UPDATE office_reset SET expires_at = $2 WHERE id = $1";

/// Issued; the code is made when it is sent.
pub(in crate::account) async fn open_reset(tx: &mut Tx, id: OfficeResetId, until: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(OPEN).bind(id).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}

const SET_CODE: &str = "UPDATE office_reset SET code_hash = $2, expires_at = $3 WHERE id = $1";

pub(in crate::account) async fn set_reset_code(
    tx: &mut Tx,
    id: OfficeResetId,
    hash: &[u8],
    until: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_CODE).bind(id).bind(hash).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}

const SET_SENT: &str = "UPDATE office_reset SET sent_at = $2 WHERE id = $1";

pub(in crate::account) async fn set_reset_sent(tx: &mut Tx, id: OfficeResetId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_SENT).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const USE_UP: &str = "UPDATE office_reset SET used_at = $2, code_hash = NULL WHERE id = $1";

pub(in crate::account) async fn use_up_reset(tx: &mut Tx, id: OfficeResetId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(USE_UP).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::account) struct WaitingRow {
    pub(in crate::account) id: OfficeResetId,
    pub(in crate::account) candidate_id: CandidateId,
    pub(in crate::account) enrolment_id: EnrolmentId,
    pub(in crate::account) asked_by: StaffId,
    pub(in crate::account) asked_at: Timestamp,
    pub(in crate::account) phone_sealed: Option<Vec<u8>>,
    pub(in crate::account) name: String,
    pub(in crate::account) region: String,
}

const WAITING: &str = "SELECT r.id, r.candidate_id, r.enrolment_id, r.asked_by, r.asked_at, r.phone_sealed, staff.name, \
                       enrolment.region FROM office_reset r JOIN staff ON staff.id = r.asked_by \
                       JOIN enrolment ON enrolment.id = r.enrolment_id \
                       WHERE r.province = $1 AND substr(enrolment.region, 1, length($2)) = $2 AND r.asked_at > $3 \
                       AND r.confirmed_at IS NULL AND r.closed_at IS NULL AND r.expires_at IS NULL \
                       ORDER BY r.asked_at, r.id LIMIT 100";

/// What waits for another officer, of the regions whose codes begin with `prefix`.
pub(in crate::account) async fn waiting_resets(
    tx: &mut Tx,
    (province, prefix): (&Province, &str),
    since: Timestamp,
) -> Result<Vec<WaitingRow>> {
    Ok(on!(tx, conn => sqlx::query_as(WAITING).bind(province).bind(prefix).bind(since).fetch_all(conn).await)?)
}
