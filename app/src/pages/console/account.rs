//! The own account: password and second factor, where it is signed in, how signing in went.

pub mod code;
pub mod codes;
pub mod factor;
pub mod password;

use super::{
    frame::{Desk, console_page},
    table::{self, Cell, cell},
};
use crate::{
    api::{EndOtherSessions, EndOwnSession},
    components::{ErrorSummary, Notice, SummaryList, SummaryRow, Tone},
    message::{record, staff},
    text::t,
};
use enrolment::staff::{AccountState, OwnSession, SignInEntry};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{locale::Locale, route::console};

#[component]
pub fn OwnAccountPage() -> impl IntoView {
    let saved = use_query_map().with_untracked(|query| query.get("saved")).is_some();
    console_page(move |desk| async move {
        let (locale, enrolment) = (desk.locale, &desk.context.enrolment);
        let state = enrolment.account_state(&desk.caller).await?;
        let sessions = enrolment.own_sessions(&desk.caller).await?;
        let history = enrolment.sign_in_history(&desk.caller).await?;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let saved = saved.then(|| {
            view! { <Notice title=t::console_account::PASSWORD_SAVED.get(locale) tone=Tone::Good /> }
        });
        let body = view! {
            <div class="account">
                <ErrorSummary problems=problems locale=locale />
                <h1>{t::console_account::ACCOUNT.get(locale)}</h1>
                {saved}
                {facts(&desk, &state)}
                {sessions_table(&sessions, locale)}
                {history_table(history, locale)}
            </div>
        };
        Ok((t::console_account::ACCOUNT.get(locale).to_owned(), body.into_any()))
    })
}

fn facts(desk: &Desk, state: &AccountState) -> impl IntoView + use<> {
    let locale = desk.locale;
    let factor = if state.has_second_factor {
        let left = t::console_account::factor_codes_left(locale, state.recovery_codes_left);
        format!("{} · {left}", t::console_account::FACTOR_ON.get(locale))
    } else {
        t::console_account::FACTOR_OFF.get(locale).to_owned()
    };
    let manage =
        if state.has_second_factor { t::console_account::FACTOR_MANAGE } else { t::console_account::FACTOR_SET_UP };
    let rows = vec![
        SummaryRow::new(t::console_account::LOGIN.get(locale), state.login.clone()),
        SummaryRow::new(t::console_account::ROLE.get(locale), staff::role(desk.role).get(locale)),
        SummaryRow::new(t::console_account::JURISDICTION.get(locale), super::staff::place(desk, &desk.jurisdiction)),
        SummaryRow::new(t::console_account::FACTOR.get(locale), factor),
    ];
    view! {
        <SummaryList rows=rows />
        <div class="act">
            <a class="button" href=console::ACCOUNT_PASSWORD>{t::console_account::PASSWORD_CHANGE.get(locale)}</a>
            <a class="button" href=console::ACCOUNT_FACTOR>{manage.get(locale)}</a>
        </div>
    }
}

fn sessions_table(sessions: &[OwnSession], locale: Locale) -> impl IntoView + use<> {
    let heads = [
        t::console_account::SESSION_BEGAN,
        t::console_account::SESSION_USED,
        t::console_account::SESSION_ADDRESS,
        t::console_account::ACTION,
    ];
    let rows = sessions.iter().map(|session| session_row(session, locale));
    let others = (sessions.len() > 1).then(|| {
        view! {
            <form class="act" method="post" action=EndOtherSessions::url()>
                <button class="button">{t::console_account::SESSIONS_END.get(locale)}</button>
            </form>
        }
    });
    view! {
        <h2>{t::console_account::SESSIONS.get(locale)}</h2>
        {table::framed(t::console_account::SESSIONS, &heads, rows, locale)}
        {others}
    }
}

fn session_row(session: &OwnSession, locale: Locale) -> Vec<Cell> {
    let act = if session.current {
        view! { <span class="tag tag--good">{t::console_account::SESSION_CURRENT.get(locale)}</span> }.into_any()
    } else {
        view! {
            <form method="post" action=EndOwnSession::url()>
                <input type="hidden" name="session" value=session.id.to_string() />
                <button class="button">{t::console_account::SESSION_END.get(locale)}</button>
            </form>
        }
        .into_any()
    };
    vec![
        cell(record::moment(session.began_at, locale)),
        cell(record::moment(session.last_used_at, locale)),
        cell(session.address.clone()),
        cell(act),
    ]
}

fn history_table(history: Vec<SignInEntry>, locale: Locale) -> impl IntoView + use<> {
    let heads =
        [t::console_account::HISTORY_TIME, t::console_account::HISTORY_WHAT, t::console_account::SESSION_ADDRESS];
    let rows = history.into_iter().map(|entry| {
        vec![
            cell(record::moment(entry.at, locale)),
            cell(staff::outcome(entry.outcome).get(locale)),
            cell(entry.address),
        ]
    });
    view! {
        <h2>{t::console_account::HISTORY.get(locale)}</h2>
        <p class="quiet">{t::console_account::HISTORY_NOTE.get(locale)}</p>
        {table::framed(t::console_account::HISTORY, &heads, rows, locale)}
    }
}
