//! Rows of a file that is read in pieces: CSV as Excel writes it, in UTF-8 or GB 18030. Commas, quotes and line ends are never the
//! second half of a character in either, so the bytes are split first and decoded cell by cell.

use crate::classes::plain;
use encoding_rs::GB18030;
use serde::{Deserialize, Serialize};
use shared::{document::DocumentType, existing::Column};

/// Longest cell that is kept of a row, in characters.
const CELL_MAX: usize = 260;

/// What columns and types of document may be called, in lower case: words of people, so the caller's.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    pub columns: Vec<(Column, Vec<String>)>,
    pub document_types: Vec<(DocumentType, Vec<String>)>,
}

/// How a file is laid out; kept with it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Layout {
    pub(super) columns: Vec<Option<Column>>,
    pub(super) document_types: Vec<(String, DocumentType)>,
}

/// A row as it stands in a file.
pub(super) struct Row {
    /// In the file, from 2 on.
    pub(super) line: i64,
    /// Those that cannot be read are absent.
    pub(super) cells: Vec<Option<String>>,
}

/// Rows that lie wholly in a piece, and how many bytes and lines they take.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) found: Vec<Row>,
    pub(super) bytes: usize,
    pub(super) lines: i64,
    /// Nothing follows.
    pub(super) is_end: bool,
}

/// The first row, and where the next one begins; `None` where a column is missing or it is no list at all.
pub(super) fn layout(bytes: &[u8], is_utf8: bool, headings: &Headings) -> Option<(Layout, usize, i64)> {
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let head = rows(&bytes[mark..], true, (1, 1), is_utf8);
    let first = head.found.first()?;
    let column = |cell: &Option<String>| {
        let name = cell.as_deref()?.to_lowercase();
        let own = headings.columns.iter().find(|(_, names)| names.contains(&name));
        own.map(|(column, _)| *column)
    };
    let columns: Vec<_> = first.cells.iter().map(column).collect();
    let once = |column: &Column| columns.iter().filter(|own| **own == Some(*column)).count();
    let sound = Column::ALL.iter().all(|column| match once(column) {
        0 => !column.is_required(),
        count => count == 1,
    });
    let types = headings.document_types.iter();
    let document_types = types.flat_map(|(kind, names)| names.iter().map(|name| (name.clone(), *kind))).collect();
    sound.then_some((Layout { columns, document_types }, mark + head.bytes, 1 + head.lines))
}

/// At most `count` rows from the beginning of `bytes`, whose first line is `line`. `is_last`: nothing comes after these bytes, so the
/// last row needs no end.
pub(super) fn rows(bytes: &[u8], is_last: bool, (line, count): (i64, usize), is_utf8: bool) -> Rows {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    let mut read = Rows::default();
    let mut record = csv::ByteRecord::new();
    while read.found.len() < count {
        // reading bytes from memory into a flexible record cannot fail
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            read.is_end = is_last;
            if is_last {
                read.bytes = bytes.len();
            }
            break;
        }
        let end = reader.position().byte() as usize;
        if end >= bytes.len() && !is_last {
            break;
        }
        let begin = record.position().map_or(0, |position| position.byte() as usize);
        let blank = bytes[begin..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let cells: Vec<_> = record.iter().map(|cell| decode(cell, is_utf8)).collect();
        // the reader leaves the second half of a line end to the next row
        read.bytes = end + usize::from(bytes.get(end) == Some(&b'\n'));
        if cells.iter().any(|cell| cell.as_deref() != Some("")) {
            read.found.push(Row { line: line + ends(&bytes[..begin + blank]), cells });
        }
    }
    read.lines = ends(&bytes[..read.bytes]);
    read
}

fn ends(bytes: &[u8]) -> i64 {
    bytes.split(|byte| *byte == b'\n').count() as i64 - 1
}

fn decode(cell: &[u8], is_utf8: bool) -> Option<String> {
    let text = if is_utf8 {
        std::str::from_utf8(cell).ok()?.into()
    } else {
        GB18030.decode_without_bom_handling_and_without_replacement(cell)?
    };
    let text = plain(&text);
    (!text.contains('\0')).then(|| text.chars().take(CELL_MAX).collect())
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Clone, Debug, Default)]
pub(super) struct Utf8 {
    /// The beginning of a character whose end is to come.
    open: Vec<u8>,
    broken: bool,
}

impl Utf8 {
    pub(super) fn read(&mut self, bytes: &[u8]) {
        if self.broken {
            return;
        }
        let mut all = std::mem::take(&mut self.open);
        all.extend_from_slice(bytes);
        if let Err(error) = std::str::from_utf8(&all) {
            self.broken = error.error_len().is_some();
            self.open = all.split_off(error.valid_up_to());
        }
    }

    /// At the end of it all.
    pub(super) const fn holds(&self) -> bool {
        !self.broken && self.open.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], is_last: bool) -> (Vec<(i64, String)>, usize) {
        let read = rows(bytes, is_last, (2, 100), true);
        let row = |row: Row| (row.line, row.cells.into_iter().flatten().collect::<Vec<_>>().join("|"));
        (read.found.into_iter().map(row).collect(), read.bytes)
    }

    /// Wherever a file is cut, its rows and their lines are the same.
    #[test]
    fn a_file_in_pieces_has_the_rows_of_the_whole() {
        let text = "a,1\r\n\r\n\"b\nb\",2\r\nc,'3\n,\n\"d\"\"\",=\"4\"\r\ne,5".as_bytes();
        let (whole, taken) = read(text, true);
        let expected = [(2, "a|1"), (4, "b\nb|2"), (6, "c|3"), (8, "d\"|4"), (9, "e|5")];
        assert_eq!(whole, expected.map(|(line, row)| (line, row.to_owned())));
        assert_eq!(taken, text.len());
        for cut in 0..text.len() {
            let first = rows(&text[..cut], false, (2, 100), true);
            let rest = rows(&text[first.bytes..], true, (2 + first.lines, 100), true);
            let lines: Vec<_> = first.found.iter().chain(&rest.found).map(|row| row.line).collect();
            assert_eq!(lines, [2, 4, 6, 8, 9], "cut at {cut}");
        }
    }

    #[test]
    fn utf8_in_pieces_is_told_from_gb18030() {
        let (gb, ..) = GB18030.encode("姓名");
        for (text, holds) in [("姓名,证件".as_bytes(), true), (&gb, false), (b"plain", true), (b"\xe5\xa7", false)]
        {
            for cut in 0..text.len() {
                let mut utf8 = Utf8::default();
                utf8.read(&text[..cut]);
                utf8.read(&text[cut..]);
                assert_eq!(utf8.holds(), holds);
            }
        }
    }

    #[test]
    fn a_file_without_a_needed_column_or_with_one_twice_is_no_list() {
        let headings = Headings {
            columns: Column::ALL.iter().map(|column| (*column, vec![column.as_str().to_owned()])).collect(),
            document_types: Vec::new(),
        };
        let read = |text: &str| layout(text.as_bytes(), true, &headings);
        let (found, next, line) = read("\u{feff}Number,name,x,document_number,region\r\n1,2\r\n").expect("a list");
        assert_eq!((found.columns[0], found.columns[2], line), (Some(Column::Number), None, 2));
        assert!(next >= "\u{feff}Number,name,x,document_number,region\r".len());
        assert!(read("number,name,document_number\n").is_none(), "no region");
        assert!(read("number,number,name,document_number,region\n").is_none(), "which number?");
        assert!(read("").is_none());
    }
}
