//! The queue of the own jurisdiction: counts and one page of a list, from one snapshot. Nothing of a candidate is unsealed.

use super::{
    lease,
    scope::Scope,
    store::{
        counts,
        lanes::{self, Range, Row, Slice, Which},
    },
};
use crate::{Caller, Enrolment, Result, db::Tx, error::Cause, submission};
use shared::{
    document::DocumentType,
    enrolment::Stage,
    id::{EnrolmentId, StaffId},
    problem::ProblemCode,
    profile::Level,
    review::View,
    staff::Act,
    time::Timestamp,
};
use uuid::Uuid;

/// What somebody wants to see of the queue.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QueueQuery {
    pub view: View,
    pub filter: Filter,
    /// Where the page begins.
    pub after: Option<QueueCursor>,
}

/// Narrows a list; the counts stay those of the jurisdiction.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// A county or prefecture of the jurisdiction.
    pub region: Option<String>,
    pub level: Option<Level>,
    /// Handed in at this instant or later.
    pub from: Option<Timestamp>,
    /// Handed in before this instant.
    pub before: Option<Timestamp>,
    /// Sent back before and handed in again.
    pub changed: bool,
    /// A receipt as it was typed; then everything else counts for nothing.
    pub receipt: String,
}

/// Where a page of the queue begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QueueCursor {
    pub submitted_at: Timestamp,
    pub enrolment: EnrolmentId,
}

/// One page of a list, oldest first, and the counts that go with it, read in one transaction.
#[derive(Clone, PartialEq, Debug)]
pub struct Queue {
    pub counts: Counts,
    pub cases: Vec<QueuedCase>,
    /// Cases that a filter leaves; absent without a filter. [`FOUND_MAX`] stands for that many or more.
    pub found: Option<u64>,
    /// Pass it to see the next page.
    pub next: Option<QueueCursor>,
    /// What the caller has been told and not put away.
    pub notices: u64,
}

/// How long each list is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    pub waiting: u64,
    pub mine: u64,
    pub returned: u64,
    /// For seniors; 0 for others, to whom these cases are among those that wait.
    pub second: u64,
    pub escalated: u64,
    pub held: u64,
}

impl Counts {
    /// The length of a list.
    pub const fn of(&self, view: View) -> u64 {
        match view {
            View::All => self.waiting + self.mine + self.second + self.escalated + self.held,
            View::Waiting => self.waiting,
            View::Mine => self.mine,
            View::Returned => self.returned,
            View::Second => self.second,
            View::Escalated => self.escalated,
            View::Held => self.held,
        }
    }
}

/// Cases that a filter leaves are counted up to here.
pub const FOUND_MAX: u64 = 1000;

/// A case in a list: nothing by which its candidate could be known.
#[derive(Clone, PartialEq, Debug)]
pub struct QueuedCase {
    pub enrolment: EnrolmentId,
    pub receipt: String,
    pub region: String,
    pub submitted_at: Timestamp,
    pub document_type: DocumentType,
    pub level: Option<Level>,
    /// It was sent back before.
    pub changed: bool,
    pub holder: Holder,
    /// Who was assigned to it, where it is not the caller.
    pub assignee: Option<(StaffId, String)>,
    /// The caller may not take it: they entered something of it, or have decided already.
    pub barred: bool,
}

/// Who holds a case at this moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holder {
    Nobody,
    /// It waits for the caller alone.
    Assigned,
    Caller {
        until: Timestamp,
    },
    Other {
        name: String,
        until: Timestamp,
    },
}

impl Enrolment {
    /// The queue of the caller's jurisdiction. Refused with `request.not_permitted` for lists of seniors and regions elsewhere.
    pub async fn queue(&self, caller: &Caller, query: &QueueQuery) -> Result<Queue> {
        let reviewer = caller.officer(Act::Review)?;
        let whole = Scope::new(&reviewer, None)?;
        let narrow = Scope::new(&reviewer, query.filter.region.as_deref())?;
        if query.view.is_senior() && !whole.senior {
            return Err(ProblemCode::NotPermitted.into());
        }
        lease::expire_leases(self).await?;
        let mut tx = self.db().read().await?;
        let counts = lengths(&mut tx, &whole).await?;
        let notices = super::store::assignment::count_notices(&mut tx, reviewer.staff).await? as u64;
        let page = self.settings().queue_page as usize;
        let (mut rows, found) = if query.filter.receipt.trim().is_empty() {
            let rows = merged(&mut tx, &narrow, query, start(query), page as i64 + 1).await?;
            let found =
                if query.filter == Filter::default() { None } else { Some(found(&mut tx, &narrow, query).await?) };
            (rows, found)
        } else {
            let rows = searched(&mut tx, &whole, &query.filter.receipt).await?;
            let found = rows.len() as u64;
            (rows, Some(found))
        };
        tx.commit().await?;
        let more = rows.len() > page;
        rows.truncate(page);
        let last = rows.last().map(|row| QueueCursor { submitted_at: row.submitted_at, enrolment: row.id });
        let cases = rows.into_iter().map(|row| queued(row, reviewer.staff)).collect::<Result<_>>()?;
        Ok(Queue { counts, cases, found, next: last.filter(|_| more), notices })
    }
}

