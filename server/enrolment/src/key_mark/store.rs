//! SQL of the mark.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::time::Timestamp;
use uuid::Uuid;

const MARKED: &str = "SELECT mark FROM key_mark WHERE one = 1";

pub(super) async fn marked(tx: &mut Tx) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, conn => sqlx::query_scalar(MARKED).fetch_optional(conn).await)?)
}

/// On PostgreSQL nobody else marks until the end of the transaction; on SQLite nobody else writes anyway.
pub(super) async fn lock(tx: &mut Tx) -> Result<()> {
    const LOCK: &str = "LOCK TABLE key_mark IN EXCLUSIVE MODE";
    if let Tx::Postgres(tx) = tx {
        sqlx::query(LOCK).execute(&mut **tx).await?;
    }
    Ok(())
}

const MARK: &str = "INSERT INTO key_mark (one, mark, marked_at) VALUES (1, $1, $2) ON CONFLICT (one) DO NOTHING";

pub(super) async fn mark(tx: &mut Tx, mark: &[u8], now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(MARK).bind(mark).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const ANY_WRAPPED: &str = "SELECT id, data_key FROM candidate WHERE data_key IS NOT NULL \
                           UNION ALL SELECT id, data_key FROM existing_record LIMIT 1";

/// The key of some candidate, or of a record of before, as it is kept.
pub(super) async fn any_wrapped(tx: &mut Tx) -> Result<Option<(Uuid, Vec<u8>)>> {
    Ok(on!(tx, conn => sqlx::query_as(ANY_WRAPPED).fetch_optional(conn).await)?)
}
