//! SQL of visits to offices.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, Province},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) enrolment_id: EnrolmentId,
    pub(crate) code: String,
    pub(crate) province: Province,
    pub(crate) office: String,
    pub(crate) day: String,
    pub(crate) slot: String,
}

const OF: &str = "SELECT enrolment_id, code, province, office, day, slot FROM office_booking WHERE enrolment_id = $1";

pub(crate) async fn of(tx: &mut Tx, id: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(OF).bind(id).fetch_optional(conn).await)?)
}

const BY_CODE: &str = "SELECT enrolment_id, code, province, office, day, slot FROM office_booking WHERE code = $1";

pub(crate) async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_CODE).bind(code).fetch_optional(conn).await)?)
}

const ON_DAY: &str = "SELECT enrolment_id, code, office_booking.province, office, day, slot FROM office_booking \
                      JOIN enrolment ON enrolment.id = enrolment_id \
                      WHERE office_booking.province = $1 AND office = $2 AND day = $3 \
                      AND substr(enrolment.region, 1, length($4)) = $4 ORDER BY slot, booked_at, code LIMIT 500";

/// Who comes to an office on a day, of the regions whose codes begin with `prefix`.
pub(crate) async fn on_day(
    tx: &mut Tx,
    (province, office): (&Province, &str),
    day: &str,
    prefix: &str,
) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(ON_DAY).bind(province).bind(office).bind(day).bind(prefix)
        .fetch_all(conn).await)?)
}

const TAKEN: &str = "SELECT day, slot, COUNT(*) FROM office_booking WHERE province = $1 AND office = $2 AND day >= $3 \
                     GROUP BY day, slot";

/// How many come in each slot from a day on.
pub(super) async fn taken(
    tx: &mut Tx,
    province: &Province,
    office: &str,
    from: &str,
) -> Result<Vec<(String, String, i64)>> {
    Ok(on!(tx, conn => sqlx::query_as(TAKEN).bind(province).bind(office).bind(from).fetch_all(conn).await)?)
}

const LOCK_SLOT: &str = "INSERT INTO office_slot (province, office, day, slot) VALUES ($1, $2, $3, $4) \
                         ON CONFLICT (province, office, day, slot) DO UPDATE SET slot = excluded.slot";

/// Locks a slot until the transaction ends.
pub(super) async fn lock_slot(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(tx, conn => sqlx::query(LOCK_SLOT).bind(&row.province).bind(&row.office).bind(&row.day).bind(&row.slot)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const OTHERS: &str = "SELECT COUNT(*) FROM office_booking WHERE province = $1 AND office = $2 AND day = $3 AND slot = $4 \
                      AND enrolment_id <> $5";

/// How many others come in the slot.
pub(super) async fn others_in_slot(tx: &mut Tx, row: &Row) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(OTHERS)
        .bind(&row.province).bind(&row.office).bind(&row.day).bind(&row.slot).bind(row.enrolment_id)
        .fetch_one(conn).await)?)
}

const SAVE: &str = "INSERT INTO office_booking (enrolment_id, code, province, office, day, slot, booked_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (enrolment_id) DO UPDATE SET code = excluded.code, \
                    office = excluded.office, day = excluded.day, slot = excluded.slot, booked_at = excluded.booked_at";

/// In place of the visit before.
pub(super) async fn save(tx: &mut Tx, row: &Row, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE)
        .bind(row.enrolment_id).bind(&row.code).bind(&row.province).bind(&row.office).bind(&row.day).bind(&row.slot)
        .bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM office_booking WHERE enrolment_id = $1";

/// False where nothing was booked.
pub(super) async fn delete(tx: &mut Tx, id: EnrolmentId) -> Result<bool> {
    let deleted = on!(tx, conn => sqlx::query(DELETE).bind(id).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(deleted > 0)
}
