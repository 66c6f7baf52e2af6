//! The candidate's account: passwords, accepting the notice, taking consents back.

use super::{
    Refusal,
    forms::{CodeSent, ContactForm, Secret},
    posting::Posting,
};
use crate::journey;
use enrolment::account::problem;
use leptos::{prelude::*, server_fn::ServerFn as _};
use serde::{Deserialize, Serialize};
use shared::{
    problem::{Field, Problem, ProblemCode},
    profile::ENROLMENT_RULES,
    time::Span,
};

/// Names under which drafts are kept; a password never is.
pub const OWN_CODE: &str = "own-code";
pub const LOGIN: &str = "login";
pub const RESET: &str = "password-reset";

/// Everything that was wrong with the last password, so that the page can say it all at once.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordFaults(pub Vec<ProblemCode>);

impl PasswordFaults {
    pub const DRAFT: &str = "password-faults";
}

/// Has a code sent to the candidate's own phone.
#[server(name = RequestOwnCode, prefix = "/api", endpoint = "request-own-code")]
pub async fn request_own_code(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let enrolment = &posting.context.enrolment;
    let requested = enrolment.request_own_code(&posting.caller, posting.context.client_address).await?;
    let phone = enrolment.status(&posting.caller).await?.phone;
    let resend_at = (enrolment.now() + Span::secs(requested.resend_after_secs.into())).0;
    enrolment.await_code(&posting.caller).await?;
    posting.keep(CodeSent::DRAFT, &CodeSent { phone, resend_at }).await?;
    leptos_axum::redirect(&posting.routes().password());
    Ok(())
}

/// Checks the code; then a password may be chosen.
#[server(name = ProvePhone, prefix = "/api", endpoint = "prove-phone")]
pub async fn prove_phone(province: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.keep(OWN_CODE, &form).await?;
    let code = form.code(posting.profile())?;
    posting.context.enrolment.prove_phone(&posting.caller, &code).await?;
    posting.keep(PasswordFaults::DRAFT, &PasswordFaults::default()).await?;
    leptos_axum::redirect(&posting.routes().password());
    Ok(())
}

/// Chooses the password and ends the session: the new one is used from now on.
#[server(name = ChoosePassword, prefix = "/api", endpoint = "choose-password")]
pub async fn choose_password(province: String, new_password: Secret, repeat_password: Secret) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    agree(&posting, &new_password, &repeat_password).await?;
    posting.context.enrolment.choose_password(&posting.caller, new_password.0).await?;
    posting.context.set_session_cookie(None);
    leptos_axum::redirect(&format!("{}?password=set", posting.routes().sign_in()));
    Ok(())
}

/// Changes the password with the old one.
#[server(name = ChangePassword, prefix = "/api", endpoint = "change-password")]
pub async fn change_password(
    province: String,
    password: Secret,
    new_password: Secret,
    repeat_password: Secret,
) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let missing = posting.missing(ChangePassword::PATH, &[(password.0.as_str(), Field::Password)]).await?;
    agree(&posting, &new_password, &repeat_password).await?;
    if let Some(missing) = missing {
        return Err(missing.into());
    }
    let address = posting.context.client_address;
    posting.context.enrolment.change_password(&posting.caller, password.0, new_password.0, address).await?;
    posting.context.set_session_cookie(None);
    leptos_axum::redirect(&format!("{}?password=set", posting.routes().sign_in()));
    Ok(())
}

/// Both entries are the same and satisfy the policy; else everything that is wrong is kept for the page.
async fn agree(posting: &Posting, new: &Secret, again: &Secret) -> Result<(), Refusal> {
    let faults = posting.context.enrolment.password_faults(&posting.caller, &new.0).await?;
    let mut codes: Vec<_> = faults.into_iter().map(problem).collect();
    codes.dedup();
    posting.keep(PasswordFaults::DRAFT, &PasswordFaults(codes.clone())).await?;
    match codes.first() {
        Some(code) => Err(Problem::at(*code, Field::NewPassword).into()),
        None if new != again => Err(Problem::at(ProblemCode::PasswordDiffers, Field::RepeatPassword).into()),
        None => Ok(()),
    }
}

/// Signs a candidate in with phone or document number and password.
#[server(name = SignInWithPassword, prefix = "/api", endpoint = "sign-in-with-password")]
pub async fn sign_in_with_password(province: String, identifier: Secret, password: Secret) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(LOGIN, &identifier).await?;
    posting
        .require(
            SignInWithPassword::PATH,
            &[(identifier.0.as_str(), Field::Identifier), (password.0.as_str(), Field::Password)],
        )
        .await?;
    let (enrolment, address) = (&posting.context.enrolment, posting.context.client_address);
    let typed = password.0.into();
    let unsent = posting.unsent().await?;
    let signed_in =
        enrolment.sign_in_with_password(&posting.caller, &posting.province, &identifier.0, typed, address).await?;
    posting.go_on(signed_in, unsent).await
}

/// For somebody who forgot the password: phone and code, then a new one.
#[server(name = ResetPassword, prefix = "/api", endpoint = "reset-password")]
pub async fn reset_password(province: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(RESET, &form).await?;
    let (phone, code) = form.sign_in(posting.profile())?;
    let enrolment = &posting.context.enrolment;
    let signed_in = enrolment.begin_password_reset(&posting.caller, &posting.province, &phone, &code).await?;
    posting.context.enter(signed_in);
    leptos_axum::redirect(&posting.routes().password());
    Ok(())
}

/// Accepts the notice to new candidates.
#[server(name = AcceptNotice, prefix = "/api", endpoint = "accept-notice")]
pub async fn accept_notice(province: String, #[server(default)] consent: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    if consent != "on" {
        return Err(Problem::at(ProblemCode::ConsentNeeded, Field::Consent).into());
    }
    let agreed = posting.consent_to(ENROLMENT_RULES).ok_or(ProblemCode::NotFound)?;
    let enrolment = &posting.context.enrolment;
    enrolment.accept_notice(&posting.caller, &agreed).await?;
    leptos_axum::redirect(&journey::next_step(posting.profile(), &enrolment.status(&posting.caller).await?));
    Ok(())
}

/// Takes a consent back.
#[server(name = WithdrawConsent, prefix = "/api", endpoint = "withdraw-consent")]
pub async fn withdraw_consent(province: String, notice: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.context.enrolment.withdraw_consent(&posting.caller, &notice).await?;
    leptos_axum::redirect(&posting.routes().consents());
    Ok(())
}
