//! What the checks of the data found, and running them by hand.

use super::{
    frame::{Desk, console_page},
    table::{self, cell, lead},
};
use crate::{
    api::RunChecks,
    components::{ErrorSummary, Notice, Tone},
    message::{record, trail},
    text::t,
};
use enrolment::checks::CheckResult;
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn ChecksPage() -> impl IntoView {
    console_page(move |desk| async move {
        let results = desk.context.enrolment.checks(&desk.caller).await?;
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let body = view! {
            <div class="checks">
                <ErrorSummary problems=problems locale=locale />
                <div class="checks__head">
                    <h1>{t::console_checks::TITLE.get(locale)}</h1>
                    <form method="post" action=RunChecks::url()>
                        <button class="button button--primary">{t::console_checks::RUN.get(locale)}</button>
                    </form>
                </div>
                {verdict(&desk, &results)}
                {(!results.is_empty()).then(|| list(&desk, &results))}
            </div>
        };
        Ok((t::console_checks::TITLE.get(locale).to_owned(), body.into_any()))
    })
}

fn verdict(desk: &Desk, results: &[CheckResult]) -> impl IntoView + use<> {
    let locale = desk.locale;
    let wrong = results.iter().filter(|result| result.found > 0).count();
    let (tone, title) = match (results.first(), wrong) {
        (None, _) => (Tone::Plain, t::console_checks::NEVER.get(locale).to_owned()),
        (_, 0) => (Tone::Good, t::console_checks::all_well(locale, results.len())),
        _ => (Tone::Bad, t::console_checks::some_wrong(locale, wrong, results.len())),
    };
    let when = results.iter().map(|result| result.checked_at).max();
    let when = when.map(|at| t::console_checks::checked(locale, record::moment(at, locale)));
    view! { <Notice title=title tone=tone><p>{when.unwrap_or_default()}</p></Notice> }
}

fn list(desk: &Desk, results: &[CheckResult]) -> impl IntoView + use<> {
    let locale = desk.locale;
    let heads =
        [t::console_checks::CHECK, t::console_checks::FOUND, t::console_checks::SINCE, t::console_checks::EXAMPLES];
    let rows = results.iter().map(|result| {
        let since = result.since.map(|at| record::moment(at, locale)).unwrap_or_default();
        let examples = result.examples.iter().map(|id| view! { <code>{id.clone()}</code> " " }).collect_view();
        let found = if result.found > 0 { "number checks__wrong" } else { "number" };
        vec![
            lead(trail::check(&result.code, locale)),
            cell(result.found).with(found),
            cell(since),
            cell(examples).with("audit__detail"),
        ]
    });
    table::framed(t::console_checks::TITLE, &heads, rows, locale)
}
