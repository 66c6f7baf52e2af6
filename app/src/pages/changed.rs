//! What became insufficient since it was given: another answer, the document or the province's settings changed. Part of the pages
//! that lead on, not a page of its own.

use super::frame::Visit;
use crate::{
    components::{Notice, Tone},
    journey,
    text::{Text, t},
};
use enrolment::submission::{ItemStatus, Status};
use leptos::prelude::*;
use shared::{enrolment::Item, problem::ProblemCode};

/// Each item with why and the link that mends it; and that the steps have changed.
pub(super) fn notices(visit: &Visit, status: &Status) -> impl IntoView + use<> {
    let locale = visit.locale;
    let steps = status.steps_changed.then(|| {
        view! {
            <Notice title=t::changed::STEPS_TITLE.get(locale)>
                <p>{t::changed::STEPS_TEXT.get(locale)}</p>
            </Notice>
        }
    });
    let items = status.items.iter().filter(|item| item.open && (item.reopened || item.problem.is_some()));
    let lines: Vec<_> = items.map(|item| line(visit, item)).collect();
    let items = (!lines.is_empty()).then(|| {
        view! {
            <Notice title=t::changed::TITLE.get(locale) tone=Tone::Warn>
                <ul class="returned">{lines}</ul>
            </Notice>
        }
    });
    view! { {steps} {items} }
}

fn line(visit: &Visit, item: &ItemStatus) -> impl IntoView + use<> {
    let (locale, name) = (visit.locale, visit.item(item.item));
    let href = journey::page_of(visit.routes(), item.item);
    view! {
        <li>
            <p><strong>{name.clone()}</strong></p>
            <p>{why(item).get(locale)}</p>
            <a class="button button--primary" href=href>{t::status::mend(locale, &name)}</a>
        </li>
    }
}

fn why(item: &ItemStatus) -> Text {
    match item.problem.as_ref().map(|problem| problem.code) {
        // nobody judges a signature by itself: it only no longer covers what stands there
        None if item.item == Item::Signature => t::changed::SIGNATURE,
        None => t::changed::REOPENED,
        Some(ProblemCode::RegionUnknown) => t::changed::REGION_GONE,
        Some(ProblemCode::MajorUnknown) => t::changed::MAJOR_GONE,
        Some(ProblemCode::EducationTooLow) => t::changed::EDUCATION,
        Some(ProblemCode::AttachmentMissing) => t::changed::ATTACHMENT,
        Some(ProblemCode::DocumentMismatch) => t::changed::DOCUMENT,
        Some(_) => t::changed::OTHER,
    }
}
