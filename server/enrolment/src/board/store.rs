//! SQL of banners and maintenance.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{BannerId, Province, StaffId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct BannerRow {
    pub(super) id: BannerId,
    pub(super) province: Option<String>,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) tone: String,
    pub(super) from_at: Timestamp,
    pub(super) until_at: Timestamp,
    /// Who published it.
    pub(super) name: String,
}

const BANNERS: &str = "SELECT b.id, b.province, b.zh, b.en, b.tone, b.from_at, b.until_at, staff.name FROM banner b \
                       JOIN staff ON staff.id = b.staff_id WHERE b.until_at > $1 AND b.ended_at IS NULL \
                       ORDER BY b.from_at, b.id";

/// Running and to come.
pub(super) async fn banners(tx: &mut Tx, now: Timestamp) -> Result<Vec<BannerRow>> {
    Ok(on!(tx, conn => sqlx::query_as(BANNERS).bind(now).fetch_all(conn).await)?)
}

const INSERT: &str = "INSERT INTO banner (id, province, zh, en, tone, from_at, until_at, staff_id, created_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(super) async fn insert(tx: &mut Tx, row: &BannerRow, staff: StaffId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(&row.province).bind(&row.zh).bind(&row.en).bind(&row.tone).bind(row.from_at)
        .bind(row.until_at).bind(staff).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const END: &str = "UPDATE banner SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL \
                   AND (province = $3 OR (province IS NULL AND $4))";

/// False where there is none that this province's staff may end; `everywhere`: those of all provinces too.
pub(super) async fn end(
    tx: &mut Tx,
    id: BannerId,
    (province, everywhere): (&Province, bool),
    now: Timestamp,
) -> Result<bool> {
    let ended = on!(tx, conn => sqlx::query(END).bind(id).bind(now).bind(province).bind(everywhere)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(ended == 1)
}

const MAINTENANCE: &str = "SELECT scope, since_at, until_at FROM maintenance";

pub(super) async fn maintenance(tx: &mut Tx) -> Result<Vec<(String, Timestamp, Timestamp)>> {
    Ok(on!(tx, conn => sqlx::query_as(MAINTENANCE).fetch_all(conn).await)?)
}

const BEGIN: &str = "INSERT INTO maintenance (scope, since_at, until_at, staff_id) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (scope) DO UPDATE SET until_at = excluded.until_at";

pub(super) async fn begin(
    tx: &mut Tx,
    scope: &str,
    (since, until): (Timestamp, Timestamp),
    staff: StaffId,
) -> Result<()> {
    on!(tx, conn => sqlx::query(BEGIN).bind(scope).bind(since).bind(until).bind(staff).execute(conn).await.map(drop))?;
    Ok(())
}

const FINISH: &str = "DELETE FROM maintenance WHERE scope = $1";

pub(super) async fn finish(tx: &mut Tx, scope: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(FINISH).bind(scope).execute(conn).await.map(drop))?;
    Ok(())
}
