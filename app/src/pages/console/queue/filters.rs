//! Narrowing the queue: place, level, days, changed since a return, a receipt; and the filters kept under a name.

use super::address::{self, CHANGED, FROM, LEVEL, RECEIPT, REGION, UNTIL, VIEW};
use crate::{
    api::{DeleteFilter, SaveFilter},
    message::record,
    pages::console::frame::Desk,
    text::t,
};
use enrolment::{
    Result,
    review::{Filter, QueueQuery, SavedFilter},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{problem::Field, profile::Level, review::View, route, time::Span};

/// Open while something is filtered. `name`: what a filter was to be called that was not kept.
pub(super) fn filters(
    desk: &Desk,
    query: &QueueQuery,
    saved: Vec<SavedFilter>,
    name: String,
) -> Result<impl IntoView + use<>> {
    let locale = desk.locale;
    let filtered = query.filter != Filter::default();
    Ok(view! {
        <details class="queue__filter" open=filtered>
            <summary accesskey="f">{t::console_queue::FILTER.get(locale)} <kbd>"F"</kbd></summary>
            {form(desk, query)?}
            {filtered.then(|| keep(desk, query, name))}
        </details>
        {kept(desk, saved)}
    })
}

fn form(desk: &Desk, query: &QueueQuery) -> Result<impl IntoView + use<>> {
    let (locale, filter) = (desk.locale, &query.filter);
    let day = |at: shared::time::Timestamp| at.beijing().date().to_string();
    let view = (query.view != View::All).then(|| view! { <input type="hidden" name=VIEW value=query.view.as_str() /> });
    let everything = QueueQuery { view: query.view, ..QueueQuery::default() };
    let clear = address::href(&everything);
    Ok(view! {
        <form method="get" action=route::CONSOLE>
            {view}
            <label>{t::console::REGION.get(locale)} {regions(desk, filter)?}</label>
            <label>{t::console_queue::LEVEL.get(locale)} {levels(desk, filter)}</label>
            <label>
                {t::console_queue::FROM.get(locale)}
                <input class="input" type="date" name=FROM value=filter.from.map(day) />
            </label>
            <label>
                {t::console_queue::UNTIL.get(locale)}
                <input class="input" type="date" name=UNTIL value=filter.before.map(|at| day(at - Span::days(1))) />
            </label>
            <label>
                {t::console::RECEIPT.get(locale)}
                <input class="input" name=RECEIPT value=filter.receipt.clone() maxlength=40 autocomplete="off" />
            </label>
            <label class="choice">
                <input type="checkbox" name=CHANGED checked=filter.changed />
                <span>{t::console_queue::CHANGED.get(locale)}</span>
            </label>
            <button class="button">{t::console_queue::APPLY.get(locale)}</button>
            <a class="button" href=clear>{t::console_queue::CLEAR.get(locale)}</a>
        </form>
    })
}

/// Counties and prefectures of the jurisdiction.
fn regions(desk: &Desk, filter: &Filter) -> Result<impl IntoView + use<>> {
    let own = desk.profile()?.regions.iter().filter(|region| region.code.starts_with(desk.jurisdiction.prefix()));
    let options = own.map(|region| {
        let chosen = filter.region.as_deref() == Some(region.code.as_str());
        view! { <option value=region.code.clone() selected=chosen>{region.name.clone()}</option> }
    });
    let options = options.collect_view();
    Ok(view! {
        <select class="input" name=REGION>
            <option value="">{t::console_queue::ANY.get(desk.locale)}</option>
            {options}
        </select>
    })
}

fn levels(desk: &Desk, filter: &Filter) -> impl IntoView + use<> {
    let options = Level::ALL.iter().map(|level| {
        let name = record::level(*level).get(desk.locale);
        view! { <option value=level.as_str() selected=filter.level == Some(*level)>{name}</option> }
    });
    view! {
        <select class="input" name=LEVEL>
            <option value="">{t::console_queue::ANY.get(desk.locale)}</option>
            {options.collect_view()}
        </select>
    }
}

/// Keeping the filter that is on.
fn keep(desk: &Desk, query: &QueueQuery, name: String) -> impl IntoView + use<> {
    let locale = desk.locale;
    let query = address::write(&QueueQuery { after: None, ..query.clone() });
    view! {
        <form method="post" action=SaveFilter::url()>
            <input type="hidden" name="query" value=query />
            <label>
                {t::console_queue::FILTER_NAME.get(locale)}
                <input
                    class="input"
                    id=Field::Filter.as_str()
                    name="name"
                    value=name
                    maxlength=30
                    autocomplete="off"
                />
            </label>
            <button class="button">{t::console_queue::KEEP.get(locale)}</button>
        </form>
    }
}

fn kept(desk: &Desk, saved: Vec<SavedFilter>) -> Option<impl IntoView + use<>> {
    let locale = desk.locale;
    if saved.is_empty() {
        return None;
    }
    let filters = saved.into_iter().map(|filter| {
        let href = address::href(&address::parse(&filter.query));
        let forget = t::console_queue::forget(locale, &filter.name);
        view! {
            <li>
                <a href=href>{filter.name.clone()}</a>
                <form method="post" action=DeleteFilter::url()>
                    <input type="hidden" name="name" value=filter.name />
                    <button class="tool" aria-label=forget.clone() title=forget>"×"</button>
                </form>
            </li>
        }
    });
    Some(view! {
        <nav class="queue__kept" aria-label=t::console_queue::KEPT.get(locale)>
            <ul>{filters.collect_view()}</ul>
        </nav>
    })
}
