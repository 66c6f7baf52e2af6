//! An application that goes to another place: by what two offices agreed, or after a number from before that belongs there.

use super::{ChangeState, store};
use crate::{
    Enrolment, Result,
    application::{self, Application},
    audit::{Action, Actor},
    candidate::Candidate,
    db::Tx,
    details, office,
};
use serde_json::json;
use shared::enrolment::{Event, State};

/// Application and details move, what was arranged at the old place ends.
pub(super) async fn relocate(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (application, candidate): (&mut Application, &Candidate),
    region: &str,
) -> Result<()> {
    if application.progress.state == State::InReview {
        // a lease that has run out; one that has not was refused
        application.lease = None;
        application.advance(&Event::Release)?;
    }
    region.clone_into(&mut application.region);
    application.assignee = None;
    details::move_to(enrolment, tx, candidate, application).await?;
    office::forget_visit(tx, application.id).await?;
    application::save(tx, application).await
}

/// The locked application goes to where the number of its candidate belongs; a request for another place ends. Gives the place that
/// it left, if it did.
pub(crate) async fn follow_number(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (actor, application, candidate): (Actor, &mut Application, &Candidate),
    region: &str,
) -> Result<Option<String>> {
    if let Some(waiting) = store::waiting_of(tx, application.id).await? {
        store::decide(tx, waiting.id, (ChangeState::Withdrawn.as_str(), None), enrolment.now()).await?;
        let detail = json!({ "change": waiting.id });
        enrolment.record_change(tx, actor, application, (Action::RegionChangeWithdrawn, detail)).await?;
    }
    if application.region == region {
        application::save(tx, application).await?;
        return Ok(None);
    }
    let left = application.region.clone();
    relocate(enrolment, tx, (application, candidate), region).await?;
    Ok(Some(left))
}
