//! The photo step over HTTP: taking a picture in, cropping it again, and giving pictures out. What becomes of a picture is
//! decided in `enrolment::photo`.

use super::{
    Site,
    photo_form::{Nudge, PhotoForm},
    problem::{Refusal, wants_json},
    upload::{self, FORM_OVERHEAD},
};
use app::context::RequestContext;
use axum::{
    Extension, Json,
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use enrolment::{Caller, Error, photo::PhotoOutcome};
use serde_json::json;
use shared::{
    file_kind::FileKind,
    id::{EnrolmentId, PhotoId, Province},
    problem::{Field, Problem, ProblemCode},
    route,
};

/// `POST /{province}/photo`: the picture, as it came or already finished by the browser.
pub(super) async fn submit(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
    request: Request,
) -> Response {
    let json = wants_json(request.headers());
    let outcome = take_in(&site, &context, &province, request).await;
    answer(&site, &province, json, outcome)
}

/// `POST /{province}/photo/prepare`: the same form; kept apart so that a page can send only a crop or a step.
pub(super) async fn prepare(
    state: State<Site>,
    context: Extension<RequestContext>,
    province: Path<Province>,
    request: Request,
) -> Response {
    submit(state, context, province, request).await
}

async fn take_in(
    site: &Site,
    context: &RequestContext,
    province: &Province,
    request: Request,
) -> Result<PhotoOutcome, Error> {
    let form = read_form(site, request).await?;
    let caller = context.candidate(province).ok_or(ProblemCode::SessionNeeded)?;
    match form {
        PhotoForm { file: Some((name, bytes)), crop, .. } => {
            site.enrolment.submit_photo(caller, bytes, name.as_deref(), crop).await
        }
        PhotoForm { crop: Some(crop), nudge: None, .. } => site.enrolment.recrop_photo(caller, crop).await,
        PhotoForm { crop, nudge: Some(nudge), .. } => nudged(site, caller, crop, nudge).await,
        PhotoForm { .. } => Err(Problem::at(ProblemCode::FileMissing, Field::Photo).into()),
    }
}

/// The body is read before the session is asked for: a browser that is cut off while sending shows no answer at all.
pub(super) async fn read_form(site: &Site, request: Request) -> Result<PhotoForm, Problem> {
    let limit = site.settings.photo.upload_limit.bytes() + FORM_OVERHEAD;
    PhotoForm::read(upload::parts(site, request, limit, Field::Photo).await?).await
}

/// One step of the crop that the page showed, or of the last one known.
async fn nudged(site: &Site, caller: &Caller, crop: Option<[f32; 4]>, nudge: Nudge) -> Result<PhotoOutcome, Error> {
    let source = site.enrolment.photo_source(caller).await?.ok_or(ProblemCode::FileMissing)?;
    let crop = crop.or(source.crop).ok_or(ProblemCode::PhotoRefused)?;
    let stepped = nudge.step(crop, (source.source_width, source.source_height));
    site.enrolment.recrop_photo(caller, stepped).await
}

/// JSON for scripts; for forms the photo page, which shows what the server kept, or the problem's code in its query.
fn answer(site: &Site, province: &Province, json: bool, outcome: Result<PhotoOutcome, Error>) -> Response {
    let page = route::Candidate(province).photo();
    match outcome {
        Ok(outcome) if json => receipt(outcome),
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => {
            let problem = site.enrolment.problem(error);
            if json || problem.status() >= 500 || problem.status() == 404 {
                return Refusal::from(problem).into_response();
            }
            Redirect::to(&format!("{page}?problem={}", problem.code.as_str())).into_response()
        }
    }
}

pub(super) fn receipt(outcome: PhotoOutcome) -> Response {
    match outcome {
        PhotoOutcome::Kept(kept) => {
            Json(json!({ "photo": kept.photo, "verdict": kept.verdict, "prepared": kept.prepared })).into_response()
        }
        PhotoOutcome::Refused(refused) => {
            let problem = Problem::at(ProblemCode::PhotoRefused, Field::Photo);
            let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let size = [refused.source_width, refused.source_height];
            let body = json!({
                "code": problem.code, "field": problem.field, "verdict": refused.verdict, "crop": refused.crop, "source": size,
            });
            (status, Json(body)).into_response()
        }
    }
}

/// `GET /photo/{id}`: for its candidate, and for the reviewer who holds the case.
pub(super) async fn file(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: PhotoId = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let caller = context.caller.as_ref().ok_or(ProblemCode::SessionNeeded)?;
    let bytes = site.enrolment.photo_file(caller, id).await.map_err(|error| site.enrolment.problem(error))?;
    Ok(upload::private(bytes, Some(FileKind::Jpeg)))
}

/// `GET /console/case/{case}/alike/{photo}`: of somebody who looks like the candidate, for the reviewer who holds the case.
pub(super) async fn alike(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path((case, photo)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let case: EnrolmentId = case.parse().map_err(|_| ProblemCode::NotFound)?;
    let photo: PhotoId = photo.parse().map_err(|_| ProblemCode::NotFound)?;
    let caller = context.caller.as_ref().ok_or(ProblemCode::SessionNeeded)?;
    let bytes = site.enrolment.duplicate_photo(caller, case, photo).await;
    Ok(upload::private(bytes.map_err(|error| site.enrolment.problem(error))?, Some(FileKind::Jpeg)))
}

/// `GET /{province}/photo/source`: the last picture the server worked on, for cropping it again without scripts.
pub(super) async fn source(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
) -> Result<Response, Refusal> {
    let caller = context.candidate(&province).ok_or(ProblemCode::SessionNeeded)?;
    let bytes = site.enrolment.photo_source_file(caller).await.map_err(|error| site.enrolment.problem(error))?;
    // By content, and only what an `<img>` may show: the bytes are a stranger's.
    let kind = FileKind::of(&bytes).filter(|kind| kind.is_picture());
    Ok(upload::private(bytes, kind))
}
