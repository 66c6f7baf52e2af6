//! 上传附件: each proof that is demanded with its clause, what is there, and a place for everything else. Plain forms, several files
//! at once; `app/scripts/attachments.js` sends them piece by piece.

use super::{
    evidence::words,
    frame::{Menu, Page, Visit, candidate_page},
    returned,
};
use crate::{
    components::{ErrorSummary, Notice, SummaryRow, Tone},
    journey,
    message::{photo::bytes, proof},
    text::t,
};
use enrolment::attachments::{Attachment, Attachments, Demanded};
use leptos::prelude::*;
use shared::{
    attachment::{COUNT_MAX, DESCRIPTION_MAX, OTHER, Reason},
    enrolment::{Item, Step},
    file_kind::FileKind,
    locale::Locale,
    problem::{Field, Problem, ProblemCode},
    profile::Word,
    route,
};

#[component]
pub fn AttachmentsPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
        let shown = enrolment.attachments(caller).await?;
        if !shown.open {
            return Err(ProblemCode::ItemClosed.into());
        }
        let status = enrolment.status(caller).await?;
        let sent_back = returned::notice(&visit, &status, Item::Attachments);
        let body = view! { {sent_back} {body(&visit, &shown, status.amendable)} };
        let page = Page::new(t::attachments::TITLE.get(visit.locale), Menu::Enrol, body);
        Ok(page.at(&visit, Step::Provide(Item::Attachments)))
    })
}

fn body(visit: &Visit, shown: &Attachments, amending: bool) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    // the upload route says in the query why it refused, by code alone
    let problems = visit.problem.clone().into_iter();
    let problems: Vec<_> = problems.map(|problem| Problem { field: Some(Field::Attachment), ..problem }).collect();
    let (before, next) = if amending { (routes.amend(), routes.amend()) } else { (routes.details(), routes.go_on()) };
    view! {
        <ErrorSummary problems=problems locale=locale />
        <p class="lead">{t::attachments::LEAD.get(locale)}</p>
        <div
            id="proofs"
            data-owner=visit.owner()
            data-go-on=visit.routes().go_on()
            data-uploads=routes.uploads()
            data-page=routes.attachments()
            data-words=words::proofs(locale)
        >
            {proofs(visit, shown, before, next)}
        </div>
        {row(locale)}
        <script type="module" src=format!("{}attachments.js", visit.context.scripts)></script>
    }
}

/// What the script takes over as it is drawn anew.
fn proofs(visit: &Visit, shown: &Attachments, before: String, next: String) -> impl IntoView + use<> {
    let locale = visit.locale;
    let complete = shown.complete();
    let primary = if complete { "button button--primary" } else { "button" };
    let demands = shown.demands.iter().flatten().map(|demanded| demand(visit, demanded, shown.left)).collect_view();
    view! {
        <ul class="quiet">
            <li>{t::attachments::LIMIT_FORMAT.get(locale)}</li>
            <li>{t::attachments::limit_count(locale, COUNT_MAX, shown.left)}</li>
            <li>{t::attachments::LIMIT_CLEAR.get(locale)}</li>
        </ul>
        {state(visit, shown)}
        <div id=Field::Attachment.as_str() tabindex="-1">{demands}</div>
        {others(visit, shown)}
        <p class="quiet">{t::frame::SAVED.get(locale)}</p>
        <div class="act act--pair">
            <p id="proofs-say" class="upload-status" role="status"></p>
            <a class="button" href=before>{t::attachments::BACK.get(locale)}</a>
            <a class=primary href=next>{t::attachments::NEXT.get(locale)}</a>
        </div>
    }
}

/// The line of a file on its way, which the script copies.
fn row(locale: Locale) -> impl IntoView {
    view! {
        <template id="upload-row">
            <li class="upload-row">
                <strong class="upload-row__name"></strong>
                <p class="upload-status" role="status" aria-live="polite"></p>
                <progress class="upload-progress" max="100" hidden aria-hidden="true"></progress>
                <p class="upload-row__acts">
                    <button type="button" class="button upload-resume" hidden>{t::upload::RESUME.get(locale)}</button>
                    <button type="button" class="button upload-cancel">{t::proof_upload::CANCEL.get(locale)}</button>
                </p>
            </li>
        </template>
    }
}

