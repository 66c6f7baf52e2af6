//! The period of figures, as it stands in the address.

use enrolment::figures::{DAYS_MAX, Period, day_of};
use shared::{
    evidence::Day,
    time::{Span, Timestamp},
};

/// Days shown where nothing else is asked for.
const USUAL: i64 = 30;

/// What is asked for; the usual period where nothing is, `None` where it makes no sense.
pub fn period(value: impl Fn(&str) -> Option<String>, now: Timestamp) -> Option<Period> {
    let typed = |name: &str| value(name).filter(|text| !text.trim().is_empty());
    let day = |text: String| {
        let day: Day = text.parse().ok()?;
        Timestamp::from_beijing(day.0.at(0, 0, 0, 0)).map(day_of)
    };
    let last = typed("until").map_or(Some(day_of(now)), day)?;
    let first = typed("from").map_or(Some(last - USUAL + 1), day)?;
    (first <= last && last - first <= DAYS_MAX).then_some(Period { first, last })
}

/// A day since 1970 as `2026-12-01`.
pub fn written(day: i64) -> String {
    let noon = Timestamp(0) + Span::days(day);
    noon.beijing().date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_or_refused() {
        let now = Timestamp(1_796_090_400_000); // 2026-12-01 10:00 in Beijing
        let of = |from: &'static str, until: &'static str| {
            period(|name| Some(if name == "from" { from } else { until }.to_owned()), now)
        };
        let usual = period(|_| None, now).unwrap();
        assert_eq!((written(usual.first), written(usual.last)), ("2026-11-02".to_owned(), "2026-12-01".to_owned()));
        let asked = of("2026-11-01", "2026-11-30").unwrap();
        assert_eq!(asked.last - asked.first, 29);
        assert_eq!(of("2026-12-02", "2026-12-01"), None);
        assert_eq!(of("2020-01-01", "2026-12-01"), None);
        assert_eq!(of("nonsense", "2026-12-01"), None);
    }
}
