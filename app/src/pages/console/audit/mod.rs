//! The audit trail for auditors: what is looked for, and the entries in words, newest first.

pub mod query;

use super::{
    frame::{Desk, console_page},
    table::{self, Cell, cell},
};
use crate::{
    message::{record, trail},
    text::{Text, t},
};
use enrolment::audit::{Action, AuditEntry, AuditPage, Staffer};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use query::{ACTORS, AuditQuery};
use shared::{locale::Locale, route::console};

/// Entries of a page.
const PAGE: u32 = 50;

#[component]
pub fn AuditPageView() -> impl IntoView {
    let query = use_query_map().with_untracked(|map| AuditQuery::read(|name| map.get(name)));
    console_page(move |desk| async move {
        let enrolment = &desk.context.enrolment;
        let staff = enrolment.audited_staff(&desk.caller).await?;
        let page = enrolment.audit_page(&desk.caller, &query.filter(), (query.cursor(), PAGE)).await?;
        let locale = desk.locale;
        let body = view! {
            <div class="audit">
                <h1>{t::console_audit::TITLE.get(locale)}</h1>
                {form(&query, &staff, locale)}
                {list(&desk, &page)}
                {paging(&query, &page, locale)}
            </div>
        };
        Ok((t::console_audit::TITLE.get(locale).to_owned(), body.into_any()))
    })
}

fn form(query: &AuditQuery, staff: &[Staffer], locale: Locale) -> impl IntoView + use<> {
    let day = |name: &'static str, label: Text, value: &str| {
        let value = value.to_owned();
        view! { <label>{label.get(locale)} <input class="input" type="date" name=name value=value /></label> }
    };
    let actors = ACTORS.map(|actor| (actor.to_owned(), trail::actor(actor).get(locale).to_owned()));
    let people = staff.iter().map(|one| (one.id.to_string(), format!("{} ({})", one.name, one.login)));
    let actions = Action::ALL.iter().map(|action| (action.as_str().to_owned(), trail::action(action.as_str(), locale)));
    let mut actions: Vec<_> = actions.collect();
    actions.sort_by(|a, b| a.1.cmp(&b.1));
    let about = query.about.clone();
    view! {
        <form method="get" class="filters">
            {day("from", t::console_audit::FROM, &query.from)}
            {day("until", t::console_audit::UNTIL, &query.until)}
            {choice("actor", t::console_audit::ACTOR, actors.to_vec(), &query.actor, locale)}
            {choice("staff", t::console_audit::STAFF, people.collect(), &query.staff, locale)}
            {choice("action", t::console_audit::ACTION, actions, &query.action, locale)}
            <label>
                {t::console_audit::ABOUT.get(locale)}
                <input class="input" name="about" value=about maxlength="40" spellcheck="false" autocomplete="off" />
            </label>
            <button class="button button--primary">{t::console_audit::SEARCH.get(locale)}</button>
            <button class="button" formaction=console::AUDIT_CSV>{t::console_audit::EXPORT.get(locale)}</button>
        </form>
    }
}

/// A list with “any” first.
fn choice(
    name: &'static str,
    label: Text,
    options: Vec<(String, String)>,
    chosen: &str,
    locale: Locale,
) -> impl IntoView + use<> {
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <label>
            {label.get(locale)}
            <select class="input" name=name>
                <option value="">{t::console_audit::ANY.get(locale)}</option>
                {options.collect_view()}
            </select>
        </label>
    }
}

fn list(desk: &Desk, page: &AuditPage) -> AnyView {
    let locale = desk.locale;
    if page.entries.is_empty() {
        return view! { <p class="lead">{t::console_audit::NONE.get(locale)}</p> }.into_any();
    }
    let heads = [
        t::console_audit::NUMBER,
        t::console_audit::TIME,
        t::console_audit::ACTOR,
        t::console_audit::ACTION,
        t::console_audit::APPLICATION,
        t::console_audit::DETAIL,
    ];
    table::framed(t::console_audit::TITLE, &heads, page.entries.iter().map(|entry| row(entry, locale)), locale)
}

fn row(entry: &AuditEntry, locale: Locale) -> Vec<Cell> {
    let kind = trail::actor(&entry.actor).get(locale);
    let who = entry.name.as_ref().map_or_else(|| kind.to_owned(), |name| format!("{kind} · {name}"));
    let about = entry.receipt.clone().or_else(|| entry.enrolment.map(|id| id.to_string())).unwrap_or_default();
    let detail = Some(entry.detail.clone()).filter(|detail| detail != "{}").unwrap_or_default();
    let at = record::machine_time(entry.at);
    vec![
        cell(entry.seq),
        cell(view! { <time datetime=at>{trail::instant(entry.at)}</time> }).with("audit__time"),
        cell(view! { <span title=entry.login.clone()>{who}</span> }),
        cell(trail::action(&entry.action, locale)),
        cell(about).with("audit__about"),
        cell(view! { <code>{detail}</code> }).with("audit__detail"),
    ]
}

/// As forms, so that what was typed needs no escaping.
fn paging(query: &AuditQuery, page: &AuditPage, locale: Locale) -> impl IntoView + use<> {
    let to = |after: Option<String>, label: Text| {
        let fields = query.fields().into_iter().chain(after.map(|after| ("after", after)));
        let hidden = fields.filter(|(_, value)| !value.is_empty());
        let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
        view! { <form method="get">{hidden.collect_view()}<button class="button">{label.get(locale)}</button></form> }
    };
    let first = (!query.after.is_empty()).then(|| to(None, t::console::FIRST_PAGE));
    let next = page.next.map(|next| to(Some(format!("{}-{}", next.at.0, next.seq)), t::console::NEXT_PAGE));
    view! { <div class="act">{first} {next}</div> }
}
