//! SQL of the queue's lists and counts. Every list is a merge of slices, each of which one index gives in order.

use crate::{
    Result,
    db::{Tx, on},
    review::scope::{Place, Scope},
};
use shared::{
    enrolment::Stage,
    id::{EnrolmentId, StaffId},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::review) struct Row {
    pub(in crate::review) id: EnrolmentId,
    pub(in crate::review) receipt: String,
    pub(in crate::review) region: String,
    pub(in crate::review) submitted_at: Timestamp,
    pub(in crate::review) round: i64,
    pub(in crate::review) lease_staff_id: Option<StaffId>,
    pub(in crate::review) lease_until: Option<Timestamp>,
    pub(in crate::review) assignee_staff_id: Option<StaffId>,
    pub(in crate::review) document_type: String,
    /// Empty where none is chosen.
    pub(in crate::review) level: String,
    pub(in crate::review) holder: Option<String>,
    pub(in crate::review) assignee: Option<String>,
    /// The caller entered something of it, or decided on it before somebody else shall.
    pub(in crate::review) barred: bool,
}

/// A part of the queue that one index holds in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::review) enum Slice {
    /// Waiting for anybody, in the lane of a stage.
    Lane(Stage),
    AssignedToCaller,
    AssignedToOthers,
    HeldByCaller,
    HeldByOthers,
    ReturnedByCaller,
}

impl Slice {
    /// Whether it may be long, so that a filter must not look at all of it: one person's cases are few.
    pub(in crate::review) const fn is_lane(self) -> bool {
        matches!(self, Self::Lane(_) | Self::AssignedToOthers)
    }
}

/// Which cases of a slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::review) enum Which {
    /// Of a level, or of any where it is empty; `changed`: only what was sent back before.
    Like { level: &'static str, changed: bool },
    /// Of this level, empty where none is chosen yet, and sent back before or not. An index of each lane holds these in order.
    Exactly { level: &'static str, changed: bool },
}

/// What is asked of a slice.
#[derive(Clone, Debug)]
pub(in crate::review) struct Range {
    /// Only what follows this.
    pub(in crate::review) after: (Timestamp, EnrolmentId),
    pub(in crate::review) before: Timestamp,
    pub(in crate::review) which: Which,
    pub(in crate::review) limit: i64,
}

macro_rules! rows {
    ($($condition:expr),*) => {
        concat!(
            "SELECT e.id, e.receipt, e.region, e.submitted_at, e.round, e.lease_staff_id, e.lease_until, e.assignee_staff_id, \
                candidate.document_type, e.level, holder.name AS holder, assignee.name AS assignee, \
                (EXISTS (SELECT 1 FROM entered WHERE enrolment_id = e.id AND staff_id = $3) \
                 OR EXISTS (SELECT 1 FROM ruling WHERE enrolment_id = e.id AND ruling.round = e.round AND staff_id = $3 \
                            AND decision <> 'escalate')) AS barred \
            FROM enrolment e JOIN candidate ON candidate.id = e.candidate_id \
                LEFT JOIN staff holder ON holder.id = e.lease_staff_id \
                LEFT JOIN staff assignee ON assignee.id = e.assignee_staff_id WHERE e.province = $1 AND ",
            $($condition),*
        )
    };
}

macro_rules! slice {
    ($place:expr, $which:expr, $slice:literal) => {
        match $place {
            Place::Province => slice!(@ "$2 = ''", $which, $slice),
            Place::Prefecture => slice!(@ "substr(e.region, 1, 4) = $2", $which, $slice),
            Place::County => slice!(@ "e.region = $2", $which, $slice),
        }
    };
    (@ $place:literal, $which:expr, $slice:literal) => {
        match $which {
            Which::Like { .. } => slice!(@@ $place, $slice, "($7 = '' OR e.level = $7) AND e.changed >= $8"),
            Which::Exactly { .. } => slice!(@@ $place, $slice, "e.level = $7 AND e.changed = $8"),
        }
    };
    (@@ $place:literal, $slice:literal, $which:literal) => {
        rows!(
            $place, " AND ", $slice, " AND ", $which,
            " AND (e.submitted_at, e.id) > ($4, $5) AND e.submitted_at < $6 ORDER BY e.submitted_at, e.id LIMIT $9"
        )
    };
}

const fn text(place: Place, which: Which, slice: Slice) -> &'static str {
    match slice {
        Slice::Lane(Stage::Second) => slice!(place, which, "e.lane = 'second'"),
        Slice::Lane(Stage::Senior) => slice!(place, which, "e.lane = 'senior'"),
        Slice::Lane(Stage::First) => slice!(place, which, "e.lane = 'first'"),
        Slice::AssignedToCaller => slice!(place, which, "e.lane = 'assigned' AND e.assignee_staff_id = $3"),
        Slice::AssignedToOthers => slice!(place, which, "e.lane = 'assigned' AND e.assignee_staff_id <> $3"),
        Slice::HeldByCaller => slice!(place, which, "e.state = 'in_review' AND e.lease_staff_id = $3"),
        Slice::HeldByOthers => slice!(place, which, "e.state = 'in_review' AND e.lease_staff_id <> $3"),
        Slice::ReturnedByCaller => slice!(place, which, "e.returned_by_staff_id = $3"),
    }
}

/// The first cases of a slice, oldest first.
pub(in crate::review) async fn list(tx: &mut Tx, scope: &Scope<'_>, slice: Slice, range: &Range) -> Result<Vec<Row>> {
    let sql = text(scope.place, range.which, slice);
    let (Which::Like { level, changed } | Which::Exactly { level, changed }) = range.which;
    Ok(on!(tx, conn => sqlx::query_as(sql)
        .bind(scope.province).bind(&scope.prefix).bind(scope.staff)
        .bind(range.after.0).bind(range.after.1).bind(range.before).bind(level).bind(i64::from(changed)).bind(range.limit)
        .fetch_all(conn).await)?)
}

