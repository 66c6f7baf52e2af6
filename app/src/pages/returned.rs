//! What a reviewer sent back, told on the page where it is mended: as it is it will not do, why, and what they wrote.

use super::frame::Visit;
use crate::{
    components::{Notice, Tone},
    text::t,
};
use enrolment::submission::{ItemStatus, Status};
use leptos::prelude::*;
use shared::{
    enrolment::{Item, ItemState},
    review::ReasonCode,
};

/// Whether the item still is as it was sent back: what is there of it does not count.
pub(super) fn is_returned(status: &Status, item: Item) -> bool {
    sent_back(status, item).is_some()
}

fn sent_back(status: &Status, item: Item) -> Option<&ItemStatus> {
    status.items.iter().find(|own| own.item == item && own.state == ItemState::Returned)
}

/// Nothing where it was not sent back, or is mended.
pub(super) fn notice(visit: &Visit, status: &Status, item: Item) -> Option<impl IntoView + use<>> {
    let (locale, found) = (visit.locale, sent_back(status, item)?);
    let why = why(visit, found);
    Some(view! { <Notice title=t::status::RETURNED_ITEM.get(locale) tone=Tone::Warn>{why}</Notice> })
}

/// Reason and word of the reviewer.
pub(super) fn why(visit: &Visit, item: &ItemStatus) -> impl IntoView + use<> {
    let locale = visit.locale;
    let reason = item.reason.as_ref().map(|code| reason(visit, code));
    let note = item.note.as_ref().map(|note| view! { <p>{t::status::note(locale, note.expose())}</p> });
    view! { {reason} {note} }
}

/// The reviewer's reason in the profile's words; the bare code where the profile has dropped it.
pub(super) fn reason(visit: &Visit, code: &ReasonCode) -> impl IntoView + use<> {
    let locale = visit.locale;
    let words =
        visit.profile().reason(code).map_or_else(|| code.0.clone(), |reason| reason.text.get(locale).to_owned());
    view! { <p>{t::status::reason(locale, words)}</p> }
}
