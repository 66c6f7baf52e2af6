//! A CSV table of a profile as rows that can be searched, changed and compared, whatever its columns mean. What they mean is
//! `parse`.

use super::parse::{RETIRED, RETIRED_YES};

/// Header and rows; the first column is the key.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<TableRow>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TableRow {
    /// In the order of the columns.
    pub cells: Vec<String>,
    /// On which line of the text it began, from 1 on; 0 for a row that was not read.
    pub line: u64,
}

/// The text is no table: on which line reading stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line} is not a line of the table")]
pub struct NoTable {
    pub line: u64,
}

/// How a row differs between two versions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowChange {
    pub code: String,
    pub kind: RowChangeKind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowChangeKind {
    /// What the cells hold, by column.
    Added(Vec<(String, String)>),
    /// What they held.
    Removed(Vec<(String, String)>),
    /// Column, before, after.
    Changed(Vec<(String, String, String)>),
}

impl TableRow {
    pub fn code(&self) -> &str {
        self.cells.first().map_or("", String::as_str)
    }
}

impl Table {
    /// Reads a table: UTF-8, commas, a header line; cells are trimmed.
    pub fn read(text: &str) -> Result<Self, NoTable> {
        let at = |error: &csv::Error| NoTable { line: error.position().map_or(1, csv::Position::line) };
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let columns: Vec<_> = reader.headers().map_err(|error| at(&error))?.iter().map(str::to_owned).collect();
        if columns.iter().all(String::is_empty) {
            return Err(NoTable { line: 1 });
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| at(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push(TableRow { cells: record.iter().map(str::to_owned).collect(), line });
        }
        Ok(Self { columns, rows })
    }

    /// The text of the table, as [`Self::read`] reads it.
    pub fn write(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let rows = std::iter::once(&self.columns).chain(self.rows.iter().map(|row| &row.cells));
        for cells in rows {
            writer.write_record(cells).expect("every row has as many cells as the header, and memory can be written");
        }
        let bytes = writer.into_inner().expect("memory can be written");
        String::from_utf8(bytes).expect("made of strings")
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    pub fn find(&self, code: &str) -> Option<&TableRow> {
        self.rows.iter().find(|row| row.code() == code)
    }

    /// The cell of a row; empty where the table has no such column.
    pub fn cell<'a>(&self, row: &'a TableRow, column: &str) -> &'a str {
        self.column(column).and_then(|at| row.cells.get(at)).map_or("", String::as_str)
    }

    /// Puts a row in the place of the one with the same code, or at the end. Missing cells are empty.
    pub fn put(&mut self, mut cells: Vec<String>) {
        cells.resize(self.columns.len(), String::new());
        let code = cells.first().cloned().unwrap_or_default();
        match self.rows.iter_mut().find(|row| row.code() == code) {
            Some(row) => row.cells = cells,
            None => self.rows.push(TableRow { cells, line: 0 }),
        }
    }

    /// False where there is no such row.
    pub fn remove(&mut self, code: &str) -> bool {
        let before = self.rows.len();
        self.rows.retain(|row| row.code() != code);
        self.rows.len() < before
    }

    pub fn is_retired(&self, row: &TableRow) -> bool {
        self.cell(row, RETIRED) == RETIRED_YES
    }

    /// Marks a row as no longer offered, or as offered again; the column is added where there is none.
    pub fn retire(&mut self, code: &str, retired: bool) -> bool {
        let at = self.column(RETIRED).unwrap_or_else(|| {
            self.columns.push(RETIRED.to_owned());
            self.rows.iter_mut().for_each(|row| row.cells.push(String::new()));
            self.columns.len() - 1
        });
        let Some(row) = self.rows.iter_mut().find(|row| row.code() == code) else { return false };
        row.cells[at] = if retired { RETIRED_YES.to_owned() } else { String::new() };
        true
    }

    /// The code of the row that stands on a line of the text.
    pub fn code_on_line(&self, line: u64) -> Option<&str> {
        self.rows.iter().rfind(|row| row.line > 0 && row.line <= line).map(TableRow::code)
    }

    /// What is different in this version, in its order; rows that are gone last.
    pub fn changes_since(&self, old: &Self) -> Vec<RowChange> {
        let mut changes = Vec::new();
        for row in &self.rows {
            let kind = match old.find(row.code()) {
                None => RowChangeKind::Added(self.named(row)),
                Some(before) => {
                    let cells = self.differing(row, old, before);
                    if cells.is_empty() {
                        continue;
                    }
                    RowChangeKind::Changed(cells)
                }
            };
            changes.push(RowChange { code: row.code().to_owned(), kind });
        }
        let gone = old.rows.iter().filter(|row| self.find(row.code()).is_none());
        changes.extend(
            gone.map(|row| RowChange { code: row.code().to_owned(), kind: RowChangeKind::Removed(old.named(row)) }),
        );
        changes
    }

    fn named(&self, row: &TableRow) -> Vec<(String, String)> {
        let pairs = self.columns.iter().cloned().zip(row.cells.iter().cloned());
        pairs.filter(|(_, cell)| !cell.is_empty()).collect()
    }

    fn differing(&self, row: &TableRow, old: &Self, before: &TableRow) -> Vec<(String, String, String)> {
        let lost = old.columns.iter().filter(|column| self.column(column).is_none());
        let both = self
            .columns
            .iter()
            .chain(lost)
            .map(|column| (column.clone(), old.cell(before, column).to_owned(), self.cell(row, column).to_owned()));
        both.filter(|(_, before, after)| before != after).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "code,name\n1,\"a, b\"\n2,\"two\nlines\"\n3,c\n";

    #[test]
    fn what_is_written_reads_the_same() {
        let table = Table::read(TEXT).expect("a table");
        assert_eq!(table.write(), TEXT);
        assert_eq!(table.code_on_line(4), Some("2"));
        assert_eq!(table.code_on_line(5), Some("3"));
        assert_eq!(Table::read("code,name\n1\n"), Err(NoTable { line: 2 }));
        assert!(Table::read("").is_err());
    }

    #[test]
    fn retiring_adds_its_column_once() {
        let mut table = Table::read(TEXT).expect("a table");
        assert!(table.retire("3", true) && !table.retire("9", true));
        assert_eq!(table.columns, ["code", "name", "retired"]);
        assert!(
            table.is_retired(table.find("3").expect("there")) && !table.is_retired(table.find("1").expect("there"))
        );
        assert!(table.retire("3", false));
        let changes = table.changes_since(&Table::read(TEXT).expect("a table"));
        assert_eq!(changes, Vec::new(), "an empty column is no change");
    }

    #[test]
    fn changes_name_what_came_what_went_and_what_differs() {
        let old = Table::read(TEXT).expect("a table");
        let mut new = old.clone();
        new.put(vec!["3".to_owned(), "d".to_owned()]);
        new.put(vec!["4".to_owned()]);
        assert!(new.remove("1"));
        let kinds: Vec<_> = new.changes_since(&old).into_iter().map(|change| (change.code, change.kind)).collect();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(kinds[0].1, RowChangeKind::Changed(vec![("name".to_owned(), "c".to_owned(), "d".to_owned())]));
        assert_eq!(kinds[1], ("4".to_owned(), RowChangeKind::Added(vec![pair("code", "4")])));
        assert_eq!(kinds[2].1, RowChangeKind::Removed(vec![pair("code", "1"), pair("name", "a, b")]));
    }
}
