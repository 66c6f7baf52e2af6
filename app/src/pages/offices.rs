//! Offices where people are confirmed in person (现场办理), by prefecture: days, hours, telephone, address. For anybody.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{message::desk, text::t};
use enrolment::Result;
use leptos::prelude::*;
use shared::{
    evidence::Day,
    profile::{Office, Region, region_prefix},
};

#[component]
pub fn OfficesPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let region = own_region(&visit).await?;
        let profile = visit.profile();
        let own: Vec<_> = profile.open_offices().filter(|office| serves(office, region.as_deref())).collect();
        let own_first = (!own.is_empty()).then(|| group(&visit, t::offices::OWN.get(locale).to_owned(), &own));
        let prefectures = profile.regions.iter().filter(|region| region.parent.is_none());
        let rest = prefectures.filter_map(|prefecture| {
            let here: Vec<_> = profile.open_offices().filter(|office| is_within(office, prefecture)).collect();
            let here: Vec<_> = here.into_iter().filter(|office| !serves(office, region.as_deref())).collect();
            (!here.is_empty()).then(|| group(&visit, prefecture.name.clone(), &here))
        });
        let rest = rest.collect_view();
        let lead = if profile.open_offices().next().is_none() { t::offices::NONE } else { t::offices::LEAD };
        let body = view! { <p class="lead">{lead.get(locale)}</p> {own_first} {rest} };
        Ok(Page::new(t::offices::TITLE.get(locale), Menu::None, body))
    })
}

/// Where the candidate belongs, if one is signed in.
async fn own_region(visit: &Visit) -> Result<Option<String>> {
    match visit.context.candidate(&visit.province) {
        Some(caller) => Ok(Some(visit.context.enrolment.status(caller).await?.region)),
        None => Ok(None),
    }
}

fn serves(office: &Office, region: Option<&str>) -> bool {
    region.is_some_and(|region| office.serves(region))
}

fn is_within(office: &Office, prefecture: &Region) -> bool {
    office.region.starts_with(region_prefix(&prefecture.code))
}

fn group(visit: &Visit, name: String, offices: &[&Office]) -> impl IntoView + use<> {
    let today = Day(visit.context.enrolment.now().beijing().date());
    let cards = offices.iter().map(|office| card(visit, office, today)).collect_view();
    view! {
        <h2 lang="zh-CN">{name}</h2>
        <ul class="offices">{cards}</ul>
    }
}

fn card(visit: &Visit, office: &Office, today: Day) -> impl IntoView + use<> {
    let locale = visit.locale;
    let fact =
        |name: crate::text::Text, value: AnyView| view! { <div><dt>{name.get(locale)}</dt><dd>{value}</dd></div> };
    let phones = office.phones().into_iter().map(|(shown, called)| {
        view! { <a href=format!("tel:{called}")>{shown}</a> " " }
    });
    let closed = desk::closed(office, locale).map(|words| fact(t::offices::CLOSED, words.into_any()));
    let map = office.map.clone().map(|href| {
        let heard = t::offices::map_of(locale, &office.name);
        let words = t::offices::MAP.get(locale);
        view! { " " <a href=href target="_blank" rel="noopener noreferrer" aria-label=heard>{words}</a> }
    });
    let address = view! { <span lang="zh-CN">{office.address.clone()}</span> {map} };
    view! {
        <li class="office">
            <h3 lang="zh-CN">{office.name.clone()}</h3>
            <dl>
                {fact(t::offices::DAYS, days(office, today, visit).into_any())}
                {closed}
                {fact(t::offices::HOURS, desk::hours(office, locale).into_any())}
                {fact(t::offices::PHONE, phones.collect_view().into_any())}
                {fact(t::offices::ADDRESS, address.into_any())}
            </dl>
            {book(visit, office)}
        </li>
    }
}

/// What lies ahead; where nothing does, the last days, marked as over.
fn days(office: &Office, today: Day, visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    let ahead: Vec<_> = office.days.iter().filter(|span| span.last >= today).collect();
    let over = ahead.is_empty();
    let shown = if over { office.days.iter().rev().take(1).collect() } else { ahead };
    let lines = shown.into_iter().map(|span| {
        let past = over.then(|| t::offices::PAST.get(locale));
        view! { <span class="office__days">{desk::span(*span, locale)} {past}</span> }
    });
    lines.collect_view()
}

/// For a signed-in candidate of the place.
fn book(visit: &Visit, office: &Office) -> Option<impl IntoView + use<>> {
    let signed_in = visit.context.candidate(&visit.province).is_some() && !visit.limited();
    let href = format!("{}?office={}", visit.routes().booking(), office.code);
    (signed_in && office.takes_bookings()).then(|| {
        view! { <p><a class="button" href=href>{t::offices::BOOK.get(visit.locale)}</a></p> }
    })
}
