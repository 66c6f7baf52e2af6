//! Windows and notices as forms edit them: every value as text, so that what is wrong can be kept, shown and mended. What is
//! right decides `parse`.

use crate::locale::Bilingual;
use toml::{Table, Value};

/// A window, its instants as they are typed: `2026-10-01T08:30`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WindowText {
    pub code: String,
    pub opens_at: String,
    pub closes_at: String,
    pub review_closes_at: String,
    /// Empty for none.
    pub grace_minutes: String,
    pub regions: Vec<RegionText>,
}

/// Dates of a place of its own.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RegionText {
    pub prefix: String,
    pub opens_at: String,
    pub closes_at: String,
}

/// A notice; its version is not edited.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NoticeText {
    pub code: String,
    pub version: u32,
    pub title: Bilingual,
    pub body: Bilingual,
}

/// A section of the settings as a text of its own, as it stands in the file beside them.
pub fn extract(settings: &str, section: &str) -> Option<String> {
    let mut table: Table = settings.trim_start_matches('\u{feff}').parse().ok()?;
    let value = table.remove(section)?;
    Some(Table::from_iter([(section.to_owned(), value)]).to_string())
}

/// The windows of a text; none where it is not TOML.
pub fn windows(text: &str) -> Vec<WindowText> {
    let window = |table: &Table| WindowText {
        code: text_of(table, "code"),
        opens_at: text_of(table, "opens_at"),
        closes_at: text_of(table, "closes_at"),
        review_closes_at: text_of(table, "review_closes_at"),
        grace_minutes: text_of(table, "grace_minutes"),
        regions: tables(table, "regions").map(region).collect(),
    };
    let Ok(table) = text.parse::<Table>() else { return Vec::new() };
    tables(&table, "windows").map(window).collect()
}

fn region(table: &Table) -> RegionText {
    RegionText {
        prefix: text_of(table, "prefix"),
        opens_at: text_of(table, "opens_at"),
        closes_at: text_of(table, "closes_at"),
    }
}

/// The windows as a text that `parse` reads.
pub fn write_windows(windows: &[WindowText]) -> String {
    let window = |window: &WindowText| {
        let mut table = Table::new();
        put(&mut table, "code", &window.code);
        put(&mut table, "opens_at", &window.opens_at);
        put(&mut table, "closes_at", &window.closes_at);
        put(&mut table, "review_closes_at", &window.review_closes_at);
        let grace = window.grace_minutes.trim();
        if !grace.is_empty() {
            let value =
                grace.parse::<u32>().map_or_else(|_| Value::from(grace), |minutes| Value::from(i64::from(minutes)));
            table.insert("grace_minutes".to_owned(), value);
        }
        if !window.regions.is_empty() {
            let regions = window.regions.iter().map(|region| {
                let mut table = Table::new();
                put(&mut table, "prefix", &region.prefix);
                put(&mut table, "opens_at", &region.opens_at);
                put(&mut table, "closes_at", &region.closes_at);
                Value::Table(table)
            });
            table.insert("regions".to_owned(), Value::Array(regions.collect()));
        }
        Value::Table(table)
    };
    write("windows", windows.iter().map(window).collect())
}

/// The notices of a text; none where it is not TOML.
pub fn notices(text: &str) -> Vec<NoticeText> {
    let notice = |table: &Table| NoticeText {
        code: text_of(table, "code"),
        version: table.get("version").and_then(Value::as_integer).map_or(0, |version| version as u32),
        title: bilingual(table, "title"),
        body: bilingual(table, "body"),
    };
    let Ok(table) = text.parse::<Table>() else { return Vec::new() };
    tables(&table, "notices").map(notice).collect()
}

/// The notices as a text that `parse` reads.
pub fn write_notices(notices: &[NoticeText]) -> String {
    let words = |words: &Bilingual| {
        let mut table = Table::new();
        put(&mut table, "zh", &words.zh);
        put(&mut table, "en", &words.en);
        Value::Table(table)
    };
    let notice = |notice: &NoticeText| {
        let mut table = Table::new();
        put(&mut table, "code", &notice.code);
        table.insert("version".to_owned(), Value::from(i64::from(notice.version)));
        table.insert("title".to_owned(), words(&notice.title));
        table.insert("body".to_owned(), words(&notice.body));
        Value::Table(table)
    };
    write("notices", notices.iter().map(notice).collect())
}

fn write(section: &str, values: Vec<Value>) -> String {
    Table::from_iter([(section.to_owned(), Value::Array(values))]).to_string()
}

fn put(table: &mut Table, key: &str, text: &str) {
    table.insert(key.to_owned(), Value::from(text.trim()));
}

fn tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> + use<'t> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn text_of(table: &Table, key: &str) -> String {
    match table.get(key) {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn bilingual(table: &Table, key: &str) -> Bilingual {
    let words = table.get(key).and_then(Value::as_table);
    let word = |language| words.map(|words| text_of(words, language)).unwrap_or_default();
    Bilingual { zh: word("zh"), en: word("en") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_and_notices_survive_reading_and_writing() {
        let hunan = include_str!("../../profiles/hunan.toml");
        let text = extract(hunan, "windows").expect("windows");
        let read = windows(&text);
        assert_eq!((read.len(), read[1].grace_minutes.as_str()), (3, "30"));
        assert_eq!(windows(&write_windows(&read)), read);
        let read = notices(&extract(hunan, "notices").expect("notices"));
        assert!(read.len() > 4 && read.iter().all(|notice| notice.version >= 1 && !notice.body.en.is_empty()));
        assert_eq!(notices(&write_notices(&read)), read);
    }

    #[test]
    fn what_is_wrong_is_kept() {
        let wrong = WindowText {
            grace_minutes: "a while".to_owned(),
            regions: vec![RegionText::default()],
            ..WindowText::default()
        };
        assert_eq!(windows(&write_windows(std::slice::from_ref(&wrong))), [wrong]);
    }
}
