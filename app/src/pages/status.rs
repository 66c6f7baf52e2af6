//! 我的考籍信息: where the application stands, what comes next, what was sent back and why, the receipt.

use super::{
    booking::office_name,
    changed, check, closed, completion,
    existing::late,
    frame::{Menu, Page, Visit, candidate_page},
    returned::{self, reason},
};
use crate::{
    components::{
        AdmissionNumber, ErrorSummary, Example, Notice, SummaryList, SummaryRow, Timeline, Tone,
        timeline::{StepKind, TimelineStep},
    },
    drawings::Ground,
    journey,
    message::{desk, photo, record},
    text::{Text, t},
};
use enrolment::{
    Result,
    desk::{DeskOutcome, DeskRecord, InPerson},
    signature::Waits,
    submission::{ItemStatus, Milestone, Receipt, Status},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    enrolment::{ItemState, State},
    number::Allotment,
    profile::Window,
    registration::Registration,
};

#[component]
pub fn StatusPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        let seen = visit.context.enrolment.in_person(visit.candidate()?).await?;
        let locale = visit.locale;
        let numbers = numbers(&visit).await?;
        let late = late::for_candidate(&visit).await?;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let rows = check::answers(&visit, &status).await?.into_iter();
        let rows = rows.map(|row| SummaryRow { change: None, ..row }).collect();
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {saved(&visit, &status)}
            {late}
            {stage(&visit, &status)}
            {result(&visit, &status)}
            {changed::notices(&visit, &status)}
            {in_person(&visit, &status, &seen)}
            {numbers}
            {status.receipt.as_ref().map(|receipt| self::receipt(&visit, receipt))}
            <h2>{t::status::TIMELINE.get(locale)}</h2>
            <Timeline steps=steps(&status, allotment(&visit)) locale=locale />
            <h2>{t::status::ENTERED.get(locale)}</h2>
            <SummaryList rows=rows />
        };
        Ok(Page::new(t::status::TITLE.get(locale), Menu::Record, body))
    })
}

/// To the numbers of before, for who has any.
async fn numbers(visit: &Visit) -> Result<Option<impl IntoView + use<>>> {
    if visit.limited() || visit.context.enrolment.numbers(visit.candidate()?).await?.is_none() {
        return Ok(None);
    }
    let (locale, href) = (visit.locale, visit.routes().numbers());
    Ok(Some(view! { <p class="screen-only"><a href=href>{t::existing::STATUS_LINK.get(locale)}</a></p> }))
}

/// After 保存 on the page where it is amended.
fn saved(visit: &Visit, status: &Status) -> Option<impl IntoView + use<>> {
    let locale = visit.locale;
    let asked = use_query_map().with_untracked(|query| query.get("saved").is_some());
    (asked && status.amendable).then(|| {
        view! {
            <Notice title=t::amend::SAVED.get(locale) tone=Tone::Good>
                <p role="status">{t::amend::SAVED_TEXT.get(locale)}</p>
            </Notice>
        }
    })
}

/// 注册状态, where the province registers before it confirms identities.
fn stage(visit: &Visit, status: &Status) -> Option<impl IntoView + use<>> {
    let locale = visit.locale;
    let (words, tag) = match status.registration {
        Registration::Complete => (t::joining::COMPLETE_TEXT, "tag tag--good"),
        Registration::Preliminary if matches!(status.state, State::Submitted | State::InReview) => {
            (t::joining::WAITING_TEXT, "tag tag--warn")
        }
        Registration::Preliminary => (t::joining::PRELIMINARY_TEXT, "tag tag--warn"),
        Registration::Entering => (t::joining::ENTERING_TEXT, "tag"),
    };
    let name = record::registration(status.registration).get(locale);
    visit.profile().accounts.email.then(|| {
        view! {
            <p class="registration-stage">
                {t::joining::STAGE.get(locale)} " " <span class=tag>{name}</span> " " {words.get(locale)}
            </p>
        }
    })
}

