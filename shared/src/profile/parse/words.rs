//! `[words]`; a province may leave it out, and any of its keys.

use super::{Fault, Report, reader::Reader};
use crate::profile::{WORD_CHARS_MAX, Word, Words};

pub(super) fn read(reader: &mut Reader<'_>, report: &mut Report) -> Words {
    let mut words = Words::default();
    if !reader.has("words") {
        return words;
    }
    let Some(mut table) = reader.take_table(report, "words") else { return words };
    for word in Word::ALL.iter().filter(|word| table.has(word.as_str())).copied().collect::<Vec<_>>() {
        let Some(own) = table.take_bilingual(report, word.as_str()) else { continue };
        if own.zh.chars().count().max(own.en.chars().count()) > WORD_CHARS_MAX {
            table.fault(report, word.as_str(), Fault::Form("at most 60 characters"));
        }
        words.0.insert(word, own);
    }
    table.finish(report);
    words
}
