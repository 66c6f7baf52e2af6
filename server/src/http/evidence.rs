//! Evidence over HTTP: the plain forms of the document and of the live capture, for browsers without scripts, and giving both
//! out. What becomes of a file is decided in `enrolment::card` and `enrolment::face`.

use super::{
    Site,
    problem::{Refusal, wants_json},
    upload::{self, refuse},
};
use app::context::RequestContext;
use axum::{
    Extension, Form, Json,
    extract::{Path, Query, Request, State, rejection::FormRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use enrolment::{Caller, Error, attempts::Counted, ports::PartKind};
use serde::Deserialize;
use shared::{
    evidence::{CardSide, UploadPurpose},
    id::{CardId, ChallengeId, FaceId, FacePartId, Province},
    liveness::Way,
    problem::{Field, Problem, ProblemCode},
    route,
};

const NO_STORE: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "private, no-store")];
/// What multipart adds around files.
const FORM_OVERHEAD: usize = 64 * 1024;

/// `POST /{province}/card`: one side or both, as they came from the camera.
pub(super) async fn card(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
    request: Request,
) -> Response {
    let json = wants_json(request.headers());
    let page = route::Candidate(&province).card();
    let limit = 2 * UploadPurpose::CardPortrait.bytes_max() + FORM_OVERHEAD;
    let taken = match read(&site, request, limit, &CardSide::ALL.map(CardSide::field)).await {
        Ok(files) => take_sides(&site, context.candidate(&province), files).await,
        Err(problem) => Err(problem.into()),
    };
    answer(&site, &page, json, taken)
}

async fn take_sides(site: &Site, caller: Option<&Caller>, files: Vec<(Field, Vec<u8>)>) -> Result<(), Error> {
    let caller = caller.ok_or(ProblemCode::SessionNeeded)?;
    if files.is_empty() {
        return Err(Problem::at(ProblemCode::FileMissing, Field::Portrait).into());
    }
    let side_of = |field| CardSide::ALL.into_iter().find(|side| side.field() == field).ok_or(ProblemCode::BadRequest);
    let sides = files.into_iter().map(|(field, bytes)| Ok((side_of(field)?, bytes)));
    let sides = sides.collect::<Result<Vec<_>, ProblemCode>>()?;
    site.enrolment.bring_card_sides(caller, sides).await
}

/// Which challenge a capture answers.
#[derive(Deserialize)]
pub(super) struct Answering {
    challenge: Option<ChallengeId>,
}

/// What somebody wants to be asked.
#[derive(Deserialize)]
pub(super) struct Wanted {
    way: Way,
}

/// `POST /{province}/face/challenge`: digits or movements. Scripts get them; forms are sent to the page, which shows them once.
pub(super) async fn challenge(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
    headers: HeaderMap,
    form: Result<Form<Wanted>, FormRejection>,
) -> Response {
    let routes = route::Candidate(&province);
    let wanted = form.map(|Form(wanted)| wanted.way).map_err(|_| ProblemCode::BadRequest);
    let caller = context.candidate(&province).ok_or(ProblemCode::SessionNeeded);
    let (caller, way) = match (caller, wanted) {
        (Ok(caller), Ok(way)) => (caller, way),
        (Err(code), _) | (_, Err(code)) => return Refusal::from(code).into_response(),
    };
    if wants_json(&headers) {
        return match site.enrolment.ask_face(caller, way).await {
            Ok(challenge) => (NO_STORE, Json(challenge)).into_response(),
            Err(error) => Refusal::from(site.enrolment.problem(error)).into_response(),
        };
    }
    match site.enrolment.prepare_challenge(caller, way).await {
        Ok(id) => Redirect::to(&routes.face_asked(id)).into_response(),
        Err(error) => answer(&site, &routes.face(), false, Err(error)),
    }
}

/// Evidence of which step is asked after.
#[derive(Deserialize)]
pub(super) struct AskedAfter {
    of: Option<String>,
}

/// `GET /{province}/evidence/turn`
pub(super) async fn turn(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
    Query(asked): Query<AskedAfter>,
) -> Result<Response, Refusal> {
    let caller = context.candidate(&province).ok_or(ProblemCode::SessionNeeded)?;
    let step = asked.of.as_deref().and_then(Counted::parse);
    let turn = site.enrolment.turn(caller, step).await.map_err(|error| site.enrolment.problem(error))?;
    Ok((NO_STORE, Json(turn)).into_response())
}

/// `POST /{province}/face`: a video of the face. What it answers stands in the address: it is known before a slow line has brought
/// the film.
pub(super) async fn face(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
    Query(answering): Query<Answering>,
    request: Request,
) -> Response {
    let json = wants_json(request.headers());
    let page = route::Candidate(&province).face();
    let limit = UploadPurpose::Face.bytes_max() + FORM_OVERHEAD;
    let asked = match (answering.challenge, context.candidate(&province)) {
        (Some(challenge), Some(caller)) => site.enrolment.answer_challenge(caller, challenge).await.map(Some),
        _ => Ok(None),
    };
    let taken = match read(&site, request, limit, &[Field::Face]).await {
        Ok(mut files) => match (context.candidate(&province), files.pop()) {
            (None, _) => Err(ProblemCode::SessionNeeded.into()),
            (Some(_), None) => Err(Problem::at(ProblemCode::FileMissing, Field::Face).into()),
            (Some(caller), Some((_, bytes))) => match asked {
                Ok(asked) => site.enrolment.bring_face(caller, asked, bytes).await,
                Err(error) => Err(error),
            },
        },
        Err(problem) => Err(problem.into()),
    };
    answer(&site, &page, json, taken)
}

