//! What a candidate does with evidence besides sending files: agree, confirm what stands on the document, and choose a way
//! without a machine's judgement of the face.

use super::{
    Refusal,
    card_form::CardForm,
    posting::{Posting, Typing},
};
use crate::journey;
use leptos::prelude::*;
use shared::{
    problem::{Field, Problem, ProblemCode},
    profile::{CONSENT_CARD, CONSENT_FACE},
    route,
};

/// Agrees to the processing of pictures of the document (`card`) or of the face (`face`).
#[server(name = GiveConsent, prefix = "/api", endpoint = "give-consent")]
pub async fn give_consent(province: String, what: String, #[server(default)] consent: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let (notice, page) = match what.as_str() {
        "card" => (CONSENT_CARD, posting.routes().card()),
        "face" => (CONSENT_FACE, posting.routes().face()),
        _ => return Err(ProblemCode::BadRequest.into()),
    };
    let needed = Problem::at(ProblemCode::ConsentNeeded, Field::Consent);
    let consent = posting.consent_to(notice).filter(|_| consent == "on").ok_or(needed)?;
    posting.context.enrolment.give_evidence_consent(&posting.caller, notice, &consent).await?;
    leptos_axum::redirect(&page);
    Ok(())
}

/// Reads what was left out of the document.
#[server(name = ReadCard, prefix = "/api", endpoint = "read-card")]
pub async fn read_card(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.context.enrolment.read_card_again(&posting.caller).await?;
    leptos_axum::redirect(&posting.routes().card_confirm());
    Ok(())
}

/// 确认无误: what stands on the document.
#[server(name = ConfirmCard, prefix = "/api", endpoint = "confirm-card")]
pub async fn confirm_card(province: String, #[server(flatten)] form: CardForm) -> Result<(), Refusal> {
    let page = |routes: route::Candidate<'_>| routes.card_confirm();
    let typing = Typing { draft: CardForm::DRAFT, typed: &form, page };
    let posting = Posting::from_candidate_typing(&province, typing).await?;
    let enrolment = &posting.context.enrolment;
    let document = enrolment.own_document(&posting.caller).await?;
    let confirmation = form.confirmation(&document, enrolment.now().beijing().date())?;
    enrolment.confirm_card(&posting.caller, confirmation).await?;
    enrolment.drop_draft(&posting.caller, CardForm::DRAFT).await?;
    leptos_axum::redirect(&journey::next_step(posting.profile(), &enrolment.status(&posting.caller).await?));
    Ok(())
}

/// 转人工审核 (`reviewer`) or 现场办理 (`office`).
#[server(name = FaceByPeople, prefix = "/api", endpoint = "face-by-people")]
pub async fn face_by_people(province: String, way: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    match way.as_str() {
        "reviewer" => posting.context.enrolment.face_to_reviewer(&posting.caller).await?,
        "office" => posting.context.enrolment.face_at_office(&posting.caller).await?,
        _ => return Err(ProblemCode::BadRequest.into()),
    };
    leptos_axum::redirect(&posting.routes().face());
    Ok(())
}

/// 转人工审核 of the photograph: a reviewer compares it with the document.
#[server(name = PhotoByPeople, prefix = "/api", endpoint = "photo-by-people")]
pub async fn photo_by_people(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.context.enrolment.photo_to_reviewer(&posting.caller).await?;
    leptos_axum::redirect(&posting.routes().photo());
    Ok(())
}
