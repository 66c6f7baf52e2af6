//! The end of what is done on a phone: back to the computer, or on with the rest here.

use super::super::frame::{Menu, Page, candidate_page};
use crate::{
    components::{ErrorSummary, Notice, Tone},
    journey,
    text::t,
};
use leptos::prelude::*;

#[component]
pub fn EvidenceDonePage() -> impl IntoView {
    candidate_page(|visit| async move {
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        let locale = visit.locale;
        let finished = journey::next_step(visit.profile(), &status) == visit.routes().evidence_done();
        let go_on = (!finished).then(|| {
            view! {
                <div class="act">
                    <a class="button button--primary" href=visit.routes().go_on()>{t::evidence_done::GO_ON.get(locale)}</a>
                </div>
            }
        });
        let (title, text, tone) = if visit.limited() && !finished {
            (t::evidence_done::UNFINISHED, t::evidence_done::UNFINISHED_TEXT, Tone::Warn)
        } else if visit.limited() {
            (t::evidence_done::LEAD, t::evidence_done::TEXT, Tone::Good)
        } else {
            (t::evidence_done::TITLE, t::evidence_done::TEXT, Tone::Good)
        };
        let problems = visit.problem.clone().into_iter().collect();
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            <Notice title=title.get(locale) tone=tone>
                <p role="status">{text.get(locale)}</p>
            </Notice>
            {go_on}
        };
        let head = if visit.limited() && !finished { t::evidence_done::ON_PHONE } else { t::evidence_done::TITLE };
        Ok(Page::new(head.get(locale), Menu::Enrol, body))
    })
}
