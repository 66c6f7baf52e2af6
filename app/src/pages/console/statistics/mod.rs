//! Figures of the own jurisdiction: by day, by district, by reviewer, and why applications were sent back.

mod checks;
mod plot;
pub mod query;

use super::{
    frame::{Desk, console_page},
    table::{self, Cell, cell, lead},
};
use crate::{
    components::{Notice, Tone},
    text::{Text, t},
};
use enrolment::figures::{Period, Statistics, Tally};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use query::written;
use shared::{locale::Locale, review::ReasonCode, route::console};

#[component]
pub fn StatisticsPage() -> impl IntoView {
    let typed = use_query_map().with_untracked(|map| ["from", "until"].map(|name| map.get(name)));
    console_page(move |desk| async move {
        let locale = desk.locale;
        let value = |name: &str| typed[usize::from(name == "until")].clone();
        let period = query::period(value, desk.context.enrolment.now());
        let shown = if let Some(period) = period {
            let statistics = desk.context.enrolment.statistics(&desk.caller, period).await?;
            figures(&desk, &statistics, period)
        } else {
            let title = t::console_statistics::TOO_LONG.get(locale);
            view! { <Notice title=title tone=Tone::Bad>""</Notice> }.into_any()
        };
        let [from, until] = match period {
            Some(period) => [written(period.first), written(period.last)],
            None => typed.map(Option::unwrap_or_default),
        };
        let body = view! {
            <div class="statistics">
                <h1>{t::console_statistics::TITLE.get(locale)}</h1>
                {form(from, until, locale)}
                {shown}
            </div>
        };
        Ok((t::console_statistics::TITLE.get(locale).to_owned(), body.into_any()))
    })
}

fn form(from: String, until: String, locale: Locale) -> impl IntoView {
    view! {
        <form method="get" class="filters">
            <label>
                {t::console_statistics::FROM.get(locale)} <input class="input" type="date" name="from" value=from />
            </label>
            <label>
                {t::console_statistics::UNTIL.get(locale)} <input class="input" type="date" name="until" value=until />
            </label>
            <button class="button button--primary">{t::console_statistics::SHOW.get(locale)}</button>
            <button class="button" formaction=console::STATISTICS_CSV>{t::console_statistics::EXPORT.get(locale)}</button>
        </form>
    }
}

fn figures(desk: &Desk, statistics: &Statistics, period: Period) -> AnyView {
    let locale = desk.locale;
    if statistics.days.is_empty() {
        return view! { <p class="lead">{t::console_statistics::NONE.get(locale)}</p> }.into_any();
    }
    let mut districts: Vec<_> = statistics.districts.iter().map(|(code, tally)| (desk.region(code), tally)).collect();
    districts.push((t::console_statistics::TOTAL.get(locale).to_owned(), &statistics.total));
    let checks = checks::section(statistics, &districts, locale);
    // whose approvals were checked may have decided nothing themselves in this period
    let decided = statistics.reviewers.iter().filter(|(_, tally)| tally.decided() > 0);
    let reviewers = decided.map(|(name, tally)| (name.clone(), tally)).collect();
    let (of_district, of_reviewer) = (t::console_statistics::DISTRICT, t::console_statistics::REVIEWER);
    let length = period.last - period.first + 1;
    view! {
        <h2>{t::console_statistics::BY_DAY.get(locale)}</h2>
        {plot::days(&statistics.days, period, t::console_statistics::CHART.get(locale))}
        <p class="plot-key">
            <span class="plot-key__submitted">{t::console_statistics::SUBMITTED.get(locale)}</span>
            <span class="plot-key__decided">{t::console_statistics::DECIDED.get(locale)}</span>
        </p>
        <details>
            <summary>{t::console_statistics::DAY_TABLE.get(locale)}</summary>
            {day_table(statistics, locale)}
        </details>
        <h2>{t::console_statistics::BY_DISTRICT.get(locale)}</h2>
        {table(of_district, true, districts, (length, locale))}
        <h2>{t::console_statistics::BY_REVIEWER.get(locale)}</h2>
        {table(of_reviewer, false, reviewers, (length, locale))}
        {checks}
        <h2>{t::console_statistics::REASONS.get(locale)}</h2>
        {reasons(desk, statistics)}
    }
    .into_any()
}

