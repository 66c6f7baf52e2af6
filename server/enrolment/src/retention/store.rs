//! SQL of retention: what is due, what goes with it, and the runs.

use super::Order;
use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, ExportId, FileId, Province, RetentionRunId, StaffId},
    profile::RetentionRule,
    time::Timestamp,
};
use uuid::Uuid;

const COUNT_UNFINISHED: &str = "SELECT COUNT(*) FROM enrolment e WHERE province = $1 AND window_code = $2 \
    AND state IN ('draft', 'returned') AND NOT EXISTS (SELECT 1 FROM admission_number WHERE enrolment_id = e.id)";
const UNFINISHED: &str = "SELECT id FROM enrolment e WHERE province = $1 AND window_code = $2 AND id > $3 \
    AND state IN ('draft', 'returned') AND NOT EXISTS (SELECT 1 FROM admission_number WHERE enrolment_id = e.id) \
    ORDER BY id LIMIT $4";

pub(super) async fn count_unfinished(tx: &mut Tx, province: &Province, window: &str) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT_UNFINISHED).bind(province).bind(window).fetch_one(conn).await)?)
}

pub(super) async fn unfinished(
    tx: &mut Tx,
    (province, window): (&Province, &str),
    after: Uuid,
    limit: i64,
) -> Result<Vec<Uuid>> {
    Ok(on!(tx, conn => sqlx::query_scalar(UNFINISHED).bind(province).bind(window).bind(after).bind(limit)
        .fetch_all(conn).await)?)
}

const COUNT_REFUSED: &str = "SELECT COUNT(*) FROM enrolment e WHERE province = $1 AND decided_at <= $2 \
    AND state = 'refused' AND NOT EXISTS (SELECT 1 FROM admission_number WHERE enrolment_id = e.id)";
const REFUSED: &str = "SELECT id FROM enrolment e WHERE province = $1 AND decided_at <= $2 AND id > $3 \
    AND state = 'refused' AND NOT EXISTS (SELECT 1 FROM admission_number WHERE enrolment_id = e.id) ORDER BY id LIMIT $4";
const COUNT_FACE: &str = "SELECT COUNT(*) FROM enrolment e JOIN face_capture f ON f.enrolment_id = e.id \
    WHERE province = $1 AND decided_at <= $2 AND state IN ('approved', 'refused') AND f.file_id IS NOT NULL";
const FACE: &str = "SELECT e.id FROM enrolment e JOIN face_capture f ON f.enrolment_id = e.id \
    WHERE province = $1 AND decided_at <= $2 AND e.id > $3 AND state IN ('approved', 'refused') \
    AND f.file_id IS NOT NULL ORDER BY e.id LIMIT $4";
const COUNT_CARD: &str = "SELECT COUNT(*) FROM enrolment e WHERE province = $1 AND decided_at <= $2 \
    AND state IN ('approved', 'refused') AND EXISTS (SELECT 1 FROM card_side WHERE enrolment_id = e.id)";
const CARD: &str = "SELECT id FROM enrolment e WHERE province = $1 AND decided_at <= $2 AND id > $3 \
    AND state IN ('approved', 'refused') AND EXISTS (SELECT 1 FROM card_side WHERE enrolment_id = e.id) \
    ORDER BY id LIMIT $4";
const COUNT_EXPORT: &str =
    "SELECT COUNT(*) FROM export WHERE province = $1 AND created_at <= $2 AND chunks > 0 AND finished_at IS NOT NULL";
const EXPORT: &str = "SELECT id FROM export WHERE province = $1 AND created_at <= $2 AND id > $3 AND chunks > 0 \
    AND finished_at IS NOT NULL ORDER BY id LIMIT $4";

/// How many are due by an instant; unfinished applications are counted by session.
pub(super) async fn count(tx: &mut Tx, rule: RetentionRule, province: &Province, due_at: Timestamp) -> Result<i64> {
    let sql = match rule {
        RetentionRule::Unfinished => return Ok(0),
        RetentionRule::Refused => COUNT_REFUSED,
        RetentionRule::Face => COUNT_FACE,
        RetentionRule::Card => COUNT_CARD,
        RetentionRule::Export => COUNT_EXPORT,
    };
    Ok(on!(tx, conn => sqlx::query_scalar(sql).bind(province).bind(due_at).fetch_one(conn).await)?)
}

