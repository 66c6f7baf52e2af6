//! What reviewers do with the queue beside taking cases: keep filters, assign, put away what they were told.

use super::{
    Refusal,
    console::{keep, staff},
};
use crate::pages::console::queue::{ASSIGNED, LEFT, address};
use enrolment::review::{Assigned, Wanted};
use leptos::prelude::*;
use shared::{id::StaffId, problem::ProblemCode, route, time::Timestamp};

/// Names under which is kept what was typed: the name of a filter, and what was chosen to be assigned.
pub const FILTER_NAME: &str = "console-filter";
pub const CHOSEN: &str = "console-assign";

/// Keeps a filter under a name and shows it.
#[server(name = SaveFilter, prefix = "/api", endpoint = "save-filter")]
pub async fn save_filter(#[server(default)] name: String, #[server(default)] query: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, FILTER_NAME, &name).await?;
    let query = address::parse(&query);
    context.enrolment.save_filter(&caller, &name, &address::write(&query)).await?;
    leptos_axum::redirect(&address::href(&query));
    Ok(())
}

/// Forgets a filter.
#[server(name = DeleteFilter, prefix = "/api", endpoint = "delete-filter")]
pub async fn delete_filter(name: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    context.enrolment.delete_filter(&caller, &name).await?;
    leptos_axum::redirect(route::CONSOLE);
    Ok(())
}

/// Assigns the chosen cases to somebody (`act` is `assign`) or to nobody in particular (`free`). Each of `cases` is a case and,
/// after a colon, who was assigned to it.
#[server(name = AssignCases, prefix = "/api", endpoint = "assign-cases")]
pub async fn assign_cases(
    #[server(default)] cases: Vec<String>,
    #[server(default)] to: String,
    #[server(default)] back: String,
    act: String,
) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, CHOSEN, &cases).await?;
    let to: Option<StaffId> = match act.as_str() {
        "free" => None,
        _ => Some(to.parse().map_err(|_| ProblemCode::AssigneeMissing)?),
    };
    let wanted: Vec<_> = cases.iter().map(|case| wanted(case)).collect::<Result<_, _>>()?;
    let assigned = context.enrolment.assign_cases(&caller, &wanted, to).await?;
    leptos_axum::redirect(&outcome(&back, &assigned));
    Ok(())
}

/// The list again, with what came of it.
fn outcome(back: &str, assigned: &Assigned) -> String {
    let list = address::write(&address::parse(back));
    let left: Vec<_> = assigned.left.iter().map(|(receipt, code)| format!("{receipt}:{}", code.as_str())).collect();
    format!("{}?{list}&{ASSIGNED}={}&{LEFT}={}", route::CONSOLE, assigned.done, left.join(","))
}

fn wanted(case: &str) -> Result<Wanted, ProblemCode> {
    let (case, seen) = case.split_once(':').map_or((case, None), |(case, seen)| (case, Some(seen)));
    let bad = ProblemCode::BadRequest;
    let seen = seen.map(|seen| seen.parse().map_err(|_| bad)).transpose()?;
    Ok(Wanted { enrolment: case.parse().map_err(|_| bad)?, seen })
}

/// Puts away what the caller was told until an instant, in milliseconds.
#[server(name = PutAwayNotices, prefix = "/api", endpoint = "put-away-notices")]
pub async fn put_away_notices(until: i64) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    context.enrolment.put_away_notices(&caller, Timestamp(until)).await?;
    leptos_axum::redirect(route::CONSOLE);
    Ok(())
}
