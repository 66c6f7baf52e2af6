//! SQL of exports.

use super::ExportFilter;
use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, ExportId, Province, StaffId},
    time::Timestamp,
};
use uuid::Uuid;

const COUNT: &str = "SELECT COUNT(*) FROM enrolment WHERE province = $1 AND ($2 = '' OR window_code = $2) \
                     AND region LIKE $3 || '%' AND ($4 = '' OR state = $4) AND created_at <= $5";

fn state(filter: &ExportFilter) -> &'static str {
    filter.state.map_or("", shared::enrolment::State::as_str)
}

fn window(filter: &ExportFilter) -> &str {
    filter.window.as_deref().unwrap_or_default()
}

/// How many enrolments that were begun by `now` fit.
pub(super) async fn count(tx: &mut Tx, province: &Province, filter: &ExportFilter, now: Timestamp) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT).bind(province).bind(window(filter)).bind(filter.prefix())
        .bind(state(filter)).bind(now).fetch_one(conn).await)?)
}

/// An enrolment as far as it is in the clear.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Found {
    pub(super) id: EnrolmentId,
    pub(super) candidate_id: CandidateId,
    pub(super) window_code: String,
    pub(super) region: String,
    pub(super) state: String,
    pub(super) receipt: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) submitted_at: Option<Timestamp>,
    pub(super) decided_at: Option<Timestamp>,
    pub(super) document_type: String,
    pub(super) major: Option<String>,
    pub(super) level: Option<String>,
    pub(super) education: Option<String>,
}

const PAGE: &str = "SELECT e.id, e.candidate_id, e.window_code, e.region, e.state, e.receipt, e.created_at, e.submitted_at, \
    e.decided_at, c.document_type, d.major, d.level, d.education FROM enrolment e \
    JOIN candidate c ON c.id = e.candidate_id LEFT JOIN details d ON d.enrolment_id = e.id \
    WHERE e.province = $1 AND ($2 = '' OR e.window_code = $2) AND e.region LIKE $3 || '%' AND ($4 = '' OR e.state = $4) \
    AND e.created_at <= $5 AND e.id > $6 ORDER BY e.id LIMIT $7";

/// The next enrolments in the order of their ids.
pub(super) async fn page(
    tx: &mut Tx,
    (province, filter, created_by): (&Province, &ExportFilter, Timestamp),
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Found>> {
    Ok(on!(tx, conn => sqlx::query_as(PAGE).bind(province).bind(window(filter)).bind(filter.prefix())
        .bind(state(filter)).bind(created_by).bind(after.unwrap_or_default()).bind(limit).fetch_all(conn).await)?)
}

/// An export to be made.
pub(super) struct New<'a> {
    pub(super) id: ExportId,
    pub(super) province: &'a Province,
    pub(super) staff: StaffId,
    pub(super) filter: String,
    pub(super) columns: String,
    pub(super) reason: &'a str,
    pub(super) total: i64,
    pub(super) now: Timestamp,
    pub(super) expires_at: Timestamp,
}

const INSERT: &str = "INSERT INTO export (id, province, staff_id, filter, columns, reason, total, done, size_bytes, chunks, \
                      created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8, $9)";

pub(super) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.province).bind(new.staff).bind(&new.filter).bind(&new.columns).bind(new.reason)
        .bind(new.total).bind(new.now).bind(new.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const UNDER_WAY: &str = "SELECT COUNT(*) FROM export WHERE province = $1 AND finished_at IS NULL";

pub(super) async fn under_way(tx: &mut Tx, province: &Province) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(UNDER_WAY).bind(province).fetch_one(conn).await)?)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: ExportId,
    pub(super) province: Province,
    pub(super) filter: String,
    pub(super) columns: String,
    pub(super) reason: String,
    pub(super) total: i64,
    pub(super) done: i64,
    pub(super) size_bytes: i64,
    pub(super) after_id: Option<Uuid>,
    pub(super) chunks: i64,
    pub(super) created_at: Timestamp,
    pub(super) finished_at: Option<Timestamp>,
    pub(super) expires_at: Timestamp,
    pub(super) name: String,
}

const BY_ID: &str = "SELECT x.id, x.province, x.filter, x.columns, x.reason, x.total, x.done, x.size_bytes, x.after_id, x.chunks, \
                     x.created_at, x.finished_at, x.expires_at, staff.name FROM export x \
                     JOIN staff ON staff.id = x.staff_id WHERE x.id = $1";
const LOCK: &str = "UPDATE export SET done = done WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: ExportId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

/// The same; nobody else makes a piece of it until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, id: ExportId) -> Result<Option<Row>> {
    on!(&mut *tx, conn => sqlx::query(LOCK).bind(id).execute(conn).await.map(drop))?;
    by_id(tx, id).await
}

const LIST: &str = "SELECT x.id, x.province, x.filter, x.columns, x.reason, x.total, x.done, x.size_bytes, x.after_id, x.chunks, \
                    x.created_at, x.finished_at, x.expires_at, staff.name FROM export x \
                    JOIN staff ON staff.id = x.staff_id WHERE x.province = $1 ORDER BY x.created_at DESC, x.id DESC LIMIT $2";

pub(super) async fn list(tx: &mut Tx, province: &Province, limit: i64) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LIST).bind(province).bind(limit).fetch_all(conn).await)?)
}

const ADD_CHUNK: &str = "INSERT INTO export_chunk (export_id, place, bytes_sealed) VALUES ($1, $2, $3)";

pub(super) async fn add_chunk(tx: &mut Tx, id: ExportId, place: i64, sealed: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(ADD_CHUNK).bind(id).bind(place).bind(sealed).execute(conn).await.map(drop))?;
    Ok(())
}

const CHUNK: &str = "SELECT bytes_sealed FROM export_chunk WHERE export_id = $1 AND place = $2";

pub(super) async fn chunk(tx: &mut Tx, id: ExportId, place: i64) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(CHUNK).bind(id).bind(place).fetch_optional(conn).await)?)
}

/// How far an export is.
pub(super) struct Progress {
    pub(super) after: Option<Uuid>,
    pub(super) done: i64,
    pub(super) chunks: i64,
    pub(super) size_bytes: i64,
    pub(super) finished_at: Option<Timestamp>,
}

const ADVANCE: &str =
    "UPDATE export SET after_id = $2, done = $3, chunks = $4, size_bytes = $5, finished_at = $6 WHERE id = $1";

pub(super) async fn advance(tx: &mut Tx, id: ExportId, progress: &Progress) -> Result<()> {
    on!(tx, conn => sqlx::query(ADVANCE)
        .bind(id).bind(progress.after).bind(progress.done).bind(progress.chunks).bind(progress.size_bytes)
        .bind(progress.finished_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}
