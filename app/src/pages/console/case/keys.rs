//! The keys of a case, as `?` shows them, and the switch that turns them off (WCAG 2.1.4).

use crate::text::{Text, t};
use leptos::prelude::*;
use shared::locale::Locale;

/// A key and what it does. Letters with Alt are those of the decision bar, and work everywhere.
const KEYS: &[(&str, Text)] = &[
    ("N", t::console_case::NEXT),
    ("P", t::console_case::PREVIOUS),
    ("+", t::console_case::ZOOM_IN),
    ("−", t::console_case::ZOOM_OUT),
    ("0", t::console_case::FIT),
    ("← ↑ → ↓", t::console_case::PAN),
    ("R", t::console_case::TURN),
    ("C", t::console_case::COMPARE),
    ("X", t::console_case::OTHER_PANE),
    ("L", t::console_case::LINES),
    (", .", t::console_case::FRAME_STEP),
    ("F", t::console_case::TO_FACTS),
    ("?", t::console_case::KEYS),
];

/// `items`: how many there are to decide; each has its number as a key.
pub(super) fn dialog(items: usize, locale: Locale) -> impl IntoView + use<> {
    let digits = if items > 1 { format!("1 – {items}") } else { items.to_string() };
    let keys = std::iter::once((digits, t::console_case::TO_ITEM));
    let keys = keys.chain(KEYS.iter().map(|(key, what)| ((*key).to_owned(), *what)));
    let rows = keys.map(|(key, what)| {
        view! { <tr><th scope="row"><kbd>{key}</kbd></th><td>{what.get(locale)}</td></tr> }
    });
    view! {
        <dialog class="case-keys" id="case-keys" aria-labelledby="case-keys-title">
            <h2 id="case-keys-title">{t::console_case::KEYS.get(locale)}</h2>
            <table class="table"><tbody>{rows.collect_view()}</tbody></table>
            <p>{t::console::KEYS.get(locale)}</p>
            <label class="choice">
                <input type="checkbox" id="case-keys-on" checked=true />
                <span>{t::console_case::KEYS_ON.get(locale)}</span>
            </label>
            <form method="dialog"><button class="button">{t::console_case::CLOSE.get(locale)}</button></form>
        </dialog>
    }
}
