//! Whether the process lives, and whether it can do its work.

use super::{Site, problem::Refusal};
use axum::extract::State;
use enrolment::chain;
use shared::problem::ProblemCode;

pub(super) async fn live() -> &'static str {
    "live"
}

/// The database answers and the file store can be written.
pub(super) async fn ready(State(site): State<Site>) -> Result<&'static str, Refusal> {
    site.enrolment.check_ready().await.map(|()| "ready").map_err(|error| {
        tracing::warn!(error = %chain(&error), "not ready");
        ProblemCode::Unavailable.into()
    })
}
