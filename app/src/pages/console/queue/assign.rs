//! Assigning the chosen cases to a reviewer, what came of it, and what the reader was told of assignments.

use super::{ASSIGNING, address};
use crate::{
    api::{AssignCases, PutAwayNotices},
    components::{Notice, Tone},
    message::{self, record},
    pages::console::frame::Desk,
    text::t,
};
use enrolment::review::{Colleague, Notices, QueueQuery};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{locale::Locale, problem::ProblemCode};

/// Beneath the list; the boxes of its lines belong to it.
pub(super) fn assign(desk: &Desk, query: &QueueQuery, colleagues: Vec<Colleague>) -> impl IntoView + use<> {
    let locale = desk.locale;
    let options = colleagues.into_iter().map(|colleague| {
        let place = colleague
            .region
            .as_deref()
            .map_or_else(|| t::console::WHOLE_PROVINCE.get(locale).to_owned(), |region| desk.region(region));
        view! { <option value=colleague.staff.to_string()>{colleague.name} " · " {place}</option> }
    });
    view! {
        <form class="queue__assign" id=ASSIGNING method="post" action=AssignCases::url()>
            <input type="hidden" name="back" value=address::write(query) />
            <label>
                {t::console_queue::ASSIGN_TO.get(locale)}
                <select class="input" name="to" accesskey="t">
                    <option value="">{t::register::CHOOSE.get(locale)}</option>
                    {options.collect_view()}
                </select>
            </label>
            <button class="button" name="act" value="assign">{t::console_queue::ASSIGN.get(locale)}</button>
            <button class="button" name="act" value="free">{t::console_queue::FREE.get(locale)}</button>
        </form>
    }
}

/// How many were assigned, and which were not: `left` is `receipt:code`, separated by commas.
pub(super) fn outcome(done: Option<String>, left: Option<String>, locale: Locale) -> Option<impl IntoView + use<>> {
    let done: u32 = done?.parse().ok()?;
    let left: Vec<_> = left.iter().flat_map(|left| left.split(',')).filter_map(|one| one.split_once(':')).collect();
    let tone = if left.is_empty() { Tone::Good } else { Tone::Warn };
    let lines = left.into_iter().filter_map(|(receipt, code)| {
        let why = match ProblemCode::parse(code)? {
            ProblemCode::NotPermitted => t::console_queue::LEFT_PLACE,
            ProblemCode::CaseEntered => t::console_queue::LEFT_ENTERED,
            ProblemCode::DecidedBefore => t::console_queue::LEFT_DECIDED,
            ProblemCode::CaseTaken => t::console_queue::LEFT_TAKEN,
            ProblemCode::Conflict => t::console_queue::LEFT_CHANGED,
            code => message::problem(code),
        };
        Some(view! { <li>{receipt.to_owned()} " · " {why.get(locale)}</li> })
    });
    let lines = lines.collect_view();
    Some(view! {
        <Notice title=t::console_queue::assigned_count(locale, done) tone=tone>
            <ul>{lines}</ul>
        </Notice>
    })
}

/// What the reader was told and has not put away.
pub(super) fn notices(desk: &Desk, count: u64, told: &Notices) -> impl IntoView + use<> {
    let locale = desk.locale;
    let lines = told.cases.iter().map(|notice| {
        let what = if notice.assigned {
            t::console_queue::told_assigned(locale, &notice.by, &notice.receipt)
        } else {
            t::console_queue::told_freed(locale, &notice.by, &notice.receipt)
        };
        view! {
            <li>
                <time datetime=record::machine_time(notice.at)>{record::moment(notice.at, locale)}</time> " · " {what}
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <details class="queue__told">
            <summary>
                {t::console_queue::TOLD.get(locale)} " " <span class="tag tag--warn">{count}</span>
            </summary>
            <ul>{lines}</ul>
            <form method="post" action=PutAwayNotices::url()>
                <input type="hidden" name="until" value=told.read_at.0.to_string() />
                <button class="button">{t::console_queue::PUT_AWAY.get(locale)}</button>
            </form>
        </details>
    }
}
