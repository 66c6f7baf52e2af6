//! SQL of published parts, drafts, revisions, and of what refers to codes of a profile.

use super::Part;
use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{Province, StaffId},
    time::Timestamp,
};
use uuid::Uuid;

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct VersionRow {
    pub(super) number: i64,
    pub(super) text: String,
    pub(super) note: String,
    pub(super) published_at: Timestamp,
    pub(super) name: String,
}

const LATEST: &str = "SELECT v.number, v.text, v.note, v.published_at, staff.name FROM profile_version v \
                      JOIN staff ON staff.id = v.staff_id WHERE v.province = $1 AND v.part = $2 \
                      ORDER BY v.number DESC LIMIT 1";

pub(super) async fn latest(tx: &mut Tx, province: &Province, part: &str) -> Result<Option<VersionRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LATEST).bind(province).bind(part).fetch_optional(conn).await)?)
}

const ALL_LATEST: &str = "SELECT part, text FROM profile_version AS own WHERE province = $1 AND number = (\
                          SELECT MAX(number) FROM profile_version WHERE province = own.province AND part = own.part)";

/// The newest text of every part that was ever published.
pub(super) async fn all_latest(tx: &mut Tx, province: &Province) -> Result<Vec<(String, String)>> {
    Ok(on!(tx, conn => sqlx::query_as(ALL_LATEST).bind(province).fetch_all(conn).await)?)
}

const VERSIONS: &str = "SELECT v.number, v.text, v.note, v.published_at, staff.name FROM profile_version v \
                        JOIN staff ON staff.id = v.staff_id WHERE v.province = $1 AND v.part = $2 \
                        ORDER BY v.number DESC LIMIT $3";

pub(super) async fn versions(tx: &mut Tx, province: &Province, part: &str, limit: i64) -> Result<Vec<VersionRow>> {
    Ok(on!(tx, conn => sqlx::query_as(VERSIONS).bind(province).bind(part).bind(limit).fetch_all(conn).await)?)
}

const VERSION: &str = "SELECT v.number, v.text, v.note, v.published_at, staff.name FROM profile_version v \
                       JOIN staff ON staff.id = v.staff_id WHERE v.province = $1 AND v.part = $2 AND v.number = $3";

pub(super) async fn version(tx: &mut Tx, province: &Province, part: &str, number: i64) -> Result<Option<VersionRow>> {
    Ok(on!(tx, conn => sqlx::query_as(VERSION).bind(province).bind(part).bind(number).fetch_optional(conn).await)?)
}

/// A version to be written.
pub(super) struct NewVersion<'a> {
    pub(super) id: Uuid,
    pub(super) province: &'a Province,
    pub(super) part: &'a str,
    pub(super) number: i64,
    pub(super) text: &'a str,
    pub(super) note: &'a str,
    pub(super) staff: StaffId,
    pub(super) now: Timestamp,
}

const INSERT_VERSION: &str = "INSERT INTO profile_version (id, province, part, number, text, note, staff_id, published_at) \
                              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(super) async fn insert_version(tx: &mut Tx, new: &NewVersion<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_VERSION)
        .bind(new.id).bind(new.province).bind(new.part).bind(new.number).bind(new.text).bind(new.note).bind(new.staff)
        .bind(new.now).execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct DraftRow {
    pub(super) text: Option<String>,
    pub(super) version: i64,
    pub(super) saved_at: Timestamp,
    pub(super) name: String,
}

const DRAFT: &str = "SELECT d.text, d.version, d.saved_at, staff.name FROM profile_draft d JOIN staff ON staff.id = d.staff_id \
                     WHERE d.province = $1 AND d.part = $2";

pub(super) async fn draft(tx: &mut Tx, province: &Province, part: &str) -> Result<Option<DraftRow>> {
    Ok(on!(tx, conn => sqlx::query_as(DRAFT).bind(province).bind(part).fetch_optional(conn).await)?)
}

/// Makes the row where there is none, and locks it on both databases until the transaction ends.
const LOCK_DRAFT: &str = "INSERT INTO profile_draft (province, part, version, staff_id, saved_at) VALUES ($1, $2, 0, $3, $4) \
                          ON CONFLICT (province, part) DO UPDATE SET version = profile_draft.version";