pub(super) async fn due(
    tx: &mut Tx,
    rule: RetentionRule,
    (province, due_at): (&Province, Timestamp),
    after: Uuid,
    limit: i64,
) -> Result<Vec<Uuid>> {
    let sql = match rule {
        RetentionRule::Unfinished => return Ok(Vec::new()),
        RetentionRule::Refused => REFUSED,
        RetentionRule::Face => FACE,
        RetentionRule::Card => CARD,
        RetentionRule::Export => EXPORT,
    };
    Ok(on!(tx, conn => sqlx::query_scalar(sql).bind(province).bind(due_at).bind(after).bind(limit)
        .fetch_all(conn).await)?)
}

const HAS_NUMBER: &str = "SELECT COUNT(*) FROM admission_number WHERE enrolment_id = $1";

pub(super) async fn has_number(tx: &mut Tx, id: EnrolmentId) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(HAS_NUMBER).bind(id).fetch_one(conn).await)?;
    Ok(count > 0)
}

const FACE_FILE: &str = "SELECT file_id FROM face_capture WHERE enrolment_id = $1 AND file_id IS NOT NULL";
const DROP_FACE: &str = "UPDATE face_capture SET file_id = NULL WHERE enrolment_id = $1";

/// Takes the video from its row; what was judged of it stays.
pub(super) async fn drop_face(tx: &mut Tx, id: EnrolmentId) -> Result<Option<FileId>> {
    let file = on!(&mut *tx, conn => sqlx::query_scalar(FACE_FILE).bind(id).fetch_optional(conn).await)?;
    on!(tx, conn => sqlx::query(DROP_FACE).bind(id).execute(conn).await.map(drop))?;
    Ok(file)
}

const DROP_CARD: &str = "DELETE FROM card_side WHERE enrolment_id = $1 RETURNING file_id";

/// Both sides; what was read and confirmed of them stays.
pub(super) async fn drop_card(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(DROP_CARD).bind(id).fetch_all(conn).await)?)
}

const OTHERS: &str = "SELECT COUNT(*) FROM enrolment WHERE candidate_id = $1 AND id <> $2";

pub(super) async fn other_applications(tx: &mut Tx, owner: CandidateId, id: EnrolmentId) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(OTHERS).bind(owner).bind(id).fetch_one(conn).await)?)
}

const FILES_OF: &str = "SELECT id FROM file WHERE candidate_id = $1";

pub(super) async fn files_of(tx: &mut Tx, owner: CandidateId) -> Result<Vec<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(FILES_OF).bind(owner).fetch_all(conn).await)?)
}

const FILES_OF_APPLICATION: &str = "SELECT file_id FROM photo WHERE enrolment_id = $1 \
    UNION SELECT file_id FROM photo_source WHERE enrolment_id = $1 AND file_id IS NOT NULL \
    UNION SELECT file_id FROM card_side WHERE enrolment_id = $1 \
    UNION SELECT file_id FROM face_capture WHERE enrolment_id = $1 AND file_id IS NOT NULL \
    UNION SELECT p.file_id FROM face_part p JOIN face_capture f ON f.id = p.face_id WHERE f.enrolment_id = $1 \
    UNION SELECT file_id FROM attachment WHERE enrolment_id = $1 \
    UNION SELECT thumbnail_id FROM attachment WHERE enrolment_id = $1 AND thumbnail_id IS NOT NULL";

pub(super) async fn files_of_application(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(FILES_OF_APPLICATION).bind(id).fetch_all(conn).await)?)
}

const DELETE_APPLICATION: &str = "DELETE FROM enrolment WHERE id = $1";

/// What belongs to it goes with it.
pub(super) async fn delete_application(tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_APPLICATION).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const EXPORT_IS_DUE: &str = "UPDATE export SET chunks = 0, size_bytes = 0 WHERE id = $1 AND created_at <= $2 \
                             AND chunks > 0 AND finished_at IS NOT NULL";
const DROP_CHUNKS: &str = "DELETE FROM export_chunk WHERE export_id = $1";

/// The data of an export; who had it made and why stays.
pub(super) async fn drop_export(tx: &mut Tx, id: ExportId, due_at: Timestamp) -> Result<bool> {
    let due = on!(&mut *tx, conn => sqlx::query(EXPORT_IS_DUE).bind(id).bind(due_at)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    on!(tx, conn => sqlx::query(DROP_CHUNKS).bind(id).execute(conn).await.map(drop))?;
    Ok(due == 1)
}

/// A run to be begun.
pub(super) struct NewRun<'a> {
    pub(super) id: RetentionRunId,
    pub(super) order: &'a Order,
    pub(super) day: Option<i64>,
    pub(super) expected: i64,
    pub(super) staff: Option<StaffId>,
    pub(super) now: Timestamp,
}

