//! The CSV tables of a profile: regions, majors, reasons. UTF-8, commas, a header line, cells trimmed.

use super::{Fault, ReadFile, Report, WHOLE_FILE};
use crate::{
    enrolment::Item,
    locale::Bilingual,
    profile::{Level, Major, Reason, Region},
    review::ReasonCode,
};
use std::collections::HashSet;

/// A column that every table may have: `yes` where the row is kept for what refers to it, but offered no more.
pub const RETIRED: &str = "retired";
/// What stands in it.
pub const RETIRED_YES: &str = "yes";

/// Separates several proofs in one cell.
const LIST_SEPARATOR: char = '|';

pub(super) fn regions(province: &str, read: ReadFile<'_>, report: &mut Report) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut parents = Vec::new();
    let file = format!("{province}/regions.csv");
    for row in rows(&file, &["code", "name", "parent"], read, report) {
        let code = row.code(report, "six digits (GB/T 2260)", is_region_code);
        let name = row.required(report, "name");
        let parent = row.optional("parent");
        let (Some(code), Some(name)) = (code, name) else { continue };
        let prefecture = format!("{}00", &code[..4]);
        match &parent {
            Some(parent) if *parent != prefecture => {
                row.fault(report, "parent", Fault::Form("the first four digits of the code, then 00"));
            }
            None if code != prefecture => row.fault(report, "parent", Fault::Missing),
            _ => {}
        }
        parents.push(row.line);
        regions.push(Region { code, name, parent, retired: row.retired(report) });
    }
    let prefectures: HashSet<&str> = regions.iter().filter(|r| r.parent.is_none()).map(|r| r.code.as_str()).collect();
    for (region, line) in regions.iter().zip(parents) {
        if let Some(parent) = region.parent.as_ref().filter(|parent| !prefectures.contains(parent.as_str())) {
            report.add(&file, format!("line {line}, parent"), Fault::NoParent(parent.clone()));
        }
    }
    regions
}

pub(super) fn majors(province: &str, read: ReadFile<'_>, report: &mut Report) -> Vec<Major> {
    let mut majors = Vec::new();
    let file = format!("{province}/majors.csv");
    for row in rows(&file, &["code", "name", "level", "restriction", "proofs"], read, report) {
        let code = row.code(report, "six digits, then T, K or TK where the catalogue has them", is_major_code);
        let name = row.required(report, "name");
        let level = row.required(report, "level").and_then(|text| {
            let level = Level::parse(&text);
            if level.is_none() {
                row.fault(report, "level", Fault::UnknownValue);
            }
            level
        });
        let restriction = row.optional("restriction");
        let proofs = row.list("proofs");
        match (&restriction, proofs.is_empty()) {
            (Some(_), true) => row.fault(report, "proofs", Fault::Missing),
            (None, false) => row.fault(report, "restriction", Fault::Missing),
            _ => {}
        }
        if let (Some(code), Some(name), Some(level)) = (code, name, level) {
            let retired = row.retired(report);
            majors.push(Major { code, name, level, restriction, proofs, retired });
        }
    }
    majors
}

pub(super) fn reasons(province: &str, read: ReadFile<'_>, report: &mut Report) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let file = format!("{province}/reasons.csv");
    for row in rows(&file, &["code", "item", "zh", "en"], read, report) {
        let code = row.code(report, "lower-case words joined by dots and underscores", is_reason_code);
        let item = row.optional("item").map(|text| (Item::parse(&text), text));
        if matches!(item, Some((None, _))) {
            row.fault(report, "item", Fault::UnknownValue);
        }
        let (zh, en) = (row.required(report, "zh"), row.required(report, "en"));
        if let (Some(code), Some(zh), Some(en)) = (code, zh, en) {
            let item = item.and_then(|(item, _)| item);
            let retired = row.retired(report);
            reasons.push(Reason { code: ReasonCode(code), item, text: Bilingual { zh, en }, retired });
        }
    }
    reasons
}

fn is_region_code(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) && !code.starts_with('0')
}

