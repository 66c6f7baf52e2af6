//! What a reviewer does in a case beside deciding it: uncovering what is masked, and saying who is the same person.

use super::{Refusal, console};
use leptos::prelude::*;
use shared::{
    case::{Private, RevealReason, Sameness},
    problem::ProblemCode,
    route,
};

/// Uncovers one thing of a case for this lease.
#[server(name = RevealPrivate, prefix = "/api", endpoint = "reveal-private")]
pub async fn reveal_private(
    case: String,
    private: String,
    reason: String,
    #[server(default)] note: String,
) -> Result<(), Refusal> {
    let (context, caller) = console::staff()?;
    let (id, private) = (console::parse(&case)?, Private::parse(&private).ok_or(ProblemCode::BadRequest)?);
    let reason = RevealReason::parse(&reason).ok_or(ProblemCode::BadRequest)?;
    context.enrolment.reveal(&caller, id, private, (reason, &note)).await?;
    leptos_axum::redirect(&route::console_case(id));
    Ok(())
}

/// Records whether two candidates are the same person.
#[server(name = JudgeDuplicate, prefix = "/api", endpoint = "judge-duplicate")]
pub async fn judge_duplicate(case: String, other: String, verdict: String) -> Result<(), Refusal> {
    let (context, caller) = console::staff()?;
    let (id, other) = (console::parse(&case)?, other.parse().map_err(|_| ProblemCode::NotFound)?);
    let verdict = Sameness::parse(&verdict).ok_or(ProblemCode::BadRequest)?;
    context.enrolment.judge_duplicate(&caller, id, other, verdict).await?;
    leptos_axum::redirect(&format!("{}#alike", route::console_case(id)));
    Ok(())
}
