//! The live capture of the face, and the ways without one.

use super::{
    super::frame::{Menu, Page, Visit, candidate_page},
    consent, drawing, owner, refusal, words,
};
use crate::{
    api::FaceByPeople,
    components::{ErrorSummary, Notice, Tone},
    message::card::{face_outcome, face_reason},
    text::{Text, t},
};
use enrolment::face::{FacePages, FaceReceipt};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::{Item, Step},
    evidence::{CAPTURE_BYTES_MAX, FaceOutcome},
    problem::{Field, ProblemCode},
    profile::CONSENT_FACE,
};

#[component]
pub fn FacePage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
        let status = enrolment.status(caller).await?;
        if !status.items.iter().any(|item| item.item == Item::Face && item.open) {
            return Err(ProblemCode::ItemClosed.into());
        }
        let pages = enrolment.face_pages(caller).await?;
        let locale = visit.locale;
        let problems = refusal(&visit, &[Field::Face]);
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {body(&visit, &pages)}
        };
        Ok(Page::new(t::face::TITLE.get(locale), Menu::Enrol, body).at(&visit, Step::Provide(Item::Face)))
    })
}

fn body(visit: &Visit, pages: &FacePages) -> AnyView {
    let locale = visit.locale;
    let done = pages.receipt.as_ref().filter(|receipt| receipt.outcome != FaceOutcome::Failed);
    if let Some(receipt) = done {
        return provided(visit, pages, receipt);
    }
    let failed = pages.receipt.as_ref().map(|receipt| failed(receipt, pages.tries_left, locale));
    let first = if !pages.consented {
        let words = [t::face::CONSENT_LEAD, t::face::CONSENT, t::face::CONSENT_SUBMIT];
        consent(visit, "face", CONSENT_FACE, words)
    } else if pages.tries_left == Some(0) {
        ().into_any()
    } else {
        view! { <p class="lead">{t::face::LEAD.get(locale)}</p> {capture(visit)} }.into_any()
    };
    view! { {failed} {first} {other_ways(visit, pages.consented)} }.into_any()
}

fn provided(visit: &Visit, pages: &FacePages, receipt: &FaceReceipt) -> AnyView {
    let locale = visit.locale;
    let text = match receipt.outcome {
        FaceOutcome::Passed => t::face::PASSED_TEXT,
        FaceOutcome::Office => t::face::OFFICE_TEXT,
        _ => t::face::MANUAL_TEXT,
    };
    let none = (receipt.outcome == FaceOutcome::Manual && !receipt.has_file)
        .then(|| view! { <p>{t::face::MANUAL_NONE.get(locale)}</p> });
    let office = (receipt.outcome == FaceOutcome::Office).then(|| office_links(visit));
    let again = (pages.consented && pages.tries_left != Some(0)).then(|| {
        view! {
            <details class="terms">
                <summary>{t::face::AGAIN.get(locale)}</summary>
                <p>{t::face::AGAIN_LEAD.get(locale)}</p>
                {capture(visit)}
            </details>
        }
    });
    view! {
        <Notice title=face_outcome(receipt.outcome).get(locale) tone=Tone::Good>
            <p role="status">{text.get(locale)}</p>
            {none}
            {office}
        </Notice>
        <div class="act">
            <a class="button button--primary" href=visit.routes().go_on()>{t::face::NEXT.get(locale)}</a>
        </div>
        {again}
    }
    .into_any()
}

/// Where to go, and booking a time; a phone that only gives evidence cannot book.
fn office_links(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    let href = visit.routes().booking();
    let book = (!visit.limited()).then(|| view! { <a href=href>{t::booking::LINK.get(locale)}</a> " " });
    view! { <p>{book} <a href=visit.routes().offices()>{t::offices::LINK.get(locale)}</a></p> }
}

