//! SQL of how many cases a filter leaves of a part of the queue: without reading them, and no further than anybody wants to know.

use super::lanes::{self, Range, Slice, Which};
use crate::{
    Result,
    db::{Tx, on},
    review::scope::{Place, Scope},
};
use shared::enrolment::Stage;

macro_rules! count {
    ($place:expr, $which:expr, $slice:literal) => {
        match $place {
            Place::Province => count!(@ "$2 = ''", $which, $slice),
            Place::Prefecture => count!(@ "substr(e.region, 1, 4) = $2", $which, $slice),
            Place::County => count!(@ "e.region = $2", $which, $slice),
        }
    };
    (@ $place:literal, $which:expr, $slice:literal) => {
        match $which {
            Which::Like { .. } => count!(@@ $place, $slice, "($6 = '' OR e.level = $6) AND e.changed >= $7"),
            Which::Exactly { .. } => count!(@@ $place, $slice, "e.level = $6 AND e.changed = $7"),
        }
    };
    (@@ $place:literal, $slice:literal, $which:literal) => {
        concat!(
            "SELECT COUNT(*) FROM (SELECT e.id FROM enrolment e WHERE e.province = $1 AND ", $place, " AND ", $slice, " AND ", $which,
            " AND (e.submitted_at, e.id) > ($3, $4) AND e.submitted_at < $5 LIMIT $8) AS found"
        )
    };
}

/// Those of a lane, which all stand in its index; nothing for other slices.
const fn text(place: Place, which: Which, slice: Slice) -> Option<&'static str> {
    Some(match slice {
        Slice::Lane(Stage::First) => count!(place, which, "e.lane = 'first'"),
        Slice::Lane(Stage::Second) => count!(place, which, "e.lane = 'second'"),
        Slice::Lane(Stage::Senior) => count!(place, which, "e.lane = 'senior'"),
        _ => return None,
    })
}

/// How many cases of a slice there are, or the limit where there are more.
pub(in crate::review) async fn count(tx: &mut Tx, scope: &Scope<'_>, slice: Slice, range: &Range) -> Result<u64> {
    let Some(sql) = text(scope.place, range.which, slice) else {
        // somebody's own cases, and those that others have: few
        return Ok(lanes::list(tx, scope, slice, range).await?.len() as u64);
    };
    let (Which::Like { level, changed } | Which::Exactly { level, changed }) = range.which;
    let count: i64 = on!(tx, conn => sqlx::query_scalar(sql)
        .bind(scope.province).bind(&scope.prefix).bind(range.after.0).bind(range.after.1).bind(range.before)
        .bind(level).bind(i64::from(changed)).bind(range.limit).fetch_one(conn).await)?;
    Ok(count.unsigned_abs())
}
