//! Files of the administration: tables as CSV, in and out, and exports as a stream. Who may is decided in `enrolment`.

use super::{
    Site, pieces,
    problem::Refusal,
    upload::{self, FORM_OVERHEAD},
};
use app::context::RequestContext;
use axum::{
    Extension,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use enrolment::{Caller, Error, administration::Part};
use futures_util::stream;
use shared::{
    id::ExportId,
    problem::{Field, Problem, ProblemCode},
    route::console,
};

/// Largest table taken in.
const TABLE_MAX: u64 = 4 * 1024 * 1024;

/// `GET /console/admin/tables/{part}/file`
pub(super) async fn table(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(part): Path<String>,
) -> Result<Response, Refusal> {
    let table = Part::parse(&part).filter(|part| part.is_table()).ok_or(ProblemCode::NotFound)?;
    let caller = context.staff().ok_or(ProblemCode::SessionNeeded)?;
    let text = site.enrolment.export_table(caller, table).await.map_err(|error| site.enrolment.problem(error))?;
    Ok((csv(&format!("{part}.csv")), text).into_response())
}

/// `POST /console/admin/tables/{part}/file`: makes an imported table the draft.
pub(super) async fn import(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(part): Path<String>,
    request: Request,
) -> Response {
    let taken = take_in(&site, context.staff(), &part, request).await;
    let Some(table) = Part::parse(&part).filter(|part| part.is_table()) else {
        return Refusal::from(ProblemCode::NotFound).into_response();
    };
    let page = console::admin_table(table.as_str());
    match taken {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(error) => {
            let problem = site.enrolment.problem(error);
            if problem.status() >= 500 || matches!(problem.status(), 401 | 403 | 404) {
                return Refusal::from(problem).into_response();
            }
            Redirect::to(&format!("{page}?problem={}", problem.code.as_str())).into_response()
        }
    }
}

async fn take_in(site: &Site, caller: Option<&Caller>, part: &str, request: Request) -> Result<(), Error> {
    let mut parts = upload::parts(site, request, TABLE_MAX + FORM_OVERHEAD, Field::Attachment).await?;
    let refused = |error: &axum::extract::multipart::MultipartError| upload::refuse(error, Field::Attachment);
    let (mut version, mut bytes) = (0, Vec::new());
    while let Some(own) = parts.next_field().await.map_err(|error| refused(&error))? {
        match own.name().unwrap_or_default() {
            "version" => {
                let text = own.text().await.map_err(|error| refused(&error))?;
                version = text.parse().map_err(|_| ProblemCode::BadRequest)?;
            }
            "attachment" => bytes = own.bytes().await.map_err(|error| refused(&error))?.to_vec(),
            _ => {}
        }
    }
    let caller = caller.ok_or(ProblemCode::SessionNeeded)?;
    let table = Part::parse(part).filter(|part| part.is_table()).ok_or(Error::NotFound)?;
    if bytes.is_empty() {
        return Err(Problem::at(ProblemCode::FileMissing, Field::Attachment).into());
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::at(ProblemCode::FileUnreadable, Field::Attachment))?;
    site.enrolment.import_table(caller, table, version, &text).await
}

/// `GET /console/admin/exports/{id}/file`: piece by piece, so that a large one needs no memory.
pub(super) async fn export(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: ExportId = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let caller = context.staff().cloned().ok_or(ProblemCode::SessionNeeded)?;
    let opened = site.enrolment.open_export(&caller, id).await.map_err(|error| site.enrolment.problem(error))?;
    let (enrolment, chunks) = (site.enrolment, opened.chunks);
    let stored = stream::unfold(0, move |place| {
        let (enrolment, caller) = (enrolment.clone(), caller.clone());
        async move {
            if place >= chunks {
                return None;
            }
            let piece = enrolment.read_export(&caller, id, place).await.map_err(std::io::Error::other);
            // after a failure nothing more comes, and the browser sees that the file is not whole
            let next = if piece.is_ok() { place + 1 } else { chunks };
            Some((piece, next))
        }
    });
    let mut headers = csv(&opened.name);
    headers.insert(header::CONTENT_LENGTH, opened.size_bytes.into());
    Ok((headers, pieces::body(stored)).into_response())
}

pub(super) fn csv(name: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    headers.insert(header::CONTENT_DISPOSITION, disposition.expect("letters, digits and hyphens are a header value"));
    headers
}