async fn lengths(tx: &mut Tx, scope: &Scope<'_>) -> Result<Counts> {
    let lanes = lanes::lanes(tx, scope).await?;
    let ((mine, held), assigned, returned) = lanes::own(tx, scope).await?;
    let (second, escalated) = if scope.senior { (lanes.second, lanes.senior) } else { (0, 0) };
    let waiting = if scope.senior { lanes.first } else { lanes.first + lanes.second };
    Ok(Counts {
        waiting: waiting as u64,
        mine: (mine + assigned) as u64,
        returned: returned as u64,
        second: second as u64,
        escalated: escalated as u64,
        held: (held - mine + lanes.assigned - assigned) as u64,
    })
}

/// What a list is merged of.
fn slices(view: View, senior: bool) -> Vec<Slice> {
    use Slice::{AssignedToCaller, AssignedToOthers, HeldByCaller, HeldByOthers, Lane, ReturnedByCaller};
    match (view, senior) {
        (View::All, _) => {
            let lists = [View::Waiting, View::Mine, View::Second, View::Escalated, View::Held];
            let seen = lists.into_iter().filter(|view| senior || !view.is_senior());
            seen.flat_map(|view| slices(view, senior)).collect()
        }
        (View::Waiting, true) => vec![Lane(Stage::First)],
        (View::Waiting, false) => vec![Lane(Stage::First), Lane(Stage::Second)],
        (View::Mine, _) => vec![HeldByCaller, AssignedToCaller],
        (View::Returned, _) => vec![ReturnedByCaller],
        (View::Second, _) => vec![Lane(Stage::Second)],
        (View::Escalated, _) => vec![Lane(Stage::Senior)],
        (View::Held, _) => vec![HeldByOthers, AssignedToOthers],
    }
}

/// Before everything that the filter leaves.
fn start(query: &QueueQuery) -> (Timestamp, EnrolmentId) {
    let filter = (query.filter.from.unwrap_or(Timestamp(i64::MIN)), EnrolmentId(Uuid::nil()));
    let cursor = query.after.map(|cursor| (cursor.submitted_at, cursor.enrolment));
    cursor.map_or(filter, |cursor| cursor.max(filter))
}

/// What a slice is merged of: a lane that is narrowed of exactly those of its cases that the filter leaves, so that nobody looks at
/// the others.
fn parts(filter: &Filter, slice: Slice) -> Vec<Which> {
    let (level, changed) = (filter.level.map(Level::as_str), filter.changed);
    if !slice.is_lane() || (level.is_none() && !changed) {
        return vec![Which::Like { level: level.unwrap_or(""), changed }];
    }
    let any = ["", Level::College.as_str(), Level::Bachelor.as_str()];
    let levels = level.map_or_else(|| any.to_vec(), |level| vec![level]);
    let before = if changed { &[true][..] } else { &[false, true] };
    levels
        .into_iter()
        .flat_map(|level| before.iter().map(move |changed| Which::Exactly { level, changed: *changed }))
        .collect()
}

/// The parts of a list, from a place on, and how much of each.
fn ranges(
    (query, senior): (&QueueQuery, bool),
    after: (Timestamp, EnrolmentId),
    limit: i64,
) -> impl Iterator<Item = (Slice, Range)> {
    let before = query.filter.before.unwrap_or(Timestamp(i64::MAX));
    let whiches = |slice| parts(&query.filter, slice).into_iter().map(move |which| (slice, which));
    let all: Vec<_> = slices(query.view, senior).into_iter().flat_map(whiches).collect();
    all.into_iter().map(move |(slice, which)| (slice, Range { after, before, which, limit }))
}

async fn merged(
    tx: &mut Tx,
    scope: &Scope<'_>,
    query: &QueueQuery,
    after: (Timestamp, EnrolmentId),
    limit: i64,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (slice, range) in ranges((query, scope.senior), after, limit) {
        rows.extend(lanes::list(tx, scope, slice, &range).await?);
    }
    rows.sort_by_key(|row| (row.submitted_at, row.id));
    rows.truncate(limit as usize);
    Ok(rows)
}

async fn found(tx: &mut Tx, scope: &Scope<'_>, query: &QueueQuery) -> Result<u64> {
    let first = start(&QueueQuery { after: None, ..query.clone() });
    let mut found = 0;
    for (slice, range) in ranges((query, scope.senior), first, FOUND_MAX as i64) {
        found += counts::count(tx, scope, slice, &range).await?;
    }
    Ok(found.min(FOUND_MAX))
}

async fn searched(tx: &mut Tx, scope: &Scope<'_>, typed: &str) -> Result<Vec<Row>> {
    let Some(receipt) = submission::canonical_receipt(typed) else { return Ok(Vec::new()) };
    Ok(lanes::by_receipt(tx, scope, &receipt).await?.into_iter().collect())
}

fn queued(row: Row, me: StaffId) -> Result<QueuedCase> {
    let mine = row.assignee_staff_id == Some(me);
    let holder = match (row.lease_staff_id, row.lease_until, row.holder) {
        (Some(staff), Some(until), _) if staff == me => Holder::Caller { until },
        (Some(_), Some(until), Some(name)) => Holder::Other { name, until },
        _ if mine => Holder::Assigned,
        _ => Holder::Nobody,
    };
    Ok(QueuedCase {
        enrolment: row.id,
        receipt: row.receipt,
        region: row.region,
        submitted_at: row.submitted_at,
        document_type: DocumentType::parse(&row.document_type).ok_or(Cause::Corrupt("candidate.document_type"))?,
        level: Level::parse(&row.level),
        changed: row.round > 0,
        holder,
        assignee: row.assignee_staff_id.zip(row.assignee).filter(|_| !mine),
        barred: row.barred,
    })
}
