//! Plots drawn by the server, in colours of the theme. Each stands beside a table with the same numbers.

use enrolment::figures::{Period, Tally};
use leptos::prelude::*;
use std::collections::BTreeMap;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 160.0;
/// Left of the bars, for the scale.
const SCALE: f64 = 40.0;

/// Two bars a day: handed in, decided.
pub(super) fn days(days: &BTreeMap<i64, Tally>, period: Period, label: &'static str) -> impl IntoView + use<> {
    let most = days.values().map(|tally| tally.submitted.max(tally.decided())).max().unwrap_or(0).max(1);
    let top = nice(most);
    let step = (WIDTH - SCALE) / (period.last - period.first + 1) as f64;
    let height = |count: u64| HEIGHT * count as f64 / top as f64;
    let bars = days.iter().map(|(day, tally)| {
        let x = SCALE + (day - period.first) as f64 * step;
        let bar = |class: &'static str, offset: f64, count: u64| {
            let (x, tall) = (x + offset * step, height(count));
            view! {
                <rect class=class x=format!("{x:.1}") y=format!("{:.1}", HEIGHT - tall) width=format!("{:.1}", step * 0.4) height=format!("{tall:.1}") />
            }
        };
        view! { {bar("plot__submitted", 0.1, tally.submitted)} {bar("plot__decided", 0.5, tally.decided())} }
    });
    let lines = [0, 1, 2].map(|n| {
        let (y, value) = (HEIGHT - HEIGHT * f64::from(n) / 2.0, top * u64::from(n as u8) / 2);
        let y = format!("{y:.1}");
        view! {
            <line class="plot__line" x1=SCALE.to_string() x2=WIDTH.to_string() y1=y.clone() y2=y.clone() />
            <text class="plot__scale" x=(SCALE - 6.0).to_string() y=y text-anchor="end" dominant-baseline="middle">{value}</text>
        }
    });
    view! {
        <svg class="plot" viewBox=format!("0 -8 {WIDTH} {}", HEIGHT + 16.0) role="img" aria-label=label>
            {lines.into_iter().collect_view()}
            {bars.collect_view()}
        </svg>
    }
}

/// One bar of three parts: approved, returned, refused.
pub(super) fn shares(tally: &Tally, label: String) -> impl IntoView + use<> {
    parts(
        [("plot__approved", tally.approved), ("plot__returned", tally.returned), ("plot__refused", tally.refused)],
        label,
    )
}

/// One bar of two parts: confirmed by a second reviewer, and not.
pub(super) fn checks(tally: &Tally, label: String) -> impl IntoView + use<> {
    parts([("plot__approved", tally.checked - tally.disputed), ("plot__refused", tally.disputed)], label)
}

fn parts<const N: usize>(parts: [(&'static str, u64); N], label: String) -> impl IntoView + use<N> {
    let all = parts.iter().map(|(_, count)| count).sum::<u64>().max(1) as f64;
    let mut x = 0.0;
    let parts = parts.map(|(class, count)| {
        let (from, width) = (x, 100.0 * count as f64 / all);
        x += width;
        view! { <rect class=class x=format!("{from:.1}") y="0" width=format!("{width:.1}") height="12" /> }
    });
    view! {
        <svg class="plot plot--row" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label=label>
            {parts.into_iter().collect_view()}
        </svg>
    }
}

/// One bar, as long as `count` is of `most`. The number stands beside it.
pub(super) fn bar(count: u64, most: u64) -> impl IntoView + use<> {
    let width = format!("{:.1}", 100.0 * count as f64 / most.max(1) as f64);
    view! {
        <svg class="plot plot--row" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
            <rect class="plot__decided" x="0" y="0" width=width height="12" />
        </svg>
    }
}

/// The end of the scale: 1, 2 or 5 with zeros, and even.
fn nice(most: u64) -> u64 {
    let mut unit = 1;
    loop {
        for factor in [2, 4, 10] {
            if most <= factor * unit {
                return factor * unit;
            }
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_above_the_greatest() {
        assert_eq!([1, 3, 7, 11, 399, 401].map(nice), [2, 4, 10, 20, 400, 1000]);
    }
}
