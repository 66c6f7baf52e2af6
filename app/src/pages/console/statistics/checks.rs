//! How often second reviewers came to the same, by district and by whose approval it was.

use super::{
    super::table::{cell, framed, lead},
    number, plot,
};
use crate::text::{Text, t};
use enrolment::figures::{Statistics, Tally};
use leptos::prelude::*;
use shared::locale::Locale;

/// `districts` have their names already.
pub(super) fn section(
    statistics: &Statistics,
    districts: &[(String, &Tally)],
    locale: Locale,
) -> impl IntoView + use<> {
    let reviewers: Vec<_> = statistics.reviewers.iter().map(|(name, tally)| (name.clone(), tally)).collect();
    let tables = (statistics.total.checked > 0).then(|| {
        view! {
            <p>{t::console_statistics::CHECKS_TEXT.get(locale)}</p>
            <p class="plot-key">
                <span class="plot-key__agreed">{t::console_statistics::AGREED.get(locale)}</span>
                <span class="plot-key__disputed">{t::console_statistics::DISPUTED.get(locale)}</span>
            </p>
            {table(t::console_statistics::DISTRICT, districts, locale)}
            {table(t::console_statistics::REVIEWER, &reviewers, locale)}
        }
    });
    let none = tables.is_none().then(|| view! { <p>{t::console_statistics::NO_CHECKS.get(locale)}</p> });
    view! {
        <h2>{t::console_statistics::CHECKS.get(locale)}</h2>
        {tables}
        {none}
    }
}

/// Those of whom nothing was checked are left out.
fn table(what: Text, all: &[(String, &Tally)], locale: Locale) -> impl IntoView + use<> {
    let heads = [
        what,
        t::console_statistics::CHECKED,
        t::console_statistics::DISPUTED,
        t::console_statistics::SHARE,
        t::console_statistics::CHECK_SHARES,
    ];
    let rows = all.iter().filter(|(_, tally)| tally.checked > 0).map(|(name, tally)| {
        let label = format!("{}: {name}", t::console_statistics::CHECK_SHARES.get(locale));
        vec![
            lead(name.clone()),
            number(tally.checked),
            number(tally.disputed),
            number(format!("{:.1} %", 100.0 * tally.disputed as f64 / tally.checked as f64)),
            cell(plot::checks(tally, label)),
        ]
    });
    framed(t::console_statistics::CHECKS, &heads, rows, locale)
}
