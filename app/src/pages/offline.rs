//! What the web app shows while there is no connection: the same for everybody, so that it may be kept.

use crate::{context, text::t};
use leptos::prelude::*;
use leptos_meta::Title;
use shared::locale::Locale;

#[component]
pub fn OfflinePage() -> impl IntoView {
    // kept once for everybody: in both languages
    let words = [Locale::Chinese, Locale::English].map(|locale| {
        let title = t::offline::TITLE.get(locale);
        let title = match locale {
            Locale::Chinese => view! { <h1>{title}</h1> }.into_any(),
            Locale::English => view! { <h2>{title}</h2> }.into_any(),
        };
        view! {
            <div lang=locale.tag()>
                {title}
                <p>{t::offline::TEXT.get(locale)}</p>
                <p><a class="button button--primary" href="">{t::offline::AGAIN.get(locale)}</a></p>
            </div>
        }
    });
    view! {
        <Title text=t::offline::TITLE.get(context::request().locale) />
        <div class="layout layout--single"><main class="content" id="main">{words.into_iter().collect_view()}</main></div>
    }
}
