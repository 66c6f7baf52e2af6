//! Maintenance mode: candidates' pages and forms answer 503 with a page that says until when and what is kept. The console, staff
//! and machines pass.

use super::{Site, problem::escape};
use app::{context::RequestContext, message::record, text::t};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse as _, Response},
};
use enrolment::{Who, board::Maintenance};
use shared::{id::Province, locale::Locale, route, time::Timestamp};

/// Told where the expected end is past: a minute.
const RETRY_SECS_MIN: u32 = 60;

/// What staff and machines need, and what says nothing about anybody.
const OPEN: [&str; 4] = ["/console", "/api/console", "/api/set-", "/api/sign-out"];

pub(super) async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let Some(context) = request.extensions().get::<RequestContext>() else { return next.run(request).await };
    let path = request.uri().path();
    if OPEN.iter().any(|open| path.starts_with(open)) || context.staff().is_some() {
        return next.run(request).await;
    }
    let away = match province(&site, context, path, request.headers()) {
        Some(province) => site.enrolment.maintenance(&province),
        None => site.enrolment.maintenance_everywhere(),
    };
    match away {
        Some(away) => answer(&site, away, context.locale, site.enrolment.now()),
        None => next.run(request).await,
    }
}

/// Whose page or form it is: by the path, by who is signed in, or by the page that a guest's form was sent from.
fn province(site: &Site, context: &RequestContext, path: &str, headers: &HeaderMap) -> Option<Province> {
    let served = |path: &str| {
        let province: Province = path.split('/').nth(1)?.parse().ok()?;
        site.enrolment.profile(&province).is_ok().then_some(province)
    };
    if let Some(province) = served(path) {
        return Some(province);
    }
    if let Some(Who::Candidate { province, .. }) = context.caller.as_ref().map(|caller| &caller.who) {
        return Some(province.clone());
    }
    let referer = headers.get(header::REFERER)?.to_str().ok()?.strip_prefix(&site.settings.service.public_url)?;
    path.starts_with(route::API).then(|| served(referer)).flatten()
}

fn answer(site: &Site, away: Maintenance, locale: Locale, now: Timestamp) -> Response {
    let secs = (away.until - now).whole_secs().max(RETRY_SECS_MIN);
    let section = |locale: Locale| {
        format!(
            "<section lang=\"{lang}\"><h1>{title}</h1><p>{text}</p><p>{kept}</p><p>{form}</p></section>",
            lang = locale.tag(),
            title = t::console_operation::AWAY_TITLE.get(locale),
            text = escape(&t::console_operation::away_text(locale, record::beijing(away.until, locale))),
            kept = t::console_operation::AWAY_KEPT.get(locale),
            form = t::console_operation::AWAY_FORM.get(locale),
        )
    };
    let other = if locale == Locale::Chinese { Locale::English } else { Locale::Chinese };
    let page = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title}</title><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"/{package}/main.css\"></head><body><main class=\"page\">{first}<hr>{second}</main></body></html>",
        lang = locale.tag(),
        title = t::console_operation::AWAY_TITLE.get(locale),
        package = site.assets.package_path(),
        first = section(locale),
        second = section(other),
    );
    let headers = [(header::RETRY_AFTER, secs.to_string()), (header::CACHE_CONTROL, "no-store".to_owned())];
    (StatusCode::SERVICE_UNAVAILABLE, headers, Html(page)).into_response()
}
