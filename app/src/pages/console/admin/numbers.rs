//! Admission numbers: progress, rehearsal, allotting, proof.

use super::{page, query};
use crate::{
    api::operation::AllotNumbers,
    components::{Notice, Tone},
    message::record,
    pages::console::{
        frame::{Desk, console_page},
        table::{self, cell, lead},
    },
    text::t,
};
use enrolment::number::{NumberCheck, NumberProgress, PlaceCheck, PlacePlan, PlannedNumber, Rehearsal};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{locale::Locale, route::console};

#[component]
pub fn NumbersPage() -> impl IntoView {
    let (rehearse, check, region) = (query("rehearse"), query("check"), query("region"));
    let at = query("page").and_then(|page| page.parse().ok()).unwrap_or(1_u32).saturating_sub(1);
    console_page(move |desk| async move {
        let (locale, enrolment) = (desk.locale, &desk.context.enrolment);
        let sessions = enrolment.number_progress(&desk.caller).await?;
        let shown = match (rehearse, check) {
            (Some(window), _) => {
                let plan = enrolment.rehearse_numbers(&desk.caller, &window, region.as_deref(), at).await?;
                rehearsal(&desk, &plan, at)
            }
            (None, Some(window)) => proof(&desk, &enrolment.check_numbers(&desk.caller, &window).await?),
            (None, None) => ().into_any(),
        };
        let body = if sessions.is_empty() {
            view! { <p class="lead">{t::console_operation::NUMBERS_NONE.get(locale)}</p> }.into_any()
        } else {
            view! { {progress(&sessions, locale)} {shown} }.into_any()
        };
        Ok(page(&desk, t::console_operation::NUMBERS_TITLE.get(locale).to_owned(), body))
    })
}

fn progress(sessions: &[NumberProgress], locale: Locale) -> AnyView {
    use t::console_operation as own;
    let row = |session: &NumberProgress| {
        let link = |what: &str| format!("{}?{what}={}", console::ADMIN_NUMBERS, session.window);
        let allot = if session.is_due {
            view! {
                <form method="post" action=AllotNumbers::url()>
                    <button class="button" name="window" value=session.window.clone()>{own::ALLOT.get(locale)}</button>
                </form>
            }
            .into_any()
        } else {
            view! { <span class="quiet">{own::NOT_DUE.get(locale)}</span> }.into_any()
        };
        let numbered = view! {
            <progress max=session.approved.max(1).to_string() value=session.numbered.to_string()></progress>
            " "
            {session.numbered}
        };
        let acts = view! {
            <div class="admin__acts">
                <a class="button" href=link("rehearse")>{own::REHEARSE.get(locale)}</a>
                {allot}
                <a class="button" href=link("check")>{own::CHECK.get(locale)}</a>
            </div>
        };
        vec![
            lead(session.window.clone()),
            cell(record::moment(session.due_at, locale)),
            cell(session.approved),
            cell(numbered),
            cell(acts),
        ]
    };
    let heads = [own::WINDOW, own::DUE, own::APPROVED, own::NUMBERED, t::console_admin::ACTIONS];
    table::framed(own::NUMBERS_TITLE, &heads, sessions.iter().map(row), locale)
}

fn rehearsal(desk: &Desk, plan: &Rehearsal, at: u32) -> AnyView {
    use t::console_operation as own;
    let locale = desk.locale;
    if plan.places.is_empty() {
        return view! { <p class="lead">{own::NOTHING.get(locale)}</p> }.into_any();
    }
    let list = |region: &str, page: u32| {
        format!("{}?rehearse={}&region={region}&page={page}", console::ADMIN_NUMBERS, plan.window)
    };
    let row = |place: &PlacePlan| {
        vec![
            lead(desk.region(&place.region)),
            cell(place.count),
            cell(place.first.clone()),
            cell(place.last.clone()),
            cell(place.without),
            cell(view! { <a class="button" href=list(&place.region, 1)>{own::LIST.get(locale)}</a> }),
        ]
    };
    let heads = [own::PLACE, own::COUNT, own::FIRST, own::LAST, own::WITHOUT, t::console_admin::ACTIONS];
    let places = table::framed(own::REHEARSAL, &heads, plan.places.iter().map(row), locale);
    let number = |planned: &PlannedNumber| vec![cell(planned.receipt.clone()), cell(planned.number.clone())];
    let numbers = plan.numbers.first().map(|first| {
        let next = view! {
            <a class="button" href=list(&first.region, at + 2)>{t::console_admin::NEXT.get(locale)}</a>
        };
        view! {
            <h3>{desk.region(&first.region)}</h3>
            {table::framed(own::LIST, &[own::RECEIPT, own::NUMBER], plan.numbers.iter().map(number), locale)}
            <div class="act">{next}</div>
        }
    });
    view! { <h2>{format!("{} {}", own::REHEARSAL.get(locale), plan.window)}</h2> {places} {numbers} }.into_any()
}

fn proof(desk: &Desk, check: &NumberCheck) -> AnyView {
    use t::console_operation as own;
    let locale = desk.locale;
    let (tone, words) = if check.is_sound() { (Tone::Good, own::SOUND) } else { (Tone::Bad, own::UNSOUND) };
    let row = |place: &PlaceCheck| {
        let mark = (!place.is_sound()).then(|| view! { " " <span class="tag tag--bad">"!"</span> });
        vec![
            lead(view! { {desk.region(&place.region)} {mark} }),
            cell(place.count),
            cell(place.last),
            cell(place.counter),
            cell(place.passed),
            cell(place.gaps),
            cell(place.other),
        ]
    };
    let heads = [own::PLACE, own::COUNT, own::LAST, own::COUNTER, own::PASSED, own::GAPS, own::OTHER];
    let not_approved = (check.not_approved > 0)
        .then(|| view! { <p class="field__error">{own::not_approved(locale, check.not_approved)}</p> });
    let existing = (check.existing > 0).then(|| view! { <p>{own::existing_count(locale, check.existing)}</p> });
    let astray = (check.astray > 0).then(|| view! { <p class="field__error">{own::astray(locale, check.astray)}</p> });
    view! {
        <Notice title=format!("{} {}", own::PROOF.get(locale), check.window) tone=tone>
            <p>{words.get(locale)}</p>
            {not_approved}
            {existing}
            {astray}
        </Notice>
        {table::framed(own::PROOF, &heads, check.places.iter().map(row), locale)}
    }
    .into_any()
}