/// What was handed in may be changed until a reviewer takes it.
fn submitted(visit: &Visit, status: &Status) -> AnyView {
    let locale = visit.locale;
    if waits(status) {
        return completion::waiting(reasons(status), locale);
    }
    let until = record::beijing(status.window.review_closes_at, locale);
    let amend = status.amendable.then(|| {
        let href = visit.routes().amend();
        view! { <p class="screen-only"><a class="button" href=href>{t::amend::LINK.get(locale)}</a></p> }
    });
    view! {
        <Notice title=t::status::SUBMITTED_TITLE.get(locale)>
            <p>{t::status::submitted_text(locale, until)}</p>
            {amend}
        </Notice>
    }
    .into_any()
}

/// Why a reviewer looks at what was signed.
fn reasons(status: &Status) -> &[Waits] {
    status.signature.as_ref().map(|signed| signed.waits.as_slice()).unwrap_or_default()
}

fn waits(status: &Status) -> bool {
    !reasons(status).is_empty()
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
        State::Submitted => submitted(visit, status),
        State::InReview if waits(status) => completion::waiting(reasons(status), locale),
        State::InReview => plain(Tone::Plain, t::status::IN_REVIEW_TITLE, t::status::submitted_text(locale, until)),
        State::Returned => returned(visit, status),
        State::Approved if status.number.is_some() => {
            let number = status.number.clone();
            let href = visit.routes().completion();
            let completion = status.signature.as_ref().map(|_| {
                view! { <p class="screen-only"><a class="button" href=href>{t::completion::LINK.get(locale)}</a></p> }
            });
            let number = number.map(|number| view! { <AdmissionNumber number=number locale=locale /> });
            view! { {number} {completion} }.into_any()
        }
        State::Approved => {
            let text = match allotment(visit) {
                Some(Allotment::AfterReview) => t::status::approved_text(locale, until),
                Some(Allotment::AtOnce) => t::completion::NUMBER_LATER.get(locale).to_owned(),
                None => String::new(),
            };
            plain(Tone::Good, t::status::APPROVED_TITLE, text)
        }
        State::Refused => refused(visit, status),
    }
}

fn draft(visit: &Visit, status: &Status) -> AnyView {
    let locale = visit.locale;
    if !status.open {
        return closed::dates(visit, status).into_any();
    }
    let (_, closes_at) = status.window.dates(&status.region);
    let text = t::status::draft_text(locale, record::beijing(closes_at, locale));
    let href = journey::next_step(visit.profile(), status);
    view! {
        <Notice title=t::status::DRAFT_TITLE.get(locale)><p>{text}</p></Notice>
        <div class="act"><a class="button button--primary" href=href>{t::status::GO_ON.get(locale)}</a></div>
    }
    .into_any()
}

/// Each returned item with its reason and the link to the step that mends it.
fn returned(visit: &Visit, status: &Status) -> AnyView {
    let locale = visit.locale;
    let items = status.items.iter().filter(|item| item.state == ItemState::Returned || item.reason.is_some());
    let lines = items.map(|item| returned_item(visit, item)).collect_view();
    let undone =
        |item: &ItemStatus| matches!(item.state, ItemState::Missing | ItemState::Returned) || item.problem.is_some();
    let done = (status.open && !status.items.iter().any(undone)).then(|| {
        let href = visit.routes().check_answers();
        view! { <div class="act"><a class="button button--primary" href=href>{t::status::RESUBMIT.get(locale)}</a></div> }
    });
    let until = record::beijing(status.window.review_closes_at, locale);
    let (title, text) = if status.open {
        (t::status::RETURNED_TITLE, t::status::returned_text(locale, until))
    } else {
        (t::status::RETURNED_OVER_TITLE, t::status::returned_over(locale, until))
    };
    let anew = is_over(status).then(|| begin_anew(visit, status));
    view! {
        <Notice title=title.get(locale) tone=Tone::Warn>
            <p>{text}</p>
            <ul class="returned">{lines}</ul>
            {anew}
        </Notice>
        {done}
    }
    .into_any()
}

