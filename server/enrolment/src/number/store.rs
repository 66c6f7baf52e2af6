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
