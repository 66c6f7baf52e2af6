//! What a signed-in candidate does with the application: correct the document, hand it in.

use super::{
    Refusal,
    forms::{ContactForm, DOCUMENT},
    posting::Posting,
};
use crate::journey;
use leptos::prelude::*;
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
