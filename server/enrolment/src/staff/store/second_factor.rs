//! SQL of second factors and recovery codes.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::StaffId, time::Timestamp};

const SET_PENDING: &str = "UPDATE staff SET totp_pending = $2 WHERE id = $1";

pub(in crate::staff) async fn set_pending(tx: &mut Tx, id: StaffId, sealed: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_PENDING).bind(id).bind(sealed).execute(conn).await.map(drop))?;
    Ok(())
}

const CONFIRM: &str = "UPDATE staff SET totp_sealed = totp_pending, totp_pending = NULL, totp_step = $2 WHERE id = $1";

/// The next secret becomes the one that counts.
pub(in crate::staff) async fn confirm(tx: &mut Tx, id: StaffId, step: i64) -> Result<()> {
    on!(tx, conn => sqlx::query(CONFIRM).bind(id).bind(step).execute(conn).await.map(drop))?;
    Ok(())
}

const SET_STEP: &str = "UPDATE staff SET totp_step = $2 WHERE id = $1";

pub(in crate::staff) async fn set_step(tx: &mut Tx, id: StaffId, step: i64) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_STEP).bind(id).bind(step).execute(conn).await.map(drop))?;
    Ok(())
}

const CLEAR: &str = "UPDATE staff SET totp_sealed = NULL, totp_pending = NULL WHERE id = $1";

pub(in crate::staff) async fn clear(tx: &mut Tx, id: StaffId) -> Result<()> {
    on!(tx, conn => sqlx::query(CLEAR).bind(id).execute(conn).await.map(drop))?;
    drop_codes(tx, id).await
}

const DROP_CODES: &str = "DELETE FROM recovery_code WHERE staff_id = $1";

pub(in crate::staff) async fn drop_codes(tx: &mut Tx, id: StaffId) -> Result<()> {
    on!(tx, conn => sqlx::query(DROP_CODES).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const ADD_CODE: &str = "INSERT INTO recovery_code (staff_id, code_hash) VALUES ($1, $2)";

pub(in crate::staff) async fn add_code(tx: &mut Tx, id: StaffId, hash: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(ADD_CODE).bind(id).bind(hash).execute(conn).await.map(drop))?;
    Ok(())
}

const USE_CODE: &str =
    "UPDATE recovery_code SET used_at = $3 WHERE staff_id = $1 AND code_hash = $2 AND used_at IS NULL";

/// False where there is no such code, or it was used.
pub(in crate::staff) async fn use_code(tx: &mut Tx, id: StaffId, hash: &[u8], now: Timestamp) -> Result<bool> {
    let used = on!(tx, conn => sqlx::query(USE_CODE).bind(id).bind(hash).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(used == 1)
}

const LEFT: &str = "SELECT COUNT(*) FROM recovery_code WHERE staff_id = $1 AND used_at IS NULL";

pub(in crate::staff) async fn codes_left(tx: &mut Tx, id: StaffId) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(LEFT).bind(id).fetch_one(conn).await)?)
}
