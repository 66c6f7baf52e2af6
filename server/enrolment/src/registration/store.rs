//! SQL of one-time codes and their limits.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CodeId, Province, SessionId},
    time::Timestamp,
};

const LOCK_LIMIT: &str = "INSERT INTO code_limit (limit_index, last_at) VALUES ($1, $2) \
                          ON CONFLICT (limit_index) DO UPDATE SET last_at = excluded.last_at";

/// Holds back everybody else who counts against the same recipient or address until the transaction ends.
pub(super) async fn lock_limit(tx: &mut Tx, limit_index: &[u8], now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(LOCK_LIMIT).bind(limit_index).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// What was requested within a day.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct Usage {
    pub(super) latest: Option<Timestamp>,
    pub(super) hour: i64,
    pub(super) oldest_hour: Option<Timestamp>,
    pub(super) day: i64,
    pub(super) oldest_day: Option<Timestamp>,
}

const RECIPIENT_USAGE: &str = "SELECT MAX(requested_at) AS latest, \
        COALESCE(SUM(CASE WHEN requested_at > $2 THEN 1 ELSE 0 END), 0) AS hour, \
        MIN(CASE WHEN requested_at > $2 THEN requested_at END) AS oldest_hour, \
        COUNT(*) AS day, MIN(requested_at) AS oldest_day \
    FROM code WHERE recipient_index = $1 AND requested_at > $3";

pub(super) async fn recipient_usage(tx: &mut Tx, index: &[u8], hour: Timestamp, day: Timestamp) -> Result<Usage> {
    Ok(on!(tx, conn => sqlx::query_as(RECIPIENT_USAGE).bind(index).bind(hour).bind(day).fetch_one(conn).await)?)
}

const ADDRESS_USAGE: &str = "SELECT MAX(requested_at) AS latest, \
        COALESCE(SUM(CASE WHEN requested_at > $2 THEN 1 ELSE 0 END), 0) AS hour, \
        MIN(CASE WHEN requested_at > $2 THEN requested_at END) AS oldest_hour, \
        COUNT(*) AS day, MIN(requested_at) AS oldest_day \
    FROM code WHERE address_index = $1 AND requested_at > $3";

pub(super) async fn address_usage(tx: &mut Tx, index: &[u8], hour: Timestamp, day: Timestamp) -> Result<Usage> {
    Ok(on!(tx, conn => sqlx::query_as(ADDRESS_USAGE).bind(index).bind(hour).bind(day).fetch_one(conn).await)?)
}

/// A request for a code.
pub(super) struct New<'a> {
    pub(super) id: CodeId,
    pub(super) session: SessionId,
    pub(super) province: &'a Province,
    pub(super) channel: &'a str,
    pub(super) recipient_index: &'a [u8],
    pub(super) recipient_sealed: Vec<u8>,
    pub(super) address_index: &'a [u8],
    pub(super) now: Timestamp,
}

const INSERT: &str = "INSERT INTO code (id, session_id, province, recipient_index, recipient_sealed, address_index, requested_at, \
                      channel, tries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)";

pub(super) async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT)
        .bind(new.id).bind(new.session).bind(new.province).bind(new.recipient_index).bind(&new.recipient_sealed)
        .bind(new.address_index).bind(new.now).bind(new.channel)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// A code that is to be made and sent.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Unsent {
    pub(super) session_id: SessionId,
    pub(super) province: Province,
    pub(super) channel: String,
    pub(super) recipient_index: Vec<u8>,
    pub(super) recipient_sealed: Vec<u8>,
    pub(super) requested_at: Timestamp,
}

const UNSENT: &str = "UPDATE code SET tries = tries WHERE id = $1 AND sent_at IS NULL AND closed_at IS NULL \
                      AND recipient_sealed IS NOT NULL \
                      RETURNING session_id, province, channel, recipient_index, recipient_sealed, requested_at";

/// Locks a code that has been neither sent nor closed.
pub(super) async fn lock_unsent(tx: &mut Tx, id: CodeId) -> Result<Option<Unsent>> {
    Ok(on!(tx, conn => sqlx::query_as(UNSENT).bind(id).fetch_optional(conn).await)?)
}

