//! A QR symbol drawn by the same code on the server (what a browser without WASM shows) and in the browser.

use leptos::prelude::*;

/// `text`: what the symbol holds; `title`: what screen readers say.
#[island]
pub fn QrSymbol(text: String, title: String) -> impl IntoView {
    let drawing = shared::qr::svg(&text, &title).unwrap_or_default();
    let place = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    {
        let drawing = drawing.clone();
        place.on_load(move |place| place.set_inner_html(&drawing));
    }
    view! { <div class="handoff__symbol" node_ref=place inner_html=drawing></div> }
}
