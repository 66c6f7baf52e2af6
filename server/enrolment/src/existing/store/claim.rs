//! SQL of asking for numbers: who asked, how often, and the code.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{ClaimId, Province, SessionId},
    time::Timestamp,
};

const LOCK_LIMIT: &str = "INSERT INTO code_limit (limit_index, last_at) VALUES ($1, $2) \
                          ON CONFLICT (limit_index) DO UPDATE SET last_at = excluded.last_at";

/// Holds back everybody else who counts against the same until the transaction ends.
pub(in crate::existing) async fn lock_limit(tx: &mut Tx, index: &[u8], now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(LOCK_LIMIT).bind(index).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// How often somebody asked: about a document or contact, or from an address.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(in crate::existing) struct Usage {
    pub(in crate::existing) latest: Option<Timestamp>,
    pub(in crate::existing) hour: i64,
    pub(in crate::existing) day: i64,
}

const USAGE: &str = "SELECT MAX(requested_at) AS latest, \
        COALESCE(SUM(CASE WHEN requested_at > $2 THEN 1 ELSE 0 END), 0) AS hour, COUNT(*) AS day \
    FROM existing_claim WHERE (document_index = $1 OR contact_index = $1 OR address_index = $1) AND requested_at > $3";

/// The three kinds of indexes are keyed apart, so one is never taken for another.
pub(in crate::existing) async fn usage(tx: &mut Tx, index: &[u8], hour: Timestamp, day: Timestamp) -> Result<Usage> {
    Ok(on!(tx, conn => sqlx::query_as(USAGE).bind(index).bind(hour).bind(day).fetch_one(conn).await)?)
}

/// Somebody asks.
pub(in crate::existing) struct NewClaim<'a> {
    pub(in crate::existing) id: ClaimId,
    pub(in crate::existing) session: SessionId,
    pub(in crate::existing) province: &'a Province,
    pub(in crate::existing) document_index: &'a [u8],
    pub(in crate::existing) contact_index: &'a [u8],
    pub(in crate::existing) address_index: &'a [u8],
    pub(in crate::existing) typed_sealed: Vec<u8>,
    pub(in crate::existing) now: Timestamp,
}

const INSERT: &str = "INSERT INTO existing_claim (id, session_id, province, document_index, contact_index, address_index, \
                      typed_sealed, requested_at, tries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)";
const CLOSE_OLDER: &str =
    "UPDATE existing_claim SET closed_at = $3 WHERE session_id = $1 AND id <> $2 AND closed_at IS NULL";

/// A newer question ends the older ones of a session.
pub(in crate::existing) async fn insert(tx: &mut Tx, new: &NewClaim<'_>) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.session).bind(new.province).bind(new.document_index).bind(new.contact_index)
        .bind(new.address_index).bind(&new.typed_sealed).bind(new.now)
        .execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(CLOSE_OLDER).bind(new.session).bind(new.id).bind(new.now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::existing) struct Claim {
    pub(in crate::existing) id: ClaimId,
    pub(in crate::existing) province: Province,
    pub(in crate::existing) document_index: Vec<u8>,
    pub(in crate::existing) typed_sealed: Vec<u8>,
    pub(in crate::existing) requested_at: Timestamp,
    pub(in crate::existing) code_hash: Option<Vec<u8>>,
    pub(in crate::existing) tries: i64,
    pub(in crate::existing) closed_at: Option<Timestamp>,
    pub(in crate::existing) verified_at: Option<Timestamp>,
}

const NEWEST: &str = "SELECT id, province, document_index, typed_sealed, requested_at, code_hash, tries, closed_at, verified_at \
                      FROM existing_claim WHERE session_id = $1 AND province = $2 ORDER BY requested_at DESC, id DESC LIMIT 1";

/// What a session asked last.
pub(in crate::existing) async fn newest(tx: &mut Tx, session: SessionId, province: &Province) -> Result<Option<Claim>> {
    Ok(on!(tx, conn => sqlx::query_as(NEWEST).bind(session).bind(province).fetch_optional(conn).await)?)
}

const COUNT_TRY: &str = "UPDATE existing_claim SET tries = tries + 1 WHERE id = $1 \
    RETURNING id, province, document_index, typed_sealed, requested_at, code_hash, tries, closed_at, verified_at";

/// Counts before anybody compares, and locks the row: tries made at the same moment are counted one after the other.
pub(in crate::existing) async fn count_try(tx: &mut Tx, id: ClaimId) -> Result<Option<Claim>> {
    Ok(on!(tx, conn => sqlx::query_as(COUNT_TRY).bind(id).fetch_optional(conn).await)?)
}

const LOCK_UNSENT: &str = "UPDATE existing_claim SET tries = tries WHERE id = $1 AND sent_at IS NULL AND closed_at IS NULL \
    RETURNING id, province, document_index, typed_sealed, requested_at, code_hash, tries, closed_at, verified_at";

pub(in crate::existing) async fn lock_unsent(tx: &mut Tx, id: ClaimId) -> Result<Option<Claim>> {
    Ok(on!(tx, conn => sqlx::query_as(LOCK_UNSENT).bind(id).fetch_optional(conn).await)?)
}

const SET_HASH: &str = "UPDATE existing_claim SET code_hash = $2 WHERE id = $1";

pub(in crate::existing) async fn set_hash(tx: &mut Tx, id: ClaimId, hash: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_HASH).bind(id).bind(hash).execute(conn).await.map(drop))?;
    Ok(())
}

const SET_SENT: &str = "UPDATE existing_claim SET sent_at = $2 WHERE id = $1";

pub(in crate::existing) async fn set_sent(tx: &mut Tx, id: ClaimId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_SENT).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const VERIFY: &str = "UPDATE existing_claim SET verified_at = $2, closed_at = $2 WHERE id = $1";

/// The code was right, and is used up.
pub(in crate::existing) async fn verify(tx: &mut Tx, id: ClaimId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(VERIFY).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const CLOSE: &str = "UPDATE existing_claim SET verified_at = NULL, closed_at = $2 WHERE id = $1";

/// What was proved is used up.
pub(in crate::existing) async fn close(tx: &mut Tx, id: ClaimId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(CLOSE).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM existing_claim WHERE requested_at < $1";

pub(in crate::existing) async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
