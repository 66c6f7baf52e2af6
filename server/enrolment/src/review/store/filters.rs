//! SQL of the filters that staff keep under a name.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::StaffId, time::Timestamp};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::review) struct Row {
    pub(in crate::review) name: String,
    pub(in crate::review) query: String,
}

const LOCK: &str = "UPDATE staff SET id = id WHERE id = $1";
const COUNT: &str = "SELECT COUNT(*) FROM saved_filter WHERE staff_id = $1 AND name <> $2";

/// How many filters of other names there are; nobody adds one until the transaction ends.
pub(in crate::review) async fn count_others(tx: &mut Tx, staff: StaffId, name: &str) -> Result<i64> {
    on!(&mut *tx, conn => sqlx::query(LOCK).bind(staff).execute(conn).await.map(drop))?;
    Ok(on!(tx, conn => sqlx::query_scalar(COUNT).bind(staff).bind(name).fetch_one(conn).await)?)
}

const SAVE: &str = "INSERT INTO saved_filter (staff_id, name, query, saved_at) VALUES ($1, $2, $3, $4) \
                    ON CONFLICT (staff_id, name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at";

pub(in crate::review) async fn save(tx: &mut Tx, staff: StaffId, row: &Row, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SAVE).bind(staff).bind(&row.name).bind(&row.query).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const LIST: &str = "SELECT name, query FROM saved_filter WHERE staff_id = $1 ORDER BY name";

pub(in crate::review) async fn list(tx: &mut Tx, staff: StaffId) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(LIST).bind(staff).fetch_all(conn).await)?)
}

const DELETE: &str = "DELETE FROM saved_filter WHERE staff_id = $1 AND name = $2";

pub(in crate::review) async fn delete(tx: &mut Tx, staff: StaffId, name: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(staff).bind(name).execute(conn).await.map(drop))?;
    Ok(())
}
