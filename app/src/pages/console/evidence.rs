//! The identity document and the live capture of a case: pictures, what was confirmed beside what was read, and the video.

use super::frame::Desk;
use crate::{
    components::{SummaryList, SummaryRow},
    message::card::{face_outcome, face_reason, field, side},
    text::t,
};
use enrolment::{
    card::{CardPages, CardRecord},
    face::FaceCase,
    review::Case,
};
use leptos::prelude::*;
use shared::{
    evidence::{CardField, CardSide},
    locale::Locale,
    route,
};

/// Nothing in provinces without these steps.
pub(super) fn evidence(desk: &Desk, case: &Case) -> impl IntoView + use<> {
    use shared::enrolment::Item;
    let locale = desk.locale;
    let needs = |item: Item| case.items.iter().any(|own| own.item == item);
    let card = needs(Item::Card).then(|| card(&case.card, locale));
    let face = needs(Item::Face).then(|| face(case.face.as_ref(), locale));
    view! { {card} {face} }
}

fn card(pages: &CardPages, locale: Locale) -> impl IntoView + use<> {
    let picture = |of: CardSide| {
        pages.side(of).map(|receipt| {
            let href = route::card_file(receipt.card);
            let large = href.clone();
            view! {
                <a href=large target="_blank" rel="noopener">
                    <img class="card-side__picture" src=href loading="lazy" alt=side(of).get(locale) />
                </a>
            }
        })
    };
    let none = pages.both().is_none().then(|| view! { <p class="quiet">{t::console::CARD_NONE.get(locale)}</p> });
    let pictures = CardSide::ALL.map(picture).into_iter().collect_view();
    let record = pages.record.as_ref().filter(|_| pages.confirmed_at.is_some());
    let record = record.map(|record| confirmed(record, pages, locale));
    view! {
        <h2>{t::console::CARD.get(locale)}</h2>
        {none}
        <div class="case-card">{pictures}</div>
        {record}
    }
}

fn confirmed(record: &CardRecord, pages: &CardPages, locale: Locale) -> impl IntoView + use<> {
    let unread = pages.reading.is_none().then(|| view! { <p class="quiet">{t::console::CARD_UNREAD.get(locale)}</p> });
    let rows = CardField::CONFIRMED.into_iter().filter_map(|of| {
        let words = record.fields.text(of)?;
        let read = pages.reading.as_ref().and_then(|reading| reading.text(of)).map(str::to_owned);
        let changed = record.corrected.contains(&of).then(|| {
            let read = read.clone().unwrap_or_default();
            view! {
                <br />
                <span class="tag tag--warn">{t::console::CARD_CORRECTED.get(locale)}</span>
                " "
                <span class="quiet">{t::console::CARD_READ.get(locale)} ": " {read}</span>
            }
        });
        Some(SummaryRow::new(field(of).get(locale), view! { {words} {changed} }))
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <h3>{t::console::CARD_CONFIRMED.get(locale)}</h3>
        {unread}
        <SummaryList rows=rows />
    }
}

fn face(case: Option<&FaceCase>, locale: Locale) -> impl IntoView + use<> {
    let shown = case.map(|case| {
        let receipt = &case.receipt;
        let video = if receipt.has_file {
            let src = route::face_file(receipt.face);
            let name = t::console::FACE_VIDEO.get(locale);
            view! { <video class="case-face" controls preload="none" playsinline src=src aria-label=name></video> }
                .into_any()
        } else {
            view! { <p class="quiet">{t::console::FACE_NONE.get(locale)}</p> }.into_any()
        };
        let reasons = receipt.reasons.iter().map(|reason| view! { <li>{face_reason(*reason).get(locale)}</li> });
        let reasons = reasons.collect_view();
        let tries = (case.tries > 0).then(|| view! { <p>{t::console::face_tries(locale, case.tries)}</p> });
        let cues = case.judgement.as_ref().map(|judgement| {
            let cues = judgement
                .cues
                .iter()
                .map(|cue| view! { <li>{cue.name.clone()} ": " {format!("{:.2}", cue.score)}</li> });
            view! { <ul class="quiet">{cues.collect_view()}</ul> }
        });
        view! {
            <p>
                <span class="tag">{face_outcome(receipt.outcome).get(locale)}</span>
            </p>
            {video}
            <ul>{reasons}</ul>
            {tries}
            {cues}
        }
    });
    view! {
        <h2>{t::console::FACE.get(locale)}</h2>
        {shown}
    }
}
