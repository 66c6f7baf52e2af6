//! 在线身份确认: where the confirmation on the phone begins and goes on, whenever it was left. The first page of the province and the
//! account lead here; on a PC a QR symbol brings it to the phone.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    components::{
        Notice, Timeline,
        timeline::{StepKind, TimelineStep},
    },
    journey,
    message::record,
    text::{Text, t},
};
use enrolment::{Error, submission::Status};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    enrolment::{Item, ItemState, State, Step},
    profile::Word,
    qr,
};

/// Shows what to have ready before the first step.
const BEGIN: &str = "begin";

#[component]
pub fn ConfirmationPage() -> impl IntoView {
    candidate_page(|visit| async move {
        if !visit.profile().has_step(Step::Provide(Item::Signature)) {
            return Err(Error::NotFound);
        }
        let body = match visit.candidate() {
            Ok(caller) => own(&visit, &visit.context.enrolment.status(caller).await?).into_any(),
            Err(_) => guest(&visit).into_any(),
        };
        let script = format!("{}app.js", visit.context.scripts);
        let body = view! { {body} <script type="module" src=script></script> };
        Ok(Page::new(t::confirmation::TITLE.get(visit.locale), Menu::Enrol, body))
    })
}

/// The symbol that opens this page on a phone; on a phone there is nothing to scan.
pub(super) fn symbol(visit: &Visit) -> Option<impl IntoView + use<>> {
    let locale = visit.locale;
    let address = format!("{}{}", visit.context.public_url, visit.routes().confirmation());
    let symbol = qr::svg(&address, t::confirmation::QR.get(locale)).unwrap_or_default();
    (!visit.context.mobile).then(|| {
        view! {
            <section class="confirm-qr">
                <h2>{t::confirmation::TITLE.get(locale)}</h2>
                <p>{t::confirmation::SCAN.get(locale)}</p>
                <div inner_html=symbol></div>
                <p class="quiet">{address}</p>
            </section>
        }
    })
}

fn guest(visit: &Visit) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    view! {
        <p class="lead">{t::confirmation::GUEST.get(locale)}</p>
        {steps(visit, None)}
        <div class="act">
            <a class="button button--primary" href=routes.sign_in()>{t::frame::SIGN_IN.get(locale)}</a>
            <a class="button" href=routes.register()>{visit.word(Word::Enrol, t::frame::MENU_ENROL)}</a>
        </div>
        {symbol(visit)}
    }
}

fn own(visit: &Visit, status: &Status) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    let asked = use_query_map().with_untracked(|query| query.get(BEGIN).is_some());
    // what to have ready is all that is there then: below the steps a phone would hide it
    let is_ready = asked && status.open && matches!(status.state, State::Draft | State::Returned);
    let begun = status.items.iter().any(|item| item.item.is_evidence() && item.state != ItemState::Missing);
    let act = match status.state {
        State::Draft | State::Returned if !status.open => {
            view! { <div class="act"><a class="button" href=routes.status()>{t::frame::MENU_RECORD.get(locale)}</a></div> }
                .into_any()
        }
        _ if is_ready => ready(visit, status).into_any(),
        State::Draft | State::Returned => {
            let words = if begun { t::confirmation::GO_ON } else { t::confirmation::BEGIN };
            let href = format!("{}?{BEGIN}", routes.confirmation());
            view! { <div class="act"><a class="button button--primary" href=href>{words.get(locale)}</a></div> }.into_any()
        }
        _ => view! {
            <div class="act">
                <a class="button button--primary" href=routes.completion()>{t::confirmation::RESULT.get(locale)}</a>
            </div>
        }
        .into_any(),
    };
    let overview = (!is_ready).then(|| {
        view! { <p class="lead">{t::confirmation::LEAD.get(locale)}</p> {steps(visit, Some(status))} }
    });
    view! {
        {overview}
        {act}
        {status.open.then(|| symbol(visit))}
    }
}

/// 请准备本人蓝底登记照片和二代身份证, and 确定.
fn ready(visit: &Visit, status: &Status) -> impl IntoView + use<> {
    let locale = visit.locale;
    let next = journey::next_on_this_device(visit.profile(), status);
    view! {
        <Notice title=t::confirmation::READY.get(locale)>
            <ul>
                <li>{t::confirmation::READY_CARD.get(locale)}</li>
                <li>{t::confirmation::READY_PHOTO.get(locale)}</li>
                <li>{t::confirmation::READY_PLACE.get(locale)}</li>
            </ul>
        </Notice>
        <div class="act">
            <a class="button button--primary" href=next>{t::confirmation::OK.get(locale)}</a>
            <a class="button" href=visit.routes().confirmation()>{t::confirmation::CANCEL.get(locale)}</a>
        </div>
    }
}

/// The steps of the profile that are made for a phone, and how far they are.
fn steps(visit: &Visit, status: Option<&Status>) -> impl IntoView + use<> {
    let state = |item| status.and_then(|status| status.items.iter().find(|own| own.item == item)).map(|own| own.state);
    let undone = |item: &Item| !matches!(state(*item), Some(ItemState::Provided | ItemState::Accepted));
    let evidence: Vec<_> = visit.profile().items().filter(|item| item.is_evidence()).collect();
    let now = evidence.iter().copied().find(undone).filter(|_| status.is_some_and(|status| status.open));
    let step = |item: Item| {
        let kind = match state(item) {
            Some(ItemState::Returned) => StepKind::Now,
            Some(ItemState::Provided | ItemState::Accepted) => StepKind::Given,
            _ if now == Some(item) => StepKind::Now,
            _ => StepKind::Later,
        };
        TimelineStep { name: words(item), kind }
    };
    let steps = evidence.into_iter().map(step).collect();
    view! { <h2>{t::confirmation::STEPS.get(visit.locale)}</h2> <Timeline steps=steps locale=visit.locale /> }
}

const fn words(item: Item) -> Text {
    match item {
        Item::Card => t::confirmation::STEP_CARD,
        Item::Face => t::confirmation::STEP_FACE,
        Item::Photo => t::confirmation::STEP_PHOTO,
        Item::Signature => t::confirmation::STEP_SIGNATURE,
        other => record::item(other),
    }
}
