//! What reviewers do: sign in, take cases, decide them.

use super::{Refusal, decision::DecisionForm, forms::Secret, posting::Faults};
use crate::{
    context::{RequestContext, request},
    pages::console::{queue::DECIDED, sections},
};
use enrolment::{Caller, Error};
use leptos::{prelude::*, server_fn::ServerFn as _};
use serde::Serialize;
use shared::{
    id::EnrolmentId,
    problem::{Field, ProblemCode},
    route,
};

/// Name under which the login is kept, so that it need not be typed again after a wrong password.
pub const SIGN_IN_DRAFT: &str = "console-sign-in";

/// Signs a staff member in.
#[server(name = SignInStaff, prefix = "/api", endpoint = "console-sign-in")]
pub async fn sign_in_staff(
    #[server(default)] login: String,
    #[server(default)] password: Secret,
) -> Result<(), Refusal> {
    let context = request();
    let caller = context.caller_or_guest().await?;
    let typed = serde_json::to_string(&login).map_err(|_| ProblemCode::BadRequest)?;
    context.enrolment.save_draft(&caller, SIGN_IN_DRAFT, &typed).await?;
    let fields = [(login.as_str(), Field::Login), (password.0.as_str(), Field::Password)];
    if let Some(missing) = Faults::missing(SignInStaff::PATH, &fields).keep(&context, &caller).await? {
        return Err(missing.into());
    }
    let address = context.client_address;
    let caller = context.enter(context.enrolment.sign_in_staff(&caller, &login, password.0.into(), address).await?);
    leptos_axum::redirect(sections::next(&caller));
    Ok(())
}

/// Takes the oldest waiting case and opens it.
#[server(name = TakeNextCase, prefix = "/api", endpoint = "take-next-case")]
pub async fn take_next_case() -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id = context.enrolment.take_next_case(&caller).await?;
    leptos_axum::redirect(&route::console_case(id));
    Ok(())
}

/// Takes a case, or renews the lease of one that the caller holds, and opens it.
#[server(name = TakeCase, prefix = "/api", endpoint = "take-case")]
pub async fn take_case(case: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id = parse(&case)?;
    context.enrolment.take_case(&caller, id).await?;
    leptos_axum::redirect(&route::console_case(id));
    Ok(())
}

/// Gives a case back to the queue.
#[server(name = ReleaseCase, prefix = "/api", endpoint = "release-case")]
pub async fn release_case(case: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    context.enrolment.release_case(&caller, parse(&case)?).await?;
    leptos_axum::redirect(route::CONSOLE);
    Ok(())
}

/// Path of [`RenewCase`], for the script.
pub const RENEW: &str = "/api/renew-case";

/// Renews the lease of a case that the caller holds, for the script of the page; gives its end in milliseconds.
#[server(name = RenewCase, prefix = "/api", endpoint = "renew-case")]
pub async fn renew_case(case: String) -> Result<i64, Refusal> {
    let (context, caller) = staff()?;
    Ok(context.enrolment.renew_case(&caller, parse(&case)?).await?.0)
}

/// Decides a case that the caller holds. What was filled in is kept where it is refused.
#[server(name = DecideCase, prefix = "/api", endpoint = "decide-case")]
pub async fn decide_case(case: String, version: i64, #[server(flatten)] form: DecisionForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id = parse(&case)?;
    let decided = match form.ruling() {
        Ok(ruling) => context.enrolment.decide_case(&caller, id, version, ruling).await,
        Err(problem) => Err(Error::Refused(problem)),
    };
    if decided.is_err() {
        // another refusal says no more than the first
        let _ = context.enrolment.save_ruling_draft(&caller, id, &form.draft()?).await;
    }
    decided?;
    leptos_axum::redirect(&format!("{}?{DECIDED}={}", route::CONSOLE, form.decision()));
    Ok(())
}

/// Keeps what is filled in of a decision.
#[server(name = SaveDecision, prefix = "/api", endpoint = "save-decision")]
pub async fn save_decision(case: String, #[server(flatten)] form: DecisionForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id = parse(&case)?;
    context.enrolment.save_ruling_draft(&caller, id, &form.draft()?).await?;
    leptos_axum::redirect(&route::console_case(id));
    Ok(())
}

pub(super) fn staff() -> Result<(RequestContext, Caller), Refusal> {
    let context = request();
    let caller = context.staff().cloned().ok_or(ProblemCode::SessionNeeded)?;
    Ok((context, caller))
}

/// Keeps what was typed on `page`, so that the form comes back filled when it is refused.
pub(super) async fn keep<T: Serialize + Sync>(
    context: &RequestContext,
    caller: &Caller,
    page: &str,
    typed: &T,
) -> Result<(), Refusal> {
    let json = serde_json::to_string(typed).map_err(|_| ProblemCode::BadRequest)?;
    // a notice may be longer than a draft of a session; then only the page that was refused forgets it
    match context.enrolment.save_draft(caller, page, &json).await {
        Err(enrolment::Error::Refused(problem)) if problem.code == ProblemCode::FieldTooLong => Ok(()),
        kept => Ok(kept?),
    }
}

pub(super) fn parse(case: &str) -> Result<EnrolmentId, Refusal> {
    case.parse().map_err(|_| ProblemCode::NotFound.into())
}
