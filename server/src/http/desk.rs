//! The photograph taken at the desk, over HTTP: the same form as a candidate's, for the application before the officer.

use super::{
    Site,
    photo::{read_form, receipt},
    photo_form::PhotoForm,
    problem::{Refusal, wants_json},
};
use app::context::RequestContext;
use axum::{
    Extension,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use enrolment::{Error, photo::PhotoOutcome};
use shared::{
    id::EnrolmentId,
    problem::{Field, Problem, ProblemCode},
    route::console,
};

/// `POST /console/desk/{id}/photo`: kept, the case; refused, the page again, which says why.
pub(super) async fn photo(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let json = wants_json(request.headers());
    let Ok(id) = id.parse::<EnrolmentId>() else { return Refusal::from(ProblemCode::NotFound).into_response() };
    match take_in(&site, &context, id, request).await {
        Ok(outcome) if json => receipt(outcome),
        Ok(PhotoOutcome::Kept(_)) => Redirect::to(&console::desk_case(id)).into_response(),
        Ok(PhotoOutcome::Refused(_)) => Redirect::to(&console::desk_photo(id)).into_response(),
        Err(error) => {
            let problem = site.enrolment.problem(error);
            if json || problem.status() >= 500 || problem.status() == 404 {
                return Refusal::from(problem).into_response();
            }
            Redirect::to(&format!("{}?problem={}", console::desk_photo(id), problem.code.as_str())).into_response()
        }
    }
}

async fn take_in(
    site: &Site,
    context: &RequestContext,
    id: EnrolmentId,
    request: Request,
) -> Result<PhotoOutcome, Error> {
    let PhotoForm { file, crop, .. } = read_form(site, request).await?;
    let caller = context.staff().ok_or(ProblemCode::SessionNeeded)?;
    let (name, bytes) = file.ok_or(Problem::at(ProblemCode::FileMissing, Field::Photo))?;
    site.enrolment.submit_photo_at_desk(caller, id, bytes, name.as_deref(), crop).await
}
