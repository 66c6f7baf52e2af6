//! Files of existing candidates' records over HTTP: one in, piece by piece, and the rows that were refused out, as a stream. What
//! becomes of a row is decided in `enrolment::existing::import`.

use super::{
    Site,
    administration::csv,
    pieces,
    problem::Refusal,
    upload::{self, FORM_OVERHEAD},
};
use app::{context::RequestContext, message::existing as words, text::t};
use axum::{
    Extension,
    extract::{Path, Request, State, multipart::MultipartError},
    response::{IntoResponse as _, Redirect, Response},
};
use enrolment::{
    Caller, Error,
    classes::cells,
    existing::import::{FILE_BYTES_MAX, RefusedRow},
};
use futures_util::stream;
use shared::{
    id::ImportId,
    locale::Locale,
    problem::{Field, Problem, ProblemCode},
    route::existing as route,
};

/// `POST /console/admin/existing`
pub(super) async fn submit(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    request: Request,
) -> Response {
    match take_in(&site, context.staff(), request).await {
        Ok(()) => Redirect::to(route::ADMIN_EXISTING).into_response(),
        Err(error) => {
            let problem = site.enrolment.problem(error);
            if problem.status() >= 500 || matches!(problem.status(), 401 | 403 | 404) {
                return Refusal::from(problem).into_response();
            }
            Redirect::to(&format!("{}?problem={}", route::ADMIN_EXISTING, problem.code.as_str())).into_response()
        }
    }
}

/// The file is kept as it comes: no more than a piece of it is in memory.
async fn take_in(site: &Site, caller: Option<&Caller>, request: Request) -> Result<(), Error> {
    let caller = caller.ok_or(ProblemCode::SessionNeeded)?;
    let field = Field::Attachment;
    let refused = |error: &MultipartError| upload::refuse(error, field);
    let mut parts = upload::parts(site, request, FILE_BYTES_MAX + FORM_OVERHEAD, field).await?;
    while let Some(mut part) = parts.next_field().await.map_err(|error| refused(&error))? {
        if part.name() != Some(field.as_str()) || part.file_name().is_none_or(str::is_empty) {
            continue;
        }
        let name = part.file_name().unwrap_or_default().to_owned();
        let mut incoming = site.enrolment.begin_import(caller, &name).await?;
        loop {
            match part.chunk().await {
                Ok(Some(bytes)) => site.enrolment.receive(&mut incoming, &bytes).await?,
                Ok(None) => break,
                Err(error) => {
                    site.enrolment.drop_import(&incoming).await?;
                    return Err(refused(&error).into());
                }
            }
        }
        site.enrolment.finish_import(incoming, &words::headings()).await?;
        return Ok(());
    }
    Err(Problem::at(ProblemCode::FileMissing, field).into())
}

/// `GET /console/admin/existing/{import}/refused.csv`: page by page.
pub(super) async fn refused(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: ImportId = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let caller = context.staff().cloned().ok_or(ProblemCode::SessionNeeded)?;
    let (enrolment, locale) = (site.enrolment, context.locale);
    let first = enrolment.refused_rows(&caller, id, 0).await.map_err(|error| enrolment.problem(error))?;
    let head = head(locale);
    let pages = stream::unfold(Some((head, first)), move |page| {
        let (enrolment, caller) = (enrolment.clone(), caller.clone());
        async move {
            let (mut text, rows) = page?;
            for row in &rows {
                text.push_str(&line(row, locale));
            }
            let Some(last) = rows.last() else { return Some((Ok(text), None)) };
            match enrolment.refused_rows(&caller, id, last.line).await {
                Ok(next) => Some((Ok(text), (!next.is_empty()).then_some((String::new(), next)))),
                // nothing more comes, and the browser sees that the file is not whole
                Err(error) => Some((Err(std::io::Error::other(error)), None)),
            }
        }
    });
    Ok((csv("refused.csv"), pieces::body(pages)).into_response())
}

/// UTF-8 with a mark at the start, by which Excel knows it.
pub fn head(locale: Locale) -> String {
    use t::console_existing as own;
    let heads = [own::LINE, own::COLUMNS, own::REASONS].map(|head| head.get(locale));
    format!("\u{feff}{}", cells(heads))
}

/// Line, columns, reasons, and the row as it was sent.
pub fn line(row: &RefusedRow, locale: Locale) -> String {
    let join = |words: Vec<&str>| words.join(" · ");
    let columns = join(row.faults.iter().map(|(column, _)| words::column(*column).get(locale)).collect());
    let reasons = join(row.faults.iter().map(|(_, fault)| words::fault(*fault).get(locale)).collect());
    let number = row.line.to_string();
    cells([number.as_str(), &columns, &reasons].into_iter().chain(row.cells.iter().map(String::as_str)))
}