fn is_major_code(code: &str) -> bool {
    let digits = code.strip_suffix("TK").or_else(|| code.strip_suffix(['T', 'K'])).unwrap_or(code);
    digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_reason_code(code: &str) -> bool {
    code.split(['.', '_']).all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}

/// One line of a table.
pub(super) struct Row<'t> {
    file: &'t str,
    line: u64,
    columns: &'t [&'static str],
    /// In the order of `columns`.
    cells: Vec<String>,
    /// The cell of the column [`RETIRED`]; empty where the table has none.
    retired: String,
    /// The code stood on a line above.
    repeated: bool,
}

impl Row<'_> {
    pub(super) fn fault(&self, report: &mut Report, column: &str, fault: Fault) {
        report.add(self.file, format!("line {}, {column}", self.line), fault);
    }

    pub(super) fn optional(&self, column: &str) -> Option<String> {
        let index = self.columns.iter().position(|known| *known == column)?;
        self.cells.get(index).filter(|cell| !cell.is_empty()).cloned()
    }

    pub(super) fn required(&self, report: &mut Report, column: &str) -> Option<String> {
        let cell = self.optional(column);
        if cell.is_none() {
            self.fault(report, column, Fault::Empty);
        }
        cell
    }

    pub(super) fn list(&self, column: &str) -> Vec<String> {
        let cell = self.optional(column).unwrap_or_default();
        cell.split(LIST_SEPARATOR).map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn retired(&self, report: &mut Report) -> bool {
        if !matches!(self.retired.as_str(), "" | RETIRED_YES) {
            self.fault(report, RETIRED, Fault::UnknownValue);
        }
        self.retired == RETIRED_YES
    }

    /// The code in the first column, well-formed and unique.
    pub(super) fn code(
        &self,
        report: &mut Report,
        form: &'static str,
        well_formed: fn(&str) -> bool,
    ) -> Option<String> {
        let code = self.required(report, "code")?;
        if self.repeated {
            self.fault(report, "code", Fault::Duplicate);
        }
        if !well_formed(&code) {
            self.fault(report, "code", Fault::Form(form));
            return None;
        }
        Some(code)
    }
}

/// The lines of a table that has exactly these columns and perhaps [`RETIRED`], in any order; the first of `columns` is the key.
pub(super) fn rows<'t>(
    file: &'t str,
    columns: &'t [&'static str],
    read: ReadFile<'_>,
    report: &mut Report,
) -> Vec<Row<'t>> {
    let Some(text) = read(file) else {
        report.add(file, WHOLE_FILE, Fault::FileMissing);
        return Vec::new();
    };
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let Some(order) = order(file, columns, &mut reader, report) else { return Vec::new() };
    let retired_at = reader.headers().ok().and_then(|header| header.iter().position(|name| name == RETIRED));
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cells: Vec<_> = order.iter().map(|at| record.get(*at).unwrap_or_default().to_owned()).collect();
                let repeated = !seen.insert(cells[0].clone());
                let retired = retired_at.and_then(|at| record.get(at)).unwrap_or_default().to_owned();
                rows.push(Row { file, line, columns, cells, retired, repeated });
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                report.add(file, format!("line {line}"), Fault::Syntax(cause(&error)));
            }
        }
    }
    if rows.is_empty() {
        report.add(file, WHOLE_FILE, Fault::Empty);
    }
    rows
}

/// Where each of `columns` stands in the file; none where one is missing.
fn order(
    file: &str,
    columns: &[&'static str],
    reader: &mut csv::Reader<&[u8]>,
    report: &mut Report,
) -> Option<Vec<usize>> {
    let header = reader.headers().cloned().unwrap_or_default();
    for (index, name) in header.iter().enumerate() {
        if !columns.contains(&name) && name != RETIRED {
            report.add(file, format!("line 1, {name}"), Fault::Unknown);
        } else if header.iter().take(index).any(|earlier| earlier == name) {
            report.add(file, format!("line 1, {name}"), Fault::Duplicate);
        }
    }
    let found = columns.iter().map(|column| {
        let at = header.iter().position(|name| name == *column);
        if at.is_none() {
            report.add(file, format!("line 1, {column}"), Fault::Missing);
        }
        at
    });
    found.collect::<Vec<_>>().into_iter().collect()
}

fn cause(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("{len} cells instead of {expected_len}"),
        _ => "not a line of comma-separated cells".to_owned(),
    }
}
