//! Numbers of somebody who had registered as new before they became known: for the candidate, and for the staff who have the case.

use crate::{
    components::{Notice, Tone},
    text::t,
};
use enrolment::existing::LateNumber;
use leptos::prelude::*;
use shared::{locale::Locale, profile::Profile};

/// What the candidate is told.
pub(in crate::pages) fn for_candidate(late: &[LateNumber], profile: &Profile, locale: Locale) -> Option<AnyView> {
    let text = t::existing::late_text(locale, listed(late, profile, locale)?);
    let title = t::existing::LATE_TITLE.get(locale);
    Some(view! { <Notice title=title tone=Tone::Warn><p role="status">{text}</p></Notice> }.into_any())
}

/// What staff are told.
pub(in crate::pages) fn for_staff(late: &[LateNumber], profile: &Profile, locale: Locale) -> Option<AnyView> {
    let text = t::existing::late_staff_text(locale, listed(late, profile, locale)?);
    let title = t::existing::LATE_STAFF_TITLE.get(locale);
    Some(view! { <Notice title=title tone=Tone::Warn><p role="status">{text}</p></Notice> }.into_any())
}

/// Masked, each with its place; nothing where there are none.
fn listed(late: &[LateNumber], profile: &Profile, locale: Locale) -> Option<String> {
    let one = |number: &LateNumber| {
        let region = profile.region(&number.region).map_or(number.region.as_str(), |region| region.name.as_str());
        t::existing::late_number(locale, &number.masked, region)
    };
    let numbers: Vec<_> = late.iter().map(one).collect();
    (!numbers.is_empty()).then(|| numbers.join(t::frame::LIST.get(locale)))
}
