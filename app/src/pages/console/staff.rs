//! Accounts of staff: the list of the own jurisdiction with its filters.

mod form;
pub mod member;
pub mod new;

use super::{
    frame::{Desk, console_page},
    table::{self, Cell, cell},
};
use crate::{
    api::{SearchStaff, posting::typed, staff_administration::StaffSearch},
    components::ErrorSummary,
    message::{record, staff},
    text::{Text, t},
};
use enrolment::{
    session::Jurisdiction,
    staff::{StaffCursor, StaffFilter, StaffMember, StaffPage as Page, StaffState},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{review::Role, route::console};

#[component]
pub fn StaffPage() -> impl IntoView {
    let after = use_query_map().with_untracked(|query| query.get("after")).filter(|login| !login.is_empty());
    console_page(move |desk| async move {
        let search: StaffSearch = typed(&desk.context, StaffSearch::DRAFT).await?;
        let filter =
            StaffFilter { role: Role::parse(&search.role), state: StaffState::parse(&search.state), text: search.text };
        let after = after.map(StaffCursor);
        let later = after.is_some();
        let page = desk.context.enrolment.staff_page(&desk.caller, &filter, after).await?;
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let body = view! {
            <div class="account">
                <ErrorSummary problems=problems locale=locale />
                <div class="account__head">
                    <h1>{t::console_staff::TITLE.get(locale)}</h1>
                    <a class="button button--primary" href=console::STAFF_NEW>{t::console_staff::NEW.get(locale)}</a>
                </div>
                {filters(&desk, &filter)}
                {list(&desk, &page)}
                {paging(&desk, &page, later)}
            </div>
        };
        Ok((t::console_staff::TITLE.get(locale).to_owned(), body.into_any()))
    })
}

/// Where somebody may act, in words.
pub(super) fn place(desk: &Desk, jurisdiction: &Jurisdiction) -> String {
    let whole = || t::console_staff::WHOLE.get(desk.locale).to_owned();
    let region = jurisdiction.region.as_deref().map_or_else(whole, |code| desk.region(code));
    match &jurisdiction.institution {
        Some(institution) => format!("{region} · {institution}"),
        None => region,
    }
}

fn filters(desk: &Desk, filter: &StaffFilter) -> impl IntoView + use<> {
    let locale = desk.locale;
    let roles = Role::ALL.iter().map(|role| (role.as_str(), staff::role(*role)));
    let states = StaffState::ALL.iter().map(|state| (state.as_str(), staff::state(*state)));
    let role = select(desk, "role", t::console_staff::ROLE, roles, filter.role.map_or("", Role::as_str));
    let state = select(desk, "state", t::console_staff::STATUS, states, filter.state.map_or("", StaffState::as_str));
    view! {
        <form class="filters" method="post" action=SearchStaff::url() role="search">
            <label>
                {t::console_staff::SEARCH.get(locale)}
                <input class="input" name="text" value=filter.text.clone() maxlength=40 autocomplete="off" />
            </label>
            {role}
            {state}
            <button class="button">{t::console_staff::FILTER.get(locale)}</button>
        </form>
    }
}

fn select(
    desk: &Desk,
    name: &'static str,
    label: Text,
    options: impl Iterator<Item = (&'static str, Text)>,
    chosen: &str,
) -> AnyView {
    let locale = desk.locale;
    let options = options
        .map(|(value, words)| {
            view! { <option value=value selected=value == chosen>{words.get(locale)}</option> }.into_any()
        })
        .collect_view();
    view! {
        <label>
            {label.get(locale)}
            <select class="input" name=name>
                <option value="">{t::console_staff::ALL.get(locale)}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn list(desk: &Desk, page: &Page) -> AnyView {
    let locale = desk.locale;
    if page.members.is_empty() {
        return view! { <p class="lead">{t::console_staff::EMPTY.get(locale)}</p> }.into_any();
    }
    let heads = [
        t::console_staff::LOGIN,
        t::console_staff::NAME,
        t::console_staff::ROLE,
        t::console_staff::REGION,
        t::console_staff::FACTOR,
        t::console_staff::LAST_SIGN_IN,
        t::console_staff::STATUS,
    ];
    let rows = page.members.iter().map(|member| row(desk, member));
    table::framed(t::console_staff::TITLE, &heads, rows, locale)
}

fn row(desk: &Desk, member: &StaffMember) -> Vec<Cell> {
    let locale = desk.locale;
    let own = member.own.then(|| view! { " " <span class="tag">{t::console_staff::OWN.get(locale)}</span> });
    let never = || t::console_staff::NEVER.get(locale).to_owned();
    let factor = if member.has_second_factor { t::console_staff::FACTOR_ON } else { t::console_staff::FACTOR_OFF };
    vec![
        cell(view! { <a href=console::staff(member.id)>{member.login.clone()}</a> {own} }),
        cell(member.name.clone()),
        cell(staff::role(member.role).get(locale)),
        cell(place(desk, &member.jurisdiction)),
        cell(factor.get(locale)),
        cell(member.signed_in_at.map_or_else(never, |at| record::moment(at, locale))),
        cell(status(desk, member)),
    ]
}

fn status(desk: &Desk, member: &StaffMember) -> impl IntoView + use<> {
    let locale = desk.locale;
    let (words, tone) = match (member.disabled_at, member.must_change_password) {
        (Some(_), _) => (t::console_staff::DISABLED, "bad"),
        (None, true) => (t::console_staff::MUST_CHANGE, "warn"),
        (None, false) => (t::console_staff::ACTIVE, "good"),
    };
    view! { <span class=format!("tag tag--{tone}")>{words.get(locale)}</span> }
}

fn paging(desk: &Desk, page: &Page, later: bool) -> impl IntoView + use<> {
    let locale = desk.locale;
    let first = later.then(|| {
        view! { <a class="button" href=console::STAFF>{t::console_staff::FIRST_PAGE.get(locale)}</a> }
    });
    let next = page.next.clone().map(|StaffCursor(after)| {
        view! {
            <form method="get" action=console::STAFF>
                <input type="hidden" name="after" value=after />
                <button class="button">{t::console_staff::NEXT_PAGE.get(locale)}</button>
            </form>
        }
    });
    view! { <div class="act">{first} {next}</div> }
}
