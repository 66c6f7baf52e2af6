//! Takes values out of TOML tables by key, notes what is missing or mistyped with its path, and what is left over.

use super::{Fault, Report};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use toml::{Table, Value};

/// One table of the file, being emptied.
pub(super) struct Reader<'a> {
    file: &'a str,
    path: String,
    table: Table,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a str, table: Table) -> Self {
        Self { file, path: String::new(), table }
    }

    /// The TOML path of `key` in this table.
    pub(super) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn fault(&self, report: &mut Report, key: &str, fault: Fault) {
        report.add(self.file, self.path(key), fault);
    }

    /// Whether `key` stands in the table: for what may be left out.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The value of `key`; a fault where it is missing or mistyped.
    pub(super) fn take<T: DeserializeOwned>(&mut self, report: &mut Report, key: &str) -> Option<T> {
        let value = self.take_value(report, key)?;
        decode(value, &mut |below, fault| report.add(self.file, self.path(key) + below, fault))
    }

    /// The value of `inner` in the table at `key`; none where either is left out.
    pub(super) fn take_inside<T: DeserializeOwned>(
        &mut self,
        report: &mut Report,
        key: &str,
        inner: &str,
    ) -> Option<T> {
        let value = self.table.get_mut(key)?.as_table_mut()?.remove(inner)?;
        decode(value, &mut |below, fault| report.add(self.file, format!("{}.{inner}{below}", self.path(key)), fault))
    }

    /// A text that is not blank.
    pub(super) fn take_text(&mut self, report: &mut Report, key: &str) -> Option<String> {
        let text: String = self.take(report, key)?;
        if text.trim().is_empty() {
            self.fault(report, key, Fault::Empty);
            return None;
        }
        Some(text)
    }

    /// A text in both languages, neither of them blank.
    pub(super) fn take_bilingual(&mut self, report: &mut Report, key: &str) -> Option<crate::locale::Bilingual> {
        let mut words = self.take_table(report, key)?;
        let (zh, en) = (words.take_text(report, "zh"), words.take_text(report, "en"));
        words.finish(report);
        Some(crate::locale::Bilingual { zh: zh?, en: en? })
    }

    /// A list of words, each known to `parse`, none twice, at least one.
    pub(super) fn take_words<T: PartialEq>(
        &mut self,
        report: &mut Report,
        key: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let Some(words) = self.take::<Vec<String>>(report, key) else { return Vec::new() };
        if words.is_empty() {
            self.fault(report, key, Fault::Empty);
        }
        let mut known = Vec::new();
        for (index, word) in words.iter().enumerate() {
            let key = format!("{key}[{index}]");
            match parse(word) {
                None => self.fault(report, &key, Fault::UnknownValue),
                Some(value) if known.contains(&value) => self.fault(report, &key, Fault::Duplicate),
                Some(value) => known.push(value),
            }
        }
        known
    }

    /// The table at `key`.
    pub(super) fn take_table(&mut self, report: &mut Report, key: &str) -> Option<Self> {
        let Value::Table(table) = self.take_value(report, key)? else {
            self.fault(report, key, Fault::Form("a table"));
            return None;
        };
        Some(Self { file: self.file, path: self.path(key), table })
    }

    /// The tables of an array at `key`, written `[[key]]`.
    pub(super) fn take_tables(&mut self, report: &mut Report, key: &str) -> Vec<Self> {
        let tables: Vec<Table> = self.take(report, key).unwrap_or_default();
        let below = |(index, table)| Self { file: self.file, path: self.path(&format!("{key}[{index}]")), table };
        tables.into_iter().enumerate().map(below).collect()
    }

    /// Whatever was not taken is unknown.
    pub(super) fn finish(self, report: &mut Report) {
        for key in self.table.keys() {
            report.add(self.file, self.path(key), Fault::Unknown);
        }
    }

    fn take_value(&mut self, report: &mut Report, key: &str) -> Option<Value> {
        let value = self.table.remove(key);
        if value.is_none() {
            self.fault(report, key, Fault::Missing);
        }
        value
    }
}

/// Decodes `value`. Every unknown key is noted and set aside; the first other fault ends it.
fn decode<T: DeserializeOwned>(mut value: Value, note: &mut dyn FnMut(&str, Fault)) -> Option<T> {
    let mut clean = true;
    loop {
        let error = match serde_path_to_error::deserialize::<_, T>(value.clone()) {
            Ok(decoded) => return clean.then_some(decoded),
            Err(error) => error,
        };
        clean = false;
        let path = below(error.path());
        let message = error.inner().message();
        if message.starts_with("unknown field") {
            note(&path, Fault::Unknown);
            remove(&mut value, error.path())?;
        } else if let Some(field) = quoted(message, "missing field `") {
            note(&format!("{path}.{field}"), Fault::Missing);
            return None;
        } else {
            note(&path, Fault::Mistyped(message.to_owned()));
            return None;
        }
    }
}

/// The path as it follows the key of the decoded value: `.file.dpi`, `[2]`, or nothing.
fn below(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("[{index}]"),
            other => format!(".{other}"),
        })
        .collect()
}

/// Takes out what stands at `path`.
fn remove(value: &mut Value, path: &Path) -> Option<Value> {
    let segments: Vec<_> = path.iter().collect();
    let (Segment::Map { key: last }, parents) = segments.split_last()? else { return None };
    let parent = parents.iter().try_fold(value, |value, segment| match segment {
        Segment::Map { key } => value.get_mut(key.as_str()),
        Segment::Seq { index } => value.get_mut(*index),
        _ => None,
    })?;
    parent.as_table_mut()?.remove(last.as_str())
}

fn quoted<'m>(message: &'m str, before: &str) -> Option<&'m str> {
    message.strip_prefix(before)?.split('`').next()
}
