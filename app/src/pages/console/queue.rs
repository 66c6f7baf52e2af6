//! The queue of the own jurisdiction: its lists with their counts, the oldest cases first, “take the next one”, and for seniors
//! assigning.

pub(crate) mod address;
mod assign;
mod filters;
mod list;

use super::frame::{Desk, console_page};
use crate::{
    api::{
        AssignCases, SaveFilter, TakeNextCase,
        queue::{CHOSEN, FILTER_NAME},
    },
    components::ErrorSummary,
    text::{Text, t},
};
use enrolment::review::{FOUND_MAX, Queue, QueueQuery};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{locale::Locale, review::View, staff::Act};

/// Id of the form that assigns what is chosen in the list.
const ASSIGNING: &str = "assigning";
/// What came of assigning: how many, and which were left.
pub(crate) const ASSIGNED: &str = "assigned";
pub(crate) const LEFT: &str = "left";
/// The button that decided the case before.
pub(crate) const DECIDED: &str = "decided";

#[component]
pub fn QueuePage() -> impl IntoView {
    let get = |name: &str| use_query_map().with_untracked(|query| query.get(name));
    let (query, assigned, left, decided) = (address::read(&get), get(ASSIGNED), get(LEFT), get(DECIDED));
    console_page(move |desk| async move {
        let enrolment = &desk.context.enrolment;
        let queue = enrolment.queue(&desk.caller, &query).await?;
        let saved = enrolment.saved_filters(&desk.caller).await?;
        let told = if queue.notices > 0 { Some(enrolment.case_notices(&desk.caller).await?) } else { None };
        let senior = desk.role.may(Act::SeniorReview);
        let colleagues = if senior { enrolment.colleagues(&desk.caller).await? } else { Vec::new() };
        let chosen: Vec<String> = desk.refused(AssignCases::url(), CHOSEN).await?;
        let filter_name: String = desk.refused(SaveFilter::url(), FILTER_NAME).await?;
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let body = view! {
            <div class="queue">
                <ErrorSummary problems=problems locale=locale />
                {decided.filter(|_| desk.problem.is_none()).and_then(|button| done(&button, locale))}
                {assign::outcome(assigned, left, locale)}
                {head(&desk)}
                {told.map(|told| assign::notices(&desk, queue.notices, &told))}
                {views(&desk, &query, &queue)}
                {filters::filters(&desk, &query, saved, filter_name)?}
                {found(&desk, &queue)}
                {list::list(&desk, &query, &queue, &chosen)}
                {(senior && !queue.cases.is_empty()).then(|| assign::assign(&desk, &query, colleagues))}
                {paging(&desk, &query, &queue)}
            </div>
        };
        Ok((t::console::QUEUE.get(locale).to_owned(), body.into_any()))
    })
}

/// That the case before went through.
fn done(button: &str, locale: Locale) -> Option<impl IntoView + use<>> {
    let what = match button {
        "approve" => t::console::APPROVE,
        "return" => t::console::RETURN,
        "escalate" => t::console_decide::ESCALATE,
        "refuse" => t::console::REFUSE,
        _ => return None,
    };
    Some(view! { <p class="queue__done" role="status">{t::console::decided(locale, what.get(locale))}</p> })
}

fn head(desk: &Desk) -> impl IntoView + use<> {
    let locale = desk.locale;
    view! {
        <div class="queue__head">
            <h1>{t::console::QUEUE.get(locale)}</h1>
            <form method="post" action=TakeNextCase::url()>
                <button class="button button--primary" accesskey="n">
                    {t::console::TAKE_NEXT.get(locale)} <kbd>"N"</kbd>
                </button>
            </form>
        </div>
    }
}

/// The lists, each with its length; those of seniors for them alone.
fn views(desk: &Desk, query: &QueueQuery, queue: &Queue) -> impl IntoView + use<> {
    let locale = desk.locale;
    let senior = desk.role.may(Act::SeniorReview);
    let links = View::ALL.iter().filter(|view| senior || !view.is_senior()).map(|view| {
        let current = (query.view == *view).then_some("page");
        let href = address::href(&QueueQuery { view: *view, after: None, ..query.clone() });
        let count = queue.counts.of(*view);
        view! {
            <li>
                <a href=href aria-current=current data-view=view.as_str()>
                    {name(*view).get(locale)} " " <b>{count}</b>
                </a>
            </li>
        }
    });
    view! {
        <nav class="queue__views" aria-label=t::console_queue::LISTS.get(locale)>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}

const fn name(view: View) -> Text {
    match view {
        View::All => t::console_queue::ALL,
        View::Waiting => t::console::WAITING,
        View::Mine => t::console_queue::MINE,
        View::Returned => t::console_queue::RETURNED,
        View::Second => t::console_queue::SECOND,
        View::Escalated => t::console_queue::ESCALATED,
        View::Held => t::console_queue::HELD,
    }
}

/// What a filter leaves.
fn found(desk: &Desk, queue: &Queue) -> Option<impl IntoView + use<>> {
    let found = queue.found?;
    let words = if found < FOUND_MAX {
        t::console_queue::found(desk.locale, found)
    } else {
        t::console_queue::found_many(desk.locale, FOUND_MAX)
    };
    Some(view! { <p class="quiet">{words}</p> })
}

fn paging(desk: &Desk, query: &QueueQuery, queue: &Queue) -> impl IntoView + use<> {
    let locale = desk.locale;
    let page = |after| address::href(&QueueQuery { after, ..query.clone() });
    let first = query.after.is_some().then(|| page(None));
    let first = first.map(|href| view! { <a class="button" href=href>{t::console::FIRST_PAGE.get(locale)}</a> });
    let next = queue.next.map(|next| page(Some(next)));
    let next = next.map(|href| view! { <a class="button" href=href>{t::console::NEXT_PAGE.get(locale)}</a> });
    view! { <div class="act">{first} {next}</div> }
}
