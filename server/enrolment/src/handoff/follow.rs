//! What the first device sees of the phone's work.

use super::store;
use crate::{Caller, Enrolment, Result, application, session};
use serde::Serialize;
use shared::{
    enrolment::{Item, ItemState},
    handoff::HandoffState,
    id::HandoffId,
    problem::ProblemCode,
    time::Timestamp,
};

/// How far handing over and the evidence are. As JSON it is what the first device is told; the same words mean that nothing
/// has changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Follow {
    pub handoff: HandoffState,
    /// The latest invitation.
    pub invitation: Option<HandoffId>,
    /// Since when a phone is at work.
    pub connected_since: Option<Timestamp>,
    /// The evidence that the profile demands.
    pub items: Vec<FollowedItem>,
    /// All of it is there.
    pub all_done: bool,
    /// When the invitation, the question or the yes ends by itself. Devices are told the seconds that are left.
    #[serde(skip)]
    pub expires_at: Option<Timestamp>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct FollowedItem {
    pub item: Item,
    pub state: ItemState,
}

impl Enrolment {
    /// Where handing over stands. Refused with `session.expired` where the caller's session ended meanwhile.
    pub async fn follow(&self, caller: &Caller) -> Result<Follow> {
        let (province, _, id) = caller.candidate()?;
        let now = self.now();
        let mut tx = self.db().read().await?;
        if !session::is_alive(&mut tx, caller.session, now).await? {
            return Err(ProblemCode::SessionExpired.into());
        }
        let progress = application::load(&mut tx, id).await?.progress;
        let latest = store::latest(&mut tx, id).await?;
        let connected_since = session::phone_since(&mut tx, id, now).await?;
        let inviter = match latest.as_ref().and_then(|row| row.session_id) {
            Some(session) => session::is_alive(&mut tx, session, now).await?,
            None => false,
        };
        tx.commit().await?;
        // in the order of the profile's steps
        let evidence = self.profile(province)?.items().filter(|item| item.is_evidence());
        let items: Vec<_> =
            evidence.filter_map(|item| Some(FollowedItem { item, state: *progress.items.get(&item)? })).collect();
        let all_done = items.iter().all(|own| matches!(own.state, ItemState::Provided | ItemState::Accepted));
        let (handoff, expires_at) = state(latest.as_ref(), inviter, connected_since.is_some(), now);
        Ok(Follow { handoff, invitation: latest.map(|row| row.id), connected_since, items, all_done, expires_at })
    }
}

/// The state, and when it ends by itself.
fn state(
    latest: Option<&store::Row>,
    inviter: bool,
    connected: bool,
    now: Timestamp,
) -> (HandoffState, Option<Timestamp>) {
    let idle = |otherwise| if connected { HandoffState::Opened } else { otherwise };
    let Some(row) = latest else { return (idle(HandoffState::NotInvited), None) };
    match row.standing(now) {
        store::Standing::Open if inviter => (HandoffState::Waiting, Some(row.ends_at())),
        store::Standing::Asking if inviter => (HandoffState::Asking, Some(row.ends_at())),
        store::Standing::Allowed if inviter => (HandoffState::Allowed, Some(row.ends_at())),
        _ if row.is_revoked() => (idle(HandoffState::Revoked), None),
        _ => (idle(HandoffState::Expired), None),
    }
}
