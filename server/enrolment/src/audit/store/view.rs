//! SQL of the viewer. Only what is looked for stands in the statement, so that each search has the index that fits.

use crate::{
    Result,
    audit::viewer::{AuditCursor, AuditFilter},
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, Province, StaffId},
    time::Timestamp,
};
use sqlx::{Postgres, QueryBuilder, Sqlite};

#[derive(Clone, sqlx::FromRow)]
pub(in crate::audit) struct ViewRow {
    pub(in crate::audit) seq: i64,
    pub(in crate::audit) at: Timestamp,
    pub(in crate::audit) actor: String,
    pub(in crate::audit) name: Option<String>,
    pub(in crate::audit) login: Option<String>,
    pub(in crate::audit) action: String,
    pub(in crate::audit) receipt: Option<String>,
    pub(in crate::audit) enrolment_id: Option<EnrolmentId>,
    pub(in crate::audit) detail: String,
}

const VIEW: &str = "SELECT audit.seq, audit.at, audit.actor, staff.name, staff.login, audit.action, enrolment.receipt, \
                    audit.enrolment_id, audit.detail FROM audit LEFT JOIN staff ON staff.id = audit.actor_id \
                    LEFT JOIN enrolment ON enrolment.id = audit.enrolment_id WHERE audit.province = ";
/// Both ends, so that it is one range of the index.
const BEFORE: [&str; 3] = [" AND audit.at <= ", " AND (audit.at < ", " OR audit.seq < "];
const NEWEST: &str = " ORDER BY audit.at DESC, audit.seq DESC LIMIT ";
/// One end of a character after `9`: regions are digits.
const REGION: [&str; 2] = [" AND enrolment.region >= ", " AND enrolment.region < "];

macro_rules! view {
    ($database:ty, $conn:expr, $place:expr, $wanted:expr, $page:expr) => {{
        let ((province, prefix), (filter, about), (after, limit)) = ($place, $wanted, $page);
        let mut query = QueryBuilder::<$database>::new(VIEW);
        query.push_bind(province);
        if !prefix.is_empty() {
            query.push(REGION[0]).push_bind(prefix).push(REGION[1]).push_bind(format!("{prefix}:"));
        }
        if let Some(about) = about {
            query.push(" AND audit.enrolment_id = ").push_bind(about);
        }
        if let Some(action) = filter.action {
            query.push(" AND audit.action = ").push_bind(action.as_str());
        }
        if let Some(staff) = filter.staff {
            query.push(" AND audit.actor_id = ").push_bind(staff);
        }
        if let Some(actor) = &filter.actor {
            query.push(" AND audit.actor = ").push_bind(actor);
        }
        if let Some(from) = filter.from {
            query.push(" AND audit.at >= ").push_bind(from);
        }
        if let Some(until) = filter.until {
            query.push(" AND audit.at < ").push_bind(until);
        }
        if let Some(after) = after {
            query.push(BEFORE[0]).push_bind(after.at).push(BEFORE[1]).push_bind(after.at);
            query.push(BEFORE[2]).push_bind(after.seq).push(")");
        }
        query.push(NEWEST).push_bind(limit);
        query.build_query_as().fetch_all($conn).await?
    }};
}

/// Entries of a place that fit, newest first, after the cursor.
pub(in crate::audit) async fn view(
    tx: &mut Tx,
    place: (&Province, &str),
    wanted: (&AuditFilter, Option<EnrolmentId>),
    page: (Option<AuditCursor>, i64),
) -> Result<Vec<ViewRow>> {
    Ok(match tx {
        Tx::Sqlite(tx) => view!(Sqlite, &mut **tx, place, wanted, page),
        Tx::Postgres(tx) => view!(Postgres, &mut **tx, place, wanted, page),
    })
}

const BY_RECEIPT: &str = "SELECT id FROM enrolment WHERE receipt = $1 AND province = $2";

pub(in crate::audit) async fn by_receipt(
    tx: &mut Tx,
    receipt: &str,
    province: &Province,
) -> Result<Option<EnrolmentId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(BY_RECEIPT).bind(receipt).bind(province).fetch_optional(conn).await)?)
}

const STAFF: &str = "SELECT id, name, login FROM staff WHERE province = $1 ORDER BY login";

/// Id, name and login of everybody of a province.
pub(in crate::audit) async fn staff(tx: &mut Tx, province: &Province) -> Result<Vec<(StaffId, String, String)>> {
    Ok(on!(tx, conn => sqlx::query_as(STAFF).bind(province).fetch_all(conn).await)?)
}
