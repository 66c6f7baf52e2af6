//! `/assets/drawings/<build id>-<background>/<rule>.svg`: the drawings of right and wrong, composed by `app` and kept for ever by browsers.

use super::{Site, assets::FOR_EVER};
use app::drawings;
use axum::{
    Router,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use shared::photo::Rule;

const SVG: HeaderValue = HeaderValue::from_static("image/svg+xml");

pub(super) fn mount(router: Router<Site>) -> Router<Site> {
    router.route("/assets/drawings/{folder}/{file}", get(show))
}

/// Another build's address is not answered: what it showed may have been another drawing.
async fn show(Path((folder, file)): Path<(String, String)>) -> Response {
    let rule = file.strip_suffix(".svg").and_then(Rule::from_code);
    match rule.zip(drawings::ground_of(&folder)) {
        Some((rule, ground)) => {
            let drawing = drawings::svg(rule, ground);
            ([(header::CONTENT_TYPE, SVG), (header::CACHE_CONTROL, FOR_EVER)], drawing).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
