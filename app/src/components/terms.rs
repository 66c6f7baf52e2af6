//! A notice of the authority that is agreed to: folded up, complete, in the version that a consent refers to.

use crate::text::t;
use leptos::prelude::*;
use shared::{locale::Locale, profile::Notice};

#[component]
pub fn Terms(notice: Notice, locale: Locale, #[prop(optional)] open: bool) -> impl IntoView {
    let title = notice.title.get(locale).to_owned();
    let paragraphs = notice.body.get(locale).split("\n\n").map(|paragraph| view! { <p>{paragraph.to_owned()}</p> });
    let body = paragraphs.collect_view();
    view! {
        <details class="terms" open=open>
            <summary>{t::register::consent_read(locale, title)}</summary>
            <div class="terms__body" tabindex="0">{body}</div>
        </details>
    }
}