const BY_RECEIPT: &str = rows!("substr(e.region, 1, length($2)) = $2 AND e.receipt = $4");

/// The case with this receipt, whatever has become of it.
pub(in crate::review) async fn by_receipt(tx: &mut Tx, scope: &Scope<'_>, receipt: &str) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_RECEIPT)
        .bind(scope.province).bind(&scope.prefix).bind(scope.staff).bind(receipt)
        .fetch_optional(conn).await)?)
}

macro_rules! next {
    ($place:expr, $which:literal) => {
        match $place {
            Place::Province => next!(@ "$2 = ''", $which),
            Place::Prefecture => next!(@ "substr(e.region, 1, 4) = $2", $which),
            Place::County => next!(@ "e.region = $2", $which),
        }
    };
    (@ $place:literal, $which:literal) => {
        concat!(
            "SELECT e.submitted_at, e.id FROM enrolment e WHERE e.province = $1 AND ", $place, " AND ", $which,
            " AND NOT EXISTS (SELECT 1 FROM entered WHERE enrolment_id = e.id AND staff_id = $3) \
             AND NOT EXISTS (SELECT 1 FROM ruling WHERE enrolment_id = e.id AND ruling.round = e.round AND staff_id = $3 \
                             AND decision <> 'escalate') \
             ORDER BY e.submitted_at, e.id LIMIT $4"
        )
    };
}

/// The oldest cases of a slice that the caller may take.
pub(in crate::review) async fn next(
    tx: &mut Tx,
    scope: &Scope<'_>,
    slice: Slice,
    limit: i64,
) -> Result<Vec<(Timestamp, EnrolmentId)>> {
    let sql = match slice {
        Slice::Lane(Stage::Second) => next!(scope.place, "e.lane = 'second'"),
        Slice::Lane(Stage::Senior) => next!(scope.place, "e.lane = 'senior'"),
        Slice::Lane(Stage::First) => next!(scope.place, "e.lane = 'first'"),
        _ => next!(scope.place, "e.lane = 'assigned' AND e.assignee_staff_id = $3"),
    };
    Ok(on!(tx, conn => sqlx::query_as(sql)
        .bind(scope.province).bind(&scope.prefix).bind(scope.staff).bind(limit)
        .fetch_all(conn).await)?)
}

/// Cases by lane; `assigned` to anybody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, sqlx::FromRow)]
pub(in crate::review) struct LaneCounts {
    pub(in crate::review) first: i64,
    pub(in crate::review) second: i64,
    pub(in crate::review) senior: i64,
    pub(in crate::review) assigned: i64,
}

/// From the counters, so that nobody counts cases.
const LANES: &str = "SELECT \
        CAST(COALESCE(SUM(CASE lane WHEN 'first' THEN cases ELSE 0 END), 0) AS BIGINT) AS first, \
        CAST(COALESCE(SUM(CASE lane WHEN 'second' THEN cases ELSE 0 END), 0) AS BIGINT) AS second, \
        CAST(COALESCE(SUM(CASE lane WHEN 'senior' THEN cases ELSE 0 END), 0) AS BIGINT) AS senior, \
        CAST(COALESCE(SUM(CASE lane WHEN 'assigned' THEN cases ELSE 0 END), 0) AS BIGINT) AS assigned \
    FROM queue_count WHERE province = $1 AND region >= $2 AND region < $3";

pub(in crate::review) async fn lanes(tx: &mut Tx, scope: &Scope<'_>) -> Result<LaneCounts> {
    let (from, to) = scope.codes();
    Ok(on!(tx, conn => sqlx::query_as(LANES).bind(scope.province).bind(from).bind(to).fetch_one(conn).await)?)
}

/// As many as reviewers hold at one moment, which are few.
const HELD: &str = "SELECT COALESCE(SUM(CASE WHEN lease_staff_id = $4 THEN 1 ELSE 0 END), 0) AS mine, COUNT(*) AS held \
    FROM enrolment WHERE province = $1 AND state = 'in_review' AND region >= $2 AND region < $3";
const ASSIGNED: &str = "SELECT COUNT(*) FROM enrolment \
    WHERE assignee_staff_id = $4 AND lane = 'assigned' AND province = $1 AND region >= $2 AND region < $3";
const RETURNED: &str = "SELECT COUNT(*) FROM enrolment \
    WHERE returned_by_staff_id = $4 AND province = $1 AND region >= $2 AND region < $3";

/// Held by the caller and by anybody; assigned to the caller; sent back by the caller.
pub(in crate::review) async fn own(tx: &mut Tx, scope: &Scope<'_>) -> Result<((i64, i64), i64, i64)> {
    let (from, to) = scope.codes();
    let (province, staff) = (scope.province, scope.staff);
    let held = on!(&mut *tx, conn => sqlx::query_as(HELD).bind(province).bind(&from).bind(&to).bind(staff)
        .fetch_one(conn).await)?;
    let assigned = on!(&mut *tx, conn => sqlx::query_scalar(ASSIGNED).bind(province).bind(&from).bind(&to).bind(staff)
        .fetch_one(conn).await)?;
    let returned = on!(tx, conn => sqlx::query_scalar(RETURNED).bind(province).bind(&from).bind(&to).bind(staff)
        .fetch_one(conn).await)?;
    Ok((held, assigned, returned))
}