/// Whether anything is still to be done here.
fn state(visit: &Visit, shown: &Attachments) -> AnyView {
    let locale = visit.locale;
    let (tone, title, text) = match &shown.demands {
        None => return no_details(visit),
        Some(demands) if demands.is_empty() => {
            (Tone::Good, t::attachments::NOTHING_NEEDED, t::attachments::NOTHING_NEEDED_TEXT.get(locale).to_owned())
        }
        Some(demands) => {
            let missing = demands.iter().filter(|demanded| demanded.files.is_empty()).count();
            if missing == 0 {
                (Tone::Good, t::attachments::COMPLETE, t::attachments::COMPLETE_TEXT.get(locale).to_owned())
            } else {
                (Tone::Warn, t::attachments::INCOMPLETE, t::attachments::incomplete_text(locale, missing))
            }
        }
    };
    view! { <Notice title=title.get(locale) tone=tone><p>{text}</p></Notice> }.into_any()
}

/// Before the details nobody knows what is asked for.
fn no_details(visit: &Visit) -> AnyView {
    let text = t::attachments::NO_DETAILS_TEXT.get(visit.locale);
    view! { <Notice title=details_first(visit) tone=Tone::Warn><p>{text}</p></Notice> }.into_any()
}

fn details_first(visit: &Visit) -> String {
    t::attachments::no_details(visit.locale, visit.word(Word::FillIn, t::details::TITLE))
}

fn demand(visit: &Visit, demanded: &Demanded, left: usize) -> impl IntoView + use<> {
    let locale = visit.locale;
    let reason = &demanded.demand.reason;
    let clause = match reason {
        Reason::Major { name, clause, .. } => {
            let (title, clause) = (t::attachments::clause(locale, name), clause.clone());
            view! { <p class="proof__clause"><strong>{title}</strong><br /><span lang="zh-CN">{clause}</span></p> }
                .into_any()
        }
        Reason::Document { .. } => view! { <p>{t::joining::DOCUMENT_TEXT.get(locale)}</p> }.into_any(),
        Reason::Education => view! { <p>{t::attachments::EDUCATION_TEXT.get(locale)}</p> }.into_any(),
        Reason::IdentityChange => view! { <p>{t::attachments::IDENTITY_CHANGE_TEXT.get(locale)}</p> }.into_any(),
    };
    let (tag, words) = if demanded.files.is_empty() {
        ("tag tag--warn", t::attachments::MISSING)
    } else {
        ("tag tag--good", t::attachments::THERE)
    };
    let more = !demanded.files.is_empty();
    view! {
        <section class="proof">
            <h2>{proof::name(reason, locale)} " " <span class=tag>{words.get(locale)}</span></h2>
            {clause}
            {files(visit, &demanded.files)}
            {(left > 0).then(|| add(visit, &demanded.demand.code, more))}
        </section>
    }
}

fn others(visit: &Visit, shown: &Attachments) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <section class="proof">
            <h2>{t::attachments::OTHERS.get(locale)}</h2>
            <p>{t::attachments::OTHERS_TEXT.get(locale)}</p>
            {files(visit, &shown.others)}
            {(shown.left > 0).then(|| add(visit, OTHER, true))}
        </section>
    }
}

/// The form that sends files. `folded`: behind + 新增附件, where files are there already or none are needed.
fn add(visit: &Visit, kind: &str, folded: bool) -> AnyView {
    let locale = visit.locale;
    let id = format!("add-{kind}");
    let describe = (kind == OTHER).then(|| {
        view! {
            <div class="field">
                <label class="field__label" for="description">{t::attachments::DESCRIPTION.get(locale)}</label>
                <input class="input" id="description" name="description" maxlength=DESCRIPTION_MAX autocomplete="off" />
            </div>
        }
    });
    let form = view! {
        <form method="post" action=visit.own(&visit.routes().attachments()) enctype="multipart/form-data" class="content--narrow">
            <input type="hidden" name="kind" value=kind.to_owned() />
            {describe}
            {chooser(id, true, locale)}
            <button class="button button--primary">{t::attachments::UPLOAD.get(locale)}</button>
        </form>
    };
    if folded {
        view! { <details class="proof__add"><summary class="button">{t::attachments::ADD.get(locale)}</summary>{form}</details> }
            .into_any()
    } else {
        form.into_any()
    }
}

fn chooser(id: String, several: bool, locale: Locale) -> impl IntoView {
    let hint = format!("{id}-hint");
    let label = if several { t::attachments::CHOOSE } else { t::attachments::CHOOSE_ONE };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label.get(locale)}</label>
            <p class="field__hint" id=hint.clone()>{t::attachments::CHOOSE_HINT.get(locale)}</p>
            <input
                class="input"
                id=id
                name="attachment"
                type="file"
                accept="image/jpeg,image/png,image/webp,application/pdf"
                multiple=several
                required=true
                aria-describedby=hint
            />
        </div>
    }
}

