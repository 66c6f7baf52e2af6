//! What of the queue is shown, as the query of its address: letters, digits and dashes, so that it needs no escaping.

use enrolment::review::{Filter, QueueCursor, QueueQuery};
use jiff::civil::Date;
use shared::{
    contact::narrow,
    profile::Level,
    review::View,
    route,
    time::{Span, Timestamp},
};

pub(crate) const VIEW: &str = "view";
pub(crate) const REGION: &str = "region";
pub(crate) const LEVEL: &str = "level";
pub(crate) const FROM: &str = "from";
pub(crate) const UNTIL: &str = "until";
pub(crate) const CHANGED: &str = "changed";
pub(crate) const RECEIPT: &str = "receipt";
const AFTER: &str = "after";

/// Reads a query by the names of its values; what makes no sense counts as absent.
pub(crate) fn read(get: &dyn Fn(&str) -> Option<String>) -> QueueQuery {
    let text = |name| get(name).filter(|text| !text.is_empty());
    let filter = Filter {
        region: text(REGION).filter(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())),
        level: text(LEVEL).and_then(|level| Level::parse(&level)),
        from: text(FROM).and_then(|day| midnight(&day)),
        before: text(UNTIL).and_then(|day| midnight(&day)).map(|day| day + Span::days(1)),
        changed: text(CHANGED).is_some(),
        receipt: text(RECEIPT).map(|typed| plain(&typed)).unwrap_or_default(),
    };
    let view = text(VIEW).and_then(|view| View::parse(&view)).unwrap_or_default();
    QueueQuery { view, filter, after: text(AFTER).and_then(|text| cursor(&text)) }
}

/// A receipt as it is typed, also in the wide letters of Chinese keyboards. What has no letter of a receipt finds none.
fn plain(typed: &str) -> String {
    let plain: String = typed.chars().map(narrow).filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    if plain.is_empty() && !typed.trim().is_empty() { "-".to_owned() } else { plain }
}

/// The same from a whole query.
pub(crate) fn parse(query: &str) -> QueueQuery {
    let pairs: Vec<_> = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')).collect();
    read(&|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
}

/// The query of a list; empty for the first page of everything.
pub(crate) fn write(query: &QueueQuery) -> String {
    let filter = &query.filter;
    let day = |at: Timestamp| at.beijing().date().to_string();
    let values = [
        (VIEW, (query.view != View::All).then(|| query.view.as_str().to_owned())),
        (REGION, filter.region.clone()),
        (LEVEL, filter.level.map(|level| level.as_str().to_owned())),
        (FROM, filter.from.map(day)),
        (UNTIL, filter.before.map(|before| day(before - Span::days(1)))),
        (CHANGED, filter.changed.then(|| "on".to_owned())),
        (RECEIPT, Some(filter.receipt.clone()).filter(|receipt| !receipt.is_empty())),
        (AFTER, query.after.map(|cursor| format!("{}-{}", cursor.submitted_at.0, cursor.enrolment))),
    ];
    let pairs = values.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Path and query.
pub(crate) fn href(query: &QueueQuery) -> String {
    let query = write(query);
    if query.is_empty() { route::CONSOLE.to_owned() } else { format!("{}?{query}", route::CONSOLE) }
}

fn cursor(text: &str) -> Option<QueueCursor> {
    let (at, case) = text.split_once('-')?;
    Some(QueueCursor { submitted_at: Timestamp(at.parse().ok()?), enrolment: case.parse().ok()? })
}

fn midnight(day: &str) -> Option<Timestamp> {
    let day: Date = day.parse().ok()?;
    Timestamp::from_beijing(day.at(0, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let query = "view=mine&region=430102&level=bachelor&from=2026-12-01&until=2026-12-03&changed=on\
                     &after=1796090400000-0190a3c0000070008000000000000001";
        assert_eq!(write(&parse(query)), query);
        assert_eq!(write(&parse("receipt=202704-4F7K2-Q9D31")), "receipt=202704-4F7K2-Q9D31");
        assert_eq!(parse("receipt=２０２７０４－４Ｆ７"), parse("receipt=202704-4F7"));
        assert_ne!(parse("receipt=回执"), QueueQuery::default(), "not the whole list");
        assert_eq!(parse("receipt= "), QueueQuery::default());
        assert_eq!(parse(""), QueueQuery::default());
        assert_eq!(href(&QueueQuery::default()), route::CONSOLE);
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let query = "view=none&region=43&level=x&from=yesterday&until=2026-13-01&changed=&receipt=%0d%0a<b>&after=1-2";
        assert_eq!(write(&parse(query)), "receipt=0d0ab");
    }
}
