//! The photo step in the browser: choose a picture, have the worker check it, move the crop, hand the file in. It stands
//! around the page's plain form, which it hides while it works and shows again when it cannot.

#[cfg(feature = "hydrate")]
mod bridge;
#[cfg(feature = "hydrate")]
mod editor;
#[cfg(any(feature = "hydrate", test))]
mod geometry;
#[cfg(feature = "hydrate")]
mod overlay;
#[cfg(feature = "hydrate")]
mod report;
#[cfg(feature = "hydrate")]
mod sending;
mod setup;
#[cfg(feature = "hydrate")]
mod step;
#[cfg(feature = "hydrate")]
mod view;
mod words;

use leptos::prelude::*;

pub use setup::{Bands, PhotoSetup, StepTexts};
pub use words::{PhotoWords, RuleWords, UNITS, fill};

/// `children` is the plain form: it works without scripts, and stays when the worker cannot run.
#[island]
pub fn PhotoStep(setup: PhotoSetup, children: Children) -> impl IntoView {
    let (live, plain_hidden) = parts(setup);
    view! {
        <div class="photo-step">{live}</div>
        <div class="photo-step-plain" hidden=plain_hidden>
            {children()}
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn parts(setup: PhotoSetup) -> (impl Fn() -> Option<AnyView>, impl Fn() -> bool) {
    let step = step::Step::new(setup);
    (move || view::step(step), move || step.plain_hidden())
}

/// The server sends the plain form alone.
#[cfg(not(feature = "hydrate"))]
fn parts(_: PhotoSetup) -> (impl Fn() -> Option<AnyView>, impl Fn() -> bool) {
    (|| None, || false)
}
