//! Proofs over HTTP: taking files in by a plain form, and giving them out. What may come in is decided in `enrolment::attachments`.

use super::{
    Site,
    problem::{Refusal, wants_json},
    upload::{self, FORM_OVERHEAD},
};
use app::context::RequestContext;
use axum::{
    Extension, Json,
    extract::{Multipart, Path, Request, State, multipart::MultipartError},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use enrolment::{Caller, Error, attachments::NewAttachment};
use serde_json::json;
use shared::{
    attachment::{COUNT_MAX, OTHER, SIZE_MAX},
    file_kind::FileKind,
    id::{AttachmentId, Province},
    problem::{Field, Problem, ProblemCode},
    route,
};

/// Sent at once by one form; more go one form after another.
const FORM_LIMIT: u64 = 5 * SIZE_MAX as u64 + FORM_OVERHEAD;

/// What the form held: `kind` (code of a demand or `other`), `description`, `replaces`, `remove`, and `attachment`, as often as there
/// are files. Names of files are not looked at.
#[derive(Debug, Default)]
struct AttachmentForm {
    kind: String,
    description: Option<String>,
    replaces: Option<AttachmentId>,
    remove: Option<AttachmentId>,
    files: Vec<Vec<u8>>,
}

impl AttachmentForm {
    async fn read(mut parts: Multipart) -> Result<Self, Problem> {
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(refused)? {
            match part.name().unwrap_or_default() {
                "attachment" => {
                    let named = part.file_name().is_some_and(|name| !name.is_empty());
                    let bytes = part.bytes().await.map_err(refused)?.to_vec();
                    // A form sent without choosing a file holds a part without a name and without content.
                    if named || !bytes.is_empty() {
                        form.files.push(bytes);
                    }
                }
                "kind" => form.kind = part.text().await.map_err(refused)?,
                "description" => form.description = Some(part.text().await.map_err(refused)?),
                "replaces" => form.replaces = id(&part.text().await.map_err(refused)?)?,
                "remove" => form.remove = id(&part.text().await.map_err(refused)?)?,
                _ => {}
            }
        }
        Ok(form)
    }
}

fn refused(error: MultipartError) -> Problem {
    upload::refuse(&error, Field::Attachment)
}

fn id(text: &str) -> Result<Option<AttachmentId>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| ProblemCode::BadRequest.into())
}

/// `POST /{province}/attachments`: adds files, puts one in another's place, or removes one.
pub(super) async fn submit(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(province): Path<Province>,
    request: Request,
) -> Response {
    let json = wants_json(request.headers());
    let page = route::Candidate(&province).attachments();
    match take_in(&site, &context, &province, request).await {
        Ok(added) if json => Json(json!({ "attachments": added })).into_response(),
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => {
            let problem = site.enrolment.problem(error);
            if json || problem.status() >= 500 {
                return Refusal::from(problem).into_response();
            }
            Redirect::to(&format!("{page}?problem={}", problem.code.as_str())).into_response()
        }
    }
}

/// The body is read before the session is asked for: a browser that is cut off while sending shows no answer at all.
async fn take_in(
    site: &Site,
    context: &RequestContext,
    province: &Province,
    request: Request,
) -> Result<Vec<AttachmentId>, Error> {
    let form = AttachmentForm::read(upload::parts(site, request, FORM_LIMIT, Field::Attachment).await?).await?;
    let caller = context.candidate(province).ok_or(ProblemCode::SessionNeeded)?;
    if let Some(id) = form.remove {
        site.enrolment.remove_attachment(caller, id).await?;
        return Ok(Vec::new());
    }
    add(site, caller, form).await
}

/// Each file by itself: what was good before a bad one stays.
async fn add(site: &Site, caller: &Caller, form: AttachmentForm) -> Result<Vec<AttachmentId>, Error> {
    let AttachmentForm { kind, description, mut replaces, files, .. } = form;
    let kind = if kind.is_empty() { OTHER.to_owned() } else { kind };
    if files.is_empty() {
        return Err(Problem::at(ProblemCode::FileMissing, Field::Attachment).into());
    }
    if files.len() > COUNT_MAX {
        return Err(Problem::at(ProblemCode::FileTooMany, Field::Attachment).into());
    }
    let mut added = Vec::new();
    for bytes in files {
        let new =
            NewAttachment { kind: kind.clone(), description: description.clone(), replaces: replaces.take(), bytes };
        added.push(site.enrolment.add_attachment(caller, new).await?);
    }
    Ok(added)
}

/// `GET /evidence/attachment/{id}`: for its candidate, and for the reviewer who holds the case.
pub(super) async fn file(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (id, caller) = asked(&context, &id)?;
    let file = site.enrolment.attachment_file(caller, id).await.map_err(|error| site.enrolment.problem(error))?;
    Ok(guarded(file.bytes, file.format))
}

/// `GET /evidence/attachment/{id}/thumbnail`
pub(super) async fn thumbnail(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (id, caller) = asked(&context, &id)?;
    let bytes = site.enrolment.attachment_thumbnail(caller, id).await.map_err(|error| site.enrolment.problem(error))?;
    Ok(guarded(bytes, FileKind::Jpeg))
}

fn asked<'c>(context: &'c RequestContext, id: &str) -> Result<(AttachmentId, &'c Caller), Refusal> {
    let id = id.parse().map_err(|_| ProblemCode::NotFound)?;
    Ok((id, context.caller.as_ref().ok_or(ProblemCode::SessionNeeded)?))
}

/// Nothing in the file may act: a picture is shown, a PDF only downloaded, under a name of ours.
fn guarded(bytes: Vec<u8>, format: FileKind) -> Response {
    const SANDBOX: &str = "default-src 'none'; sandbox";
    let mut response = upload::private(bytes, Some(format));
    let headers = response.headers_mut();
    let disposition = match format {
        FileKind::Pdf => "attachment; filename=\"attachment.pdf\"",
        FileKind::Jpeg | FileKind::Png | FileKind::WebP => "inline",
    };
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
