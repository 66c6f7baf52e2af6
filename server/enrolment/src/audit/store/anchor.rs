//! SQL of anchors and archives.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::time::Timestamp;

#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub(in crate::audit) struct AnchorRow {
    pub(in crate::audit) seq: i64,
    pub(in crate::audit) hash: Vec<u8>,
    pub(in crate::audit) at: Timestamp,
    pub(in crate::audit) mac: Vec<u8>,
}

const ANCHORS: &str = "SELECT seq, hash, at, mac FROM audit_anchor ORDER BY seq";

pub(in crate::audit) async fn anchors(tx: &mut Tx) -> Result<Vec<AnchorRow>> {
    Ok(on!(tx, conn => sqlx::query_as(ANCHORS).fetch_all(conn).await)?)
}

const LAST_ANCHOR: &str = "SELECT seq, hash, at, mac FROM audit_anchor ORDER BY seq DESC LIMIT 1";

pub(in crate::audit) async fn last_anchor(tx: &mut Tx) -> Result<Option<AnchorRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LAST_ANCHOR).fetch_optional(conn).await)?)
}

const INSERT_ANCHOR: &str =
    "INSERT INTO audit_anchor (seq, hash, at, mac) VALUES ($1, $2, $3, $4) ON CONFLICT (seq) DO NOTHING";

pub(in crate::audit) async fn insert_anchor(tx: &mut Tx, row: &AnchorRow) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_ANCHOR).bind(row.seq).bind(&row.hash).bind(row.at).bind(&row.mac)
        .execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub(in crate::audit) struct ArchiveRow {
    pub(in crate::audit) last_seq: i64,
    pub(in crate::audit) last_hash: Vec<u8>,
    pub(in crate::audit) before_at: Timestamp,
    pub(in crate::audit) mac: Vec<u8>,
}

const LAST_ARCHIVE: &str =
    "SELECT last_seq, last_hash, before_at, mac FROM audit_archive ORDER BY last_seq DESC LIMIT 1";

pub(in crate::audit) async fn last_archive(tx: &mut Tx) -> Result<Option<ArchiveRow>> {
    Ok(on!(tx, conn => sqlx::query_as(LAST_ARCHIVE).fetch_optional(conn).await)?)
}

const LAST_BEFORE: &str = "SELECT COALESCE((SELECT MIN(seq) FROM audit WHERE at >= $1) - 1, \
                           (SELECT MAX(seq) FROM audit), 0)";

/// The last entry before the first one that is not older than `before`.
pub(in crate::audit) async fn last_before(tx: &mut Tx, before: Timestamp) -> Result<i64> {
    Ok(on!(tx, conn => sqlx::query_scalar(LAST_BEFORE).bind(before).fetch_one(conn).await)?)
}

const ARCHIVE: &str =
    "INSERT INTO audit_archive (last_seq, last_hash, before_at, archived_at, mac) VALUES ($1, $2, $3, $4, $5)";
const FORGET: &str = "DELETE FROM audit WHERE seq <= $1";

/// Says that entries are in a file, and deletes them.
pub(in crate::audit) async fn archive(tx: &mut Tx, row: &ArchiveRow, now: Timestamp) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(ARCHIVE)
        .bind(row.last_seq).bind(&row.last_hash).bind(row.before_at).bind(now).bind(&row.mac)
        .execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(FORGET).bind(row.last_seq).execute(conn).await.map(drop))?;
    Ok(())
}
