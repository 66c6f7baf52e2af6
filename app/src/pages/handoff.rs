//! Continue on the phone: the symbol on the first device and what the phone has done; the page that the symbol opens is in
//! `handoff/open.rs`. `app/scripts/follow.js` keeps both up to date; without scripts they load themselves again.

pub mod open;
mod panel;
mod steps;

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    api::{handoff::InvitationShown, posting::typed},
    components::ErrorSummary,
    journey,
    text::t,
};
use enrolment::handoff::Follow;
use leptos::prelude::*;
use shared::enrolment::ItemState;

#[component]
pub fn HandoffPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let follow = visit.context.enrolment.follow(visit.candidate()?).await?;
        let shown: InvitationShown = typed(&visit.context, InvitationShown::DRAFT).await?;
        let body = body(&visit, &follow, &shown);
        Ok(Page::new(t::handoff::TITLE.get(visit.locale), Menu::Enrol, body))
    })
}

fn body(visit: &Visit, follow: &Follow, shown: &InvitationShown) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    let problems: Vec<_> = visit.problem.clone().into_iter().collect();
    let news = serde_json::to_string(follow).unwrap_or_default();
    let lead = if visit.context.mobile { t::handoff::LEAD_MOBILE } else { t::handoff::LEAD };
    view! {
        <ErrorSummary problems=problems locale=locale />
        <p class="lead">{lead.get(locale)}</p>
        <div
            class="handoff"
            data-follow=""
            data-page=routes.handoff()
            data-events=routes.handoff_events()
            data-state=routes.handoff_state()
            data-news=news
        >
            {panel::panel(visit, follow, shown)}
            {steps::steps(follow, locale)}
        </div>
        {acts(visit, follow)}
        {live(visit, &routes.handoff(), 5)}
    }
}

/// The way on without a phone: the first thing to do on a phone that came here itself.
fn acts(visit: &Visit, follow: &Follow) -> impl IntoView + use<> {
    let open = follow.items.iter().find(|own| matches!(own.state, ItemState::Missing | ItemState::Returned));
    let class = if visit.context.mobile { "button button--primary" } else { "button" };
    let here = open.map(|own| {
        let (href, words) = (journey::page_of(visit.routes(), own.item), t::handoff::HERE.get(visit.locale));
        view! { <a class=class href=href id="handoff-here">{words}</a> }
    });
    let key = open.map_or("", |own| own.item.as_str());
    view! { <div class="act" data-live="acts" data-key=key>{here}</div> }
}

/// What keeps a page up to date: the script, or loading it again every few seconds.
pub(super) fn live(visit: &Visit, page: &str, secs: u8) -> impl IntoView + use<> {
    let script = format!("{}follow.js", visit.context.scripts);
    let refresh = format!("{secs};url={page}");
    view! {
        <p class="visually-hidden" role="status" id="follow-say"></p>
        <noscript>
            <meta http-equiv="refresh" content=refresh />
            <p><a href=page.to_owned()>{t::handoff::RELOAD.get(visit.locale)}</a></p>
        </noscript>
        <script type="module" src=script></script>
    }
}
