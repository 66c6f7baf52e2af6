//! Who the candidate is, in two columns: what they typed, and what stands on the document. What differs is marked; numbers,
//! phone and address are masked until they are uncovered.

use super::{
    super::frame::Desk,
    reveal,
    tries::{Kind, engine, tries},
};
use crate::{
    message::{
        card::{field, problem},
        record,
    },
    text::t,
};
use enrolment::{
    ports::CardProblem,
    review::{Case, Shown},
};
use leptos::prelude::*;
use shared::{case::Private, evidence::CardField, locale::Locale, person::CodeTable as _, problem::Field};

pub(super) fn identity(desk: &Desk, case: &Case) -> impl IntoView + use<> {
    let locale = desk.locale;
    let read = case.card.reading.is_some();
    let unread = (!read && case.card.record.is_some())
        .then(|| view! { <p class="quiet">{t::console::CARD_UNREAD.get(locale)}</p> });
    let found = case.card.reading.iter().flat_map(|reading| &reading.problems);
    let found: Vec<_> = found.map(|one| view! { <li class="tag tag--warn">{problem(*one).get(locale)}</li> }).collect();
    let found = (!found.is_empty()).then(|| view! { <ul class="case-notable">{found}</ul> });
    let confirmed = case.card.record.is_some();
    let second = if read { t::console_case::READ } else { t::console_case::CONFIRMED };
    let second = (read || confirmed).then(|| view! { <th scope="col">{second.get(locale)}</th> });
    let by = case.card.reading.as_ref().map(|reading| engine(&reading.engine, locale));
    let rows: Vec<_> = ORDER.into_iter().filter_map(|field| row(case, field, read || confirmed, locale)).collect();
    let other = [
        private(t::console::PHONE.get(locale), case, &case.phone, Private::Phone, locale),
        plain(t::console::REGION.get(locale), desk.region(&case.region)),
        plain(t::console::SUBMITTED.get(locale), record::moment(case.submitted_at, locale)),
    ];
    view! {
        <h2 id="identity">{t::console_case::IDENTITY.get(locale)}</h2>
        {unread}
        {found}
        <div class="table-frame" id=Field::Reveal.as_str()>
            <table class="table case-table">
                <thead>
                    <tr>
                        <th scope="col">{t::console_case::PARTICULAR.get(locale)}</th>
                        <th scope="col">{t::console_case::TYPED.get(locale)}</th>
                        {second}
                    </tr>
                </thead>
                <tbody>{rows} {other.into_iter().collect_view()}</tbody>
            </table>
        </div>
        {by}
        {tries(&case.card_tries, &TRIES, locale)}
    }
}

const TRIES: Kind<Vec<CardProblem>> = Kind {
    title: t::console_face::CARD_TRIES,
    passed: t::console_face::CARD_PASSED,
    failed: t::console_face::CARD_FAILED,
    asked: None,
    found: |found| found.iter().map(|one| problem(*one)).collect(),
};

/// In the order of the card, its number first.
const ORDER: [CardField; 8] = [
    CardField::Number,
    CardField::Name,
    CardField::Sex,
    CardField::Ethnicity,
    CardField::BirthDate,
    CardField::Address,
    CardField::ValidFrom,
    CardField::ValidTo,
];

fn row(case: &Case, of: CardField, two: bool, locale: Locale) -> Option<AnyView> {
    let (typed, on_card) = (typed(case, of, locale), on_card(case, of));
    if typed.is_none() && on_card.is_none() {
        return None;
    }
    let differs = case.differing.contains(&of);
    let tag = differs.then(|| view! { " " <span class="tag tag--warn">{t::console_case::DIFFERS.get(locale)}</span> });
    let name = match of {
        CardField::Number => record::document_type(case.document_type).get(locale),
        other => field(other).get(locale),
    };
    let uncover = match of {
        CardField::Number => Some(Private::Document),
        CardField::Address => Some(Private::Address),
        _ => None,
    };
    let uncover = uncover.map(|private| reveal::form(case, private, locale));
    let confidence = confidence(case, of).map(|text| t::console_case::confidence(locale, text));
    let confidence = confidence.map(|text| view! { " " <span class="quiet">{text}</span> });
    let second = two.then(|| view! { <td>{on_card.unwrap_or_else(|| "—".to_owned())} {confidence} {tag}</td> });
    let class = if differs { "case-table__row case-table__row--differs" } else { "case-table__row" };
    Some(
        view! {
            <tr class=class>
                <th scope="row">{name}</th>
                <td>{typed.unwrap_or_else(|| "—".to_owned())} {uncover}</td>
                {second}
            </tr>
        }
        .into_any(),
    )
}

/// What the candidate said: in the details, or else when they confirmed what stands on the document.
fn typed(case: &Case, of: CardField, locale: Locale) -> Option<String> {
    let details = case.details.as_ref().map(|own| &own.details);
    let confirmed = || case.card.record.as_ref().and_then(|record| record.fields.text(of));
    match of {
        CardField::Number => Some(number(&case.document)),
        CardField::Name => details.map(|own| own.name.expose().to_owned()).or_else(confirmed),
        CardField::Sex => details.map(|own| own.sex.words().get(locale).to_owned()).or_else(confirmed),
        CardField::Ethnicity => details.map(|own| own.ethnicity.words().get(locale).to_owned()).or_else(confirmed),
        CardField::BirthDate => {
            let said = details.map(|own| own.birth_date.to_string()).or_else(confirmed);
            said.or_else(|| case.birth.map(|day| day.to_string()))
        }
        // an address for letters stands with the details
        CardField::Address if case.details.as_ref().is_some_and(|own| own.postal) => confirmed(),
        CardField::Address => details.map(|own| own.address.expose().to_owned()).or_else(confirmed),
        CardField::ValidFrom | CardField::ValidTo => confirmed(),
    }
}

/// What was read, or else what the candidate confirmed.
fn on_card(case: &Case, of: CardField) -> Option<String> {
    match &case.card.reading {
        Some(reading) => reading.text(of).map(str::to_owned),
        None => case.card.record.as_ref()?.fields.text(of),
    }
}

/// How sure the engine was of what it read, from 0 to 1.
fn confidence(case: &Case, of: CardField) -> Option<String> {
    let read = case.card.reading.as_ref()?.fields.iter().find(|read| read.field == of)?;
    Some(format!("{:.2}", read.confidence))
}

fn number(shown: &Shown) -> String {
    if shown.revealed { record::grouped(&shown.text) } else { shown.text.clone() }
}

fn private(name: &'static str, case: &Case, shown: &Shown, private: Private, locale: Locale) -> AnyView {
    let (text, form) = (shown.text.clone(), reveal::form(case, private, locale));
    view! { <tr class="case-table__row"><th scope="row">{name}</th><td colspan="2">{text} {form}</td></tr> }.into_any()
}

fn plain(name: &'static str, text: String) -> AnyView {
    view! { <tr class="case-table__row"><th scope="row">{name}</th><td colspan="2">{text}</td></tr> }.into_any()
}
