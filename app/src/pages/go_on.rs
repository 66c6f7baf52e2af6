//! Leads to the next thing that is to be done: for pages and scripts that do not know the journey. Who comes with a problem is led to
//! where their own application is shown, with a word about it.

use super::frame::{Page, candidate_page};
use crate::journey;
use leptos::prelude::*;

#[component]
pub fn GoOnPage() -> impl IntoView {
    candidate_page(|visit| async move {
        if let Some(problem) = &visit.problem {
            let own = if visit.limited() { visit.routes().evidence_done() } else { visit.routes().status() };
            return Ok(Page::redirect(&format!("{own}?problem={}", problem.code.as_str())));
        }
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        Ok(Page::redirect(&journey::next_step(visit.profile(), &status)))
    })
}
