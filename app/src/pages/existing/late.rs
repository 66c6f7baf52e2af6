//! Numbers of somebody who had registered as new before they became known: for the candidate, with the way out, and for the staff who have
//! the case.

use crate::{
    components::{Notice, Tone},
    message::record,
    pages::frame::Visit,
    text::{Text, t},
};
use enrolment::{
    Result,
    existing::{KnownNumber, LateNumber, LateWay},
};
use leptos::prelude::*;
use shared::{locale::Locale, problem::ProblemCode, profile::Profile};

/// What the candidate is told, and what they can do about it; nothing where there is no such number.
pub(in crate::pages) async fn for_candidate(visit: &Visit) -> Result<Option<AnyView>> {
    let (locale, caller) = (visit.locale, visit.candidate()?);
    let late = visit.context.enrolment.late_numbers(caller).await?;
    let Some(numbers) = listed(&late, visit.profile(), locale) else { return Ok(None) };
    let title = t::existing::LATE_TITLE.get(locale);
    let text = t::existing::late_text(locale, numbers);
    let way = way(visit, visit.context.enrolment.late_way(caller).await?);
    Ok(Some(
        view! {
            <Notice title=title tone=Tone::Warn>
                <p role="status">{text}</p>
                {way}
            </Notice>
        }
        .into_any(),
    ))
}

/// What has to be done, with the link there; on a phone that only gives evidence, without.
fn way(visit: &Visit, way: LateWay) -> AnyView {
    let (locale, routes) = (visit.locale, visit.routes());
    let (text, link): (Text, Option<(Text, String)>) = match way {
        LateWay::TakeOver => (t::existing::LATE_TAKE, Some((t::existing::LATE_TAKE_LINK, routes.existing()))),
        LateWay::InPlaceOfNew => (t::existing::LATE_IN_PLACE, Some((t::existing::LATE_TAKE_LINK, routes.existing()))),
        LateWay::Merge => (t::existing::LATE_MERGE, Some((t::existing::STATUS_LINK, routes.numbers()))),
        LateWay::Closed(problem) if problem.code == ProblemCode::CaseTaken => (t::existing::LATE_HELD, None),
        LateWay::Closed(_) => (t::existing::LATE_OFFICE, None),
    };
    let link = link.filter(|_| !visit.limited()).map(|(words, href)| {
        view! { <p class="screen-only"><a class="button" href=href>{words.get(locale)}</a></p> }
    });
    view! { <p>{text.get(locale)}</p> {link} }.into_any()
}

/// That somebody goes on with a number of before, for staff.
pub(in crate::pages) fn known(known: Option<&KnownNumber>, profile: &Profile, locale: Locale) -> Option<AnyView> {
    let known = known?;
    let region = super::region(profile, &known.region);
    let text = match known.taken_at {
        Some(at) => t::existing::known_taken(locale, record::moment(at, locale), &known.masked, region),
        None => t::existing::known_text(locale, &known.masked, region),
    };
    Some(view! { <Notice title=t::existing::KNOWN_TITLE.get(locale)><p>{text}</p></Notice> }.into_any())
}

/// What staff are told.
pub(in crate::pages) fn for_staff(late: &[LateNumber], profile: &Profile, locale: Locale) -> Option<AnyView> {
    let text = t::existing::late_staff_text(locale, listed(late, profile, locale)?);
    let title = t::existing::LATE_STAFF_TITLE.get(locale);
    Some(view! { <Notice title=title tone=Tone::Warn><p role="status">{text}</p></Notice> }.into_any())
}

/// Masked, each with its place; nothing where there are none.
fn listed(late: &[LateNumber], profile: &Profile, locale: Locale) -> Option<String> {
    let one =
        |number: &LateNumber| t::existing::late_number(locale, &number.masked, super::region(profile, &number.region));
    let numbers: Vec<_> = late.iter().map(one).collect();
    (!numbers.is_empty()).then(|| numbers.join(t::frame::LIST.get(locale)))
}
