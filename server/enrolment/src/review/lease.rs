//! Holding a case: taking, renewing, giving back, and leases that run out. One reviewer at a time, decided under the row's lock.

use super::{entered::has_entered, scope, store};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application, Lease},
    audit::{Action, Actor, Entry},
    db::Tx,
    staff::Officer,
};
use shared::{
    enrolment::{Event, State},
    id::{EnrolmentId, StaffId},
    problem::ProblemCode,
    staff::Act,
    time::Timestamp,
};

impl Enrolment {
    /// Takes the oldest waiting case. Refused with `queue.empty`.
    pub async fn take_next_case(&self, caller: &Caller) -> Result<EnrolmentId> {
        let reviewer = caller.officer(Act::Review)?;
        loop {
            let mut tx = self.db().begin().await?;
            let scope = scope(&reviewer, self.now());
            let next = store::next(&mut tx, &scope, reviewer.staff).await?.ok_or(ProblemCode::QueueEmpty)?;
            let mut application = application::lock(&mut tx, next).await?;
            // on PostgreSQL somebody may have taken it between the two statements: then there is another next
            if is_waiting(&application, self.now()) {
                self.take(&mut tx, reviewer, &mut application).await?;
                tx.commit().await?;
                return Ok(next);
            }
        }
    }

    /// Takes a case, or renews the lease of one the caller holds; gives the end of the lease.
    /// Refused with `case.taken`, `case.entered`, `request.not_permitted` or `enrolment.wrong_state`.
    pub async fn take_case(&self, caller: &Caller, id: EnrolmentId) -> Result<Timestamp> {
        let reviewer = caller.officer(Act::Review)?;
        let until = self.now() + self.settings().lease;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        reviewer.require(&application.province, &application.region)?;
        if is_waiting(&application, self.now()) {
            self.take(&mut tx, reviewer, &mut application).await?;
        } else {
            match application.lease {
                Some(lease) if lease.staff == reviewer.staff => store::renew(&mut tx, id, until).await?,
                Some(_) => return Err(ProblemCode::CaseTaken.into()),
                None => return Err(ProblemCode::WrongState.into()),
            }
        }
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

    /// Puts a waiting case into the reviewer's hands; a lease that ran out is ended first, on the record.
    async fn take(&self, tx: &mut Tx, reviewer: Officer<'_>, application: &mut Application) -> Result<()> {
        if has_entered(tx, application.id, reviewer.staff).await? {
            return Err(ProblemCode::CaseEntered.into());
        }
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

/// Returns cases whose lease ran out to the queue.
pub(crate) async fn expire_leases(enrolment: &Enrolment) -> Result<()> {
    let mut tx = enrolment.db().read().await?;
    let expired = store::expired(&mut tx, enrolment.now()).await?;
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
