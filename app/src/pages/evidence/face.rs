//! The live capture of the face, and the ways without one.

use super::{
    super::{
        frame::{Menu, Page, Visit, candidate_page},
        returned,
    },
    capture, consent,
    line::in_line,
    refusal,
};
use crate::{
    api::FaceByPeople,
    components::{ErrorSummary, Notice, Tone},
    message::card::{face_outcome, face_reason},
    text::{Text, t},
};
use enrolment::{
    attempts::Counted,
    face::{Challenge, FacePages, FaceReceipt},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{
    enrolment::{Item, Step},
    evidence::FaceOutcome,
    id::ChallengeId,
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
        let asked = match named() {
            Some(id) => Some(enrolment.show_challenge(caller, id).await?),
            None => None,
        };
        let locale = visit.locale;
        let problems = refusal(&visit, &[Field::Face]);
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {returned::notice(&visit, &status, Item::Face)}
            {body(&visit, &pages, asked, returned::is_returned(&status, Item::Face))}
        };
        Ok(Page::new(t::face::TITLE.get(locale), Menu::Enrol, body).at(&visit, Step::Provide(Item::Face)))
    })
}

/// The challenge that the address names: just drawn by a form.
fn named() -> Option<ChallengeId> {
    use_query_map().with_untracked(|query| query.get("challenge"))?.parse().ok()
}

/// `asked`: what is to be shown of a challenge that the address names; nothing of one that was shown before. `returned`: what was
/// provided will not do.
#[expect(clippy::option_option, reason = "no challenge is named, or one of which nothing may be shown")]
fn body(visit: &Visit, pages: &FacePages, asked: Option<Option<Challenge>>, returned: bool) -> AnyView {
    let locale = visit.locale;
    let may_try = pages.consented && pages.tries_left != Some(0);
    if may_try && let Some(asked) = asked {
        return view! { {capture::answering(visit, asked)} {other_ways(visit, pages.consented)} }.into_any();
    }
    let line = in_line(visit, (&visit.routes().face(), Counted::Face), pages.turn);
    let done = pages.receipt.as_ref().filter(|receipt| receipt.outcome != FaceOutcome::Failed && !returned);
    if let Some(receipt) = done {
        return provided(visit, pages, (receipt, line));
    }
    if let Some(line) = line {
        return view! { {line} {other_ways(visit, pages.consented)} }.into_any();
    }
    let failed = pages.receipt.as_ref().map(|receipt| failed(receipt, pages.tries_left, locale));
    let first = if !pages.consented {
        let words = [t::face::CONSENT_LEAD, t::face::CONSENT, t::face::CONSENT_SUBMIT];
        consent(visit, "face", CONSENT_FACE, words)
    } else if pages.tries_left == Some(0) {
        capture::no_more(visit)
    } else {
        capture::first(visit, pages.challenge).into_any()
    };
    view! { {failed} {first} {other_ways(visit, pages.consented)} }.into_any()
}

/// `line`: another capture that is waiting or judged.
fn provided(visit: &Visit, pages: &FacePages, (receipt, line): (&FaceReceipt, Option<AnyView>)) -> AnyView {
    let locale = visit.locale;
    let text = match receipt.outcome {
        FaceOutcome::Passed => t::face::PASSED_TEXT,
        FaceOutcome::Office => t::face::OFFICE_TEXT,
        _ => t::face::MANUAL_TEXT,
    };
    let none = (receipt.outcome == FaceOutcome::Manual && !receipt.has_file)
        .then(|| view! { <p>{t::face::MANUAL_NONE.get(locale)}</p> });
    let office = (receipt.outcome == FaceOutcome::Office).then(|| office_links(visit));
    let challenge = pages.challenge;
    let again = (line.is_none() && pages.consented && pages.tries_left != Some(0)).then(|| {
        view! {
            <details class="terms">
                <summary>{t::face::AGAIN.get(locale)}</summary>
                <p>{t::face::AGAIN_LEAD.get(locale)}</p>
                {capture::first(visit, challenge)}
            </details>
        }
    });
    // the notice has changed since: without agreeing to it the photograph is compared by people alone
    let anew = (!pages.consented && receipt.has_file).then(|| {
        let words = [t::face::CONSENT_LEAD, t::face::CONSENT, t::face::CONSENT_SUBMIT];
        consent(visit, "face", CONSENT_FACE, words)
    });
    view! {
        {line}
        <Notice title=face_outcome(receipt.outcome).get(locale) tone=Tone::Good>
            <p role="status">{text.get(locale)}</p>
            {none}
            {office}
        </Notice>
        <div class="act">
            <a class="button button--primary" href=visit.routes().go_on()>{t::face::NEXT.get(locale)}</a>
        </div>
        {anew}
        {again}
        {(pages.tries_left == Some(0)).then(|| capture::no_more(visit))}
    }
    .into_any()
}

/// Where to go, and booking a time where an office takes bookings; a phone that only gives evidence cannot book.
fn office_links(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    let href = visit.routes().booking();
    let booked = visit.profile().booking_offices().next().is_some();
    let book = (booked && !visit.limited()).then(|| view! { <a href=href>{t::booking::LINK.get(locale)}</a> " " });
    view! { <p>{book} <a href=visit.routes().offices()>{t::offices::LINK.get(locale)}</a></p> }
}

fn failed(receipt: &FaceReceipt, tries_left: Option<u32>, locale: shared::locale::Locale) -> impl IntoView + use<> {
    // What a reviewer would have to settle is no use to somebody who tries again.
    let reasons = receipt.reasons.iter().filter(|reason| !reason.is_doubt());
    let reasons = reasons.map(|reason| view! { <p>{face_reason(*reason).get(locale)}</p> }).collect_view();
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

/// Face is never the only way: a reviewer, or the office.
fn other_ways(visit: &Visit, consented: bool) -> impl IntoView + use<> {
    let locale = visit.locale;
    let way = |way: &'static str, words: Text, text: Text| {
        view! {
            <form method="post" action=visit.own(FaceByPeople::url())>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <input type="hidden" name="way" value=way />
                <p>{text.get(locale)}</p>
                <button class="button">{words.get(locale)}</button>
            </form>
        }
    };
    let reviewer = consented.then(|| way("reviewer", t::face::TO_REVIEWER, t::face::TO_REVIEWER_TEXT));
    let card = (consented && visit.profile().has_step(Step::Provide(Item::Card)))
        .then(|| view! { <p><a href=visit.routes().card()>{t::face_asked::CARD_AGAIN.get(locale)}</a></p> });
    view! {
        <section class="other-ways">
            <h2>{t::face::OTHER_WAYS.get(locale)}</h2>
            <p class="quiet">{t::face::OTHER_WAYS_TEXT.get(locale)}</p>
            {reviewer}
            {card}
            {way("office", t::face::TO_OFFICE, t::face::TO_OFFICE_TEXT)}
            <p><a href=visit.routes().offices()>{t::offices::LINK.get(locale)}</a></p>
        </section>
    }
}