/// The files of a form, in its order; fields that were left empty are not among them.
async fn read(site: &Site, request: Request, limit: usize, fields: &[Field]) -> Result<Vec<(Field, Vec<u8>)>, Problem> {
    let first = fields[0];
    let mut parts = upload::parts(site, request, limit as u64, first).await?;
    let mut files = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(|error| refuse(&error, first))? {
        let Some(field) = fields.iter().copied().find(|field| part.name() == Some(field.as_str())) else { continue };
        let named = part.file_name().is_some_and(|name| !name.is_empty());
        let bytes = part.bytes().await.map_err(|error| refuse(&error, field))?.to_vec();
        // A form sent without choosing a file holds a part without a name and without content.
        if named || !bytes.is_empty() {
            files.push((field, bytes));
        }
    }
    Ok(files)
}

/// Back to the page, which shows what is kept, with the problem's code and field in its query.
fn answer(site: &Site, page: &str, json: bool, taken: Result<(), Error>) -> Response {
    let problem = match taken {
        Ok(()) => return Redirect::to(page).into_response(),
        Err(error) => site.enrolment.problem(error),
    };
    if json || problem.status() >= 500 || problem.status() == 404 {
        return Refusal::from(problem).into_response();
    }
    let at = problem.field.map(|field| format!("&at={}", field.as_str())).unwrap_or_default();
    Redirect::to(&format!("{page}?problem={}{at}", problem.code.as_str())).into_response()
}

/// `GET /evidence/card/{id}`
pub(super) async fn card_file(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: CardId = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let caller = context.caller.as_ref().ok_or(ProblemCode::SessionNeeded)?;
    let bytes = site.enrolment.card_file(caller, id).await.map_err(|error| site.enrolment.problem(error))?;
    Ok((personal("image/jpeg", "inline; filename=\"card.jpg\""), bytes).into_response())
}

/// `GET /evidence/face/{id}`: whole, or the part that a player asks for.
pub(super) async fn face_file(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
    asked: HeaderMap,
) -> Result<Response, Refusal> {
    let id: FaceId = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let caller = context.caller.as_ref().ok_or(ProblemCode::SessionNeeded)?;
    let file = site.enrolment.face_file(caller, id).await;
    let (container, bytes) = file.map_err(|error| site.enrolment.problem(error))?;
    let name = format!("inline; filename=\"face.{}\"", container.extension());
    let mut headers = personal(container.content_type(), &name);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let range = asked.get(header::RANGE).and_then(|range| range.to_str().ok());
    let Some((from, to)) = range.and_then(|range| part(range, bytes.len())) else {
        return Ok((headers, bytes).into_response());
    };
    let content_range = format!("bytes {from}-{to}/{}", bytes.len());
    headers.insert(header::CONTENT_RANGE, HeaderValue::try_from(content_range).expect("digits are a header value"));
    Ok((StatusCode::PARTIAL_CONTENT, headers, bytes[from..=to].to_vec()).into_response())
}

/// `GET /evidence/face-part/{id}`
pub(super) async fn face_part(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: FacePartId = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let caller = context.caller.as_ref().ok_or(ProblemCode::SessionNeeded)?;
    let part = site.enrolment.face_part(caller, id).await;
    let (kind, bytes) = part.map_err(|error| site.enrolment.problem(error))?;
    let headers = match kind {
        PartKind::Still => personal("image/jpeg", "inline; filename=\"face.jpg\""),
        PartKind::Sound => personal("audio/wav", "inline; filename=\"face.wav\""),
    };
    Ok((headers, bytes).into_response())
}

fn personal(kind: &'static str, disposition: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let disposition = HeaderValue::try_from(disposition).expect("a fixed name is a header value");
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers
}

/// First and last byte of a single range; anything else is answered with the whole.
fn part(range: &str, length: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let last = length.checked_sub(1)?;
    let (from, to) = match (from.trim(), to.trim()) {
        ("", suffix) => (length.checked_sub(suffix.parse().ok()?)?, last),
        (from, "") => (from.parse().ok()?, last),
        (from, to) => (from.parse().ok()?, to.parse::<usize>().ok()?.min(last)),
    };
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        for (range, expected) in [
            ("bytes=0-", Some((0, 99))),
            ("bytes=0-1", Some((0, 1))),
            ("bytes=90-200", Some((90, 99))),
            ("bytes=-10", Some((90, 99))),
            ("bytes=100-", None),
            ("bytes=5-4", None),
            ("bytes=0-1,4-5", None),
            ("chunks=0-1", None),
        ] {
            assert_eq!(part(range, 100), expected, "{range}");
        }
        assert_eq!(part("bytes=0-", 0), None);
    }
}
