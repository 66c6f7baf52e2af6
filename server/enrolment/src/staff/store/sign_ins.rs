//! SQL of how signing in went.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::StaffId, time::Timestamp};
use uuid::Uuid;

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::staff) struct SignInRow {
    pub(in crate::staff) at: Timestamp,
    pub(in crate::staff) address: String,
    pub(in crate::staff) outcome: String,
}

const INSERT: &str = "INSERT INTO staff_sign_in (id, staff_id, at, address, outcome) VALUES ($1, $2, $3, $4, $5)";

pub(in crate::staff) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    staff: StaffId,
    at: Timestamp,
    (address, outcome): (&str, &'static str),
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(id).bind(staff).bind(at).bind(address).bind(outcome)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const LAST: &str =
    "SELECT at, address, outcome FROM staff_sign_in WHERE staff_id = $1 ORDER BY at DESC, id DESC LIMIT $2";

pub(in crate::staff) async fn last(tx: &mut Tx, staff: StaffId, limit: i64) -> Result<Vec<SignInRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LAST).bind(staff).bind(limit).fetch_all(conn).await)?)
}

const DELETE_BEFORE: &str = "DELETE FROM staff_sign_in WHERE at < $1";

pub(in crate::staff) async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_BEFORE).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
