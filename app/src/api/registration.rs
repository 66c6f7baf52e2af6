//! From a phone number to a signed-in candidate.

use super::{
    Refusal,
    account::RESET,
    forms::{CodeSent, ContactForm, REGISTER, SIGN_IN},
    posting::Posting,
};
use crate::context::request;
use leptos::prelude::*;
use shared::{profile::CONSENT_IDENTITY, time::Span};

/// Has a code sent to the phone on the form; the rest of the form is kept. `page`: which page to come back to.
#[server(name = RequestCode, prefix = "/api", endpoint = "request-code")]
pub async fn request_code(province: String, page: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    let (page, back) = match page.as_str() {
        SIGN_IN => (SIGN_IN, posting.routes().sign_in()),
        RESET => (RESET, posting.routes().password_reset()),
        _ => (REGISTER, posting.routes().register()),
    };
    posting.keep(page, &ContactForm { code: String::new(), ..form.clone() }).await?;
    send_code(&posting, &form).await?;
    leptos_axum::redirect(&back);
    Ok(())
}

async fn send_code(posting: &Posting, form: &ContactForm) -> Result<(), Refusal> {
    let (enrolment, phone) = (&posting.context.enrolment, form.phone()?);
    let address = posting.context.client_address;
    let requested = enrolment.request_code(&posting.caller, &posting.province, &phone, address).await?;
    let resend_at = enrolment.now() + Span::secs(requested.resend_after_secs.into());
    enrolment.await_code(&posting.caller).await?;
    posting.keep(CodeSent::DRAFT, &CodeSent { phone: phone.masked(), resend_at: resend_at.0 }).await
}

/// Registers a candidate and goes on to the next step.
#[server(name = Register, prefix = "/api", endpoint = "register")]
pub async fn register(province: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(REGISTER, &form).await?;
    let registration = form.registration(posting.profile())?;
    let (enrolment, consent) = (&posting.context.enrolment, posting.consent_to(CONSENT_IDENTITY));
    posting.go_on(enrolment.register(&posting.caller, &posting.province, registration, consent).await?).await
}

/// Signs in a candidate who registered before, and goes on to what is still to be done.
#[server(name = SignIn, prefix = "/api", endpoint = "sign-in")]
pub async fn sign_in(province: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(SIGN_IN, &form).await?;
    let (phone, code) = form.sign_in(posting.profile())?;
    let enrolment = &posting.context.enrolment;
    posting.go_on(enrolment.sign_in(&posting.caller, &posting.province, &phone, &code).await?).await
}

/// Ends the session; what was entered stays. `province`: whose first page to show; the console's sign-in where it is empty.
#[server(name = SignOut, prefix = "/api", endpoint = "sign-out")]
pub async fn sign_out(province: String) -> Result<(), Refusal> {
    let context = request();
    if let Some(caller) = &context.caller {
        context.enrolment.end_session(caller).await?;
    }
    context.set_session_cookie(None);
    leptos_axum::redirect(&crate::journey::front_door(&province));
    Ok(())
}
