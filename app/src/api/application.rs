//! What a signed-in candidate does with the application: correct the document, hand it in, go on with another device.

use super::{
    Refusal,
    forms::{ContactForm, DOCUMENT, Secret},
    posting::Posting,
};
use crate::journey;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_PHOTO,
};

/// Replaces the identity document while that item is open.
#[server(name = ChangeDocument, prefix = "/api", endpoint = "change-document")]
pub async fn change_document(province: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.keep(DOCUMENT, &form).await?;
    let document = form.document(posting.profile())?;
    let enrolment = &posting.context.enrolment;
    enrolment.change_document(&posting.caller, document).await?;
    enrolment.drop_draft(&posting.caller, DOCUMENT).await?;
    leptos_axum::redirect(&journey::next_step(posting.profile(), &enrolment.status(&posting.caller).await?));
    Ok(())
}

/// Hands in the application. `key` makes the same form sent twice give the same receipt.
#[server(name = Submit, prefix = "/api", endpoint = "submit")]
pub async fn submit(province: String, key: String, #[server(default)] consent: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    if consent != "on" {
        return Err(Problem::at(ProblemCode::ConsentNeeded, Field::Consent).into());
    }
    posting.context.enrolment.submit_application(&posting.caller, &key, posting.consent_to(CONSENT_PHOTO)).await?;
    leptos_axum::redirect(&posting.routes().status());
    Ok(())
}

/// The invitation that the hand-off page shows. It stays in the session, encrypted, and leaves it only as a QR symbol.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationShown {
    pub token: String,
    /// Milliseconds since the epoch.
    pub expires_at: i64,
}

impl InvitationShown {
    pub const DRAFT: &str = "handoff";
}

/// A new invitation for another device; an older one dies.
#[server(name = InviteDevice, prefix = "/api", endpoint = "invite-device")]
pub async fn invite_device(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let invitation = posting.context.enrolment.invite_device(&posting.caller).await?;
    let shown = InvitationShown { token: invitation.token, expires_at: invitation.expires_at.0 };
    posting.keep(InvitationShown::DRAFT, &shown).await?;
    leptos_axum::redirect(&posting.routes().handoff());
    Ok(())
}

/// Goes on with the application on this device.
#[server(name = OpenInvitation, prefix = "/api", endpoint = "open-invitation")]
pub async fn open_invitation(province: String, token: Secret) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    let signed_in = posting.context.enrolment.claim_invitation(&posting.province, &token.0).await?;
    posting.go_on(signed_in).await
}
