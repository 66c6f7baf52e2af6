//! Instants and the civil time of Beijing.

use proptest::prelude::*;
use rstest::rstest;
use shared::time::{Span, Timestamp};

#[rstest]
#[case("1970-01-01T08:00:00", 0)]
#[case("2026-11-01T08:30:00", 1_793_493_000_000)]
#[case("2026-12-31T23:59:59.999", 1_798_732_799_999)]
#[case("1949-10-01T00:00:00", -639_129_600_000)]
fn a_clock_in_beijing_is_eight_hours_ahead(#[case] civil: &str, #[case] millis: i64) {
    let civil: jiff::civil::DateTime = civil.parse().unwrap();
    assert_eq!(Timestamp::from_beijing(civil), Some(Timestamp(millis)));
    assert_eq!(Timestamp(millis).beijing(), civil);
}

#[rstest]
#[case(0, 0)]
#[case(-5, 0)]
#[case(i64::MIN, 0)]
#[case(1, 1)]
#[case(1000, 1)]
#[case(1001, 2)]
#[case(i64::MAX, u32::MAX)]
fn retry_after_is_rounded_up(#[case] millis: i64, #[case] secs: u32) {
    assert_eq!(Span(millis).whole_secs(), secs);
}

#[test]
fn spans_are_added_and_taken_away() {
    let noon = Timestamp(1_000_000);
    assert_eq!(noon + Span::minutes(5), Timestamp(1_300_000));
    assert_eq!(noon - Span::secs(1), Timestamp(999_000));
    assert_eq!((noon + Span::days(1)) - noon, Span::hours(24));
    assert_eq!(Timestamp(i64::MAX) + Span::secs(1), Timestamp(i64::MAX));
}

proptest! {
    /// 1900 to 2200.
    #[test]
    fn beijing_and_back_is_the_same_instant(millis in -2_208_988_800_000_i64..7_258_118_400_000) {
        let instant = Timestamp(millis);
        prop_assert_eq!(Timestamp::from_beijing(instant.beijing()), Some(instant));
    }

    #[test]
    fn no_instant_makes_it_panic(millis in any::<i64>()) {
        let year = Timestamp(millis).beijing().year();
        prop_assert!((-9999..=9999).contains(&year));
    }
}
