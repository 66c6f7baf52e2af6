//! `[password]`: the rules of candidates' passwords, never weaker than a floor that holds for every province.

use super::{Fault, Report, reader::Reader};
use crate::password::{CharacterClass, PasswordPolicy};

/// MLPS level 3 (GB/T 22239-2019, 8.1.4.1) wants complexity; eight characters is what its assessors take for it.
const MIN_CHARS: (u8, u8) = (8, 64);
/// The upper end bounds the work of hashing.
const MAX_CHARS: (u8, u8) = (8, 128);

const SYMBOLS_FORM: &str = "symbols of ASCII, each once, without letters, digits and spaces";

pub(super) fn read(reader: &mut Reader<'_>, report: &mut Report) -> Option<PasswordPolicy> {
    let mut table = reader.take_table(report, "password")?;
    let min_chars = table.take::<u8>(report, "min_chars");
    let max_chars = table.take::<u8>(report, "max_chars");
    let required = table.take_words(report, "required", CharacterClass::parse);
    let symbols = table.take::<String>(report, "symbols");
    check_lengths(&table, report, min_chars, max_chars);
    if let Some(symbols) = &symbols {
        check_symbols(&table, report, symbols, &required);
    }
    table.finish(report);
    Some(PasswordPolicy { min_chars: min_chars?, max_chars: max_chars?, required, symbols: symbols? })
}

fn check_lengths(table: &Reader<'_>, report: &mut Report, min_chars: Option<u8>, max_chars: Option<u8>) {
    for (key, value, (min, max)) in [("min_chars", min_chars, MIN_CHARS), ("max_chars", max_chars, MAX_CHARS)] {
        if value.is_some_and(|value| !(min..=max).contains(&value)) {
            table.fault(report, key, Fault::Outside { min: min.into(), max: max.into() });
        }
    }
    if min_chars.zip(max_chars).is_some_and(|(min, max)| min > max) {
        table.fault(report, "max_chars", Fault::NotAbove("password.min_chars"));
    }
}

fn check_symbols(table: &Reader<'_>, report: &mut Report, symbols: &str, required: &[CharacterClass]) {
    if symbols.is_empty() && required.contains(&CharacterClass::Symbol) {
        table.fault(report, "symbols", Fault::Empty);
    }
    let once = |(index, c): (usize, char)| c.is_ascii_punctuation() && !symbols[..index].contains(c);
    if !symbols.char_indices().all(once) {
        table.fault(report, "symbols", Fault::Form(SYMBOLS_FORM));
    }
}
