//! 我的考籍信息: where the application stands, what comes next, what was sent back and why, the receipt.

use super::{
    check,
    frame::{Menu, Page, Visit, candidate_page},
};
use crate::{
    components::{
        AdmissionNumber, ErrorSummary, Notice, SummaryList, SummaryRow, Timeline, Tone,
        timeline::{StepKind, TimelineStep},
    },
    journey,
    message::record,
    text::{Text, t},
};
use enrolment::submission::{Milestone, Receipt, Status};
use leptos::prelude::*;
use shared::{
    enrolment::{ItemState, State},
    review::ReasonCode,
};

#[component]
pub fn StatusPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        let locale = visit.locale;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let rows = check::answers(&visit, &status).into_iter().map(|row| SummaryRow { change: None, ..row }).collect();
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {result(&visit, &status)}
            {status.receipt.as_ref().map(|receipt| self::receipt(&visit, receipt))}
            <h2>{t::status::TIMELINE.get(locale)}</h2>
            <Timeline steps=steps(&status) locale=locale />
            <h2>{t::status::ENTERED.get(locale)}</h2>
            <SummaryList rows=rows />
        };
        Ok(Page::new(t::status::TITLE.get(locale), Menu::Record, body))
    })
}

/// The one thing to know, and the one thing to do.
fn result(visit: &Visit, status: &Status) -> AnyView {
    let locale = visit.locale;
    let until = record::beijing(status.window.review_closes_at, locale);
    let plain = |tone: Tone, title: Text, text: String| {
        view! { <Notice title=title.get(locale) tone=tone><p>{text}</p></Notice> }.into_any()
    };
    match status.state {
        State::Draft => draft(visit, status),
        State::Submitted => plain(Tone::Plain, t::status::SUBMITTED_TITLE, t::status::submitted_text(locale, until)),
        State::InReview => plain(Tone::Plain, t::status::IN_REVIEW_TITLE, t::status::submitted_text(locale, until)),
        State::Returned => returned(visit, status),
        State::Approved if status.number.is_some() => {
            let number = status.number.clone();
            number.map(|number| view! { <AdmissionNumber number=number locale=locale /> }).into_any()
        }
        State::Approved => plain(Tone::Good, t::status::APPROVED_TITLE, t::status::approved_text(locale, until)),
        State::Refused => refused(visit, status),
    }
}

fn draft(visit: &Visit, status: &Status) -> AnyView {
    let locale = visit.locale;
    let (tone, text) = if status.open {
        (Tone::Plain, t::status::draft_text(locale, record::beijing(status.window.closes_at, locale)))
    } else {
        (Tone::Warn, t::status::DRAFT_CLOSED.get(locale).to_owned())
    };
    let next = status.open.then(|| {
        let href = journey::next_step(visit.profile(), status);
        view! { <div class="act"><a class="button button--primary" href=href>{t::status::GO_ON.get(locale)}</a></div> }
    });
    view! { <Notice title=t::status::DRAFT_TITLE.get(locale) tone=tone><p>{text}</p></Notice> {next} }.into_any()
}

/// Each returned item with its reason and the link to the step that mends it.
fn returned(visit: &Visit, status: &Status) -> AnyView {
    let locale = visit.locale;
    let items = status.items.iter().filter(|item| item.state == ItemState::Returned || item.reason.is_some());
    let lines = items.map(|item| {
        let name = record::item(item.item).get(locale);
        let mended = item.state != ItemState::Returned;
        let state = record::item_state(item.state).get(locale);
        let reason = item.reason.as_ref().map(|code| reason(visit, code));
        let act = (item.open && !mended).then(|| {
            let href = journey::page_of(visit.routes(), item.item);
            view! { <a class="button button--primary" href=href>{t::status::mend(locale, name)}</a> }
        });
        let tone = if mended { "tag tag--good" } else { "tag tag--bad" };
        view! { <li><p><strong>{name}</strong> " " <span class=tone>{state}</span></p> {reason} {act}</li> }
    });
    let lines = lines.collect_view();
    let done = status.items.iter().all(|item| item.state != ItemState::Returned).then(|| {
        let href = visit.routes().check_answers();
        view! { <div class="act"><a class="button button--primary" href=href>{t::status::RESUBMIT.get(locale)}</a></div> }
    });
    view! {
        <Notice title=t::status::RETURNED_TITLE.get(locale) tone=Tone::Warn>
            <p>{t::status::RETURNED_TEXT.get(locale)}</p>
            <ul class="returned">{lines}</ul>
        </Notice>
        {done}
    }
    .into_any()
}

fn refused(visit: &Visit, status: &Status) -> AnyView {
    let locale = visit.locale;
    let reason = status.refusal.as_ref().map(|code| reason(visit, code));
    view! {
        <Notice title=t::status::REFUSED_TITLE.get(locale) tone=Tone::Bad>
            {reason}
            <p>{t::status::REFUSED_TEXT.get(locale)}</p>
        </Notice>
    }
    .into_any()
}

/// The reviewer's reason in the profile's words; the bare code where the profile has dropped it.
fn reason(visit: &Visit, code: &ReasonCode) -> impl IntoView + use<> {
    let locale = visit.locale;
    let words =
        visit.profile().reason(code).map_or_else(|| code.0.clone(), |reason| reason.text.get(locale).to_owned());
    view! { <p>{t::status::reason(locale, words)}</p> }
}

fn receipt(visit: &Visit, receipt: &Receipt) -> impl IntoView + use<> {
    let locale = visit.locale;
    let rows = vec![
        SummaryRow::new(t::status::RECEIPT_NUMBER.get(locale), receipt.number.clone()),
        SummaryRow::new(t::status::SUBMITTED_AT.get(locale), record::beijing(receipt.submitted_at, locale)),
    ];
    view! {
        <h2>{t::status::RECEIPT.get(locale)}</h2>
        <SummaryList rows=rows />
        <p class="quiet screen-only">{t::status::PRINT.get(locale)}</p>
    }
}

/// What happened, oldest first, then what comes next.
fn steps(status: &Status) -> Vec<TimelineStep> {
    let done = status.timeline.iter().map(|entry| {
        let stopped = matches!(entry.what, Milestone::Returned | Milestone::Refused);
        let kind = if stopped { StepKind::Stopped(entry.at) } else { StepKind::Done(entry.at) };
        TimelineStep { name: record::milestone(entry.what), kind }
    });
    let next: &[(Text, StepKind)] = match status.state {
        State::Draft | State::Returned => {
            &[(t::status::NEXT_SUBMIT, StepKind::Now), (t::status::NEXT_REVIEW, StepKind::Later)]
        }
        State::Submitted | State::InReview => {
            &[(t::status::NEXT_REVIEW, StepKind::Now), (t::status::NEXT_NUMBER, StepKind::Later)]
        }
        State::Approved if status.number.is_none() => &[(t::status::NEXT_NUMBER, StepKind::Now)],
        State::Approved | State::Refused => &[],
    };
    done.chain(next.iter().map(|(name, kind)| TimelineStep { name: *name, kind: *kind })).collect()
}
