//! Running the checks of the data by hand.

use super::Refusal;
use crate::context::request;
use leptos::prelude::*;
use shared::{problem::ProblemCode, route::console};

/// Runs every check and shows what they found.
#[server(name = RunChecks, prefix = "/api", endpoint = "run-checks")]
pub async fn run_checks() -> Result<(), Refusal> {
    let context = request();
    let caller = context.staff().cloned().ok_or(ProblemCode::SessionNeeded)?;
    context.enrolment.run_checks(&caller).await?;
    leptos_axum::redirect(console::CHECKS);
    Ok(())
}
