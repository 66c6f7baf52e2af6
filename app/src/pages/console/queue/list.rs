//! The cases of a list, a line each; for seniors with a box to choose them for assigning.

use super::ASSIGNING;
use crate::{
    api::TakeCase,
    message::record,
    pages::console::{
        frame::Desk,
        table::{self, Cell, cell},
    },
    text::{Text, t},
};
use enrolment::review::{Filter, Holder, Queue, QueueQuery, QueuedCase};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{review::View, route, staff::Act};

/// `chosen`: the boxes that were ticked when assigning was refused.
pub(super) fn list(desk: &Desk, query: &QueueQuery, queue: &Queue, chosen: &[String]) -> AnyView {
    let locale = desk.locale;
    if queue.cases.is_empty() {
        return view! { <p class="lead">{nothing(query).get(locale)}</p> }.into_any();
    }
    let senior = desk.role.may(Act::SeniorReview);
    let mut heads = if senior { vec![t::console_queue::CHOOSE] } else { Vec::new() };
    heads.extend([
        t::console::RECEIPT,
        t::console::REGION,
        t::console_queue::LEVEL,
        t::console::SUBMITTED,
        t::console::DOCUMENT,
        t::console::HOLDER,
        t::console::ACTION,
    ]);
    let rows = queue.cases.iter().map(|case| row(desk, query.view, case, senior.then_some(chosen)));
    table::framed(t::console::QUEUE, &heads, rows, locale)
}

/// An empty list need not mean that the work is done.
fn nothing(query: &QueueQuery) -> Text {
    match query.view {
        _ if query.filter != Filter::default() => t::console_queue::NONE_FOUND,
        View::All | View::Waiting => t::console::EMPTY,
        _ => t::console_queue::NONE,
    }
}

/// Whose case it is shows once it is taken. Seniors have a box to choose it.
fn row(desk: &Desk, view: View, case: &QueuedCase, chosen: Option<&[String]>) -> Vec<Cell> {
    let locale = desk.locale;
    let kind = record::document_type(case.document_type).get(locale);
    let level = case.level.map(|level| record::level(level).get(locale));
    let changed = case.changed.then(|| {
        view! { " " <span class="tag tag--warn">{t::console_queue::AGAIN.get(locale)}</span> }
    });
    let submitted = view! {
        <time datetime=record::machine_time(case.submitted_at)>{record::moment(case.submitted_at, locale)}</time>
    };
    let mut cells: Vec<_> = chosen.map(|chosen| cell(choice(desk, case, chosen))).into_iter().collect();
    cells.extend([
        cell(view! { {case.receipt.clone()} {changed} }),
        cell(desk.region(&case.region)),
        cell(level),
        cell(submitted),
        cell(kind),
        cell(holder(desk, case)),
        cell(act(desk, view, case)),
    ]);
    cells
}

/// What waits may be assigned; the value says who had it when it was chosen.
fn choice(desk: &Desk, case: &QueuedCase, chosen: &[String]) -> Option<impl IntoView + use<>> {
    if !matches!(case.holder, Holder::Nobody) {
        return None;
    }
    let seen = case.assignee.as_ref().map(|(staff, _)| format!(":{staff}")).unwrap_or_default();
    let name = t::console_queue::choose_case(desk.locale, &case.receipt);
    let value = format!("{}{seen}", case.enrolment);
    let ticked = chosen.contains(&value);
    Some(view! {
        <input
            type="checkbox"
            name="cases[]"
            form=ASSIGNING
            value=value
            checked=ticked
            aria-label=name
        />
    })
}

fn holder(desk: &Desk, case: &QueuedCase) -> String {
    let locale = desk.locale;
    match (&case.holder, &case.assignee) {
        (Holder::Caller { until }, _) => t::console::me(locale, record::clock_time(*until)),
        (Holder::Other { name, until }, _) => t::console::other(locale, name, record::clock_time(*until)),
        (Holder::Assigned, _) => t::console_queue::ASSIGNED_ME.get(locale).to_owned(),
        (Holder::Nobody, Some((_, name))) => t::console_queue::assigned(locale, name),
        (Holder::Nobody, None) => t::console::NOBODY.get(locale).to_owned(),
    }
}

fn act(desk: &Desk, view: View, case: &QueuedCase) -> AnyView {
    let locale = desk.locale;
    match &case.holder {
        Holder::Caller { .. } => {
            let href = route::console_case(case.enrolment);
            view! { <a class="button" href=href>{t::console::OPEN.get(locale)}</a> }.into_any()
        }
        _ if view == View::Returned => t::console_queue::WITH_CANDIDATE.get(locale).into_any(),
        _ if case.barred => t::console_queue::BARRED.get(locale).into_any(),
        Holder::Nobody if case.assignee.is_none() => take(desk, case).into_any(),
        Holder::Assigned => take(desk, case).into_any(),
        Holder::Nobody | Holder::Other { .. } => ().into_any(),
    }
}

fn take(desk: &Desk, case: &QueuedCase) -> impl IntoView + use<> {
    view! {
        <form method="post" action=TakeCase::url()>
            <input type="hidden" name="case" value=case.enrolment.to_string() />
            <button class="button">{t::console::TAKE.get(desk.locale)}</button>
        </form>
    }
}
