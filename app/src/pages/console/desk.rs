//! The desk: finding a candidate by what they bring, and who comes today.

pub mod case;
pub mod numbers;
pub mod photo;
pub mod reset;
pub mod slip;

use super::{
    frame::{Desk, console_page},
    table::{self, cell},
};
use crate::{
    api::{FindAtDesk, desk::FIND_DRAFT, posting},
    components::{ErrorSummary, TextField},
    message::{desk as words, record},
    text::t,
};
use enrolment::desk::{DeskDay, Visitor};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{evidence::Day, problem::Field, route::console};

#[component]
pub fn DeskPage() -> impl IntoView {
    let day = use_query_map().with_untracked(|query| query.get("day")).and_then(|day| day.parse::<Day>().ok());
    console_page(move |desk| async move {
        let locale = desk.locale;
        let list = desk.context.enrolment.desk_day(&desk.caller, day).await?;
        let typed: String =
            if desk.problem.is_some() { posting::typed(&desk.context, FIND_DRAFT).await? } else { String::new() };
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let body = view! {
            <div class="queue">
                <ErrorSummary problems=problems locale=locale />
                <h1>{t::console_desk::TITLE.get(locale)}</h1>
                {finder(&desk, typed)}
                {numbers_link(&desk)}
                {visitors(&desk, &list)}
            </div>
        };
        Ok((t::console_desk::TITLE.get(locale).to_owned(), body.into_any()))
    })
}

/// A scanner types into the field and presses Enter; the script adds the camera where the browser knows QR symbols.
fn finder(desk: &Desk, typed: String) -> impl IntoView + use<> {
    let locale = desk.locale;
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    let said =
        [t::console_desk::SCAN, t::console_desk::SCAN_STOP, t::console_desk::SCAN_SEEK, t::console_desk::SCAN_FAIL];
    let [scan, stop, seek, fail] = said.map(|words| words.get(locale));
    view! {
        <form class="finder" method="post" action=FindAtDesk::url() id="desk-find" data-seek=seek data-fail=fail>
            <TextField
                field=Field::Find
                label=t::console_desk::FIND
                hint=t::console_desk::FIND_HINT
                locale=locale
                value=typed
                problems=problems
                maxlength=200
                autofocus=true
            />
            <button class="button button--primary">{t::console_desk::FIND_SUBMIT.get(locale)}</button>
            <button type="button" class="button" data-act="scan" hidden>{scan}</button>
            <button type="button" class="button" data-act="stop" hidden>{stop}</button>
            <video class="finder__video" playsinline muted hidden></video>
            <p class="finder__say" role="status"></p>
        </form>
        <script type="module" src=format!("{}desk.js", desk.context.scripts)></script>
    }
}

/// Where candidates who have numbers register.
fn numbers_link(desk: &Desk) -> Option<impl IntoView + use<>> {
    let enabled = desk.profile().is_ok_and(|profile| profile.existing.enabled);
    let words = t::console_existing::DESK_LINK.get(desk.locale);
    enabled.then(|| view! { <p><a href=shared::route::existing::DESK_EXISTING>{words}</a></p> })
}

fn visitors(desk: &Desk, list: &DeskDay) -> impl IntoView + use<> {
    let locale = desk.locale;
    let offices = list.offices.iter().map(|(code, open, visitors)| office(desk, code, *open, visitors)).collect_view();
    let none = list.offices.is_empty().then(|| view! { <p>{t::console_desk::NO_OFFICE.get(locale)}</p> });
    let beside = |day: Option<_>| day.map(|day| format!("{}?day={}", console::DESK, Day(day)));
    let (before, after) = (beside(list.day.0.yesterday().ok()), beside(list.day.0.tomorrow().ok()));
    let (day, weekday) = (words::day(list.day, locale), words::weekday(list.day, locale));
    let title = t::console_desk::day_title(locale, weekday, day);
    view! {
        <section class="desk-day">
            <h2>{t::console_desk::DAY.get(locale)} " · " {title}</h2>
            <form class="desk-day__choose" method="get" action=console::DESK>
                {before.map(|href| view! { <a class="button" href=href>{t::console_desk::PREVIOUS.get(locale)}</a> })}
                <input
                    class="input"
                    type="date"
                    name="day"
                    value=list.day.to_string()
                    aria-label=t::console_desk::DAY.get(locale)
                />
                <button class="button">{t::console_desk::SHOW.get(locale)}</button>
                {after.map(|href| view! { <a class="button" href=href>{t::console_desk::NEXT.get(locale)}</a> })}
            </form>
            {none}
            {offices}
        </section>
    }
}

fn office(desk: &Desk, code: &str, open: bool, visitors: &[Visitor]) -> impl IntoView + use<> {
    let locale = desk.locale;
    let office = desk.profile().ok().and_then(|profile| profile.office(code));
    let name = office.map_or_else(|| code.to_owned(), |office| office.name.clone());
    let closed = (!open).then(|| view! { <p class="quiet">{t::console_desk::CLOSED.get(locale)}</p> });
    let list = match (visitors.is_empty(), open) {
        (false, _) => visits(desk, visitors),
        (true, true) => view! { <p class="quiet">{t::console_desk::NONE.get(locale)}</p> }.into_any(),
        (true, false) => ().into_any(),
    };
    view! { <h3 lang="zh-CN">{name}</h3> {closed} {list} }
}

fn visits(desk: &Desk, visitors: &[Visitor]) -> AnyView {
    let locale = desk.locale;
    let heads = [
        t::console_desk::SLOT,
        t::console_desk::CODE,
        t::console_desk::DOCUMENT,
        t::console_desk::OUTCOME,
        t::console_desk::ACTION,
    ];
    let rows = visitors.iter().map(|visitor| {
        let kind = record::document_type(visitor.document_type).get(locale);
        let open = view! {
            <a class="button" href=console::desk_case(visitor.enrolment)>
                {t::console_desk::OPEN.get(locale)} <span class="visually-hidden">" " {visitor.code.clone()}</span>
            </a>
        };
        vec![
            cell(visitor.slot.to_string()),
            cell(visitor.code.clone()),
            cell(format!("{kind} {}", visitor.document_masked)),
            cell(words::outcome(visitor.outcome).get(locale)),
            cell(open),
        ]
    });
    table::framed(t::console_desk::DAY, &heads, rows, locale)
}
