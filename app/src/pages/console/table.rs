//! The look that the console's lists share: a frame that moves sideways by itself, also by the keyboard, heads and rows.

use crate::text::Text;
use leptos::prelude::*;
use shared::locale::Locale;

/// `name`: what a screen reader calls the list.
pub(super) fn framed(name: Text, heads: &[Text], rows: impl IntoView + 'static, locale: Locale) -> AnyView {
    let heads = heads.iter().map(|head| view! { <th scope="col">{head.get(locale)}</th> }).collect_view();
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=name.get(locale)>
            <table class="table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}