fn returned_item(visit: &Visit, item: &ItemStatus) -> impl IntoView + use<> {
    let (locale, name) = (visit.locale, visit.item(item.item));
    let mended = item.state != ItemState::Returned;
    let state = record::item_state(item.state).get(locale);
    let why = returned::why(visit, item);
    let ground = Ground::of(&visit.profile().photo);
    let example = item.reason.as_ref().filter(|_| !mended).and_then(|code| photo::example_of(&code.0));
    let example = example.map(|rule| view! { <Example rule=rule ground=ground locale=locale /> });
    let act = (item.open && !mended).then(|| {
        let href = journey::page_of(visit.routes(), item.item);
        view! { <a class="button button--primary" href=href>{t::status::mend(locale, &name)}</a> }
    });
    let tone = if mended { "tag tag--good" } else { "tag tag--bad" };
    view! { <li><p><strong>{name}</strong> " " <span class=tone>{state}</span></p> {why} {example} {act}</li> }
}

/// What somebody can do whose corrections would come too late: begin anew in a later window, or ask.
fn begin_anew(visit: &Visit, status: &Status) -> impl IntoView + use<> {
    let (locale, profile, now) = (visit.locale, visit.profile(), visit.context.enrolment.now());
    let dates = |window: &Window| {
        let (opens, closes) = window.dates(&status.region);
        (record::beijing(opens, locale), record::beijing(closes, locale))
    };
    let open = profile.open_window_in(&status.region, now).filter(|window| window.code != status.window.code);
    let when = match (open.map(dates), profile.next_window(now).map(dates)) {
        (Some((_, closes)), _) => t::status::anew_now(locale, closes),
        (None, Some((opens, closes))) => t::status::anew_next(locale, opens, closes),
        (None, None) => t::status::ANEW_LATER.get(locale).to_owned(),
    };
    view! { <p>{when}</p> <p>{t::status::OVER_ASK.get(locale)}</p> }
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

fn receipt(visit: &Visit, receipt: &Receipt) -> impl IntoView + use<> {
    let locale = visit.locale;
    let rows = vec![
        SummaryRow::new(t::status::RECEIPT_NUMBER.get(locale), receipt.number.clone()),
        SummaryRow::new(t::status::SUBMITTED_AT.get(locale), record::beijing(receipt.submitted_at, locale)),
    ];
    view! {
        <h2>{t::status::RECEIPT.get(locale)}</h2>
        <SummaryList rows=rows />
        <p class="screen-only"><a class="button" href=visit.routes().receipt()>{t::receipt::LINK.get(locale)}</a></p>
    }
}

/// 现场确认: what was found, what is booked, what is still to be done. Nothing where nothing of it concerns the candidate.
fn in_person(visit: &Visit, status: &Status, seen: &InPerson) -> Option<impl IntoView + use<>> {
    let locale = visit.locale;
    let awaits = seen.awaited && !is_over(status);
    if !awaits && seen.booking.is_none() && seen.record.is_none() {
        return None;
    }
    let awaited = awaits.then(|| view! { <p>{t::booking::AWAITED.get(locale)}</p> });
    let found = seen.record.as_ref().map(|record| found(visit, record));
    let done = !seen.awaited && seen.record.as_ref().is_some_and(|record| record.outcome == DeskOutcome::Confirmed);
    let visit_booked = seen.booking.as_ref().filter(|_| !done).map(|booking| {
        let words = desk::visit(booking, &office_name(visit, &booking.office), locale);
        view! { <p>{t::booking::BOOKED.get(locale)} " " {words}</p> }
    });
    let links = (!done).then(|| visits(visit, status, seen));
    Some(view! { <h2>{t::booking::HEADING.get(locale)}</h2> {found} {awaited} {visit_booked} {links} })
}

/// To booking, where an office of the candidate's region takes bookings or there is one to be cancelled; and to the offices.
fn visits(visit: &Visit, status: &Status, seen: &InPerson) -> impl IntoView + use<> {
    let (locale, offices) = (visit.locale, visit.routes().offices());
    let booked = || visit.profile().booking_offices().any(|office| office.serves(&status.region));
    let booking = (seen.booking.is_some() || (!is_over(status) && booked())).then(|| {
        let href = visit.routes().booking();
        view! { <a class="button" href=href>{t::booking::LINK.get(locale)}</a> " " }
    });
    view! { <p class="screen-only">{booking} <a href=offices>{t::offices::LINK.get(locale)}</a></p> }
}

/// Not handed in, or sent back, and too late to go on.
fn is_over(status: &Status) -> bool {
    !status.open && matches!(status.state, State::Draft | State::Returned)
}

fn found(visit: &Visit, record: &DeskRecord) -> AnyView {
    let (locale, at) = (visit.locale, record::beijing(record.at, visit.locale));
    if record.outcome == DeskOutcome::Refused {
        let why = record.reason.as_ref().map(|code| reason(visit, code));
        return view! {
            <Notice title=t::booking::REFUSED.get(locale) tone=Tone::Bad>
                {why}
                <p>{t::booking::AGAIN.get(locale)}</p>
            </Notice>
        }
        .into_any();
    }
    let institution = record.institution.as_deref();
    let institution = institution.map(|code| {
        visit.profile().institution(code).map_or_else(|| code.to_owned(), |institution| institution.name.clone())
    });
    let words = match institution {
        Some(name) => t::booking::confirmed_by(locale, at, name),
        None => t::booking::confirmed_text(locale, at),
    };
    view! { <Notice title=t::booking::CONFIRMED.get(locale) tone=Tone::Good><p>{words}</p></Notice> }.into_any()
}

fn allotment(visit: &Visit) -> Option<Allotment> {
    visit.profile().number.as_ref().map(|rule| rule.allotment)
}

/// What happened, oldest first, then what comes next: a number with the approval, after the review period, or none.
fn steps(status: &Status, allotment: Option<Allotment>) -> Vec<TimelineStep> {
    let done = status.timeline.iter().map(|entry| {
        let stopped = matches!(
            entry.what,
            Milestone::Returned | Milestone::Refused | Milestone::ItemsReopened | Milestone::RefusedInPerson
        );
        let kind = if stopped { StepKind::Stopped(entry.at) } else { StepKind::Done(entry.at) };
        TimelineStep { name: record::milestone(entry.what), kind }
    });
    let closes = status.window.review_closes_at;
    let (later, now) = match allotment {
        Some(Allotment::AfterReview) => (StepKind::LaterAfter(closes), StepKind::NowAfter(closes)),
        Some(Allotment::AtOnce) | None => (StepKind::Later, StepKind::Now),
    };
    let next: &[(Text, StepKind)] = match status.state {
        State::Draft | State::Returned if is_over(status) => &[],
        State::Draft | State::Returned => {
            &[(t::status::NEXT_SUBMIT, StepKind::Now), (t::status::NEXT_REVIEW, StepKind::LaterUntil(closes))]
        }
        State::Submitted | State::InReview => {
            &[(t::status::NEXT_REVIEW, StepKind::NowUntil(closes)), (t::status::NEXT_NUMBER, later)]
        }
        State::Approved if status.number.is_none() => &[(t::status::NEXT_NUMBER, now)],
        State::Approved | State::Refused => &[],
    };
    let next = next.iter().filter(|(name, _)| *name != t::status::NEXT_NUMBER || allotment.is_some());
    done.chain(next.map(|(name, kind)| TimelineStep { name: *name, kind: *kind })).collect()
}
