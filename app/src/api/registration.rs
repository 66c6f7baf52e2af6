//! From a phone number to a signed-in candidate.

use super::{
    Refusal,
    account::RESET,
    forms::{CodeSent, ContactForm, REGISTER, SIGN_IN},
    posting::Posting,
};
use crate::context::request;
use enrolment::registration::{Channel, CodeRequested, Recipient};
use leptos::prelude::*;
use shared::{
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_IDENTITY,
    time::Span,
};

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
    let phone = form.phone()?;
    send_code(&posting, (&phone).into()).await?;
    leptos_axum::redirect(&back);
    Ok(())
}

/// Has a code mailed to the address on the registration form; the rest of the form is kept.
#[server(name = RequestEmailCode, prefix = "/api", endpoint = "request-email-code")]
pub async fn request_email_code(province: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    if !posting.profile().accounts.email {
        return Err(ProblemCode::NotFound.into());
    }
    posting.keep(REGISTER, &ContactForm { email_code: String::new(), ..form.clone() }).await?;
    let email = form.email()?;
    send_code(&posting, (&email).into()).await?;
    leptos_axum::redirect(&posting.routes().register());
    Ok(())
}

async fn send_code(posting: &Posting, to: Recipient) -> Result<(), Refusal> {
    let (enrolment, address) = (&posting.context.enrolment, posting.context.client_address);
    let requested = enrolment.request_code_to(&posting.caller, &posting.province, &to, address).await;
    let requested = requested.map_err(|error| at_channel(enrolment.problem(error), to.channel()))?;
    note_sent(posting, (to.channel(), to.masked()), requested).await
}

/// Says at the field of the channel what is wrong with asking.
pub(super) fn at_channel(problem: Problem, channel: Channel) -> Refusal {
    match channel {
        Channel::Sms => problem.into(),
        Channel::Mail => Problem { field: problem.field.or(Some(Field::EmailCode)), ..problem }.into(),
    }
}

/// Waits until the code has left, and remembers when the next may be asked for.
pub(super) async fn note_sent(
    posting: &Posting,
    (channel, masked): (Channel, String),
    requested: CodeRequested,
) -> Result<(), Refusal> {
    let draft = if channel == Channel::Mail { CodeSent::MAIL_DRAFT } else { CodeSent::DRAFT };
    note_sent_as(posting, draft, (channel, masked), requested).await
}

/// The same under another name, where a page has two codes by one channel.
pub(super) async fn note_sent_as(
    posting: &Posting,
    draft: &str,
    (channel, masked): (Channel, String),
    requested: CodeRequested,
) -> Result<(), Refusal> {
    let enrolment = &posting.context.enrolment;
    let resend_at = enrolment.now() + Span::secs(requested.resend_after_secs.into());
    enrolment.await_delivery(&posting.caller, channel).await?;
    posting.keep(draft, &CodeSent { phone: masked, resend_at: resend_at.0 }).await
}

/// Registers a candidate and goes on to the next step.
#[server(name = Register, prefix = "/api", endpoint = "register")]
pub async fn register(province: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(REGISTER, &form).await?;
    let registration = form.registration(posting.profile())?;
    let (enrolment, consent) = (&posting.context.enrolment, posting.consent_to(CONSENT_IDENTITY));
    let unsent = posting.unsent().await?;
    let registered = enrolment.register_with(&posting.caller, &posting.province, registration, consent).await?;
    posting.go_on(registered, unsent).await
}

/// Signs in a candidate who registered before, and goes on to what is still to be done.
#[server(name = SignIn, prefix = "/api", endpoint = "sign-in")]
pub async fn sign_in(province: String, #[server(flatten)] form: ContactForm) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(SIGN_IN, &form).await?;
    let (phone, code) = form.sign_in(posting.profile())?;
    let enrolment = &posting.context.enrolment;
    let unsent = posting.unsent().await?;
    posting.go_on(enrolment.sign_in(&posting.caller, &posting.province, &phone, &code).await?, unsent).await
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
