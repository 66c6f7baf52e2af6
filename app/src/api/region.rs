//! 考区变更: asking for another region, and the two offices that decide.

use super::{
    Refusal,
    console::{keep, staff},
    posting::{Posting, Typing},
};
use enrolment::region::{Answer, Side};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    id::RegionChangeId,
    problem::ProblemCode,
    route::{self, console},
};

/// Name under which what was typed is kept.
pub const REGION: &str = "region-change";

#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RegionForm {
    pub region: String,
    pub reason: String,
}

/// Asks for another region.
#[server(name = AskRegionChange, prefix = "/api", endpoint = "ask-region-change")]
pub async fn ask_region_change(
    province: String,
    #[server(default)] region: String,
    #[server(default)] reason: String,
) -> Result<(), Refusal> {
    let form = RegionForm { region, reason };
    let page = |routes: route::Candidate<'_>| routes.region_change();
    let typing = Typing { draft: REGION, typed: &form, page };
    let posting = Posting::from_candidate_typing(&province, typing).await?;
    let enrolment = &posting.context.enrolment;
    enrolment.ask_region_change(&posting.caller, &form.region, &form.reason).await?;
    enrolment.drop_draft(&posting.caller, REGION).await?;
    leptos_axum::redirect(&posting.routes().region_change());
    Ok(())
}

/// Takes the request back that waits.
#[server(name = WithdrawRegionChange, prefix = "/api", endpoint = "withdraw-region-change")]
pub async fn withdraw_region_change(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.context.enrolment.withdraw_region_change(&posting.caller).await?;
    leptos_axum::redirect(&posting.routes().region_change());
    Ok(())
}

/// What an office wrote about a request when its answer was refused.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RegionNote {
    pub change: String,
    pub side: String,
    pub note: String,
}

impl RegionNote {
    pub const DRAFT: &str = "console-region";
}

/// What an office says of a request: one form with two buttons.
#[server(name = DecideRegionChange, prefix = "/api", endpoint = "decide-region-change")]
pub async fn decide_region_change(
    change: String,
    side: String,
    decision: String,
    #[server(default)] note: String,
) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id: RegionChangeId = change.parse().map_err(|_| ProblemCode::NotFound)?;
    let kept = RegionNote { change, side: side.clone(), note: note.clone() };
    keep(&context, &caller, RegionNote::DRAFT, &kept).await?;
    let side = Side::parse(&side).ok_or(ProblemCode::BadRequest)?;
    let answer = match decision.as_str() {
        "agree" => Answer::Agree,
        "refuse" => Answer::Refuse,
        _ => return Err(ProblemCode::BadRequest.into()),
    };
    context.enrolment.decide_region_change(&caller, id, (side, answer), &note).await?;
    leptos_axum::redirect(console::REGION_CHANGES);
    Ok(())
}
