//! The photo step in the browser: choose a picture, have the worker check it, move the crop, hand the file in. It stands
//! above the page's plain form, which it hides while it works and shows again when it cannot. Its inside is HTML made as
//! text and plain event listeners: as Leptos views it would be larger than all other islands together.

#[cfg(feature = "hydrate")]
mod bridge;
#[cfg(feature = "hydrate")]
mod events;
#[cfg(any(feature = "hydrate", test))]
mod geometry;
#[cfg(any(feature = "hydrate", test))]
mod html;
#[cfg(any(feature = "hydrate", test))]
mod json;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(any(feature = "hydrate", test))]
mod overlay;
#[cfg(feature = "hydrate")]
mod printing;
#[cfg(feature = "hydrate")]
mod sending;
#[cfg(feature = "hydrate")]
mod step;
#[cfg(any(feature = "hydrate", test))]
mod words;

use leptos::prelude::*;

/// Ids of the two parts.
#[cfg(feature = "hydrate")]
const LIVE: &str = "photo-step-live";
#[cfg(feature = "hydrate")]
const PLAIN: &str = "photo-step-plain";

/// `setup`: JSON with addresses, limits and every text in the page's language (`pages::photo::setup` makes it). `children` is
/// the plain form: it works without scripts, and stays when the worker cannot run.
#[island]
pub fn PhotoStep(setup: String, children: Children) -> impl IntoView {
    begin(setup);
    view! {
        <div id="photo-step-live" class="photo-step"></div>
        <div id="photo-step-plain">{children()}</div>
    }
}

/// Once the page is awake.
#[cfg(feature = "hydrate")]
fn begin(setup: String) {
    Effect::new(move |_| step::begin(&setup));
}

/// The server sends the plain form alone.
#[cfg(not(feature = "hydrate"))]
fn begin(_: String) {}

/// What the step says of one finding; for the test that holds its words and the server's together.
#[cfg(test)]
pub(crate) fn said(finding: &serde_json::Value, words: &serde_json::Value) -> (Option<String>, String) {
    let finding = words::Finding::read(finding);
    (finding.measure.as_ref().map(|measure| measure.words(words)), words::mend(&finding, words))
}
