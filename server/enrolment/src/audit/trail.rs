//! The trail as other areas read it from the database, entry by entry, for sums over what happened.

use super::{Action, store};
use crate::{Result, db::Tx};
use shared::{
    id::{Province, StaffId},
    time::Timestamp,
};

/// An entry about an application.
pub(crate) struct Line {
    pub(crate) at: Timestamp,
    pub(crate) action: Action,
    pub(crate) staff: Option<StaffId>,
    pub(crate) province: Province,
    pub(crate) region: String,
    pub(crate) detail: String,
    /// When the application was handed in last before.
    pub(crate) handed_in_at: Option<Timestamp>,
    /// Who had approved it first, at the time of the entry.
    pub(crate) approved_by: Option<StaffId>,
}

/// Entries of these actions about applications, numbered from `after` (without it) to `until`, in their order.
pub(crate) async fn lines_after(tx: &mut Tx, actions: &[Action], (after, until): (i64, i64)) -> Result<Vec<Line>> {
    let names: Vec<_> = actions.iter().map(|action| action.as_str()).collect();
    let rows = store::lines(tx, &names, (after, until)).await?;
    let line = |row: store::LineRow| {
        Some(Line {
            at: row.at,
            action: Action::parse(&row.action)?,
            staff: row.actor_id.filter(|_| row.actor == "staff").map(StaffId),
            province: row.province,
            region: row.region,
            detail: row.detail,
            handed_in_at: row.handed_in_at,
            approved_by: row.approved_by,
        })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// Number of the last entry.
pub(crate) async fn end(tx: &mut Tx) -> Result<i64> {
    Ok(store::head(tx).await?.0)
}
