//! A list that an institution sent: what each row comes to, the button that confirms, the result to download.

use super::super::{
    frame::{Desk, console_page},
    table::{self, Cell, cell},
};
use crate::{
    api::ConfirmClass,
    components::ErrorSummary,
    message::{desk as words, record},
    text::t,
};
use enrolment::{
    Error,
    classes::{ClassList, ClassRow, RowOutcome},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use shared::{id::ClassBatchId, route::console};

#[component]
pub fn ClassListPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("list")).unwrap_or_default();
    console_page(move |desk| async move {
        let id: ClassBatchId = id.parse().map_err(|_| Error::NotFound)?;
        let list = desk.context.enrolment.class_list(&desk.caller, id).await?;
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let done = list.confirmed_at.is_some();
        let title = if done { t::console_classes::LIST_DONE } else { t::console_classes::LIST_TITLE }.get(locale);
        let body = view! {
            <div class="queue">
                <ErrorSummary problems=problems locale=locale />
                {head(&desk, &list, title)}
                {table(&desk, &list)}
            </div>
        };
        Ok((title.to_owned(), body.into_any()))
    })
}

fn head(desk: &Desk, list: &ClassList, title: &'static str) -> impl IntoView + use<> {
    let locale = desk.locale;
    let counts = RowOutcome::ALL.into_iter().map(|outcome| (outcome, list.count(outcome)));
    let counts = counts.filter(|(_, count)| *count > 0).map(|(outcome, count)| {
        view! { <div><dt>{words::row(outcome).get(locale)}</dt><dd>{count}</dd></div> }
    });
    let counts = counts.collect_view();
    let ready = list.count(RowOutcome::Ready);
    let confirm = match ready {
        0 if list.confirmed_at.is_some() => ().into_any(),
        0 => view! { <p>{t::console_classes::NOTHING.get(locale)}</p> }.into_any(),
        count => view! {
            <form method="post" action=ConfirmClass::url()>
                <input type="hidden" name="list" value=list.batch.to_string() />
                <p>{t::console_classes::PLEDGE.get(locale)}</p>
                <p><button class="button button--primary">{t::console_classes::confirm(locale, count)}</button></p>
            </form>
        }
        .into_any(),
    };
    let (result, back) = (console::class_result(list.batch), console::CLASSES);
    view! {
        <div class="queue__head"><h1>{title}</h1><dl class="queue__counts">{counts}</dl></div>
        {confirm}
        <p class="admin__acts">
            <a class="button" href=result>{t::console_classes::DOWNLOAD.get(locale)}</a>
            <a class="button" href=back>{t::console_classes::BACK.get(locale)}</a>
        </p>
        <p class="quiet">{t::console_classes::expires(locale, record::moment(list.expires_at, locale))}</p>
    }
}

/// No more than what was sent, and what became of it.
fn table(desk: &Desk, list: &ClassList) -> impl IntoView + use<> {
    let locale = desk.locale;
    let heads = [
        t::console_classes::LINE,
        t::console_classes::NUMBER,
        t::console_classes::NAME,
        t::console_classes::KLASS,
        t::console_classes::RESULT,
    ];
    let rows = list.rows.iter().map(|row| line(row, locale));
    table::framed(t::console_classes::RESULT, &heads, rows, locale)
}

fn line(row: &ClassRow, locale: shared::locale::Locale) -> Vec<Cell> {
    let tone = match row.outcome {
        RowOutcome::Ready | RowOutcome::Confirmed | RowOutcome::Already => "tag tag--good",
        RowOutcome::NotReady | RowOutcome::Repeated => "tag tag--warn",
        RowOutcome::NotFound | RowOutcome::NotYours | RowOutcome::Malformed => "tag tag--bad",
    };
    vec![
        cell(row.sent.line),
        cell(row.sent.number.clone()),
        cell(row.sent.name.clone()),
        cell(row.sent.class.clone()),
        cell(view! { <span class=tone>{words::row(row.outcome).get(locale)}</span> }),
    ]
}
