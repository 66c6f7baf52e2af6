//! Pages that say why something cannot be shown, and what to do now. Each sets the HTTP status.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    api::posting::{Unsent, typed},
    context, message,
    text::t,
};
use axum::http::StatusCode;
use enrolment::Error;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use shared::{
    problem::{Problem, ProblemCode},
    profile::Word,
};

/// Inside a province's frame.
pub(super) async fn page(visit: &Visit, error: Error) -> Page {
    let problem = visit.context.enrolment.problem(error);
    set_status(&problem);
    let locale = visit.locale;
    let (title, text) = words(&problem);
    // A phone that was handed over to is told so, and led to what it is for.
    let limited = problem.code == ProblemCode::SessionLimited;
    let lead = if limited { message::sentence(&problem, locale) } else { text.get(locale).to_owned() };
    let session = problem.status() == 401;
    let unsent = session && typed::<Unsent>(&visit.context, Unsent::DRAFT).await.is_ok_and(|unsent| unsent.waits());
    let unsent = unsent.then(|| view! { <p>{t::errors::SESSION_UNSENT.get(locale)}</p> });
    let why = (!is_general(&problem)).then(|| view! { <p>{message::sentence(&problem, locale)}</p> });
    let reference = problem.reference.clone().map(|reference| {
        view! { <p class="quiet">{t::errors::reference(locale, reference)}</p> }
    });
    let body = view! {
        {why}
        <p class="lead">{lead}</p>
        {unsent}
        {reference}
        <div class="act">{acts(visit, &problem)}</div>
    };
    Page::new(title.get(locale), Menu::None, body)
}

/// Whether [`words`] say all there is; what cannot be done now has a reason of its own.
pub(super) fn is_general(problem: &Problem) -> bool {
    matches!(problem.status(), 401 | 403 | 404 | 500..)
}

/// What somebody can do instead.
fn acts(visit: &Visit, problem: &Problem) -> AnyView {
    let (locale, routes) = (visit.locale, visit.routes());
    if problem.status() == 401 {
        view! {
            <a class="button button--primary" href=routes.sign_in()>{t::frame::SIGN_IN.get(locale)}</a>
            <a class="button" href=routes.register()>{visit.word(Word::Enrol, t::home::ENROL)}</a>
        }
        .into_any()
    } else if problem.code == ProblemCode::SessionLimited {
        view! { <a class="button button--primary" href=routes.go_on()>{t::evidence_done::GO_ON.get(locale)}</a> }
            .into_any()
    } else {
        let record = visit.candidate().is_ok().then(|| {
            view! { <a class="button" href=routes.status()>{t::frame::MENU_RECORD.get(locale)}</a> }
        });
        view! {
            <a class="button button--primary" href=routes.home()>{t::frame::BACK_HOME.get(locale)}</a>
            {record}
        }
        .into_any()
    }
}

/// No page has this address; inside the frame where it begins with a province.
pub(super) fn unknown_path() -> impl IntoView {
    candidate_page(|_| async { Err(Error::NotFound) })
}

/// Where no province is known.
pub(super) fn bare(code: ProblemCode) -> impl IntoView {
    let problem = Problem::new(code);
    set_status(&problem);
    let locale = use_context::<context::RequestContext>().map(|context| context.locale).unwrap_or_default();
    let (title, text) = words(&problem);
    view! {
        <Title text=title.get(locale) />
        <div class="layout layout--single">
            <main class="content" id="main">
                <h1>{title.get(locale)}</h1>
                <p class="lead">{text.get(locale)}</p>
                <p><a class="button" href=shared::route::ROOT>{t::frame::BACK_HOME.get(locale)}</a></p>
            </main>
        </div>
    }
}

pub(super) const fn words(problem: &Problem) -> (crate::text::Text, crate::text::Text) {
    match problem.status() {
        401 => (t::errors::SESSION, t::errors::SESSION_TEXT),
        403 => (t::errors::FORBIDDEN, t::errors::FORBIDDEN_TEXT),
        404 => (t::errors::NOT_FOUND, t::errors::NOT_FOUND_TEXT),
        500.. => (t::errors::FAILED, t::errors::FAILED_TEXT),
        // nothing is wrong with the service: what was asked for cannot be done now
        _ => (t::errors::REFUSED, t::errors::REFUSED_TEXT),
    }
}

pub(super) fn set_status(problem: &Problem) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(problem.status())) {
        response.set_status(status);
    }
}
