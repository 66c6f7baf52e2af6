//! Figures of districts and reviewers: summed up from the audit trail by day, place and person as it grows, so that reading them
//! costs the same however many applications there are. What is not summed up yet is added when they are read.

mod store;
mod tally;

pub use tally::Tally;

use crate::{
    Caller, Enrolment, Result,
    audit::{self, Action, Entry, Line},
    db::Tx,
    session::Jurisdiction,
};
use shared::{
    id::{Province, StaffId},
    problem::ProblemCode,
    staff::Act,
    time::{Span, Timestamp},
};
use std::collections::BTreeMap;
use store::Cell;
use uuid::Uuid;

/// Days since 1970 in Beijing, both within.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub first: i64,
    pub last: i64,
}

/// Figures of a period in the caller's jurisdiction.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Statistics {
    pub total: Tally,
    /// Every day of the period on which anything happened.
    pub days: BTreeMap<i64, Tally>,
    /// By code of the prefecture, or of the county where the jurisdiction is one prefecture or less.
    pub districts: BTreeMap<String, Tally>,
    /// Name, and what they did; most decisions first.
    pub reviewers: Vec<(String, Tally)>,
    /// Codes of reasons for returns and how often they were given; most frequent first.
    pub reasons: Vec<(String, u64)>,
}

/// What is summed up.
const ACTIONS: [Action; 5] =
    [Action::Submitted, Action::CaseApproved, Action::CaseReturned, Action::CaseRefused, Action::CaseDisputed];
/// Entries of the trail summed up in one transaction, and transactions of one round.
const STEP: i64 = 20_000;
const ROUNDS: u32 = 5;
/// Longest period that is shown at once.
pub const DAYS_MAX: i64 = 366;
const DAY: Span = Span::days(1);
const BEIJING: Span = Span::hours(8);

/// Days since 1970 in Beijing.
pub const fn day_of(at: Timestamp) -> i64 {
    at.0.saturating_add(BEIJING.0).div_euclid(DAY.0)
}

impl Enrolment {
    /// Sums up what is new in the audit trail; gives how many entries were looked at. Safe in several processes.
    pub(crate) async fn roll_up(&self) -> Result<i64> {
        let mut looked_at = 0;
        for _ in 0..ROUNDS {
            let mut tx = self.db().begin().await?;
            let after = store::lock_cursor(&mut tx).await?;
            let until = audit::end(&mut tx).await?.min(after + STEP);
            if until <= after {
                break;
            }
            let lines = audit::lines_after(&mut tx, &ACTIONS, (after, until)).await?;
            let cells: Vec<_> = sum(&lines).into_iter().collect();
            store::add(&mut tx, &cells).await?;
            store::set_cursor(&mut tx, until).await?;
            tx.commit().await?;
            looked_at += until - after;
        }
        Ok(looked_at)
    }

    /// Figures of the caller's jurisdiction. Refused with `request.bad` for a period that ends before it begins or is longer than
    /// a year.
    pub async fn statistics(&self, caller: &Caller, period: Period) -> Result<Statistics> {
        let officer = caller.officer(Act::Statistics)?;
        let place = officer.jurisdiction;
        if period.last < period.first || period.last - period.first > DAYS_MAX {
            return Err(ProblemCode::BadRequest.into());
        }
        let mut tx = self.db().read().await?;
        let mut rows = store::figures(&mut tx, (&place.province, place.prefix()), period).await?;
        rows.extend(self.not_summed_up(&mut tx, place, period).await?);
        let names = store::names(&mut tx, &place.province).await?;
        tx.commit().await?;
        Ok(self.arrange(place, rows, &names.into_iter().collect()))
    }

    /// Records that the caller takes figures away as a file.
    pub async fn record_statistics_export(&self, caller: &Caller) -> Result<()> {
        let officer = caller.officer(Act::Statistics)?;
        let (province, action) = (Some(&officer.jurisdiction.province), Action::StatisticsExported);
        let mut tx = self.db().begin().await?;
        let detail = serde_json::json!({});
        self.record(&mut tx, Entry { actor: officer.actor(), action, province, enrolment: None, detail }).await?;
        tx.commit().await
    }

