//! The layers around the routes, outermost first: request id → client address → trace → metrics → writing refusals out →
//! panics → timeout → compression → security headers → cross-site; then, for people's routes only: coarse limit → body
//! limit → session → rules of the routes → maintenance → whose page it is.

use super::{
    Site, client_address, cross_site, limits, maintenance, metrics, problem, request_id, rules, security, session,
    verify_limit::{self, VerifyLimit},
    whose,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    middleware::{from_fn, from_fn_with_state},
    response::Response,
};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, trace::TraceLayer};
use tracing::Span;

/// Around everything, static files and health included.
pub(super) fn for_all(router: Router<Site>, site: &Site) -> Router<Site> {
    let inner = ServiceBuilder::new()
        // Outside of everything that refuses, so that each refusal is worded in one place.
        .layer(from_fn_with_state(site.clone(), problem::write_out))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn_with_state(site.clone(), limits::timeout))
        // Files that are compressed already pass unchanged, and so do streams of events, which no time limit ends either:
        // it holds until the answer begins.
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(site.clone(), security::protect))
        .layer(cross_site::layer(site));
    let outer = ServiceBuilder::new()
        // Names the request before anything can be logged about it.
        .layer(from_fn(request_id::name))
        .layer(from_fn_with_state(site.clone(), client_address::resolve))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_request(()).on_failure(()).on_response(log));
    // The body of the metrics' layer fits into no stack of layers; the router boxes it.
    router.layer(inner).layer(metrics::layer()).layer(outer)
}

/// Around pages, server functions and uploads.
pub(super) fn for_people(router: Router<Site>, site: &Site) -> Router<Site> {
    let form_limit = DefaultBodyLimit::max(site.settings.http.form_limit.bytes() as usize);
    let layers = ServiceBuilder::new()
        // Before the session, so that a flood costs no database.
        .layer(limits::layer(site))
        .layer(from_fn_with_state(VerifyLimit::new(), verify_limit::guard))
        .layer(form_limit)
        .layer(from_fn_with_state(site.clone(), session::resolve))
        .layer(from_fn(rules::enforce))
        .layer(from_fn_with_state(site.clone(), maintenance::guard))
        .layer(from_fn(whose::guard));
    router.layer(layers)
}

/// The route template, never the path: paths hold tokens and ids.
fn span(request: &Request) -> Span {
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str);
    let id = request.extensions().get::<request_id::RequestId>().map_or("", |id| &id.0);
    tracing::info_span!("request", request.id = id, method = %request.method(), route)
}

fn log(response: &Response, latency: Duration, _: &Span) {
    let (status, latency_ms) = (response.status().as_u16(), latency.as_millis() as u64);
    tracing::info!(status, latency_ms, "answered");
}
