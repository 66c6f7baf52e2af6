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
pub(crate) type Place<'a> = (&'a Province, &'a str, &'a str);

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

pub(crate) async fn last_serial(tx: &mut Tx, (province, window, region): Place<'_>) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(LAST).bind(province).bind(window).bind(region).fetch_one(conn).await)?)
}

const COUNT: &str = "UPDATE number_counter SET last = $4 WHERE province = $1 AND window_code = $2 AND region = $3";

pub(crate) async fn count(tx: &mut Tx, (province, window, region): Place<'_>, serial: i64) -> Result<()> {
    on!(tx, conn => sqlx::query(COUNT).bind(province).bind(window).bind(region).bind(serial)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// A number to be written.
pub(super) struct Row {
    pub(super) enrolment_id: EnrolmentId,
    pub(super) serial: i64,
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
                       AND enrolment_id IS NULL GROUP BY enrolment.region ORDER BY enrolment.region";

/// Approved applications without a number, by place.
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
                        AND state = 'approved' AND enrolment_id IS NULL ORDER BY submitted_at, enrolment.id \
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
                        AND (n.region, n.serial) > ($3, $4) ORDER BY n.region, n.serial LIMIT $5";

pub(super) async fn allotted(
    tx: &mut Tx,
    (province, window): (&Province, &str),
    (region, serial): (&str, i64),
    limit: i64,
) -> Result<Vec<AllottedRow>> {
    Ok(on!(tx, conn => sqlx::query_as(ALLOTTED).bind(province).bind(window).bind(region).bind(serial).bind(limit)
        .fetch_all(conn).await)?)
}
