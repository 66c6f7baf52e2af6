//! The phone's side: what an invitation is about, and opening it.

use super::store;
use crate::{
    Caller, Enrolment, Result, Who, application,
    audit::Action,
    candidate,
    crypto::sha256,
    db::Tx,
    session::{self, Scope, SignedIn},
    submission::DocumentShown,
};
use shared::{
    enrolment::{Item, ItemState},
    id::{EnrolmentId, Province},
    problem::ProblemCode,
};

/// What became of opening an invitation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Claim {
    Entered(SignedIn),
    /// Another phone is at work: the first device is asked.
    Asking,
    /// This browser works on the same application already; the invitation stays as it is.
    AlreadyIn,
}

/// An invitation as the phone sees it before opening it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    pub standing: Standing,
    /// Whose application it is, and what is still to be provided; for invitations that can be opened.
    pub about: Option<(DocumentShown, Vec<Item>)>,
}

/// What the phone can do with an invitation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    Open,
    /// This browser asked; the first device has not answered.
    Asking,
    /// This browser asked and may come in.
    Allowed,
    AlreadyIn,
    Dead(ProblemCode),
}

impl Enrolment {
    /// What an invitation is about. Changes nothing: chat programs look at links before people do.
    pub async fn look_at_invitation(&self, caller: Option<&Caller>, province: &Province, token: &str) -> Result<Look> {
        let mut tx = self.db().read().await?;
        let Some(row) = store::find(&mut tx, &sha256(token.as_bytes()), province).await? else {
            return Ok(Look { standing: Standing::Dead(ProblemCode::HandoffExpired), about: None });
        };
        let standing = self.standing(&mut tx, caller, &row).await?;
        let about = match standing {
            Standing::Open | Standing::Asking | Standing::Allowed => {
                let candidate = candidate::load(self, &mut tx, row.candidate_id).await?;
                let application = application::load(&mut tx, row.enrolment_id).await?;
                let wanted = |state: &ItemState| matches!(state, ItemState::Missing | ItemState::Returned);
                let items =
                    application.progress.items.iter().filter(|(item, state)| item.is_evidence() && wanted(state));
                Some(((&candidate.document).into(), items.map(|(item, _)| *item).collect()))
            }
            Standing::AlreadyIn | Standing::Dead(_) => None,
        };
        Ok(Look { standing, about })
    }

    /// Opens an invitation on the other device, once. While another phone is at work the first device is asked; after its
    /// yes the browser that asked comes in by the same call. Refused with `handoff.expired`, `handoff.abandoned` (the first
    /// device is signed out) or `handoff.refused`.
    pub async fn claim_invitation(&self, caller: &Caller, province: &Province, token: &str) -> Result<Claim> {
        let hash = sha256(token.as_bytes());
        let mut tx = self.db().begin().await?;
        let found = store::find(&mut tx, &hash, province).await?.ok_or(ProblemCode::HandoffExpired)?;
        // under the application's lock, and read again: everything about its phones is decided one after the other
        application::lock(&mut tx, found.enrolment_id).await?;
        let row = store::find(&mut tx, &hash, province).await?.ok_or(ProblemCode::HandoffExpired)?;
        match self.standing(&mut tx, Some(caller), &row).await? {
            Standing::Dead(code) => return Err(code.into()),
            Standing::AlreadyIn => return Ok(Claim::AlreadyIn),
            Standing::Asking => return Ok(Claim::Asking),
            Standing::Allowed => {}
            Standing::Open => {
                if session::phone_since(&mut tx, row.enrolment_id, self.now()).await?.is_some() {
                    store::ask(&mut tx, row.id, caller.session, self.now()).await?;
                    let whose = (province, row.candidate_id, row.enrolment_id);
                    self.record_handoff(&mut tx, whose, Action::HandoffAsked).await?;
                    tx.commit().await?;
                    return Ok(Claim::Asking);
                }
            }
        }
        self.let_in(tx, caller, province, &row).await
    }

    async fn let_in(&self, mut tx: Tx, caller: &Caller, province: &Province, row: &store::Row) -> Result<Claim> {
        let (candidate, enrolment) = (row.candidate_id, row.enrolment_id);
        store::claim(&mut tx, row.id, self.now()).await?;
        let who = Who::Candidate { province: province.clone(), candidate, enrolment, scope: Scope::Evidence };
        let signed_in = session::rotate(self, &mut tx, caller, who).await?;
        self.record_handoff(&mut tx, (province, candidate, enrolment), Action::HandoffOpened).await?;
        tx.commit().await?;
        Ok(Claim::Entered(signed_in))
    }

    /// What `caller` can do with an invitation now. One that was made in a session which is over is over too.
    async fn standing(&self, tx: &mut Tx, caller: Option<&Caller>, row: &store::Row) -> Result<Standing> {
        let now = self.now();
        if caller.is_some_and(|caller| works_on(caller, row.enrolment_id)) {
            return Ok(Standing::AlreadyIn);
        }
        let asker = caller.is_some_and(|caller| row.asker_id == Some(caller.session));
        let standing = match row.standing(now) {
            store::Standing::Open => Standing::Open,
            store::Standing::Asking if asker => Standing::Asking,
            store::Standing::Allowed if asker => Standing::Allowed,
            store::Standing::Refused if asker => return Ok(Standing::Dead(ProblemCode::HandoffRefused)),
            _ => return Ok(Standing::Dead(ProblemCode::HandoffExpired)),
        };
        let inviter = match row.session_id {
            Some(session) => session::is_alive(tx, session, now).await?,
            None => false,
        };
        Ok(if inviter { standing } else { Standing::Dead(ProblemCode::HandoffAbandoned) })
    }
}

fn works_on(caller: &Caller, wanted: EnrolmentId) -> bool {
    matches!(caller.who, Who::Candidate { enrolment, .. } if enrolment == wanted)
}
