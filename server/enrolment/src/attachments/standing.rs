//! Whether the proofs of an application suffice, and what becomes of the item when the files or what is demanded change.

use super::store;
use crate::{
    Enrolment, Result,
    application::Application,
    db::Tx,
    details::{self, Asked},
    error::Error,
};
use shared::{
    enrolment::{Event, Item, ItemState, State},
    problem::{Field, Problem, ProblemCode},
};

/// Sets the item after something else changed what is demanded, against what was asked `before`: provided while nothing is
/// missing, else missing. Proofs that a reviewer accepted are judged again where others are demanded now, or the same of somebody
/// else. What a reviewer sent back stays so until the candidate has touched it. Refused with `attachment.missing` where the
/// application was handed in and may not become incomplete.
pub(crate) async fn recompute(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &mut Application,
    before: Option<&Asked>,
) -> Result<()> {
    let Some(state) = application.progress.items.get(&Item::Attachments).copied() else { return Ok(()) };
    let now = details::asked(enrolment, tx, application).await?;
    let met = is_met(tx, application, now.as_ref()).await?;
    match state {
        ItemState::Accepted if now.is_some_and(|now| now.goes_beyond(before)) => {
            application.advance(&Event::Reopen(Item::Attachments))?;
            if met { Ok(()) } else { withdraw(application) }
        }
        ItemState::Missing if met => application.advance(&Event::Provide(Item::Attachments)),
        ItemState::Provided if !met => withdraw(application),
        ItemState::Accepted | ItemState::Missing | ItemState::Provided | ItemState::Returned => Ok(()),
    }
}

/// The same after the candidate changed the files themselves.
pub(super) async fn changed(enrolment: &Enrolment, tx: &mut Tx, application: &mut Application) -> Result<()> {
    let asked = details::asked(enrolment, tx, application).await?;
    if is_met(tx, application, asked.as_ref()).await? {
        return application.advance(&Event::Provide(Item::Attachments));
    }
    withdraw(application)
}

/// Refuses with `attachment.missing` where a proof is missing that is demanded today. What a reviewer accepted is not asked again.
pub(crate) async fn require_met(enrolment: &Enrolment, tx: &mut Tx, application: &Application) -> Result<()> {
    let asked = details::asked(enrolment, tx, application).await?;
    if is_met(tx, application, asked.as_ref()).await? { Ok(()) } else { Err(missing()) }
}

/// What was handed in may not become incomplete.
fn withdraw(application: &mut Application) -> Result<()> {
    match application.progress.shown() {
        State::Submitted => Err(missing()),
        _ => application.advance(&Event::Withdraw(Item::Attachments)),
    }
}

fn missing() -> Error {
    Problem::at(ProblemCode::AttachmentMissing, Field::Attachment).into()
}

/// Every demand has a file. Without details nothing can be judged, unless the province asks for none.
async fn is_met(tx: &mut Tx, application: &Application, asked: Option<&Asked>) -> Result<bool> {
    let Some(asked) = asked else { return Ok(!application.progress.items.contains_key(&Item::Details)) };
    let kinds = store::kinds(tx, application.id).await?;
    Ok(asked.demands.iter().all(|demand| kinds.contains(&demand.code)))
}
