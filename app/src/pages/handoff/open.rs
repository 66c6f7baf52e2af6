//! What the symbol opens on the phone: which service, whose application, what to have at hand, and one button. The invitation
//! is used up by pressing it, not by opening the page: chat programs look at links before people do.

use super::{
    super::frame::{Menu, Page, Visit, candidate_page},
    live,
};
use crate::{
    api::OpenInvitation,
    components::{ErrorSummary, Notice, Tone},
    message::{self, record},
    text::{Text, t},
};
use enrolment::handoff::{Look, Standing};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{enrolment::Item, problem::ProblemCode};

#[component]
pub fn HandoffOpenPage() -> impl IntoView {
    let token = Visit::parameter("token");
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.context.caller.as_ref(), &visit.context.enrolment);
        let look = enrolment.look_at_invitation(caller, &visit.province, &token).await?;
        let body = match look.standing {
            Standing::AlreadyIn => return Ok(Page::redirect(&visit.routes().go_on())),
            Standing::Dead(code) => dead(&visit, code).into_any(),
            Standing::Open => landing(&visit, &look, &token).into_any(),
            Standing::Asking => waiting(&visit, &token, false).into_any(),
            Standing::Allowed => waiting(&visit, &token, true).into_any(),
        };
        Ok(Page::new(t::handoff::OPEN_TITLE.get(visit.locale), Menu::None, body))
    })
}

fn dead(visit: &Visit, code: ProblemCode) -> impl IntoView + use<> {
    let text = message::sentence(&code.into(), visit.locale);
    view! {
        <Notice title=t::handoff::DEAD.get(visit.locale) tone=Tone::Bad>
            <p>{text}</p>
        </Notice>
    }
}

fn landing(visit: &Visit, look: &Look, token: &str) -> impl IntoView + use<> {
    let locale = visit.locale;
    let problems: Vec<_> = visit.problem.clone().into_iter().collect();
    let fact = |name: Text, value: AnyView| view! { <div><dt>{name.get(locale)}</dt><dd>{value}</dd></div> };
    let about = look.about.as_ref().map(|(document, items)| {
        let kind = record::document_type(document.kind).get(locale);
        let whose = format!("{kind} {}", document.masked);
        let needs = items.iter().filter_map(|item| need(*item)).map(|words| view! { <li>{words.get(locale)}</li> });
        let needs = view! { <ul class="handoff__needs">{needs.collect_view()}</ul> };
        let (need, time) = (fact(t::handoff::NEED, needs.into_any()), t::handoff::TIME_TEXT.get(locale));
        let needed = (!items.is_empty()).then(|| (need, fact(t::handoff::TIME, time.into_any())));
        view! { {fact(t::handoff::WHOSE, whose.into_any())} {needed} }
    });
    view! {
        <ErrorSummary problems=problems locale=locale />
        <p class="lead">{t::handoff::OPEN_LEAD.get(locale)}</p>
        <dl class="facts">
            {fact(t::handoff::SERVICE, visit.profile().title.get(locale).to_owned().into_any())} {about}
        </dl>
        {button(visit, token, t::handoff::OPEN_SUBMIT, false)}
        <p class="quiet">{t::handoff::OPEN_WARNING.get(locale)}</p>
    }
}

const fn need(item: Item) -> Option<Text> {
    match item {
        Item::Card => Some(t::handoff::NEED_CARD),
        Item::Photo => Some(t::handoff::NEED_PHOTO),
        Item::Face => Some(t::handoff::NEED_FACE),
        Item::Signature => Some(t::handoff::NEED_SIGNATURE),
        Item::Document | Item::Details | Item::Attachments => None,
    }
}

/// This phone asked to take over; the page goes on when the first device has answered.
fn waiting(visit: &Visit, token: &str, allowed: bool) -> impl IntoView + use<> {
    let (locale, page) = (visit.locale, visit.routes().handoff_open(token));
    let (key, title, text, tone) = if allowed {
        ("allowed", t::handoff::MAY_ENTER, t::handoff::MAY_ENTER_TEXT, Tone::Good)
    } else {
        ("asking", t::handoff::CONFIRM, t::handoff::CONFIRM_TEXT, Tone::Warn)
    };
    let go_on = allowed.then(|| button(visit, token, t::handoff::OPEN_SUBMIT, true));
    let again = (!allowed).then(|| live(visit, &page, 3));
    view! {
        <div data-follow="" data-page=page>
            <div data-live="claim" data-key=key data-say=title.get(locale)>
                <Notice title=title.get(locale) tone=tone>
                    <p>{text.get(locale)}</p>
                </Notice>
                {go_on}
            </div>
        </div>
        {again}
    }
}

fn button(visit: &Visit, token: &str, words: Text, at_once: bool) -> impl IntoView + use<> {
    let go = at_once.then_some("1");
    view! {
        <form method="post" action=OpenInvitation::url() data-go=go>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="token" value=token.to_owned() />
            <div class="act">
                <button class="button button--primary">{words.get(visit.locale)}</button>
            </div>
        </form>
    }
}
