//! Assigning cases to reviewers, a senior's act: only what waits, only as it was seen, and each in a transaction of its own, so
//! that one that somebody has taken meanwhile does not hold up the others. Those concerned are told.

use super::store::{assignment, rulings};
use crate::{
    Caller, Enrolment, Error, Result,
    application::{self, Application},
    audit::{Action, Entry},
    db::Tx,
    session::Jurisdiction,
    staff::Officer,
};
use serde_json::json;
use shared::{
    enrolment::{Stage, State},
    id::{EnrolmentId, Province, StaffId, StaffNoticeId},
    problem::ProblemCode,
    staff::Act,
    time::Timestamp,
};

/// A case to be assigned, and who was assigned to it when it was chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted {
    pub enrolment: EnrolmentId,
    pub seen: Option<StaffId>,
}

/// What became of a list of cases.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Assigned {
    pub done: u32,
    /// Receipts of those that stayed as they were, and why.
    pub left: Vec<(String, ProblemCode)>,
}

/// A reviewer to whom cases may be assigned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Colleague {
    pub staff: StaffId,
    pub name: String,
    /// Absent for the whole province.
    pub region: Option<String>,
}

/// What a reviewer was told and has not put away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notices {
    /// The newest of them.
    pub cases: Vec<CaseNotice>,
    pub read_at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseNotice {
    pub enrolment: EnrolmentId,
    pub receipt: String,
    /// Assigned to the caller, or taken off them.
    pub assigned: bool,
    /// Who did it.
    pub by: String,
    pub at: Timestamp,
}

/// Cases that are assigned with one request.
const MOST: usize = 100;
const NOTICES_SHOWN: i64 = 50;

impl Enrolment {
    /// Assigns cases to a reviewer, or to nobody in particular again. Refused with `request.not_permitted` unless a senior asks,
    /// for a reviewer of the jurisdiction; `Assigned::left` says which cases could not be assigned.
    pub async fn assign_cases(&self, caller: &Caller, cases: &[Wanted], to: Option<StaffId>) -> Result<Assigned> {
        let senior = caller.officer(Act::SeniorReview)?;
        if cases.len() > MOST {
            return Err(ProblemCode::BadRequest.into());
        }
        let colleagues = self.colleagues(caller).await?;
        let to = match to {
            Some(to) => Some(colleagues.into_iter().find(|one| one.staff == to).ok_or(ProblemCode::NotPermitted)?),
            None => None,
        };
        let mut assigned = Assigned::default();
        for wanted in cases {
            match self.assign(senior, caller, *wanted, to.as_ref()).await {
                Ok(None) => assigned.done += 1,
                Ok(Some(left)) => assigned.left.push(left),
                Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(assigned)
    }

    /// Reviewers whose jurisdiction has something in common with the caller's.
    pub async fn colleagues(&self, caller: &Caller) -> Result<Vec<Colleague>> {
        let senior = caller.officer(Act::SeniorReview)?;
        let mut tx = self.db().read().await?;
        let all = Colleague::all(&mut tx, &senior.jurisdiction.province).await?;
        Ok(all.into_iter().filter(|one| one.meets(senior.jurisdiction)).collect())
    }

    /// What the caller was told of assignments, newest first.
    pub async fn case_notices(&self, caller: &Caller) -> Result<Notices> {
        let staff = caller.officer(Act::Review)?.staff;
        let read_at = self.now();
        let mut tx = self.db().read().await?;
        let rows = assignment::notices(&mut tx, staff, NOTICES_SHOWN).await?;
        let notice = |row: assignment::NoticeRow| CaseNotice {
            enrolment: row.enrolment_id,
            receipt: row.receipt.unwrap_or_default(),
            assigned: row.kind == ASSIGNED,
            by: row.by_name,
            at: row.at,
        };
        Ok(Notices { cases: rows.into_iter().map(notice).collect(), read_at })
    }

    /// Puts away what the caller was told until an instant.
    pub async fn put_away_notices(&self, caller: &Caller, until: Timestamp) -> Result<()> {
        let staff = caller.officer(Act::Review)?.staff;
        let mut tx = self.db().begin().await?;
        assignment::put_away(&mut tx, staff, until).await?;
        tx.commit().await
    }

    /// One case; gives its receipt and the reason where it stays as it is.
    async fn assign(
        &self,
        senior: Officer<'_>,
        caller: &Caller,
        wanted: Wanted,
        to: Option<&Colleague>,
    ) -> Result<Option<(String, ProblemCode)>> {
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, wanted.enrolment).await?;
        senior.require(&application.province, &application.region)?;
        if let Err(code) = assignable(&mut tx, &application, wanted, to).await? {
            return Ok(Some((application.receipt.unwrap_or_default(), code)));
        }
        let before = application.assignee;
        application.assignee = to.map(|to| to.staff);
        application::save(&mut tx, &application).await?;
        for (staff, kind) in [(before, UNASSIGNED), (application.assignee, ASSIGNED)] {
            let Some(staff) = staff.filter(|staff| *staff != senior.staff && before != application.assignee) else {
                continue;
            };
            let (id, told) = (StaffNoticeId(self.new_id()), (staff, kind, senior.staff));
            assignment::tell(&mut tx, id, told, application.id, self.now()).await?;
        }
        let action = if to.is_some() { Action::CaseAssigned } else { Action::CaseUnassigned };
        let detail = json!({ "to": application.assignee, "before": before });
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        self.record(&mut tx, Entry { actor: caller.into(), action, province, enrolment, detail }).await?;
        tx.commit().await?;
        Ok(None)
    }
}

const ASSIGNED: &str = "assigned";
const UNASSIGNED: &str = "unassigned";

impl Colleague {
    /// Everybody in the province who reviews.
    pub(super) async fn all(tx: &mut Tx, province: &Province) -> Result<Vec<Self>> {
        let rows = assignment::reviewers(tx, province).await?;
        Ok(rows.into_iter().map(|row| Self { staff: row.id, name: row.name, region: row.region }).collect())
    }

