//! What people see: pages, components and server functions (`ssr`), and the islands of the browser (`hydrate`).
//! No SQL, no rules, no secrets.
// The type of a page is the nesting of its elements.
#![recursion_limit = "256"]

pub mod islands;
mod number;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod drawings;
#[cfg(feature = "ssr")]
pub mod journey;
#[cfg(feature = "ssr")]
pub mod message;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod text;

#[cfg(feature = "ssr")]
pub use {context::RequestContext, pages::Pages as App, shell::shell};

/// Where the browser starts: wakes every island on the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
