//! Deciding a case: only who holds it, only on the version they saw, only with reasons that the profile words.

use super::require_lease;
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    db::Tx,
    number, outbox,
    sms::TemplateName,
    staff::Officer,
};
use serde_json::json;
use shared::{
    enrolment::{Event, Item},
    id::EnrolmentId,
    number::Allotment,
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
    review::{Decision, ReasonCode, ReturnedItem},
    staff::Act,
};

impl Enrolment {
    /// Decides a case that the caller holds. Refused with `case.lease_lost`, `request.conflict` (another version),
    /// `reason.needed` or `request.not_permitted` (only senior reviewers refuse).
    pub async fn decide_case(&self, caller: &Caller, id: EnrolmentId, version: i64, decision: Decision) -> Result<()> {
        let reviewer = caller.officer(Act::Review)?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        require_lease(self, caller, &application)?;
        if application.version != version {
            return Err(ProblemCode::Conflict.into());
        }
        let profile = self.profile(&application.province)?;
        let (action, detail) = match decision {
            Decision::Approve => approve(&mut application)?,
            Decision::Return(items) => send_back(&mut application, profile, items)?,
            Decision::Refuse(reason) => refuse(&mut application, profile, reviewer, reason)?,
        };
        application.lease = None;
        application.decided_at = Some(self.now());
        application::save(&mut tx, &application).await?;
        tell(self, &mut tx, &application, action).await?;
        let (province, enrolment) = (Some(&application.province), Some(id));
        self.record(&mut tx, Entry { actor: caller.into(), action, province, enrolment, detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }
}

/// Has the candidate told by text message; an approval that brings the number at once is told with it.
async fn tell(enrolment: &Enrolment, tx: &mut Tx, application: &Application, action: Action) -> Result<()> {
    let template = match action {
        Action::CaseReturned => TemplateName::Returned,
        Action::CaseRefused => TemplateName::Refused,
        _ => {
            let rule = enrolment.profile(&application.province)?.number.as_ref();
            let at_once = rule.is_some_and(|rule| rule.allotment == Allotment::AtOnce);
            if at_once && number::allot(enrolment, tx, application).await?.is_some() {
                return Ok(());
            }
            TemplateName::Approved
        }
    };
    outbox::enqueue(enrolment, tx, application, template).await
}

type Decided = (Action, serde_json::Value);

fn approve(application: &mut Application) -> Result<Decided> {
    application.advance(&Event::Approve)?;
    Ok((Action::CaseApproved, json!({})))
}

fn send_back(application: &mut Application, profile: &Profile, returned: Vec<ReturnedItem>) -> Result<Decided> {
    let known = |returned: &ReturnedItem| is_reason(profile, &returned.reason, Some(returned.item));
    if returned.is_empty() || !returned.iter().all(known) {
        return Err(Problem::at(ProblemCode::ReasonNeeded, Field::Reason).into());
    }
    application.advance(&Event::Return(returned.iter().map(|returned| returned.item).collect()))?;
    let detail = json!({ "returned": returned });
    application.reasons.extend(returned.into_iter().map(|returned| (returned.item, returned.reason)));
    Ok((Action::CaseReturned, detail))
}

fn refuse(
    application: &mut Application,
    profile: &Profile,
    reviewer: Officer<'_>,
    reason: ReasonCode,
) -> Result<Decided> {
    if !reviewer.role.may(Act::SeniorReview) {
        return Err(ProblemCode::NotPermitted.into());
    }
    if !is_reason(profile, &reason, None) {
        return Err(Problem::at(ProblemCode::ReasonNeeded, Field::Reason).into());
    }
    application.advance(&Event::Refuse)?;
    let detail = json!({ "reason": reason });
    application.refusal = Some(reason);
    Ok((Action::CaseRefused, detail))
}

/// Whether the profile words this reason for this item, or for the whole application.
fn is_reason(profile: &Profile, code: &ReasonCode, item: Option<Item>) -> bool {
    profile.offered_reasons(item).any(|reason| reason.code == *code)
}