fn failed(receipt: &FaceReceipt, tries_left: Option<u32>, locale: shared::locale::Locale) -> impl IntoView + use<> {
    let reasons = receipt.reasons.iter().map(|reason| view! { <p>{face_reason(*reason).get(locale)}</p> });
    let reasons = reasons.collect_view();
    let left = match tries_left {
        Some(0) => t::face::SPENT.get(locale).to_owned(),
        Some(tries) => t::face::tries(locale, tries),
        None => String::new(),
    };
    view! {
        <Notice title=t::face::FAILED.get(locale) tone=Tone::Bad>
            {reasons}
            <p role="status">{left}</p>
        </Notice>
    }
}

/// The camera, shown by the script, and below it the plain form, which works without it.
fn capture(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    let name = Field::Face.as_str();
    view! {
        <div
            id="evidence"
            data-purpose="face"
            data-owner=owner(visit)
            data-uploads=visit.routes().uploads()
            data-page=visit.routes().face()
            data-most=CAPTURE_BYTES_MAX.to_string()
            data-words=words::face(locale)
        >
            {live(visit)}
            <form class="plain-upload content--narrow" method="post" action=visit.routes().face() enctype="multipart/form-data">
                <div class="field">
                    <label class="field__label" for=name>{t::face::FILE.get(locale)}</label>
                    <p class="field__hint" id="face-hint">{t::face::FILE_HINT.get(locale)}</p>
                    <input
                        class="input"
                        id=name
                        name=name
                        type="file"
                        accept="video/*"
                        capture="user"
                        required=true
                        aria-describedby="face-hint"
                    />
                </div>
                <button class="button">{t::face::SUBMIT.get(locale)}</button>
            </form>
            <p class="upload-status" role="status" aria-live="polite"></p>
            <progress class="upload-progress" max="100" hidden aria-hidden="true"></progress>
            <button type="button" class="button upload-resume" hidden>{t::upload::RESUME.get(locale)}</button>
        </div>
        <script type="module" src=format!("{}face.js", visit.context.scripts)></script>
    }
}

fn live(visit: &Visit) -> impl IntoView + use<> {
    let words = |text: Text| text.get(visit.locale);
    view! {
        <div class="face-live" hidden>
            <p class="face-live__say">{words(t::face::INSTRUCTION)}</p>
            <div class="face-live__stage">
                <video class="face-live__video" id="face-video" playsinline muted></video>
                {drawing::oval()}
            </div>
            <div class="act">
                <button type="button" class="button button--primary" data-act="start">{words(t::face::START)}</button>
                <button type="button" class="button button--primary" data-act="use" hidden>{words(t::face::USE)}</button>
                <button type="button" class="button" data-act="retake" hidden>{words(t::face::RETAKE)}</button>
            </div>
        </div>
        <div class="way-choice" hidden>
            <label class="way-choice__way">
                <input class="way-choice__input" type="file" accept="video/*" capture="user" aria-label=words(t::face::RECORD) />
                <span class="button button--primary">{words(t::face::RECORD)}</span>
            </label>
            <label class="way-choice__way">
                <input class="way-choice__input" type="file" accept="video/*" aria-label=words(t::face::ALBUM) />
                <span class="button">{words(t::face::ALBUM)}</span>
            </label>
        </div>
    }
}

/// Face is never the only way: a reviewer, or the office.
fn other_ways(visit: &Visit, consented: bool) -> impl IntoView + use<> {
    let locale = visit.locale;
    let way = |way: &'static str, words: Text, text: Text| {
        view! {
            <form method="post" action=FaceByPeople::url()>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <p>{text.get(locale)}</p>
                <button class="button" name="way" value=way>{words.get(locale)}</button>
            </form>
        }
    };
    let reviewer = consented.then(|| way("reviewer", t::face::TO_REVIEWER, t::face::TO_REVIEWER_TEXT));
    view! {
        <section class="other-ways">
            <h2>{t::face::OTHER_WAYS.get(locale)}</h2>
            <p class="quiet">{t::face::OTHER_WAYS_TEXT.get(locale)}</p>
            {reviewer}
            {way("office", t::face::TO_OFFICE, t::face::TO_OFFICE_TEXT)}
            <p><a href=visit.routes().offices()>{t::offices::LINK.get(locale)}</a></p>
        </section>
    }
}