fn files(visit: &Visit, files: &[Attachment]) -> Option<impl IntoView + use<>> {
    let lines = files.iter().enumerate().map(|(n, file)| line(visit, file, n + 1)).collect_view();
    (!files.is_empty()).then(|| view! { <ul class="proof__files">{lines}</ul> })
}

fn line(visit: &Visit, file: &Attachment, number: usize) -> impl IntoView + use<> {
    let (locale, action) = (visit.locale, visit.own(&visit.routes().attachments()));
    let (id, what) = (file.id.to_string(), t::attachments::file(locale, number));
    let replace = view! {
        <details>
            <summary class="button" aria-label=t::attachments::replace_what(locale, &what)>{t::attachments::REPLACE.get(locale)}</summary>
            <form method="post" action=action.clone() enctype="multipart/form-data">
                <input type="hidden" name="replaces" value=id.clone() />
                {chooser(format!("replace-{id}"), false, locale)}
                <button class="button button--primary">{t::attachments::UPLOAD.get(locale)}</button>
            </form>
        </details>
    };
    let remove = view! {
        <details>
            <summary class="button" aria-label=t::attachments::remove_what(locale, &what)>{t::attachments::REMOVE.get(locale)}</summary>
            <form method="post" action=action enctype="multipart/form-data">
                <input type="hidden" name="remove" value=id />
                <p>{t::attachments::REMOVE_TEXT.get(locale)}</p>
                <button class="button button--danger">{t::attachments::REMOVE_SURE.get(locale)}</button>
            </form>
        </details>
    };
    view! {
        <li class="proof__file">
            {picture(file, locale)}
            <p>{describe(file, number, locale)}</p>
            <div class="proof__acts">{replace} {remove}</div>
        </li>
    }
}

/// The thumbnail, which opens the file; a PDF is a word in a frame.
pub(in crate::pages) fn picture(file: &Attachment, locale: Locale) -> impl IntoView + use<> {
    let (href, image) = (route::attachment_file(file.id), route::attachment_thumbnail(file.id));
    let inside = if file.has_thumbnail {
        view! { <img src=image alt=t::attachments::OPEN.get(locale) loading="lazy" /> }.into_any()
    } else {
        view! { <span>"PDF"</span> <span class="visually-hidden">{t::attachments::OPEN.get(locale)}</span> }.into_any()
    };
    view! { <a class="proof__picture" href=href target="_blank" rel="noopener">{inside}</a> }
}

/// What the candidate says of it, type and size.
pub(in crate::pages) fn describe(file: &Attachment, number: usize, locale: Locale) -> String {
    let name = file.description.clone().unwrap_or_else(|| t::attachments::file(locale, number));
    let format = match file.format {
        FileKind::Jpeg => "JPEG",
        FileKind::Png => "PNG",
        FileKind::WebP => "WebP",
        FileKind::Pdf => "PDF",
    };
    t::attachments::what(locale, name, format, bytes(file.size_bytes as f32, locale))
}

/// The rows of the check page: one a demand, one for the rest.
pub(super) fn rows(visit: &Visit, shown: &Attachments, open: bool) -> Vec<SummaryRow> {
    let locale = visit.locale;
    let count = |files: &[Attachment]| match files.len() {
        0 => t::attachments::MISSING.get(locale).to_owned(),
        count => t::attachments::count(locale, count),
    };
    let row = |question: String, answer: String, missing: bool| {
        let row = SummaryRow::new(question.clone(), answer);
        if !open {
            return row;
        }
        let href = journey::page_of(visit.routes(), Item::Attachments);
        if missing {
            row.with_change(href, t::check::PROVIDE.get(locale), t::check::provide_what(locale, question))
        } else {
            row.with_change(href, t::check::CHANGE.get(locale), t::check::change_what(locale, question))
        }
    };
    let demanded = shown.demands.iter().flatten().map(|demanded| {
        let name = proof::name(&demanded.demand.reason, locale);
        row(name, count(&demanded.files), demanded.files.is_empty())
    });
    let mut rows: Vec<_> = demanded.collect();
    let rest = match shown.others.len() {
        0 if shown.demands.is_none() => details_first(visit),
        0 => t::attachments::NONE.get(locale).to_owned(),
        count => t::attachments::count(locale, count),
    };
    rows.push(row(t::attachments::OTHERS.get(locale).to_owned(), rest, false));
    rows
}
