//! A name for each request, under which its log lines are found. Always ours: what a client sends could be anything.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use enrolment::{
    clock::{OsRandomness, Randomness as _},
    crypto::hex,
};

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// 16 hexadecimal digits.
#[derive(Clone)]
pub(super) struct RequestId(pub(super) String);

pub(super) async fn name(mut request: Request, next: Next) -> Response {
    let mut bytes = [0; 8];
    OsRandomness.fill(&mut bytes);
    let id = hex(&bytes);
    let value = HeaderValue::from_str(&id).expect("hexadecimal digits are a header value");
    request.extensions_mut().insert(RequestId(id));
    let mut response = next.run(request).await;
    response.headers_mut().insert(HEADER, value);
    response
}
