//! Continue on the phone: the symbol on the first device, and the page that it opens on the other.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    api::{InviteDevice, OpenInvitation, application::InvitationShown, posting::typed},
    components::{ErrorSummary, Notice, Tone},
    islands::qr_symbol::QrSymbol,
    message::record,
    text::t,
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{handoff::HandoffState, time::Timestamp};

#[component]
pub fn HandoffPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let state = visit.context.enrolment.invitation_state(visit.candidate()?).await?;
        let shown: InvitationShown = typed(&visit.context, InvitationShown::DRAFT).await?;
        let locale = visit.locale;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let body = match state {
            Some(HandoffState::Waiting) if !shown.token.is_empty() => symbol(&visit, &shown).into_any(),
            Some(HandoffState::Opened) => opened(&visit).into_any(),
            Some(HandoffState::Expired) => expired(&visit).into_any(),
            _ => button(&visit, t::handoff::MAKE, true).into_any(),
        };
        let lead = t::handoff::LEAD.get(locale);
        let body = view! { <ErrorSummary problems=problems locale=locale /> <p class="lead">{lead}</p> {body} };
        Ok(Page::new(t::handoff::TITLE.get(locale), Menu::Enrol, body))
    })
}

fn symbol(visit: &Visit, shown: &InvitationShown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let address = format!("{}{}", visit.context.public_url, visit.routes().handoff_open(&shown.token));
    let until = record::clock_time(Timestamp(shown.expires_at));
    let steps = [t::handoff::STEP_SCAN, t::handoff::STEP_OPEN, t::handoff::STEP_PHOTO];
    view! {
        <div class="handoff">
            <QrSymbol text=address title=t::handoff::SYMBOL.get(locale).to_owned() />
            <div>
                <ol>{steps.map(|step| view! { <li>{step.get(locale)}</li> }).into_iter().collect_view()}</ol>
                <p class="quiet">{t::handoff::valid(locale, until)}</p>
                <p role="status"><span class="tag">{t::handoff::WAITING.get(locale)}</span></p>
                <div class="act">
                    <a class="button button--primary" href=visit.routes().handoff()>
                        {t::handoff::PROGRESS.get(locale)}
                    </a>
                    {button(visit, t::handoff::RENEW, false)}
                </div>
            </div>
        </div>
    }
}

fn opened(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <Notice title=t::handoff::OPENED.get(locale) tone=Tone::Good>
            <p>{t::handoff::OPENED_TEXT.get(locale)}</p>
        </Notice>
        <div class="act">
            <a class="button button--primary" href=visit.routes().status()>{t::handoff::PROGRESS.get(locale)}</a>
            {button(visit, t::handoff::RENEW, false)}
        </div>
    }
}

fn expired(visit: &Visit) -> impl IntoView + use<> {
    let renew = button(visit, t::handoff::RENEW, true);
    view! {
        <Notice title=t::handoff::EXPIRED.get(visit.locale) tone=Tone::Warn>
            {renew}
        </Notice>
    }
}

fn button(visit: &Visit, words: crate::text::Text, primary: bool) -> impl IntoView + use<> {
    let class = if primary { "button button--primary" } else { "button" };
    view! {
        <form method="post" action=InviteDevice::url()>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <button class=class>{words.get(visit.locale)}</button>
        </form>
    }
}

/// What the symbol opens. The invitation is used up by pressing the button, not by opening the page: chat programs look at
/// links before people do.
#[component]
pub fn HandoffOpenPage() -> impl IntoView {
    let token = Visit::parameter("token");
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            <p class="lead">{t::handoff::OPEN_LEAD.get(locale)}</p>
            <form method="post" action=OpenInvitation::url()>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <input type="hidden" name="token" value=token />
                <div class="act">
                    <button class="button button--primary">{t::handoff::OPEN_SUBMIT.get(locale)}</button>
                </div>
            </form>
        };
        Ok(Page::new(t::handoff::OPEN_TITLE.get(locale), Menu::None, body))
    })
}
