//! What a candidate agreed to, in their own view; accepting the notice to new candidates; and taking a consent back.

use super::{Consent, store};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    card,
    db::Tx,
    face, photo,
};
use shared::{
    enrolment::{Event, Item, State},
    problem::ProblemCode,
    profile::{CONSENT_CARD, CONSENT_FACE, CONSENT_IDENTITY, CONSENT_PHOTO, ENROLMENT_RULES},
    time::Timestamp,
};

/// One consent, as its candidate sees it.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct GivenConsent {
    /// Code of the notice.
    pub notice: String,
    pub version: String,
    pub given_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
}

impl Enrolment {
    /// Accepts the notice to new candidates (新生入籍须知). Accepting it twice changes nothing.
    pub async fn accept_notice(&self, caller: &Caller, consent: &Consent) -> Result<()> {
        let (province, _, id) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        application::lock(&mut tx, id).await?;
        if super::accepted(self, &mut tx, (province, id), ENROLMENT_RULES).await? {
            return Ok(());
        }
        super::record(self, &mut tx, id, ENROLMENT_RULES, consent).await?;
        let (actor, action) = (caller.into(), Action::NoticeAccepted);
        let detail = serde_json::json!({ "notice": ENROLMENT_RULES, "version": consent.version });
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await
    }

    /// What the candidate agreed to for the present application, oldest first.
    pub async fn consents(&self, caller: &Caller) -> Result<Vec<GivenConsent>> {
        let (_, _, id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        store::of_enrolment(&mut tx, id).await
    }

    /// Takes a consent back. What it covered is deleted while the application is open; afterwards the withdrawal is on
    /// record for the staff who decide. The consent to processing identity data ends with the application itself, at an
    /// office: refused with `request.not_permitted`.
    pub async fn withdraw_consent(&self, caller: &Caller, notice: &str) -> Result<()> {
        let (province, _, id) = caller.candidate()?;
        if matches!(notice, CONSENT_IDENTITY | ENROLMENT_RULES) {
            return Err(ProblemCode::NotPermitted.into());
        }
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        if !store::withdraw(&mut tx, id, notice, self.now()).await? {
            return Ok(());
        }
        self.drop_evidence(&mut tx, &mut application, notice).await?;
        application::save(&mut tx, &application).await?;
        let (actor, action) = (caller.into(), Action::ConsentWithdrawn);
        let detail = serde_json::json!({ "notice": notice });
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// Deletes what a consent covered, and has it asked for again where it still may be given. A case that a reviewer decided
    /// or decides keeps its evidence until the retention is over, but for face data, which go at once.
    async fn drop_evidence(&self, tx: &mut Tx, application: &mut Application, notice: &str) -> Result<()> {
        let item = match notice {
            CONSENT_PHOTO => Item::Photo,
            CONSENT_CARD => Item::Card,
            CONSENT_FACE => Item::Face,
            _ => return Ok(()),
        };
        let open = matches!(application.progress.state, State::Draft | State::Returned);
        let open = open && application.progress.is_open(item);
        if open {
            application.advance(&Event::Withdraw(item))?;
        }
        match item {
            Item::Photo if open => photo::remove(self, tx, application.id).await,
            Item::Card if open => card::remove(self, tx, application.id).await,
            Item::Face => {
                photo::consent_withdrawn(tx, application.id).await?;
                face::remove(self, tx, application.id).await
            }
            _ => Ok(()),
        }
    }
}
