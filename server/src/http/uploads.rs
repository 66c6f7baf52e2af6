//! Files piece by piece over HTTP, for scripts: `POST` begins or finds an upload, `PUT` brings a piece, `GET` says how far it is,
//! `POST …/finish` hands the whole over, `DELETE` forgets it. What is decided is decided in `enrolment::uploads`.

use super::{Site, problem::Refusal};
use app::context::RequestContext;
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, StatusCode},
    response::{IntoResponse, Response},
    routing::{MethodRouter, post, put},
};
use enrolment::{
    Caller,
    attachments::Place,
    uploads::{NewUpload, UploadState},
};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::{
    evidence::UploadPurpose,
    id::{AttachmentId, ChallengeId, Province, UploadId},
    problem::{Problem, ProblemCode},
};

/// SHA-256 of a piece, hexadecimal.
const CHUNK_HASH: HeaderName = HeaderName::from_static("x-chunk-sha256");
/// Greatest piece.
pub(super) const CHUNK_MAX: usize = 256 * 1024;

#[derive(Deserialize)]
struct Announced {
    purpose: UploadPurpose,
    size_bytes: u64,
    sha256: String,
    #[serde(default)]
    content_type: String,
    /// What a capture of the face answers.
    challenge: Option<ChallengeId>,
}

/// What finishing says of a proof: where it belongs.
#[derive(Default, Deserialize)]
struct Finishing {
    kind: Option<String>,
    description: Option<String>,
    replaces: Option<AttachmentId>,
}

/// `/{province}/uploads`
pub(super) fn all() -> MethodRouter<Site> {
    post(begin)
}

/// `/{province}/uploads/{id}`
pub(super) fn one() -> MethodRouter<Site> {
    axum::routing::get(state).delete(cancel)
}

/// `/{province}/uploads/{id}/{place}`: a piece by its number, or `finish`.
pub(super) fn piece() -> MethodRouter<Site> {
    put(take).post(finish)
}

async fn begin(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let caller = candidate(&context, &province)?;
    let announced: Announced = serde_json::from_slice(&body).map_err(|_| ProblemCode::BadRequest)?;
    let new = NewUpload {
        purpose: announced.purpose,
        size_bytes: announced.size_bytes,
        sha256: hash(&announced.sha256)?,
        content_type: announced.content_type,
        challenge: announced.challenge,
    };
    let state = site.enrolment.begin_upload(caller, &new).await.map_err(|error| site.enrolment.problem(error))?;
    Ok((StatusCode::CREATED, Json(shown(&state))).into_response())
}

async fn take(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path((province, id, place)): Path<(Province, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let (caller, id) = (candidate(&context, &province)?, upload(&id)?);
    let place = place.parse().map_err(|_| ProblemCode::NotFound)?;
    let promised = headers.get(CHUNK_HASH).and_then(|value| value.to_str().ok()).ok_or(ProblemCode::BadRequest)?;
    if body.len() > CHUNK_MAX {
        return Err(ProblemCode::UploadDamaged.into());
    }
    let state = site.enrolment.put_chunk(caller, id, place, &hash(promised)?, &body).await;
    Ok(Json(shown(&state.map_err(|error| site.enrolment.problem(error))?)))
}

async fn state(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path((province, id)): Path<(Province, String)>,
) -> Result<Json<Value>, Refusal> {
    let state = site.enrolment.upload_state(candidate(&context, &province)?, upload(&id)?).await;
    Ok(Json(shown(&state.map_err(|error| site.enrolment.problem(error))?)))
}

async fn finish(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path((province, id, act)): Path<(Province, String, String)>,
    body: Bytes,
) -> Result<Response, Refusal> {
    if act != "finish" {
        return Err(ProblemCode::NotFound.into());
    }
    let (caller, id) = (candidate(&context, &province)?, upload(&id)?);
    let taken = site.enrolment.attach_upload(caller, id, place(&body)?).await;
    Ok(Json(taken.map_err(|error| site.enrolment.problem(error))?).into_response())
}

/// Nothing is said of other files, nor where the proof is one that nothing demands.
fn place(body: &[u8]) -> Result<Place, Problem> {
    if body.is_empty() {
        return Ok(Place::default());
    }
    let said: Finishing = serde_json::from_slice(body).map_err(|_| ProblemCode::BadRequest)?;
    let kind = said.kind.filter(|kind| !kind.is_empty()).unwrap_or(Place::default().kind);
    Ok(Place { kind, description: said.description, replaces: said.replaces })
}

async fn cancel(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path((province, id)): Path<(Province, String)>,
) -> Result<StatusCode, Refusal> {
    let done = site.enrolment.cancel_upload(candidate(&context, &province)?, upload(&id)?).await;
    done.map_err(|error| site.enrolment.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

fn candidate<'a>(context: &'a RequestContext, province: &Province) -> Result<&'a Caller, Problem> {
    context.candidate(province).ok_or_else(|| ProblemCode::SessionNeeded.into())
}

fn upload(id: &str) -> Result<UploadId, Problem> {
    id.parse().map_err(|_| ProblemCode::NotFound.into())
}

/// 64 hexadecimal digits.
fn hash(text: &str) -> Result<[u8; 32], Problem> {
    let digit = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..64).step_by(2).map(digit).collect();
    let whole = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    bytes.filter(|_| whole).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| ProblemCode::BadRequest.into())
}

fn shown(state: &UploadState) -> Value {
    json!({
        "id": state.id,
        "purpose": state.purpose,
        "size_bytes": state.size_bytes,
        "chunk_bytes": state.chunk_bytes,
        "chunks": state.chunks,
        "have": state.have,
        "finished": state.finished,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_has_sixty_four_digits() {
        assert_eq!(hash(&"0a".repeat(32)).expect("a hash"), [10; 32]);
        for text in [String::new(), "0a".repeat(31), "0a".repeat(33), "+a".repeat(32), "é".repeat(32)] {
            assert!(hash(&text).is_err(), "{text}");
        }
    }
}
