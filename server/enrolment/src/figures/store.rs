//! SQL of figures.

use super::{Period, Place};
use crate::{
    Result,
    db::{Tx, insert_all, on},
};
use shared::id::{Province, StaffId};
use uuid::Uuid;

/// What is counted by itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Cell {
    pub(super) province: Province,
    pub(super) day: i64,
    pub(super) region: String,
    /// Zeros where no staff had to do with it.
    pub(super) staff_id: Uuid,
    pub(super) measure: String,
    pub(super) key: String,
}

const LOCK_CURSOR: &str = "UPDATE figure_cursor SET seq = seq WHERE one = 1 RETURNING seq";

/// The last entry that is summed up; nobody else sums up until the transaction ends.
pub(super) async fn lock_cursor(tx: &mut Tx) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(LOCK_CURSOR).fetch_one(conn).await)?)
}

const CURSOR: &str = "SELECT seq FROM figure_cursor WHERE one = 1";

pub(super) async fn cursor(tx: &mut Tx) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(CURSOR).fetch_one(conn).await)?)
}

const SET_CURSOR: &str = "UPDATE figure_cursor SET seq = $1 WHERE one = 1";

pub(super) async fn set_cursor(tx: &mut Tx, seq: i64) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_CURSOR).bind(seq).execute(conn).await.map(drop))?;
    Ok(())
}

const ADD: &str = "INSERT INTO figure (province, day, region, staff_id, measure, key, cases) ";
const TO_WHAT_IS_THERE: &str =
    " ON CONFLICT (province, day, region, staff_id, measure, key) DO UPDATE SET cases = figure.cases + excluded.cases";

/// Adds to each cell; no cell stands there twice.
pub(super) async fn add(tx: &mut Tx, cells: &[(Cell, i64)]) -> Result<()> {
    insert_all!(
        tx,
        ADD,
        cells,
        |values, row| values
            .push_bind(&row.0.province)
            .push_bind(row.0.day)
            .push_bind(&row.0.region)
            .push_bind(row.0.staff_id)
            .push_bind(&row.0.measure)
            .push_bind(&row.0.key)
            .push_bind(row.1),
        TO_WHAT_IS_THERE
    );
    Ok(())
}

/// Regions are digits: `:` is the character after `9`.
const FIGURES: &str = "SELECT day, region, staff_id, measure, key, cases FROM figure \
                       WHERE province = $1 AND day >= $2 AND day <= $3 AND region >= $4 AND region < $5";

/// The figures of a place and a period, as they are kept.
pub(super) async fn figures(tx: &mut Tx, (province, prefix): Place<'_>, period: Period) -> Result<Vec<(Cell, i64)>> {
    type Row = (i64, String, Uuid, String, String, i64);
    let end = format!("{prefix}:");
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(FIGURES)
        .bind(province).bind(period.first).bind(period.last).bind(prefix).bind(&end).fetch_all(conn).await)?;
    let cell = |(day, region, staff_id, measure, key, cases)| {
        (Cell { province: province.clone(), day, region, staff_id, measure, key }, cases)
    };
    Ok(rows.into_iter().map(cell).collect())
}

const NAMES: &str = "SELECT id, name FROM staff WHERE province = $1";

pub(super) async fn names(tx: &mut Tx, province: &Province) -> Result<Vec<(StaffId, String)>> {
    Ok(on!(tx, conn => sqlx::query_as(NAMES).bind(province).fetch_all(conn).await)?)
}
