//! A QR symbol drawn by the same code on the server (what a browser without WASM shows) and in the browser.

use leptos::prelude::*;

/// `text`: what the symbol holds; `title`: what screen readers say.
#[island]
pub fn QrSymbol(text: String, title: String) -> impl IntoView {
    let drawing = shared::qr::svg(&text, &title).unwrap_or_default();
    view! { <div class="handoff__symbol" inner_html=drawing></div> }
}
