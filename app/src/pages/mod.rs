//! One file per page; this one says which path shows which. Pages are rendered whole, by the server, before they are sent.

mod error;
mod frame;
mod home;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};
use shared::problem::ProblemCode;

/// Every page of the service. The server mounts it as its `App`.
#[component]
pub fn Pages() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=|| error::bare(ProblemCode::NotFound)>
                <Route path=path!("/:province/") view=home::Home ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
