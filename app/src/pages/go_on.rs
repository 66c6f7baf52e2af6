//! Leads to the next thing that is to be done: for pages and scripts that do not know the journey.

use super::frame::{Page, candidate_page};
use crate::journey;
use leptos::prelude::*;

#[component]
pub fn GoOnPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        Ok(Page::redirect(&journey::next_step(visit.profile(), &status)))
    })
}
