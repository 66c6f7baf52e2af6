//! Completing what was signed before and waited for one thing: an officer who confirms the candidate, or the candidate who takes over a
//! number from before.

use super::{
    standing, store,
    waits::{self, Waits},
};
use crate::{
    Enrolment, Error, Result,
    application::{self, Application},
    audit::{Action, Actor, Entry},
    candidate,
    db::Tx,
    review,
};
use shared::{
    enrolment::{Event, Stage, State},
    profile::DecisionMode,
};

/// Approves the locked application that an officer has just confirmed. In the transaction of the confirmation.
pub(crate) async fn complete_in_person(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &mut Application,
) -> Result<()> {
    complete(enrolment, tx, application, serde_json::json!({ "automatic": true, "in_person": true })).await
}

/// The same for the locked application whose candidate has just taken over a number from before.
pub(crate) async fn complete_with_number(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &mut Application,
) -> Result<()> {
    complete(enrolment, tx, application, serde_json::json!({ "automatic": true, "number_taken": true })).await
}

/// Where it is signed and handed in, nobody has begun to review it, and nothing is left that people have to look at; otherwise says anew
/// what is left.
async fn complete(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &mut Application,
    detail: serde_json::Value,
) -> Result<()> {
    let automatic = enrolment.profile(&application.province)?.decision == DecisionMode::Automatic;
    let progress = &application.progress;
    let waiting = progress.state == State::Submitted && progress.stage == Stage::First && progress.is_signed();
    if !automatic || !waiting {
        return Ok(());
    }
    let candidate = candidate::load(enrolment, tx, application.candidate).await?;
    let Some(signed) = standing(tx, &candidate, application).await? else { return Ok(()) };
    // who asked for a person when they signed still does
    let by_person = signed.waits.contains(&Waits::Asked);
    let left = waits::reasons(enrolment, tx, (application, &candidate), by_person).await?;
    store::set_waits(tx, signed.id, &serde_json::to_string(&left)?).await?;
    // a senior gave the case to somebody: it is theirs
    if !left.is_empty() || application.assignee.is_some() || !is_sound(enrolment, tx, application).await? {
        return Ok(());
    }
    application.advance(&Event::ApproveAtOnce)?;
    application.decided_at = Some(enrolment.now());
    application::save(tx, application).await?;
    review::tell(enrolment, tx, application, Action::CaseApproved).await?;
    let (province, id) = (Some(&application.province), Some(application.id));
    let entry = Entry { actor: Actor::SYSTEM, action: Action::CaseApproved, province, enrolment: id, detail };
    enrolment.record(tx, entry).await
}

/// Whether what was handed in still holds what it has to; what does not is for a reviewer.
async fn is_sound(enrolment: &Enrolment, tx: &mut Tx, application: &Application) -> Result<bool> {
    match enrolment.require_all_sound(tx, application).await {
        Ok(()) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
