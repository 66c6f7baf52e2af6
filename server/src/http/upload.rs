//! What routes that take files share: a body limit of their own, whose refusal a browser gets to see, and the headers under which a
//! stranger's bytes are given out again.

use super::Site;
use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, multipart::MultipartError},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use http_body_util::BodyExt as _;
use shared::{
    file_kind::FileKind,
    problem::{Field, Problem, ProblemCode},
};

/// What multipart adds around the files.
pub(super) const FORM_OVERHEAD: u64 = 64 * 1024;

/// How much of a body that is too large is still read and thrown away: a browser that may finish sending shows the answer,
/// one that is cut off shows a broken connection.
const DRAIN_FACTOR: u64 = 4;

/// The parts of a form of at most `limit` bytes; a larger one is refused at `field`.
pub(super) async fn parts(site: &Site, request: Request, limit: u64, field: Field) -> Result<Multipart, Problem> {
    let mut request = refuse_oversized(request, limit, field).await?;
    DefaultBodyLimit::max(limit as usize).apply(&mut request);
    Multipart::from_request(request, site).await.map_err(|_| ProblemCode::BadRequest.into())
}

pub(super) fn refuse(error: &MultipartError, field: Field) -> Problem {
    match error.status().as_u16() {
        413 => Problem::at(ProblemCode::FileTooLarge, field),
        _ => ProblemCode::BadRequest.into(),
    }
}

/// Refuses a body that says it is above `limit`, after reading it away where that is affordable.
async fn refuse_oversized(request: Request, limit: u64, field: Field) -> Result<Request, Problem> {
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match length {
        Some(length) if length > limit => {
            if length <= limit.saturating_mul(DRAIN_FACTOR) {
                drain(request.into_body(), usize::MAX).await;
            }
            Err(Problem::at(ProblemCode::FileTooLarge, field))
        }
        _ => Ok(request),
    }
}

/// Reads a body away, up to about `most` bytes.
pub(super) async fn drain(mut body: Body, most: usize) {
    let mut read = 0;
    while let Some(Ok(frame)) = body.frame().await {
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > most {
            return;
        }
    }
}

/// A stranger's bytes, for the eyes of one person: nobody keeps them.
pub(super) fn private(bytes: Vec<u8>, kind: Option<FileKind>) -> Response {
    let media_type = kind.map_or("application/octet-stream", FileKind::media_type);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    (headers, bytes).into_response()
}
