//! SQL of rounds in which every signature is verified: how far the one that is under way has come.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::SignatureId, time::Timestamp};
use uuid::Uuid;

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::signature) struct Round {
    pub(in crate::signature) id: Uuid,
    /// Those up to this one are done.
    pub(in crate::signature) last_id: SignatureId,
    pub(in crate::signature) verified: i64,
    pub(in crate::signature) altered: i64,
    /// JSON
    pub(in crate::signature) examples: String,
}

const CLEAR: &str = "DELETE FROM signature_round";
const BEGIN: &str = "INSERT INTO signature_round (id, last_id, verified, altered, examples, begun_at) \
                     VALUES ($1, $2, 0, 0, '[]', $3)";

/// In the place of one that is under way.
pub(in crate::signature) async fn begin(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(CLEAR).execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(BEGIN).bind(id).bind(SignatureId(Uuid::nil())).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const LOAD: &str = "SELECT id, last_id, verified, altered, examples FROM signature_round WHERE id = $1";

pub(in crate::signature) async fn load(tx: &mut Tx, id: Uuid) -> Result<Option<Round>> {
    Ok(on!(tx, conn => sqlx::query_as(LOAD).bind(id).fetch_optional(conn).await)?)
}

const ADVANCE: &str = "UPDATE signature_round SET last_id = $2, verified = $3, altered = $4, examples = $5 \
                       WHERE id = $1 AND last_id = $6 AND verified = $7";
const END: &str = "DELETE FROM signature_round WHERE id = $1 AND last_id = $2 AND verified = $3";

/// One page further, or over; false where that was done meanwhile.
pub(in crate::signature) async fn advance(
    tx: &mut Tx,
    next: &Round,
    last: SignatureId,
    verified: i64,
    is_over: bool,
) -> Result<bool> {
    let rows = if is_over {
        on!(tx, conn => sqlx::query(END).bind(next.id).bind(last).bind(verified)
            .execute(conn).await.map(|done| done.rows_affected()))?
    } else {
        on!(tx, conn => sqlx::query(ADVANCE)
            .bind(next.id).bind(next.last_id).bind(next.verified).bind(next.altered).bind(&next.examples)
            .bind(last).bind(verified)
            .execute(conn).await.map(|done| done.rows_affected()))?
    };
    Ok(rows == 1)
}
