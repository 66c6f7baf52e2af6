//! The queue of the own jurisdiction: counts, the oldest cases first, and “take the next one”.

use super::frame::{Desk, console_page};
use crate::{
    api::{TakeCase, TakeNextCase},
    components::ErrorSummary,
    message::record,
    text::t,
};
use enrolment::review::{Holder, Queue, QueueCursor, QueuedCase};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{route, time::Timestamp};

#[component]
pub fn QueuePage() -> impl IntoView {
    let after = cursor();
    console_page(move |desk| async move {
        let queue = desk.context.enrolment.queue(&desk.caller, after).await?;
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let body = view! {
            <div class="queue">
                <ErrorSummary problems=problems locale=locale />
                {head(&desk, &queue)}
                {list(&desk, &queue)}
                {paging(&desk, &queue, after.is_some())}
            </div>
        };
        Ok((t::console::QUEUE.get(locale).to_owned(), body.into_any()))
    })
}

/// Where the page begins, from the query: `after=<milliseconds>-<case>`.
fn cursor() -> Option<QueueCursor> {
    let text = use_query_map().with_untracked(|query| query.get("after"))?;
    let (at, case) = text.split_once('-')?;
    Some(QueueCursor { submitted_at: Timestamp(at.parse().ok()?), enrolment: case.parse().ok()? })
}

fn head(desk: &Desk, queue: &Queue) -> impl IntoView + use<> {
    let locale = desk.locale;
    let count = |name: crate::text::Text, count: u64| view! { <div><dt>{name.get(locale)}</dt><dd>{count}</dd></div> };
    view! {
        <div class="queue__head">
            <h1>{t::console::QUEUE.get(locale)}</h1>
            <dl class="queue__counts">
                {count(t::console::WAITING, queue.waiting)}
                {count(t::console::MINE, queue.mine)}
                {count(t::console::HELD, queue.held)}
            </dl>
            <form method="post" action=TakeNextCase::url()>
                <button class="button button--primary" accesskey="n">
                    {t::console::TAKE_NEXT.get(locale)} <kbd>"N"</kbd>
                </button>
            </form>
        </div>
    }
}

fn list(desk: &Desk, queue: &Queue) -> AnyView {
    let locale = desk.locale;
    if queue.cases.is_empty() {
        return view! { <p class="lead">{t::console::EMPTY.get(locale)}</p> }.into_any();
    }
    let heads = [
        t::console::RECEIPT,
        t::console::REGION,
        t::console::SUBMITTED,
        t::console::DOCUMENT,
        t::console::HOLDER,
        t::console::ACTION,
    ];
    let rows = queue.cases.iter().map(|case| row(desk, case)).collect_view();
    view! {
        <div class="table-frame">
            <table class="table">
                <thead>
                    <tr>{heads.map(|head| view! { <th scope="col">{head.get(locale)}</th> }).into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Masked: whose case it is shows once it is taken.
fn row(desk: &Desk, case: &QueuedCase) -> impl IntoView + use<> {
    let locale = desk.locale;
    let kind = record::document_type(case.document_type).get(locale);
    let holder = match &case.holder {
        Holder::Nobody => t::console::NOBODY.get(locale).to_owned(),
        Holder::Caller { until } => t::console::me(locale, record::clock_time(*until)),
        Holder::Other { name, until } => t::console::other(locale, name, record::clock_time(*until)),
    };
    let act = match case.holder {
        Holder::Nobody => take(desk, case).into_any(),
        Holder::Caller { .. } => {
            let href = route::console_case(case.enrolment);
            view! { <a class="button" href=href>{t::console::OPEN.get(locale)}</a> }.into_any()
        }
        Holder::Other { .. } => ().into_any(),
    };
    view! {
        <tr>
            <td>{case.receipt.clone()}</td>
            <td>{desk.region(&case.region)}</td>
            <td>
                <time datetime=record::machine_time(case.submitted_at)>{record::moment(case.submitted_at, locale)}</time>
            </td>
            <td>{kind} " " {case.document_masked.clone()}</td>
            <td>{holder}</td>
            <td>{act}</td>
        </tr>
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

fn paging(desk: &Desk, queue: &Queue, later: bool) -> impl IntoView + use<> {
    let locale = desk.locale;
    let first = later.then(|| view! { <a class="button" href=route::CONSOLE>{t::console::FIRST_PAGE.get(locale)}</a> });
    let next = queue.next.map(|next| {
        let href = format!("{}?after={}-{}", route::CONSOLE, next.submitted_at.0, next.enrolment);
        view! { <a class="button" href=href>{t::console::NEXT_PAGE.get(locale)}</a> }
    });
    view! { <div class="act">{first} {next}</div> }
}
