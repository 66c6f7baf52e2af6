//! Enrolment windows: the published second, places with dates of their own, and grace for those who had begun.

use shared::{
    profile::{RegionDates, Window},
    time::{Span, Timestamp},
};

const OPENS: Timestamp = Timestamp(1_000_000);
const CLOSES: Timestamp = Timestamp(2_000_000);

fn window() -> Window {
    let dates = |prefix: &str, by: i64| RegionDates {
        prefix: prefix.to_owned(),
        opens_at: OPENS + Span(by),
        closes_at: CLOSES + Span(by),
    };
    Window {
        code: "2027-04".to_owned(),
        opens_at: OPENS,
        closes_at: CLOSES,
        review_closes_at: Timestamp(9_000_000),
        grace_secs: 60,
        regions: vec![dates("4301", 100_000), dates("430102", 200_000)],
    }
}

#[test]
fn it_opens_and_closes_on_the_very_millisecond() {
    let window = window();
    let open = |at: Timestamp| window.is_open("430200", at);
    assert_eq!([open(OPENS - Span(1)), open(OPENS), open(CLOSES - Span(1)), open(CLOSES)], [false, true, true, false]);
}

#[test]
fn the_nearest_place_with_dates_of_its_own_counts() {
    let window = window();
    assert_eq!(window.dates("430200").0, OPENS);
    assert_eq!(window.dates("430103").0, OPENS + Span(100_000));
    assert_eq!(window.dates("430102").0, OPENS + Span(200_000));
    assert!(!window.is_open("430102", OPENS + Span(150_000)) && window.is_open("430103", OPENS + Span(150_000)));
}

#[test]
fn who_had_begun_may_go_on_for_the_grace_and_nobody_else() {
    let window = window();
    let (begun, late) = (CLOSES - Span(1), CLOSES);
    let last = CLOSES + Span::secs(60);
    assert!(window.lets_go_on("430200", begun, last - Span(1)) && !window.lets_go_on("430200", begun, last));
    assert!(!window.lets_go_on("430200", late, CLOSES));
    assert!(!window.lets_go_on("430200", begun, OPENS - Span(1)));
}