    /// What has happened since the last round, at most one step of it.
    async fn not_summed_up(&self, tx: &mut Tx, place: &Jurisdiction, period: Period) -> Result<Vec<(Cell, i64)>> {
        let after = store::cursor(tx).await?;
        let lines = audit::lines_after(tx, &ACTIONS, (after, after + STEP)).await?;
        let within = |cell: &Cell| {
            place.covers(&cell.province, &cell.region) && (period.first..=period.last).contains(&cell.day)
        };
        Ok(sum(&lines).into_iter().filter(|(cell, _)| within(cell)).collect())
    }

    fn arrange(&self, place: &Jurisdiction, rows: Vec<(Cell, i64)>, names: &BTreeMap<StaffId, String>) -> Statistics {
        let mut statistics = Statistics::default();
        let mut reviewers: BTreeMap<Uuid, Tally> = BTreeMap::new();
        let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
        for (cell, cases) in rows {
            let cases = cases as u64;
            if cell.measure == "reason" {
                *reasons.entry(cell.key).or_default() += cases;
                continue;
            }
            let district = self.district(place, &cell.region);
            let tallies = [
                &mut statistics.total,
                statistics.days.entry(cell.day).or_default(),
                statistics.districts.entry(district).or_default(),
            ];
            for tally in tallies {
                tally.count(&cell.measure, &cell.key, cases);
            }
            if cell.staff_id != Uuid::nil() {
                reviewers.entry(cell.staff_id).or_default().count(&cell.measure, &cell.key, cases);
            }
        }
        let name = |id: Uuid| names.get(&StaffId(id)).cloned().unwrap_or_else(|| id.as_simple().to_string());
        statistics.reviewers = reviewers.into_iter().map(|(id, tally)| (name(id), tally)).collect();
        statistics.reviewers.sort_by_key(|(name, tally)| (std::cmp::Reverse(tally.decided()), name.clone()));
        statistics.reasons = reasons.into_iter().collect();
        statistics.reasons.sort_by_key(|(code, cases)| (std::cmp::Reverse(*cases), code.clone()));
        statistics
    }

    /// The prefecture of a county where the whole province is looked at.
    fn district(&self, place: &Jurisdiction, region: &str) -> String {
        let whole = place.region.is_none();
        let known = self.profile(&place.province).ok().and_then(|profile| profile.region(region));
        let parent = known.and_then(|region| region.parent.clone()).filter(|_| whole);
        parent.unwrap_or_else(|| region.to_owned())
    }
}

/// Sums of entries.
fn sum(lines: &[Line]) -> BTreeMap<Cell, i64> {
    let mut cells: BTreeMap<Cell, i64> = BTreeMap::new();
    for line in lines {
        for (staff, measure, key) in measures(line) {
            let staff_id = staff.map_or(Uuid::nil(), |staff| staff.0);
            let (province, region, day) = (line.province.clone(), line.region.clone(), day_of(line.at));
            let measure = measure.to_owned();
            *cells.entry(Cell { province, day, region, staff_id, measure, key }).or_default() += 1;
        }
    }
    cells
}

/// What an entry counts as, and whose it is.
fn measures(line: &Line) -> Vec<(Option<StaffId>, &'static str, String)> {
    let by = |measure, key: &str| (line.staff, measure, key.to_owned());
    let decision = match line.action {
        Action::CaseApproved => "approved",
        Action::CaseReturned => "returned",
        Action::CaseRefused => "refused",
        // a check counts for who approved first: it is their approval that was looked at
        Action::CaseDisputed => return vec![(line.approved_by, "checked", "disputed".to_owned())],
        _ => return vec![by("submitted", "")],
    };
    let mut measures = vec![by("decided", decision)];
    if let Some(handed_in_at) = line.handed_in_at {
        let hours = (line.at - handed_in_at).0.max(0) as f64 / Span::hours(1).0 as f64;
        measures.push(by("wait", &tally::class_of(hours).to_string()));
    }
    let detail: serde_json::Value = serde_json::from_str(&line.detail).unwrap_or_default();
    if line.action == Action::CaseApproved && line.staff.is_some() && detail["stage"] == "second" {
        measures.push((line.approved_by, "checked", "agreed".to_owned()));
    }
    let returned = detail.get("returned").and_then(|items| items.as_array()).into_iter().flatten();
    let reasons = returned.filter_map(|item| item.get("reason").and_then(|reason| reason.as_str()));
    measures.extend(reasons.map(|reason| by("reason", reason)));
    measures
}

/// Kept beside the rows that it belongs to.
type Place<'a> = (&'a Province, &'a str);
