//! Continuing on another device: a one-time invitation that opens a session limited to the same enrolment.

mod store;

use crate::{
    Caller, Enrolment, Result, Who, application,
    audit::{Action, Actor, Entry},
    crypto::{hex, sha256},
    db::Tx,
    session::{self, Scope, SignedIn},
};
use shared::{
    handoff::{HandoffState, LIFETIME},
    id::{CandidateId, EnrolmentId, HandoffId, Province},
    problem::ProblemCode,
    time::Timestamp,
};
use std::fmt;

/// An invitation as the first device shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: HandoffId,
    /// 32 hexadecimal digits, for the QR symbol alone.
    pub token: String,
    pub expires_at: Timestamp,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation").field("id", &self.id).field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Enrolment {
    /// A new invitation; older ones of the same enrolment die.
    pub async fn invite_device(&self, caller: &Caller) -> Result<Invitation> {
        let (province, candidate, enrolment) = caller.candidate()?;
        let now = self.now();
        let token = hex(&self.random::<16>());
        let id = HandoffId(self.new_id());
        let (token_hash, expires_at) = (sha256(token.as_bytes()), now + LIFETIME);
        let mut tx = self.db().begin().await?;
        // under the application's lock: of two invitations made at the same moment one replaces the other
        application::lock(&mut tx, enrolment).await?;
        store::replace_open(&mut tx, enrolment, now).await?;
        let new = store::New { id, enrolment, candidate, province, token_hash, now, expires_at };
        store::insert(&mut tx, &new).await?;
        self.record_handoff(&mut tx, (province, candidate, enrolment), Action::HandoffInvited).await?;
        tx.commit().await?;
        Ok(Invitation { id, token, expires_at })
    }

    /// Opens an invitation on the other device, once. Refused with `handoff.expired`.
    pub async fn claim_invitation(&self, province: &Province, token: &str) -> Result<SignedIn> {
        let mut tx = self.db().begin().await?;
        let claimed = store::claim(&mut tx, &sha256(token.as_bytes()), province, self.now()).await?;
        let (candidate, enrolment) = claimed.ok_or(ProblemCode::HandoffExpired)?;
        let who = Who::Candidate { province: province.clone(), candidate, enrolment, scope: Scope::Evidence };
        let signed_in = session::open(self, &mut tx, who).await?;
        self.record_handoff(&mut tx, (province, candidate, enrolment), Action::HandoffOpened).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Where the caller's latest invitation stands; `None` when there was none.
    pub async fn invitation_state(&self, caller: &Caller) -> Result<Option<HandoffState>> {
        let (.., enrolment) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let latest = store::latest(&mut tx, enrolment).await?;
        Ok(latest.map(|(expires_at, claimed_at)| match claimed_at {
            Some(_) => HandoffState::Opened,
            None if expires_at <= self.now() => HandoffState::Expired,
            None => HandoffState::Waiting,
        }))
    }

    async fn record_handoff(
        &self,
        tx: &mut Tx,
        (province, candidate, enrolment): (&Province, CandidateId, EnrolmentId),
        action: Action,
    ) -> Result<()> {
        let (actor, detail) = (Actor::candidate(candidate), serde_json::json!({}));
        self.record(tx, Entry { actor, action, province: Some(province), enrolment: Some(enrolment), detail }).await
    }
}

pub(crate) async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<()> {
    store::delete_before(tx, before).await
}
