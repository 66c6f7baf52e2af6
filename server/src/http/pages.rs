//! Mounts the pages and server functions of `app`, with the request's context and nonce.

use super::{
    Site,
    problem::{Refusal, wants_json},
};
use app::{App, context::RequestContext, shell};
use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::{nonce::Nonce, prelude::*};
use leptos_axum::{LeptosRoutes as _, generate_route_list, render_app_async_with_context};
use shared::{id::Province, problem::ProblemCode, route};

/// Adds every page and every server function.
pub(super) fn mount(router: Router<Site>, site: &Site) -> Router<Site> {
    let options = site.leptos.clone();
    router.leptos_routes_with_context(site, generate_route_list(App), provide_request, move || shell(options.clone()))
}

/// Hands pages what the layers found out about the request.
fn provide_request() {
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(context) = parts.extensions.get::<RequestContext>() {
        provide_context(context.clone());
    }
    if let Some(nonce) = parts.extensions.get::<Nonce>() {
        provide_context(nonce.clone());
    }
}

/// Unknown addresses get the app's own page, with status 404.
pub(super) async fn not_found(State(site): State<Site>, request: Request<Body>) -> Response {
    if wants_json(request.headers()) {
        return Refusal::from(ProblemCode::NotFound).into_response();
    }
    let options = site.leptos.clone();
    let render = render_app_async_with_context(provide_request, move || shell(options.clone()));
    let mut response = render(request).await;
    *response.status_mut() = axum::http::StatusCode::NOT_FOUND;
    response
}

/// `/hunan` is `/hunan/`.
pub(super) async fn add_slash(State(site): State<Site>, Path(province): Path<String>) -> Response {
    match province.parse::<Province>() {
        Ok(province) if site.enrolment.profile(&province).is_ok() => {
            Redirect::permanent(&route::Candidate(&province).home()).into_response()
        }
        _ => Refusal::from(ProblemCode::NotFound).into_response(),
    }
}
