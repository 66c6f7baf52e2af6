//! Who is asking: the session of the cookie, looked up once per request, whose page the request says that it comes from, and everything
//! else that a page may know of the request.

use super::{FOLLOWING, Site, client_address::ClientAddress, problem::Refusal};
use app::context::{CookiePolicy, RequestContext, cookie, is_dense, is_mobile, preferences};
use axum::{
    Extension,
    extract::{MatchedPath, Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use enrolment::{Who, staff::Stage};
use serde::Deserialize;
use shared::{id::EnrolmentId, problem::ProblemCode, route};
use std::net::{IpAddr, Ipv4Addr};

/// `__Host-`: browsers take it only from this host, over HTTPS, for the whole site.
const SECURE_NAME: &str = "__Host-session";
const PLAIN_NAME: &str = "session";

/// Puts a [`RequestContext`] into the request. Answers are for one person, so that nobody may keep them by default.
pub(super) async fn resolve(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ClientAddress>().copied();
    let by_itself = request.extensions().get::<MatchedPath>().is_some_and(|route| FOLLOWING.contains(&route.as_str()));
    let page_owner = match page_owner(request.uri().query()) {
        Ok(owner) => owner,
        Err(code) => return Refusal::from(code).into_response(),
    };
    match context(&site, request.headers().clone(), address, by_itself).await {
        Ok(context) => request.extensions_mut().insert(RequestContext { page_owner, ..context }),
        Err(refusal) => return refusal.into_response(),
    };
    let mut response = next.run(request).await;
    let keep = HeaderValue::from_static("private, no-store");
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(keep);
    response
}

/// Whom a page was made for.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    staff: String,
}

/// `GET /console/signed-in`: asked before a form of the console is sent, lest what was typed be lost where the session has ended
/// meanwhile. Nobody stays signed in for it.
pub(super) async fn signed_in(Extension(context): Extension<RequestContext>, asked: Query<Asked>) -> StatusCode {
    match context.caller.map(|caller| caller.who) {
        Some(Who::Staff { staff, stage: Stage::Full, .. }) if staff.to_string() == asked.staff => {
            StatusCode::NO_CONTENT
        }
        Some(Who::Staff { stage: Stage::Full, .. }) => StatusCode::CONFLICT,
        _ => StatusCode::UNAUTHORIZED,
    }
}

async fn context(
    site: &Site,
    headers: HeaderMap,
    address: Option<ClientAddress>,
    by_itself: bool,
) -> Result<RequestContext, Refusal> {
    let cookies = cookie_policy(site);
    let caller = match cookie(&headers, &cookies.name).filter(|token| !token.is_empty()) {
        Some(token) => {
            let found = if by_itself {
                site.enrolment.glimpse_session(token).await
            } else {
                site.enrolment.find_session(token).await
            };
            found.map_err(|error| site.enrolment.problem(error))?
        }
        None => None,
    };
    let (locale, large_type) = preferences(&headers);
    let mobile = is_mobile(&headers);
    Ok(RequestContext {
        enrolment: site.enrolment.clone(),
        caller,
        page_owner: None,
        locale,
        client_address: address.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0),
        large_type,
        dense: is_dense(&headers),
        cookies,
        public_url: site.settings.service.public_url.clone(),
        photo_assets: format!("/{}/", site.assets.photo_path()),
        scripts: format!("/{}/", site.assets.scripts_path()),
        mobile,
        development: site.inbox.is_some(),
    })
}

/// Nobody's where the page was made before somebody signed in.
fn page_owner(query: Option<&str>) -> Result<Option<EnrolmentId>, ProblemCode> {
    let mut pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let said = pairs.find_map(|(name, value)| (name == route::OWNER && !value.is_empty()).then_some(value));
    said.map(|owner| owner.parse().map_err(|_| ProblemCode::BadRequest)).transpose()
}

fn cookie_policy(site: &Site) -> CookiePolicy {
    let secure = site.settings.service.is_https();
    let name = if secure { SECURE_NAME } else { PLAIN_NAME };
    CookiePolicy { name: name.to_owned(), secure }
}