    fn meets(&self, jurisdiction: &Jurisdiction) -> bool {
        let own = Jurisdiction { region: self.region.clone(), ..jurisdiction.clone() };
        own.prefix().starts_with(jurisdiction.prefix()) || jurisdiction.prefix().starts_with(own.prefix())
    }

    pub(super) fn covers(&self, application: &Application) -> bool {
        self.covers_region(&application.province, &application.region)
    }

    pub(super) fn covers_region(&self, province: &Province, region: &str) -> bool {
        let own = Jurisdiction { province: province.clone(), region: self.region.clone(), institution: None };
        own.covers(province, region)
    }
}

/// Nothing is taken from anybody: the case waits, and is as it was seen; and whoever gets it may decide it.
async fn assignable(
    tx: &mut Tx,
    application: &Application,
    wanted: Wanted,
    to: Option<&Colleague>,
) -> Result<Result<(), ProblemCode>> {
    match application.progress.state {
        State::Submitted if application.assignee == wanted.seen => {}
        State::Submitted => return Ok(Err(ProblemCode::Conflict)),
        State::InReview => return Ok(Err(ProblemCode::CaseTaken)),
        State::Draft | State::Returned | State::Approved | State::Refused => return Ok(Err(ProblemCode::WrongState)),
    }
    let Some(to) = to else { return Ok(Ok(())) };
    if application.progress.stage == Stage::Senior || !to.covers(application) {
        return Ok(Err(ProblemCode::NotPermitted));
    }
    if super::entered::has_entered(tx, application.id, to.staff).await? {
        return Ok(Err(ProblemCode::CaseEntered));
    }
    let decided = rulings::has_decided(tx, application.id, application.round, to.staff).await?;
    Ok(if decided { Err(ProblemCode::DecidedBefore) } else { Ok(()) })
}
