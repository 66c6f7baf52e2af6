//! Holding a case: taking, renewing, giving back, and leases that run out. One reviewer at a time, decided under the row's lock.

use super::{
    entered::has_entered,
    scope::Scope,
    store::{
        lanes::{self, Slice},
        leases, rulings,
    },
};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application, Lease},
    audit::{Action, Actor, Entry},
    db::Tx,
    staff::Officer,
};
use shared::{
    enrolment::{Event, Stage, State},
    id::{EnrolmentId, StaffId},
    problem::ProblemCode,
    staff::Act,
    time::Timestamp,
};

/// The oldest cases are looked at together: as many as reviewers may reach for one at the same moment.
const REACH: i64 = 24;

impl Enrolment {
    /// Takes a case: one assigned to the caller first, then the oldest. Refused with `queue.empty`.
    pub async fn take_next_case(&self, caller: &Caller) -> Result<EnrolmentId> {
        let reviewer = caller.officer(Act::Review)?;
        let scope = Scope::new(&reviewer, None)?;
        expire_leases(self).await?;
        loop {
            let mut tx = self.db().begin().await?;
            let oldest = oldest(&mut tx, &scope).await?;
            let first = *oldest.first().ok_or(ProblemCode::QueueEmpty)?;
            let free = grab(&mut tx, &oldest).await?;
            // where all of them are being taken it waits for the first; afterwards there is another first
            let id = free.unwrap_or(first);
            let mut application = application::lock(&mut tx, id).await?;
            if is_waiting(&application, self.now()) && self.admits(&mut tx, reviewer, &application).await.is_ok() {
                self.take(&mut tx, reviewer, &mut application).await?;
                tx.commit().await?;
                return Ok(id);
            }
        }
    }

    /// Takes a case, or renews the lease of one the caller holds; gives the end of the lease. Refused with `case.taken`,
    /// `case.assigned`, `case.entered`, `case.decided_before`, `request.not_permitted` or `enrolment.wrong_state`.
    pub async fn take_case(&self, caller: &Caller, id: EnrolmentId) -> Result<Timestamp> {
        let reviewer = caller.officer(Act::Review)?;
        let until = self.now() + self.settings().lease;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        reviewer.require(&application.province, &application.region)?;
        if is_waiting(&application, self.now()) {
            if let Err(refused) = self.admits(&mut tx, reviewer, &application).await {
                // or whoever asks for the next case meanwhile would pass this one over
                tx.rollback().await?;
                return Err(refused);
            }
            self.take(&mut tx, reviewer, &mut application).await?;
        } else {
            match application.lease {
                Some(lease) if lease.staff == reviewer.staff => leases::renew(&mut tx, id, until).await?,
                Some(_) => return Err(ProblemCode::CaseTaken.into()),
                None => return Err(ProblemCode::WrongState.into()),
            }
        }
        tx.commit().await?;
        Ok(until)
    }

    /// Renews the lease of a case that the caller holds; gives its end. Refused with `case.lease_lost`: unlike
    /// [`Self::take_case`] it never takes a case again whose lease ran out.
    pub async fn renew_case(&self, caller: &Caller, id: EnrolmentId) -> Result<Timestamp> {
        let until = self.now() + self.settings().lease;
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        require_lease(self, caller, &application)?;
        leases::renew(&mut tx, id, until).await?;
        tx.commit().await?;
        Ok(until)
    }

    /// Gives a case back. Refused with `case.lease_lost`.
    pub async fn release_case(&self, caller: &Caller, id: EnrolmentId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        require_lease(self, caller, &application)?;
        application.lease = None;
        application.advance(&Event::Release)?;
        application::save(&mut tx, &application).await?;
        self.record_case(&mut tx, caller.into(), &application, Action::CaseReleased).await?;
        tx.commit().await
    }

