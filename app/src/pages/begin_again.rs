//! In the place of a page whose way has to be gone from its beginning: why, and where it begins.

use super::{
    error,
    frame::{Menu, Page, Visit},
};
use crate::{message, text::t};
use enrolment::Error;
use leptos::prelude::*;
use shared::problem::ProblemCode;

/// The page, where `error` says that something comes first.
pub(super) fn instead_of(visit: &Visit, error: &Error) -> Option<Page> {
    let Error::Refused(problem) = error else { return None };
    let (locale, routes) = (visit.locale, visit.routes());
    let (words, begins) = match problem.code {
        ProblemCode::ExistingClaimNeeded if visit.profile().existing.enabled => {
            (t::begin_again::EXISTING, routes.existing())
        }
        ProblemCode::RecoveryExpired => (t::begin_again::RECOVERY, routes.password_reset()),
        _ => return None,
    };
    error::set_status(problem);
    let body = view! {
        <p class="lead">{message::sentence(problem, locale)}</p>
        <div class="act"><a class="button button--primary" href=begins>{words.get(locale)}</a></div>
    };
    Some(Page::new(t::begin_again::TITLE.get(locale), Menu::None, body))
}
