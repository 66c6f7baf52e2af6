//! SQL of the audit trail.

mod anchor;
mod view;

pub(super) use anchor::{
    AnchorRow, ArchiveRow, anchors, archive, insert_anchor, last_anchor, last_archive, last_before,
};
pub(super) use view::{ViewRow, by_receipt, staff, view};

use crate::{
    Result,
    db::{Tx, insert_all, on},
};
use shared::{
    id::{AuditId, EnrolmentId, Province, StaffId},
    time::Timestamp,
};
use uuid::Uuid;

/// One entry as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub(in crate::audit) struct Row {
    pub(in crate::audit) seq: i64,
    pub(in crate::audit) id: AuditId,
    pub(in crate::audit) at: Timestamp,
    pub(in crate::audit) actor: String,
    pub(in crate::audit) actor_id: Option<Uuid>,
    pub(in crate::audit) action: String,
    pub(in crate::audit) province: Option<String>,
    pub(in crate::audit) enrolment_id: Option<EnrolmentId>,
    pub(in crate::audit) detail: String,
    pub(in crate::audit) previous_hash: Vec<u8>,
    pub(in crate::audit) hash: Vec<u8>,
}

const ADVANCE_HEAD: &str = "UPDATE audit_head SET seq = seq + 1 WHERE one = 1 RETURNING seq, hash";

/// The next number and the hash that it follows. Locks the chain until the transaction ends.
pub(in crate::audit) async fn advance_head(tx: &mut Tx) -> Result<(i64, Vec<u8>)> {
    Ok(on!(tx, conn => sqlx::query_as(ADVANCE_HEAD).fetch_one(conn).await)?)
}

const INSERT: &str = "INSERT INTO audit (seq, id, at, actor, actor_id, action, province, enrolment_id, detail, \
                      previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const SET_HEAD: &str = "UPDATE audit_head SET hash = $1 WHERE one = 1";

pub(in crate::audit) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(INSERT)
        .bind(row.seq).bind(row.id).bind(row.at).bind(&row.actor).bind(row.actor_id).bind(&row.action)
        .bind(&row.province).bind(row.enrolment_id).bind(&row.detail).bind(&row.previous_hash).bind(&row.hash)
        .execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(SET_HEAD).bind(&row.hash).execute(conn).await.map(drop))?;
    Ok(())
}

const ADVANCE_HEAD_BY: &str = "UPDATE audit_head SET seq = seq + $1 WHERE one = 1 RETURNING seq, hash";

/// The number of the last of so many new entries and the hash that the first one follows. Locks the chain as well.
pub(in crate::audit) async fn advance_head_by(tx: &mut Tx, entries: i64) -> Result<(i64, Vec<u8>)> {
    Ok(on!(tx, conn => sqlx::query_as(ADVANCE_HEAD_BY).bind(entries).fetch_one(conn).await)?)
}

const INSERT_MANY: &str = "INSERT INTO audit (seq, id, at, actor, actor_id, action, province, enrolment_id, detail, \
                           previous_hash, hash) ";
/// Chained rows in their order; the last one becomes the head.
pub(in crate::audit) async fn insert_all(tx: &mut Tx, rows: &[Row]) -> Result<()> {
    let Some(last) = rows.last() else { return Ok(()) };
    insert_all!(tx, INSERT_MANY, rows, |values, row| {
        values.push_bind(row.seq).push_bind(row.id).push_bind(row.at).push_bind(&row.actor).push_bind(row.actor_id);
        values.push_bind(&row.action).push_bind(&row.province).push_bind(row.enrolment_id).push_bind(&row.detail);
        values.push_bind(&row.previous_hash).push_bind(&row.hash)
    });
    on!(tx, conn => sqlx::query(SET_HEAD).bind(&last.hash).execute(conn).await.map(drop))?;
    Ok(())
}

const HEAD: &str = "SELECT seq, hash FROM audit_head WHERE one = 1";

/// Number and hash of the last entry.
pub(in crate::audit) async fn head(tx: &mut Tx) -> Result<(i64, Vec<u8>)> {
    Ok(on!(tx, conn => sqlx::query_as(HEAD).fetch_one(conn).await)?)
}

const PAGE: &str = "SELECT seq, id, at, actor, actor_id, action, province, enrolment_id, detail, previous_hash, hash \
                    FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2";

pub(in crate::audit) async fn page(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(PAGE).bind(after).bind(limit).fetch_all(conn).await)?)
}

const OF_ENROLMENT: &str = "SELECT at, action FROM audit WHERE enrolment_id = $1 ORDER BY seq";

/// Instant and action of everything that happened to an application, oldest first.
pub(in crate::audit) async fn of_enrolment(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<(Timestamp, String)>> {
    Ok(on!(tx, conn => sqlx::query_as(OF_ENROLMENT).bind(id).fetch_all(conn).await)?)
}

#[derive(Clone, sqlx::FromRow)]
pub(in crate::audit) struct LineRow {
    pub(in crate::audit) at: Timestamp,
    pub(in crate::audit) actor: String,
    pub(in crate::audit) actor_id: Option<Uuid>,
    pub(in crate::audit) action: String,
    pub(in crate::audit) province: Province,
    pub(in crate::audit) region: String,
    pub(in crate::audit) detail: String,
    /// When the application was handed in last before.
    pub(in crate::audit) handed_in_at: Option<Timestamp>,
    pub(in crate::audit) approved_by: Option<StaffId>,
}

const LINES: &str = "SELECT audit.at, actor, actor_id, action, enrolment.province, enrolment.region, detail, \
                     (SELECT MAX(earlier.at) FROM audit AS earlier WHERE earlier.enrolment_id = audit.enrolment_id \
                     AND earlier.action = 'enrolment.submitted' AND earlier.seq < audit.seq) AS handed_in_at, \
                     (SELECT ruling.staff_id FROM ruling WHERE ruling.enrolment_id = audit.enrolment_id AND ruling.stage = 'first' \
                     AND ruling.decision = 'approve' AND ruling.decided_at <= audit.at ORDER BY ruling.version DESC LIMIT 1) AS approved_by \
                     FROM audit JOIN enrolment ON enrolment.id = enrolment_id \
                     WHERE seq > $1 AND seq <= $2 AND action IN ($3, $4, $5, $6, $7) ORDER BY seq";

/// Entries of up to five actions.
pub(in crate::audit) async fn lines(tx: &mut Tx, actions: &[&str], (after, until): (i64, i64)) -> Result<Vec<LineRow>> {
    let action = |n: usize| actions.get(n).copied().unwrap_or_default();
    Ok(on!(tx, conn => sqlx::query_as(LINES).bind(after).bind(until).bind(action(0)).bind(action(1)).bind(action(2))
        .bind(action(3)).bind(action(4)).fetch_all(conn).await)?)
}
