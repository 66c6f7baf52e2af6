//! Booking a visit to an office: the one that is booked, then office, day and time, each a link or a plain form.

pub mod slip;

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    api::{BookVisit, CancelVisit},
    components::{ErrorSummary, Notice, Tone},
    message::desk,
    text::t,
};
use enrolment::office::{Booking, FreeDay};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{evidence::Day, problem::Field, profile::Office};

#[component]
pub fn BookingPage() -> impl IntoView {
    let query = |name: &str| use_query_map().with_untracked(|query| query.get(name));
    let (asked_office, asked_day) = (query("office"), query("day").and_then(|day| day.parse::<Day>().ok()));
    candidate_page(move |visit| async move {
        let (locale, enrolment) = (visit.locale, &visit.context.enrolment);
        let caller = visit.candidate()?;
        let (status, booking) = (enrolment.status(caller).await?, enrolment.booking(caller).await?);
        let offices: Vec<_> = visit.profile().booking_offices().filter(|own| own.serves(&status.region)).collect();
        let only = (offices.len() == 1).then(|| offices[0]);
        let chosen = asked_office.and_then(|code| offices.iter().copied().find(|own| own.code == code)).or(only);
        let choice = match chosen {
            Some(office) => {
                let days = enrolment.free_days(&visit.province, &office.code).await?;
                times(&visit, office, &days, asked_day).into_any()
            }
            None => choose_office(&visit, &offices).into_any(),
        };
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {booking.as_ref().map(|booking| booked(&visit, booking))}
            <p class="lead">{if booking.is_some() { t::booking::CHANGE_LEAD } else { t::booking::LEAD }.get(locale)}</p>
            {choice}
            <p><a href=visit.routes().offices()>{t::offices::LINK.get(locale)}</a></p>
        };
        Ok(Page::new(t::booking::TITLE.get(locale), Menu::Record, body))
    })
}

/// Name of an office, or its code where the profile has dropped it.
pub(super) fn office_name(visit: &Visit, code: &str) -> String {
    visit.profile().office(code).map_or_else(|| code.to_owned(), |office| office.name.clone())
}

fn booked(visit: &Visit, booking: &Booking) -> impl IntoView + use<> {
    let locale = visit.locale;
    let words = desk::visit(booking, &office_name(visit, &booking.office), locale);
    let (slip, province) = (visit.routes().booking_slip(), visit.province.to_string());
    let cancel = visit.own(CancelVisit::url());
    view! {
        <Notice title=t::booking::BOOKED.get(locale) tone=Tone::Good>
            <p role="status">{words}</p>
            <div class="booked">
                <a class="button button--primary" href=slip>{t::booking::SLIP.get(locale)}</a>
                <form method="post" action=cancel>
                    <input type="hidden" name="province" value=province />
                    <button class="button">{t::booking::CANCEL.get(locale)}</button>
                </form>
            </div>
        </Notice>
    }
}

fn choose_office(visit: &Visit, offices: &[&Office]) -> impl IntoView + use<> {
    let locale = visit.locale;
    let none = offices.is_empty().then(|| view! { <p>{t::booking::NO_OFFICE.get(locale)}</p> });
    let choices = offices.iter().map(|office| {
        let href = format!("{}?office={}", visit.routes().booking(), office.code);
        view! {
            <li class="office">
                <h3 lang="zh-CN">{office.name.clone()}</h3>
                <p lang="zh-CN">{office.address.clone()}</p>
                <p>{desk::hours(office, locale)}</p>
                <a class="button" href=href>{t::booking::CHOOSE_OFFICE.get(locale)}</a>
            </li>
        }
    });
    let choices = choices.collect_view();
    view! { <h2>{t::booking::OFFICE.get(locale)}</h2> {none} <ul class="offices">{choices}</ul> }
}

/// Days as links, and the times of the one that is chosen.
fn times(visit: &Visit, office: &Office, days: &[FreeDay], asked: Option<Day>) -> impl IntoView + use<> {
    let locale = visit.locale;
    let chosen = days.iter().find(|own| Some(own.day) == asked).or_else(|| days.iter().find(|own| own.places() > 0));
    let links = days.iter().map(|own| day_link(visit, office, own, chosen.is_some_and(|it| it.day == own.day)));
    let links = links.collect_view();
    let slots = chosen.map(|own| slots(visit, office, own));
    let none = days.is_empty().then(|| view! { <p>{t::booking::NO_DAY.get(locale)}</p> });
    view! {
        <h2 lang="zh-CN">{office.name.clone()}</h2>
        <p lang="zh-CN">{office.address.clone()}</p>
        {none}
        <nav aria-label=t::booking::DAY.get(locale)><ul class="days">{links}</ul></nav>
        {slots}
    }
}

fn day_link(visit: &Visit, office: &Office, own: &FreeDay, chosen: bool) -> impl IntoView + use<> {
    let (locale, left) = (visit.locale, own.places());
    let (day, weekday) = (desk::day(own.day, locale), desk::weekday(own.day, locale));
    let words = match left {
        0 => t::booking::day_full(locale, day, weekday),
        left => t::booking::day_left(locale, day, weekday, left),
    };
    let href = format!("{}?office={}&day={}#slot", visit.routes().booking(), office.code, own.day);
    let current = chosen.then_some("date");
    view! { <li><a class="days__day" href=href aria-current=current>{words}</a></li> }
}

fn slots(visit: &Visit, office: &Office, own: &FreeDay) -> impl IntoView + use<> {
    let locale = visit.locale;
    let name = Field::Slot.as_str();
    let choices = own.slots.iter().map(|(slot, left)| {
        let words = match left {
            0 => t::booking::slot_full(locale, slot),
            left => t::booking::slot_left(locale, slot, left),
        };
        view! {
            <label class="choice">
                <input type="radio" name=name value=slot.to_string() required=true disabled=*left == 0 />
                <span>{words}</span>
            </label>
        }
    });
    let choices = choices.collect_view();
    let when = format!("{} {}", desk::day(own.day, locale), desk::weekday(own.day, locale));
    view! {
        <form method="post" action=visit.own(BookVisit::url())>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="office" value=office.code.clone() />
            <input type="hidden" name="day" value=own.day.to_string() />
            <fieldset class="field field--choices" id=name>
                <legend class="field__label">{t::booking::SLOT.get(locale)} " · " {when}</legend>
                <div class="slots">{choices}</div>
            </fieldset>
            <div class="act"><button class="button button--primary">{t::booking::SUBMIT.get(locale)}</button></div>
        </form>
    }
}
