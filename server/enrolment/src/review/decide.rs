//! Deciding a case: only who holds it, only on the version they saw, only with reasons that the profile words. A share of
//! approvals goes on to a second reviewer; where the two do not agree, and where a reviewer asks for it, a senior decides.

use super::{
    alone, history, require_lease, snapshot,
    store::rulings::{self, ItemRow, Row},
};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    db::Tx,
    desk, number, outbox,
    sms::TemplateName,
    staff::Officer,
};
use serde_json::json;
use shared::{
    enrolment::{Event, Item, Stage},
    id::{EnrolmentId, Province, RulingId},
    number::Allotment,
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
    review::{Decision, ItemVerdict, Note, ReasonCode, Ruling},
    staff::Act,
};

impl Enrolment {
    /// Decides a case that the caller holds. The same decision sent twice counts once. Refused with `case.lease_lost`,
    /// `request.conflict` (another version, or another decision about this one), `reason.needed`, `request.not_permitted`
    /// (only senior reviewers refuse), or as [`Ruling::check`] refuses.
    pub async fn decide_case(&self, caller: &Caller, id: EnrolmentId, version: i64, ruling: Ruling) -> Result<()> {
        let reviewer = caller.officer(Act::Review)?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        if let Some(same) = history::decided_already(&mut tx, (id, version), reviewer.staff, &ruling).await? {
            return if same { Ok(()) } else { Err(ProblemCode::Conflict.into()) };
        }
        require_lease(self, caller, &application)?;
        if application.version != version {
            return Err(ProblemCode::Conflict.into());
        }
        self.permit(reviewer, &application, &ruling)?;
        if ruling.decision == Decision::Approve {
            desk::require_compared(&mut tx, id).await?;
        }
        let (event, checked) = self.event(&mut tx, reviewer, &application, &ruling).await?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        self.keep_ruling(&mut tx, reviewer, (&application, &candidate), &ruling, !matches!(event, Event::PassOn(_)))
            .await?;
        self.carry_out(&mut tx, caller, &mut application, (&ruling, &event, checked)).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// Whether the reviewer may decide so, and with these reasons.
    fn permit(&self, reviewer: Officer<'_>, application: &Application, ruling: &Ruling) -> Result<()> {
        if matches!(ruling.decision, Decision::Refuse(_)) && !reviewer.role.may(Act::SeniorReview) {
            return Err(ProblemCode::NotPermitted.into());
        }
        ruling.check(application.progress.items.keys().copied())?;
        let profile = self.profile(&application.province)?;
        let worded = ruling.returned().all(|(item, reason)| is_reason(profile, reason, Some(item)));
        let refusal = match &ruling.decision {
            Decision::Refuse(reason) => is_reason(profile, reason, None),
            _ => true,
        };
        let asked_for = ruling.items.keys().all(|item| application.progress.items.contains_key(item));
        if worded && refusal && asked_for {
            Ok(())
        } else {
            Err(Problem::at(ProblemCode::ReasonNeeded, Field::Reason).into())
        }
    }

    /// What the decision leads to at the stage of the case, and how a check was left out that was drawn. The second reviewer's
    /// effect is the first one's too: they agree.
    async fn event(
        &self,
        tx: &mut Tx,
        reviewer: Officer<'_>,
        application: &Application,
        ruling: &Ruling,
    ) -> Result<(Event, Option<&'static str>)> {
        let returned = || ruling.returned().map(|(item, _)| item).collect();
        Ok(match (application.progress.stage, &ruling.decision) {
            (Stage::First, Decision::Approve) if self.is_drawn(&application.province)? => {
                if alone::can_be_checked(tx, application, Some(reviewer.staff)).await? {
                    (Event::PassOn(Stage::Second), None)
                } else {
                    (Event::Approve, Some(alone::UNCHECKED))
                }
            }
            (_, Decision::Escalate) | (Stage::Second, Decision::Return | Decision::Refuse(_)) => {
                (Event::PassOn(Stage::Senior), None)
            }
            (_, Decision::Approve) => (Event::Approve, None),
            (_, Decision::Return) => (Event::Return(returned()), None),
            (_, Decision::Refuse(_)) => (Event::Refuse, None),
        })
    }

    /// Whether this approval is one of those that a second reviewer checks.
    fn is_drawn(&self, province: &Province) -> Result<bool> {
        let share = self.profile(province)?.second_check_share;
        let drawn = u32::from_be_bytes(self.random());
        Ok(f64::from(drawn) < share * (f64::from(u32::MAX) + 1.0))
    }

    /// Keeps the decision for ever, and the reasons for as long as there are profiles; drops what it was made from.
    async fn keep_ruling(
        &self,
        tx: &mut Tx,
        reviewer: Officer<'_>,
        (application, candidate): (&Application, &Candidate),
        ruling: &Ruling,
        effective: bool,
    ) -> Result<()> {
        let id = RulingId(self.new_id());
        let seal = |note: &Note| history::seal(self, candidate, id, note);
        let refusal = match &ruling.decision {
            Decision::Refuse(reason) => Some(reason.0.clone()),
            _ => None,
        };
        let row = Row {
            id,
            staff_id: reviewer.staff,
            round: application.round,
            stage: application.progress.stage.as_str().to_owned(),
            version: application.version,
            decision: ruling.decision.as_str().to_owned(),
            reason: refusal.clone(),
            note_sealed: ruling.note.as_ref().map(seal),
            effective,
            decided_at: self.now(),
        };
        rulings::insert(tx, application.id, &row).await?;
        for (item, verdict) in &ruling.items {
            rulings::insert_item(tx, id, &item_row(*item, verdict, seal)).await?;
        }
        for reason in ruling.returned().map(|(_, reason)| &reason.0).chain(&refusal) {
            rulings::use_reason(tx, &application.province, reason).await?;
        }
        if effective {
            rulings::drop_drafts(tx, application.id).await
        } else {
            rulings::drop_draft(tx, application.id, reviewer.staff).await
        }
    }

    /// Changes the application, has its candidate told, and records it. What is passed on its candidate does not hear of.
    async fn carry_out(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        application: &mut Application,
        (ruling, event, check): (&Ruling, &Event, Option<&str>),
    ) -> Result<()> {
        let stage = application.progress.stage;
        application.advance(event)?;
        let holder = application.lease.take().map(|lease| lease.staff);
        application.assignee = None;
        let (action, detail) = match (event, &ruling.decision) {
            (Event::PassOn(_), Decision::Escalate) => (Action::CaseEscalated, json!({ "stage": stage.as_str() })),
            (Event::PassOn(Stage::Second), _) => (Action::CaseApprovedOnce, json!({})),
            (Event::PassOn(_), _) => (Action::CaseDisputed, json!({})),
            (Event::Return(_), _) => {
                application.returned_by = holder;
                let reasons = ruling.returned().map(|(item, reason)| (item, reason.clone()));
                application.reasons.extend(reasons);
                if let Some(staff) = holder {
                    snapshot::keep(self, tx, application, staff).await?;
                }
                (Action::CaseReturned, json!({ "returned": returned(ruling), "stage": stage.as_str() }))
            }
            (_, Decision::Refuse(reason)) => {
                application.refusal = Some(reason.clone());
                (Action::CaseRefused, json!({ "reason": reason, "stage": stage.as_str() }))
            }
            _ => match check {
                Some(check) => (Action::CaseApproved, json!({ "stage": stage.as_str(), "check": check })),
                None => (Action::CaseApproved, json!({ "stage": stage.as_str() })),
            },
        };
        if !matches!(event, Event::PassOn(_)) {
            application.decided_at = Some(self.now());
        }
        application::save(tx, application).await?;
        tell(self, tx, application, action).await?;
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        self.record(tx, Entry { actor: caller.into(), action, province, enrolment, detail }).await
    }
}

fn item_row(item: Item, verdict: &ItemVerdict, seal: impl Fn(&Note) -> Vec<u8>) -> ItemRow {
    let note = match verdict {
        ItemVerdict::Return { note, .. } => note.as_ref().map(seal),
        ItemVerdict::Accept => None,
    };
    let reason = verdict.reason().map(|reason| reason.0.clone());
    ItemRow { item: item.as_str().to_owned(), reason, note_sealed: note }
}

/// Item and reason, for the record.
fn returned(ruling: &Ruling) -> Vec<serde_json::Value> {
    ruling.returned().map(|(item, reason)| json!({ "item": item, "reason": reason })).collect()
}

/// Has the candidate told by text message; an approval that brings the number at once is told with it.
pub(crate) async fn tell(enrolment: &Enrolment, tx: &mut Tx, application: &Application, action: Action) -> Result<()> {
    let template = match action {
        Action::CaseReturned => TemplateName::Returned,
        Action::CaseRefused => TemplateName::Refused,
        Action::CaseApproved => {
            let rule = enrolment.profile(&application.province)?.number.as_ref();
            let at_once = rule.is_some_and(|rule| rule.allotment == Allotment::AtOnce);
            if at_once && number::allot(enrolment, tx, application).await?.is_some() {
                return Ok(());
            }
            TemplateName::Approved
        }
        _ => return Ok(()),
    };
    outbox::enqueue(enrolment, tx, application, template).await
}

/// Whether the profile words this reason for this item, or for the whole application.
fn is_reason(profile: &Profile, code: &ReasonCode, item: Option<Item>) -> bool {
    profile.offered_reasons(item).any(|reason| reason.code == *code)
}