    /// Who may take a waiting case: its assignee if it has one; a senior where one shall decide; nobody who entered something
    /// of it or has decided on it before.
    async fn admits(&self, tx: &mut Tx, reviewer: Officer<'_>, application: &Application) -> Result<()> {
        if application.assignee.is_some_and(|assignee| assignee != reviewer.staff) {
            return Err(ProblemCode::CaseAssigned.into());
        }
        if application.progress.stage == Stage::Senior && !reviewer.role.may(Act::SeniorReview) {
            return Err(ProblemCode::NotPermitted.into());
        }
        if has_entered(tx, application.id, reviewer.staff).await? {
            return Err(ProblemCode::CaseEntered.into());
        }
        if rulings::has_decided(tx, application.id, application.round, reviewer.staff).await? {
            return Err(ProblemCode::DecidedBefore.into());
        }
        Ok(())
    }

    /// Puts a waiting case into the reviewer's hands; a lease that ran out is ended first, on the record.
    async fn take(&self, tx: &mut Tx, reviewer: Officer<'_>, application: &mut Application) -> Result<()> {
        let ran_out = application.lease.is_some();
        if ran_out {
            application.advance(&Event::Release)?;
        }
        application.advance(&Event::Take)?;
        application.lease = Some(Lease { staff: reviewer.staff, until: self.now() + self.settings().lease });
        application::save(tx, application).await?;
        if ran_out {
            self.record_case(tx, Actor::SYSTEM, application, Action::LeaseExpired).await?;
        }
        self.record_case(tx, reviewer.actor(), application, Action::CaseTaken).await
    }

    pub(super) async fn record_case(
        &self,
        tx: &mut Tx,
        actor: Actor,
        application: &Application,
        action: Action,
    ) -> Result<()> {
        let detail = serde_json::json!({});
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        self.record(tx, Entry { actor, action, province, enrolment, detail }).await
    }
}

/// Refuses whoever does not hold the case at this moment; gives who does.
pub(crate) fn require_lease(enrolment: &Enrolment, caller: &Caller, application: &Application) -> Result<StaffId> {
    let reviewer = caller.officer(Act::Review)?;
    reviewer.require(&application.province, &application.region)?;
    let now = enrolment.now();
    match application.lease {
        Some(lease) if lease.staff == reviewer.staff && now < lease.until => Ok(lease.staff),
        _ => Err(ProblemCode::LeaseLost.into()),
    }
}

/// The oldest cases that the caller may take, those assigned to them first.
async fn oldest(tx: &mut Tx, scope: &Scope<'_>) -> Result<Vec<EnrolmentId>> {
    let mut found = lanes::next(tx, scope, Slice::AssignedToCaller, REACH).await?;
    if found.is_empty() {
        for stage in Stage::ALL.iter().copied().filter(|stage| scope.senior || *stage != Stage::Senior) {
            found.extend(lanes::next(tx, scope, Slice::Lane(stage), REACH).await?);
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, id)| id).take(REACH as usize).collect())
}

/// Locks the first of them that nobody else is taking.
async fn grab(tx: &mut Tx, cases: &[EnrolmentId]) -> Result<Option<EnrolmentId>> {
    for id in cases {
        if leases::grab(tx, *id).await? {
            return Ok(Some(*id));
        }
    }
    Ok(None)
}

/// Returns cases whose lease ran out to the queue.
pub(crate) async fn expire_leases(enrolment: &Enrolment) -> Result<()> {
    let mut tx = enrolment.db().read().await?;
    let expired = leases::expired(&mut tx, enrolment.now()).await?;
    tx.commit().await?;
    for id in expired {
        let mut tx = enrolment.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        if application.lease.is_some_and(|lease| lease.until <= enrolment.now()) {
            application.lease = None;
            application.advance(&Event::Release)?;
            application::save(&mut tx, &application).await?;
            enrolment.record_case(&mut tx, Actor::SYSTEM, &application, Action::LeaseExpired).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// Submitted, or held under a lease that ran out.
fn is_waiting(application: &Application, now: Timestamp) -> bool {
    match application.progress.state {
        State::Submitted => true,
        State::InReview => application.lease.is_none_or(|lease| lease.until <= now),
        State::Draft | State::Returned | State::Approved | State::Refused => false,
    }
}
