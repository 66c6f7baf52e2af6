//! How a refusal reaches the browser: JSON for scripts, a page in the person's language for people. Handlers and layers
//! answer with [`Refusal`]; one layer writes it out. The words are `app::message`.

use super::{Site, request_id::RequestId};
use app::{context::preferences, message, text::t};
use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use shared::{
    locale::Locale,
    problem::{Problem, ProblemCode},
};
use std::any::Any;

/// A problem on its way out; the layer [`write_out`] gives it a body.
#[derive(Clone, Debug)]
pub(super) struct Refusal(pub(super) Problem);

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Self(code.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response =
            StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        if let Some(secs) = self.0.retry_after_secs {
            response.headers_mut().insert(header::RETRY_AFTER, secs.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// What a panic becomes; what was said stays inside.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    Refusal::from(ProblemCode::Internal).into_response()
}

/// Whether the request comes from a script rather than from a person's navigation.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// Writes refusals out, and gives plain refusals of the framework (wrong method, body too large) the same face.
pub(super) async fn write_out(State(site): State<Site>, request: Request, next: Next) -> Response {
    let json = wants_json(request.headers());
    let (locale, _) = preferences(request.headers());
    let reference = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let response = next.run(request).await;
    let refusal = response.extensions().get::<Refusal>().cloned().or_else(|| plain_refusal(&response));
    let Some(Refusal(mut problem)) = refusal else { return response };
    if problem.status() >= 500 && problem.reference.is_none() {
        problem.reference = reference;
    }
    with_body(
        response,
        if json { Json(&problem).into_response() } else { page(&site, &problem, locale).into_response() },
    )
}

/// The status and headers of `response` with the body of `body`.
fn with_body(response: Response, body: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    let (body_parts, body) = body.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(body_parts.headers);
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::new(body))
}

/// The problem behind a refusal that neither a handler nor a layer of ours worded.
fn plain_refusal(response: &Response) -> Option<Refusal> {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| !kind.starts_with("text/plain")) {
        return None;
    }
    let code = match response.status() {
        StatusCode::NOT_FOUND => ProblemCode::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::FileTooLarge,
        StatusCode::BAD_REQUEST
        | StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => ProblemCode::BadRequest,
        _ => return None,
    };
    Some(code.into())
}

/// A plain page with the sentence, the reference and a way back.
fn page(site: &Site, problem: &Problem, locale: Locale) -> Html<String> {
    let sentence = escape(&message::sentence(problem, locale));
    let reference = problem.reference.as_deref().map(|reference| t::errors::reference(locale, escape(reference)));
    let reference = reference.map(|line| format!("<p>{line}</p>")).unwrap_or_default();
    Html(format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/{package}/main.css\"></head>\
         <body><main class=\"page\"><h1>{title}</h1><p>{sentence}</p>{reference}<p><a href=\"/\">{home}</a></p></main></body></html>",
        lang = locale.tag(),
        title = t::errors::SUMMARY_OTHER.get(locale),
        package = site.assets.package_path(),
        home = t::frame::BACK_HOME.get(locale),
    ))
}

/// Text inside an element.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
