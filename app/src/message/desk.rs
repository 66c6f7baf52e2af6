//! Words about offices, visits and what was found there.

use super::record;
use crate::text::{Text, t};
use enrolment::{classes::RowOutcome, desk::DeskOutcome, office::Booking};
use shared::{
    evidence::Day,
    locale::Locale,
    profile::{Closed, DaySpan, Office},
};

const WEEKDAYS: [Text; 7] = [
    t::offices::MON,
    t::offices::TUE,
    t::offices::WED,
    t::offices::THU,
    t::offices::FRI,
    t::offices::SAT,
    t::offices::SUN,
];

pub fn weekday(day: Day, locale: Locale) -> &'static str {
    WEEKDAYS[day.0.weekday().to_monday_zero_offset().unsigned_abs() as usize].get(locale)
}

pub fn day(day: Day, locale: Locale) -> String {
    record::date(day.0, locale)
}

pub fn span(span: DaySpan, locale: Locale) -> String {
    if span.first == span.last {
        day(span.first, locale)
    } else {
        t::offices::span(locale, day(span.first, locale), day(span.last, locale))
    }
}

/// Days on which an office is closed, in a line.
pub fn closed(office: &Office, locale: Locale) -> Option<String> {
    let word = |closed: &Closed| match closed {
        Closed::Weekday(n) => WEEKDAYS[usize::from(n.unsigned_abs()) - 1].get(locale).to_owned(),
        Closed::Date(date) => day(*date, locale),
    };
    (!office.closed.is_empty()).then(|| list(office.closed.iter().map(word), locale))
}

/// Hours of a day, in a line.
pub fn hours(office: &Office, locale: Locale) -> String {
    if office.hours.is_empty() {
        return t::offices::NO_HOURS.get(locale).to_owned();
    }
    list(office.hours.iter().map(ToString::to_string), locale)
}

fn list(parts: impl Iterator<Item = String>, locale: Locale) -> String {
    parts.collect::<Vec<_>>().join(t::offices::SEPARATOR.get(locale))
}

/// When and where, in a line. `office`: its name, or its code where the profile has dropped it.
pub fn visit(booking: &Booking, office: &str, locale: Locale) -> String {
    let (on, of_week) = (day(booking.day, locale), weekday(booking.day, locale));
    t::booking::booked_text(locale, on, of_week, booking.slot, office)
}

pub const fn outcome(outcome: Option<DeskOutcome>) -> Text {
    match outcome {
        Some(DeskOutcome::Confirmed) => t::console_desk::CONFIRMED,
        Some(DeskOutcome::Refused) => t::console_desk::REFUSED,
        None => t::console_desk::WAITING,
    }
}

pub const fn row(outcome: RowOutcome) -> Text {
    match outcome {
        RowOutcome::Ready => t::console_classes::READY,
        RowOutcome::Confirmed => t::console_classes::CONFIRMED,
        RowOutcome::Already => t::console_classes::ALREADY,
        RowOutcome::NotFound => t::console_classes::NOT_FOUND,
        RowOutcome::NotYours => t::console_classes::NOT_YOURS,
        RowOutcome::NotReady => t::console_classes::NOT_READY,
        RowOutcome::Malformed => t::console_classes::MALFORMED,
        RowOutcome::Repeated => t::console_classes::REPEATED,
    }
}

/// What a column of a list may be called, in both languages.
pub fn headings(words: Text) -> Vec<&'static str> {
    [words.zh, words.en].into_iter().flat_map(|words| words.split('|')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_called_by_its_weekday() {
        let tuesday: Day = "2026-12-01".parse().unwrap();
        assert_eq!((weekday(tuesday, Locale::Chinese), weekday(tuesday, Locale::English)), ("周二", "Tuesday"));
        let span = self::span(DaySpan { first: tuesday, last: "2026-12-03".parse().unwrap() }, Locale::English);
        assert_eq!(span, "1 December 2026 to 3 December 2026");
    }

    #[test]
    fn columns_are_known_in_both_languages() {
        let headings = headings(t::console_classes::NUMBER_HEADINGS);
        assert!(headings.contains(&"身份证号") && headings.contains(&"document_number"));
    }
}
