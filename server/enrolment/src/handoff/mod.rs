//! Continuing on another device: a one-time invitation that opens a session limited to the same enrolment. What the first
//! device decides stands here; opening is in `claim`, what the first device sees in `follow`.

mod claim;
mod follow;
mod store;

pub use claim::{Claim, Look, Standing};
pub use follow::{Follow, FollowedItem};

use crate::{
    Caller, Enrolment, Result, application,
    audit::{Action, Actor, Entry},
    crypto::{hex, sha256},
    db::Tx,
    session,
};
use shared::{
    handoff::LIFETIME,
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
    /// A new invitation, bound to the caller's session; older ones of the same enrolment die. A phone that is at work stays.
    pub async fn invite_device(&self, caller: &Caller) -> Result<Invitation> {
        let (province, candidate, enrolment) = caller.candidate()?;
        let now = self.now();
        let token = hex(&self.random::<16>());
        let id = HandoffId(self.new_id());
        let (token_hash, expires_at) = (sha256(token.as_bytes()), now + LIFETIME);
        let mut tx = self.db().begin().await?;
        // under the application's lock: of two invitations made at the same moment one replaces the other
        application::lock(&mut tx, enrolment).await?;
        store::end_open(&mut tx, enrolment, now, store::REPLACED).await?;
        let session = caller.session;
        let new = store::New { id, enrolment, candidate, session, province, token_hash, now, expires_at };
        store::insert(&mut tx, &new).await?;
        self.record_handoff(&mut tx, (province, candidate, enrolment), Action::HandoffInvited).await?;
        tx.commit().await?;
        Ok(Invitation { id, token, expires_at })
    }

    /// The first device lets the phone that asks take over: the phones that were at work are out. Saying so twice does
    /// nothing twice. Refused with `handoff.expired` where nobody asks any more.
    pub async fn allow_device(&self, caller: &Caller, invitation: HandoffId) -> Result<()> {
        let (province, candidate, enrolment) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        match self.asked(&mut tx, enrolment, invitation).await? {
            store::Standing::Asking => {}
            store::Standing::Allowed | store::Standing::Used => return Ok(()),
            _ => return Err(ProblemCode::HandoffExpired.into()),
        }
        session::end_phones(&mut tx, enrolment).await?;
        store::allow(&mut tx, invitation, self.now()).await?;
        self.record_handoff(&mut tx, (province, candidate, enrolment), Action::HandoffAllowed).await?;
        tx.commit().await
    }

    /// The first device turns the phone that asks away; its invitation is over. The phone that is at work stays.
    pub async fn refuse_device(&self, caller: &Caller, invitation: HandoffId) -> Result<()> {
        let (province, candidate, enrolment) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        match self.asked(&mut tx, enrolment, invitation).await? {
            store::Standing::Asking | store::Standing::Allowed => {}
            store::Standing::Refused => return Ok(()),
            _ => return Err(ProblemCode::HandoffExpired.into()),
        }
        store::end_open(&mut tx, enrolment, self.now(), store::REFUSED).await?;
        self.record_handoff(&mut tx, (province, candidate, enrolment), Action::HandoffRefused).await?;
        tx.commit().await
    }

    /// Ends what phones may do, and every invitation to more.
    pub async fn revoke_devices(&self, caller: &Caller) -> Result<()> {
        let (province, candidate, enrolment) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        application::lock(&mut tx, enrolment).await?;
        session::end_phones(&mut tx, enrolment).await?;
        store::revoke(&mut tx, enrolment, self.now()).await?;
        self.record_handoff(&mut tx, (province, candidate, enrolment), Action::HandoffRevoked).await?;
        tx.commit().await
    }

    /// Where an invitation of this enrolment stands, under the application's lock.
    async fn asked(&self, tx: &mut Tx, enrolment: EnrolmentId, id: HandoffId) -> Result<store::Standing> {
        application::lock(tx, enrolment).await?;
        let row = store::load(tx, id).await?.filter(|row| row.enrolment_id == enrolment);
        Ok(row.ok_or(ProblemCode::HandoffExpired)?.standing(self.now()))
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
