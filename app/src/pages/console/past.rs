//! Earlier decisions about a case, for whoever holds it.

use super::frame::Desk;
use crate::{message::record, text::t};
use enrolment::review::{Case, PastItem, PastRuling};
use leptos::prelude::*;
use shared::review::{Decision, Note, ReasonCode};

/// Nothing where there are none.
pub(super) fn rulings(desk: &Desk, case: &Case) -> Option<impl IntoView + use<>> {
    let locale = desk.locale;
    if case.past.is_empty() {
        return None;
    }
    let rulings = case.past.iter().rev().map(|past| ruling(desk, past)).collect_view();
    Some(view! {
        <h2>{t::console_decide::PAST.get(locale)}</h2>
        <ol class="past" reversed=true>{rulings}</ol>
    })
}

fn ruling(desk: &Desk, past: &PastRuling) -> impl IntoView + use<> {
    let locale = desk.locale;
    let decided = match &past.decision {
        Decision::Approve => t::console::APPROVE,
        Decision::Return => t::console::RETURN,
        Decision::Refuse(_) => t::console::REFUSE,
        Decision::Escalate => t::console_decide::ESCALATE,
    };
    let refusal = match &past.decision {
        Decision::Refuse(code) => Some(reason(desk, code)),
        _ => None,
    };
    // passing a case on decides nothing
    let open = (!past.effective && past.decision != Decision::Escalate).then(|| {
        view! { " " <span class="tag">{t::console_decide::NOT_EFFECTIVE.get(locale)}</span> }
    });
    let items = past.items.iter().filter_map(|item| returned(desk, item)).collect_view();
    let note = past.note.as_ref().map(|note| written(t::console_decide::note_was(locale, note.expose())));
    view! {
        <li>
            <p>
                <strong>{decided.get(locale)}</strong> " · " {past.by.clone()} " · "
                <time datetime=record::machine_time(past.at)>{record::moment(past.at, locale)}</time> {open}
            </p>
            {refusal.map(|words| view! { <p>{words}</p> })}
            <ul>{items}</ul>
            {note}
        </li>
    }
}

fn returned(desk: &Desk, item: &PastItem) -> Option<impl IntoView + use<>> {
    let locale = desk.locale;
    let words = reason(desk, item.reason.as_ref()?);
    let note = item.note.as_ref().map(Note::expose).map(|note| written(t::console_decide::word_was(locale, note)));
    Some(view! { <li>{record::item(item.item).get(locale)} " · " {words} {note}</li> })
}

fn written(words: String) -> impl IntoView + use<> {
    view! { <p class="quiet">{words}</p> }
}

/// In the profile's words; the bare code where the profile has dropped it.
fn reason(desk: &Desk, code: &ReasonCode) -> String {
    let words = desk.profile().ok().and_then(|profile| profile.reason(code));
    words.map_or_else(|| code.0.clone(), |reason| reason.text.get(desk.locale).to_owned())
}
