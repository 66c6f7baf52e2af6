//! The photo step: what the photo must show, the plain form that works everywhere, and the island that checks the picture in
//! the browser. What the server found of the last picture stands in `photo/result.rs`.

pub mod guide;
mod live;
mod requirements;
mod result;
pub(super) mod setup;

use super::{
    frame::{Menu, Page, Visit, candidate_page},
    returned,
};
use crate::{
    components::ErrorSummary,
    islands::photo::PhotoStep,
    message::record::beijing,
    text::{Text, t},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use result::Shown;
use shared::{
    enrolment::{Item, Step},
    problem::{Field, Problem, ProblemCode},
};

#[component]
pub fn PhotoPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
        let status = enrolment.status(caller).await?;
        if !status.items.iter().any(|item| item.item == Item::Photo && (item.open || item.amendable)) {
            return Err(ProblemCode::ItemClosed.into());
        }
        // What was sent back will not do, whatever it measures.
        let sent_back = returned::is_returned(&status, Item::Photo);
        let photo = enrolment.current_photo(caller).await?.filter(|_| !sent_back);
        let shown = Shown::of(photo, enrolment.photo_source(caller).await?);
        let next = if status.amendable { visit.routes().amend() } else { visit.routes().go_on() };
        let body = view! { {returned::notice(&visit, &status, Item::Photo)} {body(&visit, shown, &next)} };
        Ok(Page::new(t::photo::TITLE.get(visit.locale), Menu::Enrol, body).at(&visit, Step::Provide(Item::Photo)))
    })
}

fn body(visit: &Visit, shown: Shown, next: &str) -> impl IntoView + use<> {
    let locale = visit.locale;
    let result = result::result(visit, &shown, next);
    let again = !matches!(shown, Shown::Nothing);
    let setup =
        setup::setup(visit.profile(), locale, &visit.own(&visit.routes().photo()), next, &visit.context.photo_assets);
    let form = plain_form(visit);
    let mut intro = Some(view! {
        <div class="photo-intro">
            <p class="lead">{t::photo::LEAD.get(locale)}</p>
            {requirements::requirements(&visit.profile().photo, &visit.routes().photo_guide(), locale)}
        </div>
    });
    let elsewhere = (!visit.limited()).then(|| {
        let words = t::photo::PHONE_INSTEAD.get(locale);
        view! { <p class="screen-only"><a href=visit.routes().handoff()>{words}</a></p> }
    });
    // Somebody who handed in a picture has read it; they look for what to do next.
    let before = intro.take_if(|_| !again);
    view! {
        <ErrorSummary problems=refusal(visit) locale=locale />
        {print_head(visit)}
        {result}
        {before}
        <h2 id="photo-step">{if again { t::photo_step::AGAIN } else { t::photo::CHOOSE }.get(locale)}</h2>
        <PhotoStep setup=setup>{form}</PhotoStep>
        // Shown by the island, which is what prints.
        <button type="button" class="button photo-print" id="photo-print" hidden>
            {t::print::BUTTON.get(locale)}
        </button>
        {elsewhere}
        {intro}
    }
}

/// Why the last form was refused; the upload route says it in the query, by code.
fn refusal(visit: &Visit) -> Vec<Problem> {
    let code = use_query_map().with_untracked(|query| query.get("problem"));
    let said = code.as_deref().and_then(ProblemCode::parse).map(|code| match code {
        ProblemCode::FileMissing
        | ProblemCode::FileEmpty
        | ProblemCode::FileTooLarge
        | ProblemCode::FileFormat
        | ProblemCode::FileUnreadable => Problem::at(code, Field::Photo),
        other => Problem::new(other),
    });
    said.or_else(|| visit.problem.clone()).into_iter().collect()
}

/// What a printed result says at its head. The name of the file is the browser's: servers are not told to keep it.
fn print_head(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    let now = beijing(visit.context.enrolment.now(), locale);
    view! {
        <div class="print-head">
            <h2>{t::print::RESULT.get(locale)}</h2>
            <dl>
                <div><dt>{t::print::FILE.get(locale)}</dt><dd id="photo-file"></dd></div>
                <div><dt>{t::print::DATE.get(locale)}</dt><dd>{now}</dd></div>
            </dl>
        </div>
    }
}

/// Works without scripts: the server checks and crops.
fn plain_form(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (name, words) = (Field::Photo.as_str(), |text: Text| text.get(locale));
    view! {
        <form method="post" action=visit.own(&visit.routes().photo()) enctype="multipart/form-data" class="content--narrow">
            <div class="field">
                <label class="field__label" for=name>{words(t::photo_step::PLAIN_LABEL)}</label>
                <p class="field__hint" id="photo-hint">{words(t::photo_step::PLAIN_HINT)}</p>
                <input
                    class="input"
                    id=name
                    name=name
                    type="file"
                    accept="image/jpeg,image/png,image/webp,image/*"
                    required=true
                    aria-describedby="photo-hint"
                />
            </div>
            <div class="act">
                <button class="button button--primary">{words(t::photo_step::PLAIN_SUBMIT)}</button>
            </div>
        </form>
    }
}
