//! SQL of admission numbers and of the counters behind them.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, Province},
    time::Timestamp,
};

/// Session and county within which serials are counted.
pub(super) type Place<'a> = (&'a Province, &'a str, &'a str);

const DUE: &str = "SELECT enrolment.id FROM enrolment LEFT JOIN admission_number ON enrolment_id = enrolment.id \
                   WHERE enrolment.province = $1 AND enrolment.window_code = $2 AND state = 'approved' \
                   AND enrolment_id IS NULL ORDER BY enrolment.region, submitted_at, enrolment.id LIMIT 500";

/// Approved applications without a number, in the order in which they get one.
pub(super) async fn due(tx: &mut Tx, province: &Province, window: &str) -> Result<Vec<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(DUE).bind(province).bind(window).fetch_all(conn).await)?)
}

const OF: &str = "SELECT number_sealed FROM admission_number WHERE enrolment_id = $1";

pub(super) async fn of(tx: &mut Tx, id: EnrolmentId) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OF).bind(id).fetch_optional(conn).await)?)
}

const FIND: &str = "SELECT enrolment_id FROM admission_number WHERE province = $1 AND number_index = $2";

pub(super) async fn find(tx: &mut Tx, province: &Province, index: &[u8]) -> Result<Option<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(FIND).bind(province).bind(index).fetch_optional(conn).await)?)
}

/// Makes the counter where there is none, and locks it on both databases until the transaction ends.
const LAST: &str = "INSERT INTO number_counter (province, window_code, region, last) VALUES ($1, $2, $3, 0) \
                    ON CONFLICT (province, window_code, region) DO UPDATE SET last = number_counter.last RETURNING last";

pub(super) async fn last_serial(tx: &mut Tx, (province, window, region): Place<'_>) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(LAST).bind(province).bind(window).bind(region).fetch_one(conn).await)?)
}

const COUNT: &str = "UPDATE number_counter SET last = $4 WHERE province = $1 AND window_code = $2 AND region = $3";