const INSERT: &str = "INSERT INTO retention_run (id, province, rule, day, days, due_at, expected, deleted, staff_id, started_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9) ON CONFLICT DO NOTHING";

/// False where the rule is being applied, or was on that day.
pub(super) async fn insert(tx: &mut Tx, new: &NewRun<'_>) -> Result<bool> {
    let order = new.order;
    let inserted = on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(&order.province).bind(order.rule.as_str()).bind(new.day).bind(i64::from(order.days))
        .bind(order.due_at).bind(new.expected).bind(new.staff).bind(new.now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const HAD_DAY: &str = "SELECT COUNT(*) FROM retention_run WHERE province = $1 AND rule = $2 AND day = $3";

pub(super) async fn had_day(tx: &mut Tx, province: &Province, rule: &str, day: i64) -> Result<bool> {
    let count: i64 =
        on!(tx, conn => sqlx::query_scalar(HAD_DAY).bind(province).bind(rule).bind(day).fetch_one(conn).await)?;
    Ok(count > 0)
}

const IS_RUNNING: &str = "SELECT COUNT(*) FROM retention_run WHERE province = $1 AND rule = $2 AND finished_at IS NULL";

pub(super) async fn is_running(tx: &mut Tx, province: &Province, rule: &str) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(IS_RUNNING).bind(province).bind(rule).fetch_one(conn).await)?;
    Ok(count > 0)
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct RunRow {
    pub(super) province: Province,
    pub(super) rule: String,
    pub(super) days: i64,
    pub(super) due_at: Timestamp,
    pub(super) expected: i64,
    pub(super) deleted: i64,
    pub(super) started_at: Timestamp,
    pub(super) finished_at: Option<Timestamp>,
    pub(super) name: Option<String>,
}

const RUN: &str = "SELECT r.province, r.rule, r.days, r.due_at, r.expected, r.deleted, r.started_at, r.finished_at, \
                   staff.name FROM retention_run r LEFT JOIN staff ON staff.id = r.staff_id WHERE r.id = $1";

pub(super) async fn run(tx: &mut Tx, id: RetentionRunId) -> Result<Option<RunRow>> {
    Ok(on!(tx, conn => sqlx::query_as(RUN).bind(id).fetch_optional(conn).await)?)
}

/// Daily runs that found nothing are not worth showing.
const RUNS: &str = "SELECT r.province, r.rule, r.days, r.due_at, r.expected, r.deleted, r.started_at, r.finished_at, \
                    staff.name FROM retention_run r LEFT JOIN staff ON staff.id = r.staff_id \
                    WHERE r.province = $1 AND (r.expected > 0 OR r.staff_id IS NOT NULL) \
                    ORDER BY r.started_at DESC, r.id DESC LIMIT $2";

pub(super) async fn runs(tx: &mut Tx, province: &Province, limit: i64) -> Result<Vec<RunRow>> {
    Ok(on!(tx, conn => sqlx::query_as(RUNS).bind(province).bind(limit).fetch_all(conn).await)?)
}

/// Locks the run on both databases.
const IS_OPEN: &str = "UPDATE retention_run SET deleted = deleted WHERE id = $1 AND finished_at IS NULL";

pub(super) async fn is_open(tx: &mut Tx, id: RetentionRunId) -> Result<bool> {
    let open = on!(tx, conn => sqlx::query(IS_OPEN).bind(id).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(open == 1)
}

const COUNT_DELETED: &str = "UPDATE retention_run SET deleted = deleted + 1 WHERE id = $1";

pub(super) async fn count_deleted(tx: &mut Tx, id: RetentionRunId) -> Result<()> {
    on!(tx, conn => sqlx::query(COUNT_DELETED).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const FINISH: &str =
    "UPDATE retention_run SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL RETURNING deleted";

/// How many it deleted; none where it was over already.
pub(super) async fn finish(tx: &mut Tx, id: RetentionRunId, now: Timestamp) -> Result<Option<i64>> {
    Ok(on!(tx, conn => sqlx::query_scalar(FINISH).bind(id).bind(now).fetch_optional(conn).await)?)
}
