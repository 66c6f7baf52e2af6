//! What staff do about their own account: the code, password, second factor, sessions.

use super::{Refusal, console::staff, forms::Secret};
use crate::{context::RequestContext, pages::console::sections};
use enrolment::{Caller, staff::RecoveryCodes};
use leptos::prelude::*;
use shared::{
    problem::{Field, Problem, ProblemCode},
    route::console,
};

/// Name under which new recovery codes wait for the page that shows them once.
pub const RECOVERY_CODES: &str = "recovery-codes";

/// The second step of signing in.
#[server(name = GiveCode, prefix = "/api", endpoint = "staff-code")]
pub async fn give_code(#[server(default)] code: Secret) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let code = given(&code, Field::Code)?;
    let signed_in = context.enrolment.give_code(&caller, code, context.client_address).await?;
    leptos_axum::redirect(sections::next(&context.enter(signed_in)));
    Ok(())
}

/// Changes the own password.
#[server(name = ChangeStaffPassword, prefix = "/api", endpoint = "staff-change-password")]
pub async fn change_staff_password(
    #[server(default)] password: Secret,
    #[server(default)] new_password: Secret,
    #[server(default)] repeat_password: Secret,
) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    given(&password, Field::Password)?;
    given(&new_password, Field::NewPassword)?;
    if new_password != repeat_password {
        return Err(Problem::at(ProblemCode::PasswordDiffers, Field::RepeatPassword).into());
    }
    let (enrolment, address) = (&context.enrolment, context.client_address);
    let signed_in = enrolment.change_staff_password(&caller, password.0, new_password.0, address).await?;
    after_password(&caller, &context.enter(signed_in));
    Ok(())
}

/// To the account, which says so; where the change was demanded, to what comes next.
fn after_password(before: &Caller, caller: &Caller) {
    let demanded = before.stage() != caller.stage();
    let path = if demanded { sections::next(caller).to_owned() } else { format!("{}?saved=1", console::ACCOUNT) };
    leptos_axum::redirect(&path);
}

/// Begins to set a second factor up.
#[server(name = BeginSecondFactor, prefix = "/api", endpoint = "staff-begin-second-factor")]
pub async fn begin_second_factor() -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    context.enrolment.begin_second_factor(&caller).await?;
    leptos_axum::redirect(console::ACCOUNT_FACTOR);
    Ok(())
}

/// Begins to set another phone up.
#[server(name = ReplaceSecondFactor, prefix = "/api", endpoint = "staff-replace-second-factor")]
pub async fn replace_second_factor(#[server(default)] password: Secret) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    given(&password, Field::Password)?;
    context.enrolment.replace_second_factor(&caller, password.0, context.client_address).await?;
    leptos_axum::redirect(console::ACCOUNT_FACTOR);
    Ok(())
}

/// The app shows the right code.
#[server(name = ConfirmSecondFactor, prefix = "/api", endpoint = "staff-confirm-second-factor")]
pub async fn confirm_second_factor(#[server(default)] code: Secret) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let code = given(&code, Field::Code)?;
    let (signed_in, codes) = context.enrolment.confirm_second_factor(&caller, code, context.client_address).await?;
    let caller = context.enter(signed_in);
    show_once(&context, &caller, &codes).await
}

/// Makes new recovery codes.
#[server(name = RenewRecoveryCodes, prefix = "/api", endpoint = "staff-renew-recovery-codes")]
pub async fn renew_recovery_codes(#[server(default)] password: Secret) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    given(&password, Field::Password)?;
    let codes = context.enrolment.renew_recovery_codes(&caller, password.0, context.client_address).await?;
    show_once(&context, &caller, &codes).await
}

/// Ends one session of the own account.
#[server(name = EndOwnSession, prefix = "/api", endpoint = "staff-end-session")]
pub async fn end_own_session(session: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id = session.parse().map_err(|_| ProblemCode::NotFound)?;
    context.enrolment.end_own_session(&caller, id).await?;
    leptos_axum::redirect(console::ACCOUNT);
    Ok(())
}

/// Ends every other session of the own account.
#[server(name = EndOtherSessions, prefix = "/api", endpoint = "staff-end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    context.enrolment.end_other_sessions(&caller).await?;
    leptos_axum::redirect(console::ACCOUNT);
    Ok(())
}

/// Keeps the codes, sealed, for the next page of this session.
async fn show_once(context: &RequestContext, caller: &Caller, codes: &RecoveryCodes) -> Result<(), Refusal> {
    let json = serde_json::to_string(codes.expose()).map_err(|_| ProblemCode::BadRequest)?;
    context.enrolment.save_draft(caller, RECOVERY_CODES, &json).await?;
    leptos_axum::redirect(console::ACCOUNT_CODES);
    Ok(())
}

fn given(secret: &Secret, field: Field) -> Result<&str, Problem> {
    let typed = secret.0.trim();
    if typed.is_empty() { Err(Problem::at(ProblemCode::FieldMissing, field)) } else { Ok(typed) }
}
