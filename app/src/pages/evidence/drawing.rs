//! Drawings of both sides of a card and of the oval for the face. Ours: they show where things are, no real document.

use leptos::prelude::*;
use shared::evidence::CardSide;

const PORTRAIT: &str = r#"<rect x="1" y="1" width="158" height="98" rx="7" class="drawn-card"/><g class="drawn-ink"><rect x="14" y="16" width="12" height="4"/><rect x="30" y="16" width="34" height="4"/><rect x="14" y="28" width="12" height="4"/><rect x="30" y="28" width="10" height="4"/><rect x="50" y="28" width="20" height="4"/><rect x="14" y="40" width="12" height="4"/><rect x="30" y="40" width="46" height="4"/><rect x="14" y="52" width="12" height="4"/><rect x="30" y="52" width="58" height="4"/><rect x="30" y="60" width="42" height="4"/><rect x="14" y="80" width="36" height="5"/><rect x="56" y="80" width="84" height="5"/></g><rect x="104" y="14" width="42" height="54" rx="2" class="drawn-pale"/><circle cx="125" cy="34" r="10" class="drawn-ink"/><path d="M108 68c0-14 7-20 17-20s17 6 17 20z" class="drawn-ink"/>"#;
const EMBLEM: &str = r#"<rect x="1" y="1" width="158" height="98" rx="7" class="drawn-card"/><circle cx="32" cy="32" r="16" class="drawn-pale"/><path d="M32 20l3.5 8.2 8.9.8-6.8 5.8 2.1 8.7-7.7-4.7-7.7 4.7 2.1-8.7-6.8-5.8 8.9-.8z" class="drawn-ink"/><g class="drawn-ink"><rect x="60" y="20" width="80" height="7"/><rect x="68" y="36" width="64" height="9"/><rect x="44" y="66" width="20" height="4"/><rect x="70" y="66" width="54" height="4"/><rect x="44" y="80" width="20" height="4"/><rect x="70" y="80" width="70" height="4"/></g>"#;

pub(super) fn side(side: CardSide) -> AnyView {
    let drawn = if side == CardSide::Portrait { PORTRAIT } else { EMBLEM };
    view! { <svg class="card-side__picture" viewBox="0 0 160 100" aria-hidden="true" inner_html=drawn></svg> }
        .into_any()
}

/// Over the live picture: everything but the oval is veiled.
pub(super) fn oval() -> AnyView {
    const OVAL: &str = r#"<path fill-rule="evenodd" class="face-live__veil" d="M0 0h300v400H0zM150 50c-62 0-98 52-98 138s42 152 98 152 98-66 98-152-36-138-98-138z"/><ellipse cx="150" cy="195" rx="98" ry="145" class="face-live__oval"/>"#;
    view! {
        <svg class="face-live__lines" viewBox="0 0 300 400" preserveAspectRatio="none" aria-hidden="true" inner_html=OVAL></svg>
    }
    .into_any()
}