pub(super) async fn count(tx: &mut Tx, (province, window, region): Place<'_>, serial: i64) -> Result<()> {
    on!(tx, conn => sqlx::query(COUNT).bind(province).bind(window).bind(region).bind(serial)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const TAKE: &str = "INSERT INTO number_taken (province, number_index) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// Makes a number somebody's; false where it is already. Whoever takes the same one at the same moment waits.
pub(super) async fn take(tx: &mut Tx, province: &Province, index: &[u8]) -> Result<bool> {
    let taken = on!(tx, conn => sqlx::query(TAKE).bind(province).bind(index).execute(conn).await
        .map(|done| done.rows_affected()))?;
    Ok(taken == 1)
}

const SKIP: &str = "INSERT INTO number_skipped (province, window_code, region, serial) VALUES ($1, $2, $3, $4) \
                    ON CONFLICT DO NOTHING";

/// Writes down that a serial was passed over.
pub(super) async fn skip(tx: &mut Tx, (province, window, region): Place<'_>, serial: i64) -> Result<()> {
    on!(tx, conn => sqlx::query(SKIP).bind(province).bind(window).bind(region).bind(serial)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SKIPPED: &str = "SELECT region, serial FROM number_skipped WHERE province = $1 AND window_code = $2 \
                       ORDER BY region, serial";

/// Serials of a session that were passed over, with their places.
pub(super) async fn skipped(tx: &mut Tx, province: &Province, window: &str) -> Result<Vec<(String, i64)>> {
    Ok(on!(tx, conn => sqlx::query_as(SKIPPED).bind(province).bind(window).fetch_all(conn).await)?)
}

const HAD: &str =
    "SELECT COUNT(*) FROM number_taken WHERE province = $1 AND number_index = $2 AND existing_id IS NOT NULL";
const ANY_HAD: &str =
    "SELECT COUNT(*) FROM (SELECT 1 AS one FROM existing_record WHERE province = $1 LIMIT 1) AS some_record";

/// Whether somebody has had a number from before.
pub(super) async fn was_had(tx: &mut Tx, province: &Province, index: &[u8]) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(HAD).bind(province).bind(index).fetch_one(conn).await)?;
    Ok(count > 0)
}

/// Whether anybody of a province has.
pub(super) async fn any_was_had(tx: &mut Tx, province: &Province) -> Result<bool> {
    let count: i64 = on!(tx, conn => sqlx::query_scalar(ANY_HAD).bind(province).fetch_one(conn).await)?;
    Ok(count > 0)
}

/// How many numbers there are in a province: made from serials, from before, and in the register of all. The last says how many are
/// not in that register as what they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::FromRow)]
pub(super) struct Totals {
    pub(super) made: i64,
    pub(super) existing: i64,
    pub(super) taken: i64,
    pub(super) astray: i64,
}

const TOTALS: &str = "SELECT (SELECT COUNT(*) FROM admission_number WHERE province = $1 AND serial IS NOT NULL) AS made, \
    (SELECT COUNT(*) FROM existing_record WHERE province = $1) AS existing, \
    (SELECT COUNT(*) FROM number_taken WHERE province = $1) AS taken, \
    (SELECT COUNT(*) FROM admission_number n WHERE province = $1 AND NOT EXISTS (SELECT 1 FROM number_taken t \
        WHERE t.province = n.province AND t.number_index = n.number_index AND (t.existing_id IS NULL) = (n.serial IS NOT NULL))) \
    + (SELECT COUNT(*) FROM existing_record r WHERE province = $1 AND NOT EXISTS (SELECT 1 FROM number_taken t \
        WHERE t.province = r.province AND t.number_index = r.number_index AND t.existing_id = r.id)) AS astray";

pub(super) async fn totals(tx: &mut Tx, province: &Province) -> Result<Totals> {
    Ok(on!(tx, conn => sqlx::query_as(TOTALS).bind(province).fetch_one(conn).await)?)
}

/// A number to be written.
pub(super) struct Row {
    pub(super) enrolment_id: EnrolmentId,
    /// Absent where the number was not made from one.
    pub(super) serial: Option<i64>,
    pub(super) number_index: Vec<u8>,
    pub(super) number_sealed: Vec<u8>,
}

const INSERT: &str = "INSERT INTO admission_number (enrolment_id, province, window_code, region, serial, number_index, \
                      number_sealed, allotted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(super) async fn insert(
    tx: &mut Tx,
    (province, window, region): Place<'_>,
    row: &Row,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(row.enrolment_id).bind(province).bind(window).bind(region).bind(row.serial)
        .bind(&row.number_index).bind(&row.number_sealed).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const PROGRESS: &str = "SELECT COUNT(*), COUNT(number_index) FROM enrolment \
                        LEFT JOIN admission_number ON enrolment_id = enrolment.id \
                        WHERE enrolment.province = $1 AND enrolment.window_code = $2 AND state = 'approved'";

/// Approved applications of a session, and how many of them have a number.
pub(super) async fn progress(tx: &mut Tx, province: &Province, window: &str) -> Result<(i64, i64)> {
    Ok(on!(tx, conn => sqlx::query_as(PROGRESS).bind(province).bind(window).fetch_one(conn).await)?)
}

const WAITING: &str = "SELECT enrolment.region, COUNT(*) FROM enrolment \
                       LEFT JOIN admission_number ON enrolment_id = enrolment.id \
                       WHERE enrolment.province = $1 AND enrolment.window_code = $2 AND state = 'approved' \
                       AND enrolment_id IS NULL AND NOT EXISTS (SELECT 1 FROM existing_choice c \
                       WHERE c.candidate_id = enrolment.candidate_id) GROUP BY enrolment.region ORDER BY enrolment.region";

/// Approved applications that a number is to be made for, by place.
pub(super) async fn waiting(tx: &mut Tx, province: &Province, window: &str) -> Result<Vec<(String, i64)>> {
    Ok(on!(tx, conn => sqlx::query_as(WAITING).bind(province).bind(window).fetch_all(conn).await)?)
}

const COUNTER: &str = "SELECT last FROM number_counter WHERE province = $1 AND window_code = $2 AND region = $3";

/// The last serial given out; nothing is locked.
pub(super) async fn counter(tx: &mut Tx, (province, window, region): Place<'_>) -> Result<i64> {
    let last: Option<i64> = on!(tx, conn => sqlx::query_scalar(COUNTER).bind(province).bind(window).bind(region)
        .fetch_optional(conn).await)?;
    Ok(last.unwrap_or_default())
}

const RECEIPTS: &str = "SELECT receipt FROM enrolment LEFT JOIN admission_number ON enrolment_id = enrolment.id \
                        WHERE enrolment.province = $1 AND enrolment.window_code = $2 AND enrolment.region = $3 \
                        AND state = 'approved' AND enrolment_id IS NULL AND NOT EXISTS (SELECT 1 FROM existing_choice c \
                        WHERE c.candidate_id = enrolment.candidate_id) ORDER BY submitted_at, enrolment.id \
                        LIMIT $5 OFFSET $4";

/// Receipts of those that wait in a place, in the order in which they get their numbers.
pub(super) async fn receipts(
    tx: &mut Tx,
    (province, window, region): Place<'_>,
    (from, limit): (i64, i64),
) -> Result<Vec<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(RECEIPTS).bind(province).bind(window).bind(region).bind(from).bind(limit)
        .fetch_all(conn).await)?)
}

/// A number that was given, as far as the proof needs it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct AllottedRow {
    pub(super) region: String,
    pub(super) serial: i64,
    pub(super) number_index: Vec<u8>,
    pub(super) state: String,
}

const ALLOTTED: &str = "SELECT n.region, n.serial, n.number_index, enrolment.state FROM admission_number n \
                        JOIN enrolment ON enrolment.id = n.enrolment_id WHERE n.province = $1 AND n.window_code = $2 \
                        AND n.serial IS NOT NULL AND (n.region, n.serial) > ($3, $4) ORDER BY n.region, n.serial LIMIT $5";

pub(super) async fn allotted(
    tx: &mut Tx,
    (province, window): (&Province, &str),
    (region, serial): (&str, i64),
    limit: i64,
) -> Result<Vec<AllottedRow>> {
    Ok(on!(tx, conn => sqlx::query_as(ALLOTTED).bind(province).bind(window).bind(region).bind(serial).bind(limit)
        .fetch_all(conn).await)?)
}
