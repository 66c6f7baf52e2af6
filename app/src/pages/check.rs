//! Check your answers: every answer with its change link, the consent, and 提交.

mod details;

use super::{
    attachments, changed,
    frame::{Menu, Page, Visit, candidate_page},
};
use crate::{
    api::Submit,
    components::{Choice, ErrorSummary, SummaryList, SummaryRow, Terms},
    journey,
    message::record,
    text::t,
};
use enrolment::{
    Result,
    submission::{ItemStatus, Status},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::{Item, ItemState},
    problem::Field,
    profile::{CONSENT_PHOTO, Word},
    route,
};

#[component]
pub fn CheckPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        if !status.open {
            return Ok(Page::redirect(&visit.routes().status()));
        }
        let locale = visit.locale;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let missing = status.items.iter().any(insufficient);
        // a password, answers or a notice that has changed since are still wanted
        let next = journey::next_step(visit.profile(), &status);
        if !missing && next != visit.routes().check_answers() {
            return Ok(Page::redirect(&next));
        }
        let act = if missing { unfinished(&visit, &status).into_any() } else { submit(&visit, &status).into_any() };
        let rows = answers(&visit, &status).await?;
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {changed::notices(&visit, &status)}
            <p class="lead">{t::check::LEAD.get(locale)}</p>
            <SummaryList rows=rows />
            <p class="quiet">{t::frame::SAVED.get(locale)}</p>
            {act}
        };
        Ok(Page::new(t::check::TITLE.get(locale), Menu::Enrol, body).at_the_end(&visit))
    })
}

/// What the candidate entered, as they may see it, with links that change it; also on the status page, there without links.
/// Each item's page says what its rows are; of an item without such words it is said whether it was given.
pub(super) async fn answers(visit: &Visit, status: &Status) -> Result<Vec<SummaryRow>> {
    let locale = visit.locale;
    let mut rows = vec![SummaryRow::new(t::check::PHONE.get(locale), status.phone.clone())];
    // the application's own, in the order of the profile; those that it has dropped come last
    let own = |item: &Item| status.items.iter().any(|own| own.item == *item);
    let asked: Vec<_> = visit.profile().items().filter(own).collect();
    let dropped = status.items.iter().map(|own| own.item).filter(|item| !asked.contains(item));
    for item in asked.iter().copied().chain(dropped) {
        rows.extend(item_rows(visit, status, item).await?);
    }
    Ok(rows)
}

async fn item_rows(visit: &Visit, status: &Status, item: Item) -> Result<Vec<SummaryRow>> {
    let locale = visit.locale;
    Ok(match item {
        Item::Document => document(visit, status),
        Item::Photo => {
            let photo = SummaryRow::new(t::item::PHOTO.get(locale), photo(visit, status));
            vec![linked(visit, status, Item::Photo, photo)]
        }
        Item::Attachments => {
            let shown = visit.context.enrolment.attachments(visit.candidate()?).await?;
            attachments::rows(visit, &shown, changeable(status, item).is_some())
        }
        Item::Details => match visit.context.enrolment.details_form(visit.candidate()?).await?.saved {
            Some(own) => details::rows(visit, &own, status.email.as_deref())
                .into_iter()
                .map(|row| linked(visit, status, item, row))
                .collect(),
            None => vec![generic(visit, status, item)],
        },
        Item::Card | Item::Face | Item::Signature => vec![generic(visit, status, item)],
    })
}

fn document(visit: &Visit, status: &Status) -> Vec<SummaryRow> {
    let locale = visit.locale;
    let kind = record::document_type(status.document.kind).get(locale);
    let region =
        visit.profile().region(&status.region).map_or_else(|| status.region.clone(), |region| region.name.clone());
    let document = SummaryRow::new(kind, status.document.masked.clone());
    vec![
        linked(visit, status, Item::Document, document),
        SummaryRow::new(visit.word(Word::Region, t::register::REGION), region),
    ]
}

/// Whether an item was given, with its link.
fn generic(visit: &Visit, status: &Status, item: Item) -> SummaryRow {
    let locale = visit.locale;
    let missing = status.items.iter().any(|own| own.item == item && own.state == ItemState::Missing);
    let answer = if missing { t::check::NOT_GIVEN } else { t::check::GIVEN };
    linked(visit, status, item, SummaryRow::new(visit.item(item), answer.get(locale)))
}

fn photo(visit: &Visit, status: &Status) -> AnyView {
    let locale = visit.locale;
    match status.photo {
        Some(id) => view! { <img src=route::photo_file(id) width="480" height="640" alt=t::photo::ALT.get(locale) /> }
            .into_any(),
        None => t::check::MISSING.get(locale).into_any(),
    }
}

/// The item where it may be given or changed now.
fn changeable(status: &Status, item: Item) -> Option<&ItemStatus> {
    status.items.iter().find(|own| own.item == item && (own.open || own.amendable))
}

/// The row with the link that changes it, where that item is open.
fn linked(visit: &Visit, status: &Status, item: Item, row: SummaryRow) -> SummaryRow {
    let (locale, what) = (visit.locale, visit.item(item));
    let Some(own) = changeable(status, item) else { return row };
    let href = journey::page_of(visit.routes(), item);
    if own.state == ItemState::Missing {
        row.with_change(href, t::check::PROVIDE.get(locale), t::check::provide_what(locale, what))
    } else {
        row.with_change(href, t::check::CHANGE.get(locale), t::check::change_what(locale, what))
    }
}

/// Whether an item keeps the application from being handed in.
fn insufficient(item: &ItemStatus) -> bool {
    matches!(item.state, ItemState::Missing | ItemState::Returned) || item.problem.is_some()
}

fn unfinished(visit: &Visit, status: &Status) -> impl IntoView + use<> {
    let locale = visit.locale;
    let undone = status.items.iter().find(|item| insufficient(item));
    let next = undone.map(|item| {
        let what = visit.item(item.item);
        let words = if item.state == ItemState::Missing {
            t::check::provide_what(locale, what)
        } else {
            t::status::mend(locale, what)
        };
        view! { <a class="button button--primary" href=journey::page_of(visit.routes(), item.item)>{words}</a> }
    });
    view! { <div class="act">{next}</div> }
}

fn submit(visit: &Visit, status: &Status) -> impl IntoView + use<> {
    let locale = visit.locale;
    let problems: Vec<_> = visit.problem.clone().into_iter().collect();
    let terms = visit.profile().notice(CONSENT_PHOTO).cloned();
    let consent = t::check::consent(locale, visit.word(Word::Act, t::word::ACT));
    // The same while nothing has happened since: pressing twice hands in once.
    let key = format!("{}-{}", status.enrolment, status.timeline.len());
    view! {
        <h2>{t::check::CONSENT_TITLE.get(locale)}</h2>
        <form method="post" action=visit.own(Submit::url()) novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="key" value=key />
            {terms.map(|notice| view! { <Terms notice=notice locale=locale /> })}
            <Choice field=Field::Consent label=consent locale=locale problems=problems />
            <p class="notice notice--warn">{t::check::SURE.get(locale)}</p>
            <div class="act">
                <button class="button button--primary">{t::check::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
}
