//! The list as a file: CSV as Excel writes it, in UTF-8 or GB 18030, and back, so that no cell is taken for a formula.

use crate::{Result, error::Error};
use serde::{Deserialize, Serialize};
use shared::problem::{Field, Problem, ProblemCode};
use std::{borrow::Cow, fmt};

/// Most rows of a list.
pub const ROWS_MAX: usize = 1000;
/// Largest list, in bytes.
pub const SHEET_BYTES_MAX: usize = 256 * 1024;
/// Longest cell that is kept, in characters.
const CELL_MAX: usize = 60;

/// A row as it was sent. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentRow {
    /// In the file, from 2 on.
    pub line: i64,
    pub number: String,
    pub name: String,
    pub class: String,
}

impl fmt::Debug for SentRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SentRow({}, ***)", self.line)
    }
}

/// What the columns may be called, in lower case: words of people, so the caller's.
#[derive(Clone, Copy, Debug)]
pub struct Headings<'a> {
    pub number: &'a [&'a str],
    pub name: &'a [&'a str],
    /// This column may be left out.
    pub class: &'a [&'a str],
}

/// The rows of a list. Refused with `class.file_unreadable` or `class.too_many_rows`.
pub(super) fn read(bytes: &[u8], headings: Headings<'_>) -> Result<Vec<SentRow>> {
    let refused = |code| Error::from(Problem::at(code, Field::ClassList));
    if bytes.is_empty() {
        return Err(refused(ProblemCode::FileEmpty));
    }
    if bytes.len() > SHEET_BYTES_MAX {
        return Err(refused(ProblemCode::FileTooLarge));
    }
    let unreadable = || refused(ProblemCode::ClassFileUnreadable);
    let text = decode(bytes).ok_or_else(unreadable)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| unreadable())?.clone();
    let column = |names: &[&str]| header.iter().position(|cell| names.contains(&plain(cell).to_lowercase().as_str()));
    let (number, name) = column(headings.number).zip(column(headings.name)).ok_or_else(unreadable)?;
    let class = column(headings.class);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| unreadable())?;
        let cell = |at: usize| plain(record.get(at).unwrap_or_default()).chars().take(CELL_MAX).collect();
        let line = record.position().map_or(0, |position| line_at(&text, position.byte() as usize));
        let row = SentRow { line, number: cell(number), name: cell(name), class: class.map(cell).unwrap_or_default() };
        if !(row.number.is_empty() && row.name.is_empty()) {
            rows.push(row);
        }
        if rows.len() > ROWS_MAX {
            return Err(refused(ProblemCode::ClassTooManyRows));
        }
    }
    if rows.is_empty() { Err(unreadable()) } else { Ok(rows) }
}

/// Line, from 1 on, of the record whose reading begins at `byte`. A reader's own count is that of the line end before it.
fn line_at(text: &str, byte: usize) -> i64 {
    let rest = text[byte..].trim_start_matches(['\r', '\n']);
    1 + text[..text.len() - rest.len()].matches('\n').count() as i64
}

/// UTF-8 where it is that, otherwise GB 18030; nothing where it is neither.
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.into()),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes),
    }
    .filter(|text| !text.contains('\0'))
}

/// Without what keeps spreadsheets from changing it (a leading tab or apostrophe, `="…"`).
pub(crate) fn plain(cell: &str) -> &str {
    let cell = cell.trim().trim_start_matches('\'');
    let cell = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell);
    cell.trim()
}

/// Cells as a line of CSV that spreadsheets take for text: what could be a formula or a long number gets a tab before it.
pub fn cells<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let quoted = |cell: &str| {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']);
        let number = cell.len() > 10 && cell.bytes().all(|byte| byte.is_ascii_digit());
        let guard = if formula || number { "\t" } else { "" };
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    };
    let mut line = cells.into_iter().map(quoted).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADINGS: Headings<'_> =
        Headings { number: &["证件号码", "document_number"], name: &["姓名", "name"], class: &["班级"] };

    fn sent(bytes: &[u8]) -> Vec<(i64, String, String, String)> {
        read(bytes, HEADINGS).unwrap().into_iter().map(|row| (row.line, row.number, row.name, row.class)).collect()
    }

    fn refused(bytes: &[u8]) -> ProblemCode {
        match read(bytes, HEADINGS) {
            Err(Error::Refused(problem)) => problem.code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_list_is_read_as_excel_writes_it() {
        let text = "姓名,证件号码,班级\r\n张三,11010519491231002X,一班\r\n\r\n,,\r\n李四,'440524188001010014,\r\n";
        let expected = vec![
            (2, "11010519491231002X".to_owned(), "张三".to_owned(), "一班".to_owned()),
            (5, "440524188001010014".to_owned(), "李四".to_owned(), String::new()),
        ];
        let (gb, ..) = encoding_rs::GB18030.encode(text);
        assert_ne!(gb.as_ref(), text.as_bytes());
        for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &gb] {
            assert_eq!(sent(bytes), expected);
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for bytes in
            [&b"\xff\xd8\xff\xe0 jpeg"[..], b"PK\x03\x04\0\0", "甲,乙\n1,2\n".as_bytes(), "姓名,证件号码\n".as_bytes()]
        {
            assert_eq!(refused(bytes), ProblemCode::ClassFileUnreadable);
        }
        assert_eq!(refused(b""), ProblemCode::FileEmpty);
        let many = "name,document_number\n".to_owned() + &"a,1\n".repeat(ROWS_MAX + 1);
        assert_eq!(refused(many.as_bytes()), ProblemCode::ClassTooManyRows);
        assert_eq!(refused(&vec![b'a'; SHEET_BYTES_MAX + 1]), ProblemCode::FileTooLarge);
    }

    #[test]
    fn no_cell_of_the_answer_is_a_formula_and_it_can_be_sent_again() {
        let evil = "=HYPERLINK(\"http://x\")";
        let line = cells([evil, "+1", "@x", "440524188001010014", "张三"]);
        assert_eq!(line, "\"\t=HYPERLINK(\"\"http://x\"\")\",\"\t+1\",\"\t@x\",\"\t440524188001010014\",\"张三\"\r\n");
        let again = "document_number,name\r\n".to_owned() + &cells(["440524188001010014", "张三"]);
        assert_eq!(sent(again.as_bytes())[0].1, "440524188001010014");
    }
}