const SET_HASH: &str = "UPDATE code SET code_hash = $2, expires_at = $3, tries = 0 WHERE id = $1";

pub(super) async fn set_hash(tx: &mut Tx, id: CodeId, hash: &[u8], expires_at: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_HASH).bind(id).bind(hash).bind(expires_at).execute(conn).await.map(drop))?;
    Ok(())
}

const CLOSE_OLDER: &str = "UPDATE code SET closed_at = $4, recipient_sealed = NULL WHERE session_id = $1 AND recipient_index = $2 \
                           AND requested_at < $3 AND closed_at IS NULL";

/// A newer code ends the older ones of the same session and recipient.
pub(super) async fn close_older(tx: &mut Tx, code: &Unsent, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(CLOSE_OLDER).bind(code.session_id).bind(&code.recipient_index).bind(code.requested_at).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SET_SENT: &str = "UPDATE code SET sent_at = $2, recipient_sealed = NULL WHERE id = $1";

pub(super) async fn set_sent(tx: &mut Tx, id: CodeId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_SENT).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const CLOSE: &str = "UPDATE code SET closed_at = $2, recipient_sealed = NULL WHERE id = $1";

pub(super) async fn close(tx: &mut Tx, id: CodeId, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(CLOSE).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// The newest request of a session for a code, by one channel.
#[derive(Clone, Debug, sqlx::FromRow)]
#[expect(clippy::struct_field_names, reason = "the columns are called so")]
pub(super) struct Newest {
    pub(super) requested_at: Timestamp,
    pub(super) sent_at: Option<Timestamp>,
    pub(super) closed_at: Option<Timestamp>,
}

const NEWEST: &str = "SELECT requested_at, sent_at, closed_at FROM code WHERE session_id = $1 AND channel = $2 \
                      ORDER BY requested_at DESC, id DESC LIMIT 1";

pub(super) async fn newest(tx: &mut Tx, session: SessionId, channel: &str) -> Result<Option<Newest>> {
    Ok(on!(tx, conn => sqlx::query_as(NEWEST).bind(session).bind(channel).fetch_optional(conn).await)?)
}

const NEWEST_TO: &str = "SELECT requested_at, sent_at, closed_at FROM code WHERE session_id = $1 AND recipient_index = $2 \
                         ORDER BY requested_at DESC, id DESC LIMIT 1";

/// The same to one recipient.
pub(super) async fn newest_to(tx: &mut Tx, session: SessionId, recipient_index: &[u8]) -> Result<Option<Newest>> {
    Ok(on!(tx, conn => sqlx::query_as(NEWEST_TO).bind(session).bind(recipient_index).fetch_optional(conn).await)?)
}

/// The newest code of a session and recipient, with one try counted.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Tried {
    pub(super) id: CodeId,
    pub(super) code_hash: Vec<u8>,
    pub(super) expires_at: Timestamp,
    /// This try included.
    pub(super) tries: i64,
    pub(super) closed_at: Option<Timestamp>,
}

const COUNT_TRY: &str = "UPDATE code SET tries = tries + 1 WHERE id = (\
        SELECT id FROM code WHERE session_id = $1 AND recipient_index = $2 AND code_hash IS NOT NULL \
        ORDER BY requested_at DESC, id DESC LIMIT 1) \
    RETURNING id, code_hash, expires_at, tries, closed_at";

/// Counts before anybody compares, and locks the row: tries made at the same moment are counted one after the other.
pub(super) async fn count_try(tx: &mut Tx, session: SessionId, recipient_index: &[u8]) -> Result<Option<Tried>> {
    Ok(on!(tx, conn => sqlx::query_as(COUNT_TRY).bind(session).bind(recipient_index).fetch_optional(conn).await)?)
}

const DELETE_CODES: &str = "DELETE FROM code WHERE requested_at < $1";
const DELETE_LIMITS: &str = "DELETE FROM code_limit WHERE last_at < $1";

pub(super) async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(DELETE_CODES).bind(before).execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(DELETE_LIMITS).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
