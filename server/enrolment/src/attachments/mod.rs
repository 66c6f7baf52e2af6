//! Proofs. For now only whether any is demanded: the area itself takes the place of this file.

use crate::{Enrolment, Result, application::Application, db::Tx, details};
use shared::enrolment::{Event, Item, ItemState};

/// Makes the item agree with what is demanded: provided where nothing is.
pub(crate) async fn recompute(enrolment: &Enrolment, tx: &mut Tx, application: &mut Application) -> Result<()> {
    let state = application.progress.items.get(&Item::Attachments).copied();
    if !matches!(state, Some(ItemState::Missing | ItemState::Provided | ItemState::Returned)) {
        return Ok(());
    }
    let Some(demands) = details::demands_of(enrolment, tx, application).await? else { return Ok(()) };
    let event = if demands.is_empty() { Event::Provide(Item::Attachments) } else { Event::Withdraw(Item::Attachments) };
    if let Ok(progress) = application.progress.advance(&event) {
        application.progress = progress;
    }
    Ok(())
}
