//! `POST /chsi/callback`: the register of education answers. Whether it is genuine and still counts is decided in
//! `enrolment::education`.

use super::{Site, problem::Refusal};
use crate::chsi::{NONCE, SIGNATURE, TIMESTAMP};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use enrolment::education::{Recorded, signature::Signed};
use serde_json::json;

/// Largest answer taken.
pub(super) const BODY_MAX_BYTES: usize = 16 * 1024;

pub(super) async fn callback(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let message = Signed { timestamp: text(TIMESTAMP), nonce: text(NONCE), signature: text(SIGNATURE), body: &body };
    match site.enrolment.take_register_answer(message).await {
        Ok(recorded) => {
            let recorded = match recorded {
                Recorded::Counted => "counted",
                Recorded::Late => "late",
                Recorded::Again => "again",
            };
            ([(header::CACHE_CONTROL, "no-store")], Json(json!({ "recorded": recorded }))).into_response()
        }
        Err(error) => Refusal::from(site.enrolment.problem(error)).into_response(),
    }
}
