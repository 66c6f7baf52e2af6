//! Lists of classes over HTTP: taking a file in, and giving the result out as one. What becomes of a row is decided in
//! `enrolment::classes`.

use super::{
    Site,
    problem::Refusal,
    upload::{self, FORM_OVERHEAD},
};
use app::{context::RequestContext, message::desk, text::t};
use axum::{
    Extension,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use enrolment::{
    Error,
    classes::{ClassList, Headings, SHEET_BYTES_MAX, cells},
};
use shared::{
    id::ClassBatchId,
    locale::Locale,
    problem::{Field, Problem, ProblemCode},
    route::console,
};

/// `POST /console/classes`: a list; leads to its preview.
pub(super) async fn submit(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    request: Request,
) -> Response {
    match take_in(&site, &context, request).await {
        Ok(batch) => Redirect::to(&console::class_list(batch)).into_response(),
        Err(error) => {
            let problem = site.enrolment.problem(error);
            if problem.status() >= 500 {
                return Refusal::from(problem).into_response();
            }
            Redirect::to(&format!("{}?problem={}", console::CLASSES, problem.code.as_str())).into_response()
        }
    }
}

/// The body is read before the session is asked for: a browser that is cut off while sending shows no answer at all.
async fn take_in(site: &Site, context: &RequestContext, request: Request) -> Result<ClassBatchId, Error> {
    let bytes = read(site, request).await?;
    let caller = context.staff().ok_or(ProblemCode::SessionNeeded)?;
    let number = desk::headings(t::console_classes::NUMBER_HEADINGS);
    let name = desk::headings(t::console_classes::NAME_HEADINGS);
    let class = desk::headings(t::console_classes::CLASS_HEADINGS);
    let headings = Headings { number: &number, name: &name, class: &class };
    site.enrolment.send_class(caller, &bytes, headings).await
}

async fn read(site: &Site, request: Request) -> Result<Vec<u8>, Problem> {
    let field = Field::ClassList;
    let mut parts = upload::parts(site, request, SHEET_BYTES_MAX as u64 + FORM_OVERHEAD, field).await?;
    while let Some(part) = parts.next_field().await.map_err(|error| upload::refuse(&error, field))? {
        if part.name() == Some(field.as_str()) {
            let named = part.file_name().is_some_and(|name| !name.is_empty());
            let bytes = part.bytes().await.map_err(|error| upload::refuse(&error, field))?;
            if named || !bytes.is_empty() {
                return Ok(bytes.to_vec());
            }
        }
    }
    Err(Problem::at(ProblemCode::FileMissing, field))
}

/// `GET /console/classes/{id}/result.csv`: UTF-8 with a mark at the start, by which Excel knows it.
pub(super) async fn result(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: ClassBatchId = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let caller = context.staff().ok_or(ProblemCode::SessionNeeded)?;
    let list = site.enrolment.class_list(caller, id).await.map_err(|error| site.enrolment.problem(error))?;
    let mut headers = HeaderMap::new();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, "text/csv; charset=utf-8");
    set(header::CONTENT_DISPOSITION, "attachment; filename=\"result.csv\"");
    set(header::CACHE_CONTROL, "private, no-store");
    Ok((headers, sheet(&list, context.locale)).into_response())
}

fn sheet(list: &ClassList, locale: Locale) -> String {
    let heads = [
        t::console_classes::LINE,
        t::console_classes::NUMBER,
        t::console_classes::NAME,
        t::console_classes::KLASS,
        t::console_classes::RESULT,
    ];
    let mut text = String::from('\u{feff}');
    text.push_str(&cells(heads.map(|head| head.get(locale))));
    for row in &list.rows {
        let (sent, line) = (&row.sent, row.sent.line.to_string());
        let outcome = desk::row(row.outcome).get(locale);
        text.push_str(&cells([line.as_str(), &sent.number, &sent.name, &sent.class, outcome]));
    }
    text
}
