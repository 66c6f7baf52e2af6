//! Requests to merge numbers: those of the officer's place.

pub mod one;

use super::{
    frame::{Desk, console_page},
    table::{self, Cell, cell},
};
use crate::{
    components::ErrorSummary,
    message::{existing as words, record},
    text::{Text, t},
};
use enrolment::existing::MergeRow;
use leptos::prelude::*;
use shared::route::existing as route;

#[component]
pub fn MergesPage() -> impl IntoView {
    console_page(|desk| async move {
        let locale = desk.locale;
        let enrolment = &desk.context.enrolment;
        let (open, decided) =
            (enrolment.merges(&desk.caller, true).await?, enrolment.merges(&desk.caller, false).await?);
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let title = t::console_existing::MERGES_TITLE.get(locale);
        let body = view! {
            <div class="queue">
                <ErrorSummary problems=problems locale=locale />
                <h1>{title}</h1>
                {table(&desk, t::console_existing::MERGES_OPEN, &open)}
                {table(&desk, t::console_existing::MERGES_DECIDED, &decided)}
            </div>
        };
        Ok((title.to_owned(), body.into_any()))
    })
}

fn table(desk: &Desk, title: Text, rows: &[MergeRow]) -> AnyView {
    use t::console_existing as own;
    let locale = desk.locale;
    let content = if rows.is_empty() {
        view! { <p class="quiet">{own::MERGES_NONE.get(locale)}</p> }.into_any()
    } else {
        let heads =
            [own::ASKED_AT, t::existing::REGION, own::OTHER, own::INTO, t::existing::STATE, t::console_admin::ACTIONS];
        let rows = rows.iter().map(|row| line(desk, row));
        table::framed(title, &heads, rows, locale)
    };
    view! { <h2>{title.get(locale)}</h2> {content} }.into_any()
}

fn line(desk: &Desk, row: &MergeRow) -> Vec<Cell> {
    let locale = desk.locale;
    let open = view! {
        <a class="button" href=route::merge(row.id)>
            {t::console_existing::OPEN.get(locale)} <span class="visually-hidden">" " {row.other_masked.clone()}</span>
        </a>
    };
    vec![
        cell(record::moment(row.requested_at, locale)),
        cell(desk.region(&row.region)),
        cell(row.other_masked.clone()),
        cell(row.own_masked.clone()),
        cell(words::merge(Some(row.state)).get(locale)),
        cell(open),
    ]
}
