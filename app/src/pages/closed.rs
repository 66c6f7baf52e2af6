//! In the place of a step whose window closed meanwhile: the dates of the candidate's region, and that nothing is lost.

use super::{
    error,
    frame::{Menu, Page, Visit},
    home,
};
use crate::{
    components::{Notice, Tone},
    message::record::beijing,
    text::t,
};
use enrolment::{Error, submission::Status};
use leptos::prelude::*;
use shared::{
    enrolment::State,
    problem::{Problem, ProblemCode},
    profile::Word,
    time::Timestamp,
};

/// The page, where the window is why `error` came up.
pub(super) async fn instead_of(visit: &Visit, error: &Error) -> Option<Page> {
    let Error::Refused(problem) = error else { return None };
    let by_window = [ProblemCode::WindowClosed, ProblemCode::ItemClosed, ProblemCode::WrongState];
    if !by_window.contains(&problem.code) {
        return None;
    }
    let status = visit.context.enrolment.status(visit.candidate().ok()?).await.ok()?;
    let closed = matches!(status.state, State::Draft | State::Returned) && !status.open;
    closed.then(|| page(visit, &status))
}

fn page(visit: &Visit, status: &Status) -> Page {
    let locale = visit.locale;
    error::set_status(&Problem::new(ProblemCode::WindowClosed));
    let next = visit.profile().next_window(visit.context.enrolment.now());
    let title = over(visit);
    let body = view! {
        {dates(visit, status)}
        {home::closed(visit, next)}
        <div class="act">
            <a class="button button--primary" href=visit.routes().status()>{t::closed::TO_STATUS.get(locale)}</a>
        </div>
    };
    Page::new(title, Menu::Enrol, body)
}

/// When it was open in the candidate's region; what was sent back, until the review closed.
pub(super) fn dates(visit: &Visit, status: &Status) -> impl IntoView + use<> {
    let (opens, closes) = status.window.dates(&status.region);
    let closes = if status.state == State::Returned { status.window.review_closes_at } else { closes };
    notice(visit, over(visit), &status.region, (opens, closes))
}

/// The same for somebody who wanted to begin in a region that is not open, while others are.
pub(super) fn dates_of(visit: &Visit, region: &str) -> Option<impl IntoView + use<>> {
    let window = visit.profile().open_window(visit.context.enrolment.now())?;
    let title = visit.word(Word::Closed, t::home::CLOSED);
    Some(notice(visit, title, region, window.dates(region)))
}

fn over(visit: &Visit) -> String {
    visit.word(Word::Over, t::closed::TITLE)
}

fn notice(
    visit: &Visit,
    title: String,
    region: &str,
    (opens, closes): (Timestamp, Timestamp),
) -> impl IntoView + use<> {
    let locale = visit.locale;
    let region = visit.profile().region(region).map_or_else(|| region.to_owned(), |region| region.name.clone());
    let window = visit.word(Word::Window, t::home::OPEN);
    let dates = t::closed::dates(locale, region, window, beijing(opens, locale), beijing(closes, locale));
    view! {
        <Notice title=title tone=Tone::Warn>
            <p>{dates}</p>
            <p>{t::closed::KEPT.get(locale)}</p>
        </Notice>
    }
}
