//! The installable web app: a manifest for each province, its icons, and a small worker that shows one page while there is no
//! connection. Pages of people are never kept.

use super::{Site, assets::FOR_EVER, problem::Refusal};
use app::context;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use serde_json::json;
use shared::{id::Province, problem::ProblemCode, route};

/// 入 on a seal, drawn for this service: rendered from `icon.svg`.
const ICONS: [(&str, &[u8]); 2] = [
    ("icon-192.png", include_bytes!("web_app/icon-192.png")),
    ("icon-512.png", include_bytes!("web_app/icon-512.png")),
];

const WORKER: &str = include_str!("web_app/worker.js");
const COLOUR: &str = "#0b57a4";

pub(super) fn mount(router: Router<Site>) -> Router<Site> {
    router
        .route("/{province}/app.webmanifest", get(manifest))
        .route("/assets/app/{file}", get(icon))
        .route(route::SERVICE_WORKER, get(worker))
}

async fn manifest(State(site): State<Site>, Path(province): Path<String>, headers: HeaderMap) -> Response {
    let Some(profile) = province.parse::<Province>().ok().and_then(|id| site.enrolment.profiles().get(&id)) else {
        return Refusal::from(ProblemCode::NotFound).into_response();
    };
    let (locale, _) = context::preferences(&headers);
    let routes = route::Candidate(&profile.province);
    let icon = |side: u32| {
        json!({ "src": format!("{}{side}.png", route::APP_ICON), "sizes": format!("{side}x{side}"), "type": "image/png",
            "purpose": "any maskable" })
    };
    let manifest = json!({
        "id": routes.home(), "start_url": routes.home(), "scope": routes.home(), "display": "standalone", "lang": locale.tag(),
        "name": profile.title.get(locale), "short_name": profile.portal, "background_color": "#ffffff", "theme_color": COLOUR,
        "icons": [icon(192), icon(512)],
    });
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/manifest+json"));
    let varies = (header::VARY, HeaderValue::from_static("accept-language, cookie"));
    ([kind, varies, (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"))], Json(manifest))
        .into_response()
}

async fn icon(Path(file): Path<String>) -> Response {
    match ICONS.iter().find(|(name, _)| *name == file) {
        Some((_, bytes)) => {
            let kind = (header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
            ([kind, (header::CACHE_CONTROL, FOR_EVER)], *bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Asked for again each time: another build has other styles.
async fn worker(State(site): State<Site>) -> Response {
    let styles = format!("/{}/main.css", site.assets.package_path());
    let script = WORKER.replace("{{ offline }}", route::OFFLINE).replace("{{ styles }}", &styles);
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    let allowed = (HeaderName::from_static("service-worker-allowed"), HeaderValue::from_static("/"));
    ([kind, allowed, (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))], script).into_response()
}
