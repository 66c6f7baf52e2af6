//! The steps that tick off while the phone works. Which ones there are follows the evidence that the profile demands.

use crate::text::{Text, t};
use enrolment::handoff::Follow;
use leptos::prelude::*;
use shared::{
    enrolment::{Item, ItemState},
    locale::Locale,
};

/// One line: its words before and after, and whether it is done.
struct Line {
    before: Text,
    after: Text,
    done: bool,
}

pub(super) fn steps(follow: &Follow, locale: Locale) -> impl IntoView + use<> {
    let lines = lines(follow);
    let key: String = lines.iter().map(|line| if line.done { '1' } else { '0' }).collect();
    let say = lines.iter().rfind(|line| line.done).map_or(t::handoff::WAITING, |line| line.after).get(locale);
    let now = lines.iter().position(|line| !line.done);
    let rows = lines.into_iter().enumerate().map(|(at, line)| {
        let (kind, mark) = if line.done {
            ("done", t::status::DONE)
        } else if now == Some(at) {
            ("now", t::status::NOW)
        } else {
            ("later", t::status::LATER)
        };
        let words = if line.done { line.after } else { line.before };
        let current = (kind == "now").then_some("step");
        view! {
            <li class=format!("timeline__step timeline__step--{kind}") aria-current=current>
                <div class="timeline__name">
                    <span class="visually-hidden">{mark.get(locale)}</span>
                    {words.get(locale)}
                </div>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <ol class="timeline" data-live="steps" data-key=key data-say=say>{rows}</ol> }
}

fn lines(follow: &Follow) -> Vec<Line> {
    let given = |state: ItemState| matches!(state, ItemState::Provided | ItemState::Accepted);
    // Who gave something on this device needs no phone any more.
    let opened = follow.connected_since.is_some() || follow.items.iter().any(|own| given(own.state));
    let scan = Line { before: t::handoff::SCAN, after: t::handoff::SCANNED, done: opened };
    let open = Line { before: t::handoff::TO_OPEN, after: t::handoff::PHONE_OPEN, done: opened };
    let items = follow.items.iter().filter_map(|own| {
        let (before, after) = words(own.item)?;
        Some(Line { before, after, done: given(own.state) })
    });
    [scan, open].into_iter().chain(items).collect()
}

const fn words(item: Item) -> Option<(Text, Text)> {
    match item {
        Item::Card => Some((t::handoff::CARD, t::handoff::CARD_DONE)),
        Item::Photo => Some((t::handoff::PHOTO, t::handoff::PHOTO_DONE)),
        Item::Face => Some((t::handoff::FACE, t::handoff::FACE_DONE)),
        Item::Signature => Some((t::handoff::SIGNATURE, t::handoff::SIGNATURE_DONE)),
        Item::Document | Item::Details | Item::Attachments => None,
    }
}
