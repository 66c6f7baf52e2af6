//! SQL of what was found at the desk.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{DeskCheckId, EnrolmentId, StaffId},
    time::Timestamp,
};

pub(super) struct New<'a> {
    pub(super) id: DeskCheckId,
    pub(super) enrolment: EnrolmentId,
    pub(super) staff: StaffId,
    pub(super) institution: Option<&'a str>,
    pub(super) outcome: &'static str,
    pub(super) reason: Option<&'a str>,
    pub(super) note_sealed: Option<Vec<u8>>,
    pub(super) seen_index: Option<Vec<u8>>,
    pub(super) at: Timestamp,
}

const INSERT: &str = "INSERT INTO desk_check (id, enrolment_id, staff_id, institution, outcome, reason, note_sealed, seen_index, at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(super) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.enrolment).bind(new.staff).bind(new.institution).bind(new.outcome).bind(new.reason)
        .bind(&new.note_sealed).bind(&new.seen_index).bind(new.at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const LAPSE: &str = "UPDATE desk_check SET lapsed_at = $2 WHERE enrolment_id = $1 AND lapsed_at IS NULL";

pub(super) async fn lapse(tx: &mut Tx, id: EnrolmentId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(LAPSE).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: DeskCheckId,
    pub(super) staff: String,
    pub(super) institution: Option<String>,
    pub(super) outcome: String,
    pub(super) reason: Option<String>,
    pub(super) note_sealed: Option<Vec<u8>>,
    pub(super) seen_index: Option<Vec<u8>>,
    pub(super) at: Timestamp,
}

const STANDING: &str = "SELECT desk_check.id, staff.name AS staff, desk_check.institution, outcome, reason, note_sealed, seen_index, at \
                        FROM desk_check JOIN staff ON staff.id = staff_id \
                        WHERE enrolment_id = $1 AND lapsed_at IS NULL ORDER BY at DESC, desk_check.id DESC LIMIT 1";

/// The check that counts.
pub(super) async fn standing(tx: &mut Tx, id: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(STANDING).bind(id).fetch_optional(conn).await)?)
}

const FORGET_PRESENCE: &str = "DELETE FROM desk_presence WHERE staff_id = $1 AND found_at <= $2";

/// Whom an officer found up to `before`.
pub(super) async fn forget_presence(tx: &mut Tx, staff: StaffId, before: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(FORGET_PRESENCE).bind(staff).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}

const SAVE_PRESENCE: &str = "INSERT INTO desk_presence (staff_id, enrolment_id, found_at) VALUES ($1, $2, $3) \
                             ON CONFLICT (staff_id, enrolment_id) DO UPDATE SET found_at = excluded.found_at";

pub(super) async fn save_presence(tx: &mut Tx, staff: StaffId, id: EnrolmentId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE_PRESENCE).bind(staff).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const IS_PRESENT: &str =
    "SELECT COUNT(*) FROM desk_presence WHERE staff_id = $1 AND enrolment_id = $2 AND found_at > $3";

/// Whether the officer found them after `since`.
pub(super) async fn is_present(tx: &mut Tx, staff: StaffId, id: EnrolmentId, since: Timestamp) -> Result<bool> {
    let rows: i64 = on!(tx, conn => sqlx::query_scalar(IS_PRESENT).bind(staff).bind(id).bind(since)
        .fetch_one(conn).await)?;
    Ok(rows > 0)
}
