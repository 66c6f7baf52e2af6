//! Going on with another device: what the first one decides, and opening the invitation on the other.

use super::{Refusal, forms::Secret, posting::Posting};
use crate::context::RequestContext;
use enrolment::{Caller, handoff::Claim};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    id::HandoffId,
    problem::{Problem, ProblemCode},
};

/// The invitation that the hand-off page shows. It stays in the session, encrypted, and leaves it only as a QR symbol.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationShown {
    pub id: Option<HandoffId>,
    pub token: String,
    /// Milliseconds since the epoch.
    pub expires_at: i64,
}

impl InvitationShown {
    pub const DRAFT: &str = "handoff";
}

/// Makes an invitation and keeps it for the page.
pub(super) async fn invite(context: &RequestContext, caller: &Caller) -> Result<(), Refusal> {
    let invitation = context.enrolment.invite_device(caller).await?;
    let (id, expires_at) = (Some(invitation.id), invitation.expires_at.0);
    let shown = InvitationShown { id, token: invitation.token, expires_at };
    let json = serde_json::to_string(&shown).map_err(|_| ProblemCode::Internal)?;
    Ok(context.enrolment.save_draft(caller, InvitationShown::DRAFT, &json).await?)
}

/// A new invitation for another device; an older one dies.
#[server(name = InviteDevice, prefix = "/api", endpoint = "invite-device")]
pub async fn invite_device(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    invite(&posting.context, &posting.caller).await?;
    leptos_axum::redirect(&posting.routes().handoff());
    Ok(())
}

/// The first device's word on a phone that asks to take over: `answer` is `allow` or `refuse`.
#[server(name = AnswerDevice, prefix = "/api", endpoint = "answer-device")]
pub async fn answer_device(province: String, invitation: String, answer: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let id: HandoffId = invitation.parse().map_err(|_| Problem::new(ProblemCode::BadRequest))?;
    match answer.as_str() {
        "allow" => posting.context.enrolment.allow_device(&posting.caller, id).await?,
        _ => posting.context.enrolment.refuse_device(&posting.caller, id).await?,
    }
    leptos_axum::redirect(&posting.routes().handoff());
    Ok(())
}

/// Ends what the phone may do.
#[server(name = RevokeDevices, prefix = "/api", endpoint = "revoke-devices")]
pub async fn revoke_devices(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.context.enrolment.revoke_devices(&posting.caller).await?;
    leptos_axum::redirect(&posting.routes().handoff());
    Ok(())
}

/// Goes on with the application on this device, or asks the first one.
#[server(name = OpenInvitation, prefix = "/api", endpoint = "open-invitation")]
pub async fn open_invitation(province: String, token: Secret) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    let unsent = posting.unsent().await?;
    let claim = posting.context.enrolment.claim_invitation(&posting.caller, &posting.province, &token.0).await?;
    match claim {
        Claim::Entered(signed_in) => return posting.go_on(signed_in, unsent).await,
        Claim::Asking => leptos_axum::redirect(&posting.routes().handoff_open(&token.0)),
        Claim::AlreadyIn => leptos_axum::redirect(&posting.routes().go_on()),
    }
    Ok(())
}
