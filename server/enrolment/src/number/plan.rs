//! Numbers as an administrator sees them: how far allotting is, who would get which one, and the proof that none is missing and
//! none is double.

use super::{due_windows, index, store};
use crate::{
    Caller, Enrolment, Error, Result,
    administration::whole_province,
    audit::{Action, Entry},
    db::Tx,
    jobs::{self, Job},
    staff::Officer,
};
use shared::{
    id::Province,
    number::{AdmissionNumber, Allotment, NumberTemplate},
    problem::ProblemCode,
    profile::Window,
    staff::Act,
    time::Timestamp,
};
use uuid::Uuid;

/// How far a session is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberProgress {
    pub window: String,
    /// When numbers are allotted by themselves.
    pub due_at: Timestamp,
    pub is_due: bool,
    pub approved: u64,
    pub numbered: u64,
}

/// What allotting would do, place by place. Nothing is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rehearsal {
    pub window: String,
    pub places: Vec<PlacePlan>,
    /// Those of one place, a page of them.
    pub numbers: Vec<PlannedNumber>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlacePlan {
    pub region: String,
    /// How many would get one.
    pub count: u64,
    /// The first and the last; none where the template has none left.
    pub first: Option<String>,
    pub last: Option<String>,
    /// How many would get none.
    pub without: u64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlannedNumber {
    pub receipt: String,
    pub region: String,
    pub number: Option<String>,
}

/// The proof, recomputed from the rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NumberCheck {
    pub window: String,
    pub places: Vec<PlaceCheck>,
    /// Numbers of applications that are not approved.
    pub not_approved: u64,
    /// Numbers of the province that were had before.
    pub existing: u64,
    /// Numbers that the register of all does not have as what they are.
    pub astray: u64,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlaceCheck {
    pub region: String,
    pub count: u64,
    /// The largest serial, and what the counter says.
    pub last: i64,
    pub counter: i64,
    /// Serials passed over because somebody had their number before.
    pub passed: u64,
    /// Serials that are missing.
    pub gaps: u64,
    /// Numbers that are not what the template makes of session, place and serial.
    pub other: u64,
}

impl PlaceCheck {
    pub const fn is_sound(&self) -> bool {
        self.gaps == 0 && self.other == 0 && self.last == self.counter && (self.count + self.passed) as i64 == self.last
    }
}

impl NumberCheck {
    pub fn is_sound(&self) -> bool {
        self.not_approved == 0 && self.astray == 0 && self.places.iter().all(PlaceCheck::is_sound)
    }
}

/// Numbers planned on a page, and rows read at a time.
const PAGE: i64 = 50;
const ROWS: i64 = 1000;
/// Numbers allotted by one job before it makes place for others.
const A_WHILE: u32 = 1000;

impl Enrolment {
    /// Every session of the caller's province; empty where it allots no numbers here.
    pub async fn number_progress(&self, caller: &Caller) -> Result<Vec<NumberProgress>> {
        let (_, province) = administrator(caller)?;
        let profile = self.profile(province)?;
        let Some(rule) = &profile.number else { return Ok(Vec::new()) };
        let due: Vec<_> = due_windows(self, profile).collect();
        let mut tx = self.db().read().await?;
        let mut sessions = Vec::new();
        for window in &profile.windows {
            let (approved, numbered) = store::progress(&mut tx, province, &window.code).await?;
            sessions.push(NumberProgress {
                window: window.code.clone(),
                due_at: if rule.allotment == Allotment::AtOnce { window.opens_at } else { window.review_closes_at },
                is_due: due.contains(&window.code.as_str()),
                approved: approved as u64,
                numbered: numbered as u64,
            });
        }
        Ok(sessions)
    }

    /// Who would get which number if all that are approved got theirs now; `region` for a page of its list.
    pub async fn rehearse_numbers(
        &self,
        caller: &Caller,
        window: &str,
        region: Option<&str>,
        page: u32,
    ) -> Result<Rehearsal> {
        let (officer, province) = administrator(caller)?;
        let (window, template) = (self.session(province, window)?, self.template(province)?);
        let mut tx = self.db().begin().await?;
        let mut places = Vec::new();
        for (region, count) in store::waiting(&mut tx, province, &window.code).await? {
            let ahead = self.ahead(&mut tx, (province, &window.code, &region), template, count).await?;
            places.push(plan(ahead, region, count));
        }
        let mut numbers = Vec::new();
        if let Some(region) = region {
            let place = (province, window.code.as_str(), region);
            let from = i64::from(page) * PAGE;
            let receipts = store::receipts(&mut tx, place, (from, PAGE)).await?;
            let ahead = self.ahead(&mut tx, place, template, from + PAGE).await?;
            let mut ahead = ahead.into_iter().skip(from as usize);
            for receipt in receipts {
                let number = ahead.next().map(|number| number.expose().to_owned());
                numbers.push(PlannedNumber { receipt, region: region.to_owned(), number });
            }
        }
        self.record_numbers(&mut tx, officer, province, (Action::NumbersRehearsed, &window.code)).await?;
        tx.commit().await?;
        Ok(Rehearsal { window: window.code.clone(), places, numbers })
    }

    /// Has the numbers of a session allotted now, in the background. Refused with `number.not_due` before its time.
    pub async fn start_allotting(&self, caller: &Caller, window: &str) -> Result<()> {
        let (officer, province) = administrator(caller)?;
        let profile = self.profile(province)?;
        let window = self.session(province, window)?;
        if !due_windows(self, profile).any(|due| due == window.code) {
            return Err(ProblemCode::NumberNotDue.into());
        }
        let mut tx = self.db().begin().await?;
        jobs::enqueue(self, &mut tx, Job::AllotNumbers(self.new_id())).await?;
        self.record_numbers(&mut tx, officer, province, (Action::NumbersStarted, &window.code)).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// Allots what is due; what is more than a while's work is left to another job.
    pub(crate) async fn allot_a_while(&self, _: Uuid) -> Result<()> {
        let mut numbers = 0;
        while numbers < A_WHILE {
            let done = self.allot_due_numbers().await?.numbers;
            if done == 0 {
                return Ok(());
            }
            numbers += done;
        }
        let mut tx = self.db().begin().await?;
        jobs::enqueue(self, &mut tx, Job::AllotNumbers(self.new_id())).await?;
        tx.commit().await
    }

    /// Recomputes every number of a session from its row: serials from 1 on without gaps, each number what the template makes of
    /// it. That none is double follows: serials of a place differ, and so do numbers of different serials; what was had before
    /// stands with them in one register, where no number stands twice.
    pub async fn check_numbers(&self, caller: &Caller, window: &str) -> Result<NumberCheck> {
        let (officer, province) = administrator(caller)?;
        let (window, template) = (self.session(province, window)?, self.template(province)?);
        let mut check = NumberCheck { window: window.code.clone(), ..NumberCheck::default() };
        let mut tx = self.db().read().await?;
        let mut after = (String::new(), 0);
        loop {
            let rows = store::allotted(&mut tx, (province, &window.code), (&after.0, after.1), ROWS).await?;
            let Some(last) = rows.last() else { break };
            after = (last.region.clone(), last.serial);
            for row in rows {
                let number = template.number(&window.code, &row.region, row.serial as u64);
                let right = number.is_some_and(|number| index(self.keys(), province, &number) == row.number_index);
                check.add(&row, right);
            }
        }
        for (region, serial) in store::skipped(&mut tx, province, &window.code).await? {
            let number = template.number(&window.code, &region, serial as u64);
            let index = number.map(|number| index(self.keys(), province, &number)).unwrap_or_default();
            check.pass(region, serial, store::was_had(&mut tx, province, &index).await?);
        }
        let totals = store::totals(&mut tx, province).await?;
        check.existing = totals.existing as u64;
        check.astray = totals.astray as u64 + (totals.made + totals.existing).abs_diff(totals.taken);
        for place in &mut check.places {
            place.counter = store::counter(&mut tx, (province, &window.code, &place.region)).await?;
        }
        tx.commit().await?;
        let mut tx = self.db().begin().await?;
        self.record_numbers(&mut tx, officer, province, (Action::NumbersChecked, &window.code)).await?;
        tx.commit().await?;
        Ok(check)
    }

    /// The next numbers that nobody has, at most `count`: fewer where the template has none left.
    async fn ahead(
        &self,
        tx: &mut Tx,
        place: store::Place<'_>,
        template: &NumberTemplate,
        count: i64,
    ) -> Result<Vec<AdmissionNumber>> {
        let some_were_had = store::any_was_had(tx, place.0).await?;
        let (mut serial, mut numbers) = (store::counter(tx, place).await?, Vec::new());
        while (numbers.len() as i64) < count {
            serial += 1;
            let Some(number) = template.number(place.1, place.2, serial as u64) else { break };
            if some_were_had && store::was_had(tx, place.0, &index(self.keys(), place.0, &number)).await? {
                continue;
            }
            numbers.push(number);
        }
        Ok(numbers)
    }

    fn session(&self, province: &Province, code: &str) -> Result<&Window> {
        self.profile(province)?.windows.iter().find(|window| window.code == code).ok_or(Error::NotFound)
    }

    fn template(&self, province: &Province) -> Result<&NumberTemplate> {
        Ok(&self.profile(province)?.number.as_ref().ok_or(Error::NotFound)?.template)
    }

    async fn record_numbers(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        province: &Province,
        (action, window): (Action, &str),
    ) -> Result<()> {
        let detail = serde_json::json!({ "window": window });
        let entry = Entry { actor: officer.actor(), action, province: Some(province), enrolment: None, detail };
        self.record(tx, entry).await
    }
}

impl NumberCheck {
    /// A serial that was passed over; rightly, where somebody had its number.
    fn pass(&mut self, region: String, serial: i64, rightly: bool) {
        if !self.places.iter().any(|place| place.region == region) {
            self.places.push(PlaceCheck { region: region.clone(), ..PlaceCheck::default() });
        }
        let place = self.places.iter_mut().find(|place| place.region == region).expect("it was just added");
        if serial < place.last {
            place.gaps = place.gaps.saturating_sub(1);
        } else {
            place.gaps += (serial - place.last - 1).max(0) as u64;
            place.last = serial;
        }
        place.passed += 1;
        place.other += u64::from(!rightly);
    }

    /// Rows come in the order of places and serials.
    fn add(&mut self, row: &store::AllottedRow, right: bool) {
        if self.places.last().is_none_or(|place| place.region != row.region) {
            self.places.push(PlaceCheck { region: row.region.clone(), ..PlaceCheck::default() });
        }
        let place = self.places.last_mut().expect("one was just added where there was none");
        place.count += 1;
        place.gaps += (row.serial - place.last - 1).max(0) as u64;
        place.last = row.serial;
        place.other += u64::from(!right);
        self.not_approved += u64::from(row.state != "approved");
    }
}

fn administrator(caller: &Caller) -> Result<(Officer<'_>, &Province)> {
    whole_province(caller.officer(Act::Administer)?)
}

fn plan(ahead: Vec<AdmissionNumber>, region: String, count: i64) -> PlacePlan {
    let text = |number: Option<&AdmissionNumber>| number.map(|number| number.expose().to_owned());
    PlacePlan {
        first: text(ahead.first()),
        last: text(ahead.last()),
        count: ahead.len() as u64,
        without: count as u64 - ahead.len() as u64,
        region,
    }
}
