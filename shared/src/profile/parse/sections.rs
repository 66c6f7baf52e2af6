//! Sections of the settings that may have a file of their own, such as `hunan/windows.toml`: what administrators change most.

use super::{Fault, ReadFile, Report, settings};
use toml::Table;

/// The keys of the settings that may. Such a file holds its key and nothing else.
pub const SECTIONS: &[&str] = &["windows", "notices", "retention"];

/// Puts what the sections' own files say in the place of what the main file says.
pub(super) fn put(province: &str, table: &mut Table, read: ReadFile<'_>, report: &mut Report) {
    for section in SECTIONS {
        let file = format!("{province}/{section}.toml");
        let Some(text) = read(&file) else { continue };
        let Some(mut own) = settings::parse(&file, &text, report) else { continue };
        table.remove(*section);
        if let Some(value) = own.remove(*section) {
            table.insert((*section).to_owned(), value);
        }
        for key in own.keys() {
            report.add(&file, key.as_str(), Fault::Unknown);
        }
    }
}
