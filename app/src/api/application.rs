//! What a signed-in candidate does with the application: correct the document, hand it in.
#![expect(clippy::unused_async, reason = "server functions are async")]

use super::{
    Refusal,
    forms::{ContactForm, DOCUMENT},
    posting::{Posting, typed},
};
use crate::journey;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_PHOTO,
    route,
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

/// What was agreed to on the check page, while the reminder is read. It stays in the session, encrypted.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Agreed {
    /// Of the form that was agreed on; it makes handing in twice give the same receipt.
    pub key: String,
}

impl Agreed {
    pub const DRAFT: &str = "hand-in";
}

/// 提交 on the check page: hands in the application, or opens the reminder where the province has one. `key` makes the same form
/// sent twice give the same receipt.
#[server(name = Submit, prefix = "/api", endpoint = "submit")]
pub async fn submit(province: String, key: String, #[server(default)] consent: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    if consent != "on" {
        return Err(Problem::at(ProblemCode::ConsentNeeded, Field::Consent).into());
    }
    if posting.profile().reminder_secs > 0 {
        return open_reminder(&posting, key).await;
    }
    hand_over(&posting, &key).await
}

/// 提交 under the reminder (温馨提示): hands in the application.
#[server(name = HandIn, prefix = "/api", endpoint = "hand-in")]
pub async fn hand_in(province: String, key: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let agreed: Agreed = typed(&posting.context, Agreed::DRAFT).await?;
    if agreed.key != key {
        return Err(Problem::at(ProblemCode::ConsentNeeded, Field::Consent).into());
    }
    hand_over(&posting, &key).await
}

async fn open_reminder(posting: &Posting, key: String) -> Result<(), Refusal> {
    posting.context.enrolment.open_reminder(&posting.caller).await?;
    posting.keep(Agreed::DRAFT, &Agreed { key }).await?;
    leptos_axum::redirect(&posting.routes().hand_in());
    Ok(())
}

async fn hand_over(posting: &Posting, key: &str) -> Result<(), Refusal> {
    posting.context.enrolment.submit_application(&posting.caller, key, posting.consent_to(CONSENT_PHOTO)).await?;
    leptos_axum::redirect(&posting.routes().status());
    Ok(())
}

/// Leads to the page that says whether a receipt is genuine.
#[server(name = VerifyReceipt, prefix = "/api", endpoint = "verify-receipt")]
pub async fn verify_receipt(receipt: String) -> Result<(), Refusal> {
    let plain: String = receipt.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    leptos_axum::redirect(&route::verify(if plain.is_empty() { "0" } else { &plain }));
    Ok(())
}