fn day_table(statistics: &Statistics, locale: Locale) -> impl IntoView + use<> {
    let heads = [
        t::console_statistics::DAY,
        t::console_statistics::SUBMITTED,
        t::console_statistics::APPROVED,
        t::console_statistics::RETURNED,
        t::console_statistics::REFUSED,
    ];
    let rows = statistics.days.iter().rev().map(|(day, tally)| {
        let cells = [tally.submitted, tally.approved, tally.returned, tally.refused];
        std::iter::once(lead(written(*day))).chain(cells.map(number)).collect::<Vec<_>>()
    });
    table::framed(t::console_statistics::BY_DAY, &heads, rows, locale)
}

/// `submits`: whether what is summed up has applications handed in, which reviewers have not.
fn table(
    what: Text,
    submits: bool,
    rows: Vec<(String, &Tally)>,
    (days, locale): (i64, Locale),
) -> impl IntoView + use<> {
    let mut heads = vec![what];
    heads.extend(submits.then_some(t::console_statistics::SUBMITTED));
    heads.extend([
        t::console_statistics::DECIDED,
        t::console_statistics::PER_DAY,
        t::console_statistics::APPROVED,
        t::console_statistics::RETURNED,
        t::console_statistics::REFUSED,
        t::console_statistics::SHARES,
        t::console_statistics::MEDIAN,
        t::console_statistics::P90,
    ]);
    let rows = rows.into_iter().map(|(name, tally)| row(name, submits, tally, (days, locale)));
    table::framed(what, &heads, rows, locale)
}

fn number(figure: impl IntoAny) -> Cell {
    cell(figure).with("number")
}

fn row(name: String, submits: bool, tally: &Tally, (days, locale): (i64, Locale)) -> Vec<Cell> {
    let hours = |hours: Option<f64>| hours.map_or_else(|| "–".to_owned(), |hours| format!("{hours:.1}"));
    let label = format!("{}: {name}", t::console_statistics::SHARES.get(locale));
    let mut cells = vec![lead(name)];
    cells.extend(submits.then(|| number(tally.submitted)));
    cells.extend([
        number(tally.decided()),
        number(format!("{:.1}", tally.decided() as f64 / days.max(1) as f64)),
        number(tally.approved),
        number(tally.returned),
        number(tally.refused),
        cell(plot::shares(tally, label)),
        number(hours(tally.median_hours())),
        number(hours(tally.p90_hours())),
    ]);
    cells
}

fn reasons(desk: &Desk, statistics: &Statistics) -> impl IntoView + use<> {
    let locale = desk.locale;
    let most = statistics.reasons.first().map_or(1, |(_, count)| *count);
    let all: u64 = statistics.reasons.iter().map(|(_, count)| count).sum();
    let profile = desk.profile().ok();
    let words = |code: &str| {
        let reason = profile.and_then(|profile| profile.reason(&ReasonCode(code.to_owned())));
        reason.map_or_else(|| code.to_owned(), |reason| reason.text.get(locale).to_owned())
    };
    let heads = [t::console_statistics::REASON, t::console_statistics::COUNT, t::console_statistics::SHARE];
    let rows = statistics.reasons.iter().map(|(code, count)| {
        let share = format!("{:.1} %", 100.0 * *count as f64 / all.max(1) as f64);
        vec![lead(words(code)), number(*count), cell(view! { {plot::bar(*count, most)} " " {share} })]
    });
    table::framed(t::console_statistics::REASONS, &heads, rows, locale)
}