pub(super) async fn lock_draft(
    tx: &mut Tx,
    province: &Province,
    part: &str,
    staff: StaffId,
    now: Timestamp,
) -> Result<DraftRow> {
    on!(&mut *tx, conn => sqlx::query(LOCK_DRAFT).bind(province).bind(part).bind(staff).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(on!(tx, conn => sqlx::query_as(DRAFT).bind(province).bind(part).fetch_one(conn).await)?)
}

const SET_DRAFT: &str = "UPDATE profile_draft SET text = $3, version = version + 1, staff_id = $4, saved_at = $5 \
                         WHERE province = $1 AND part = $2";

pub(super) async fn set_draft(
    tx: &mut Tx,
    (province, part): (&Province, &str),
    text: Option<&str>,
    staff: StaffId,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_DRAFT).bind(province).bind(part).bind(text).bind(staff).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const TOUCH: &str = "INSERT INTO revision (subject, number) VALUES ($1, 1) \
                     ON CONFLICT (subject) DO UPDATE SET number = revision.number + 1";

pub(super) async fn touch(tx: &mut Tx, subject: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(TOUCH).bind(subject).execute(conn).await.map(drop))?;
    Ok(())
}

const REVISIONS: &str = "SELECT subject, number FROM revision";

pub(super) async fn revisions(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    Ok(on!(tx, conn => sqlx::query_as(REVISIONS).fetch_all(conn).await)?)
}

const USED_MAJOR: &str = "SELECT COUNT(*) FROM details JOIN enrolment ON enrolment.id = enrolment_id \
                          WHERE province = $1 AND major = $2";
/// Applications and staff of the place, or of places in it.
const USED_REGION: &str = "SELECT (SELECT COUNT(*) FROM enrolment WHERE province = $1 AND region = $2) \
     + (SELECT COUNT(*) FROM staff WHERE province = $1 AND region = $2) \
     + (SELECT COUNT(*) FROM admission_number WHERE province = $1 AND region = $2) \
     + (SELECT COUNT(*) FROM existing_record WHERE province = $1 AND region = $2)";
const USED_REASON: &str = "SELECT (SELECT COUNT(*) FROM enrolment_item JOIN enrolment ON enrolment.id = enrolment_id \
     WHERE reason = $2 AND province = $1) + (SELECT COUNT(*) FROM enrolment WHERE province = $1 AND refusal_reason = $2) \
     + (SELECT COUNT(*) FROM used_reason WHERE province = $1 AND reason = $2) \
     + (SELECT COUNT(*) FROM desk_check JOIN enrolment ON enrolment.id = enrolment_id WHERE province = $1 AND reason = $2)";
const USED_INSTITUTION: &str = "SELECT (SELECT COUNT(*) FROM staff WHERE province = $1 AND institution = $2) \
     + (SELECT COUNT(*) FROM class_member WHERE province = $1 AND institution = $2)";
const USED_OFFICE: &str = "SELECT COUNT(*) FROM office_booking WHERE province = $1 AND office = $2";
/// How many records refer to a code.
pub(super) async fn used(tx: &mut Tx, part: Part, province: &Province, code: &str) -> Result<i64> {
    let sql = match part {
        Part::Majors => USED_MAJOR,
        Part::Regions => USED_REGION,
        Part::Reasons => USED_REASON,
        Part::Institutions => USED_INSTITUTION,
        Part::Offices => USED_OFFICE,
        Part::Windows | Part::Notices | Part::Retention => return Ok(0),
    };
    Ok(on!(tx, conn => sqlx::query_scalar(sql).bind(province).bind(code).fetch_one(conn).await)?)
}

const USED_WINDOW: &str = "SELECT COUNT(*) FROM enrolment WHERE province = $1 AND window_code = $2";

pub(super) async fn used_window(tx: &mut Tx, province: &Province, code: &str) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(USED_WINDOW).bind(province).bind(code).fetch_one(conn).await)?)
}

const WINDOW_COUNTS: &str = "SELECT region, state, COUNT(*) FROM enrolment WHERE province = $1 AND window_code = $2 \
                             GROUP BY region, state";

/// Region, state and how many applications of a window.
pub(super) async fn window_counts(tx: &mut Tx, province: &Province, code: &str) -> Result<Vec<(String, String, i64)>> {
    Ok(on!(tx, conn => sqlx::query_as(WINDOW_COUNTS).bind(province).bind(code).fetch_all(conn).await)?)
}
