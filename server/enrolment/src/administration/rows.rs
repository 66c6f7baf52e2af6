//! Tables row by row: pages of what was searched for, and changes of single rows, which meet no conflict with changes of others.

use super::{Part, PartView, administrator, history::keep_codes, publish::Publication, store};
use crate::{
    Caller, Enrolment, Error, Result,
    crypto::{hex, sha256},
};
use shared::{
    contact::narrow,
    problem::{Field, Problem, ProblemCode},
    profile::{
        parse::{ProfileError, RETIRED},
        table::{RowChange, RowChangeKind, Table, TableRow},
    },
};

/// Which rows of a table are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TableFilter {
    /// Stands in any cell; empty for all.
    pub query: String,
    /// Only rows that the draft changes.
    pub changed: bool,
    /// From 0 on.
    pub page: usize,
}

/// A page of a table, the draft where there is one.
#[derive(Clone, PartialEq, Debug)]
pub struct TablePage {
    pub part: PartView,
    pub columns: Vec<String>,
    pub rows: Vec<TableRowView>,
    /// How many rows fit the filter, and how many there are.
    pub found: usize,
    pub total: usize,
    /// What the draft changes.
    pub changes: Vec<RowChange>,
    /// Which page it is, from 0 on: the last one where a later one was asked for.
    pub page: usize,
    pub pages: usize,
}

#[derive(Clone, PartialEq, Debug)]
pub struct TableRowView {
    pub code: String,
    pub cells: Vec<String>,
    pub retired: bool,
    /// Send it back with a change of this row.
    pub seen: String,
    pub faults: Vec<ProfileError>,
    /// The draft adds or changes it.
    pub changed: bool,
}

/// A change of one row. `seen` is what [`TableRowView::seen`] said; empty for a new row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowEdit {
    /// Cells in the order of the columns without `retired`.
    Put {
        cells: Vec<String>,
        seen: String,
    },
    Retire {
        code: String,
        retired: bool,
        seen: String,
    },
    /// Only what was never published, or is retired and unused; publishing checks that.
    Remove {
        code: String,
        seen: String,
    },
}

/// Rows on a page.
const ROWS_A_PAGE: usize = 50;
/// Longest cell in characters.
const CELL_MAX: usize = 2000;

impl Enrolment {
    /// A page of a table of the caller's province. `NotFound` where it has no such table.
    pub async fn table_page(&self, caller: &Caller, part: Part, filter: &TableFilter) -> Result<TablePage> {
        if !part.is_table() {
            return Err(Error::NotFound);
        }
        let view = self.profile_part(caller, part).await?;
        let old = Table::read(&view.in_force).unwrap_or_default();
        // an imported text that is no table is shown as it is in force, with the fault
        let table = Table::read(view.text()).unwrap_or_else(|_| old.clone());
        let changes = table.changes_since(&old);
        let query = folded(filter.query.trim());
        let fits = |row: &&TableRow| {
            (query.is_empty() || row.cells.iter().any(|cell| folded(cell).contains(&query)))
                && (!filter.changed || changes.iter().any(|change| change.code == row.code()))
        };
        let found: Vec<_> = table.rows.iter().filter(fits).collect();
        let faults = view.draft.as_ref().map_or(&[][..], |draft| &draft.faults);
        let pages = found.len().div_ceil(ROWS_A_PAGE).max(1);
        let page = filter.page.min(pages - 1);
        let shown = found.iter().skip(page * ROWS_A_PAGE).take(ROWS_A_PAGE);
        let rows = shown.map(|row| row_view(&table, row, faults, &changes)).collect();
        let columns = table.columns.iter().filter(|column| *column != RETIRED).cloned().collect();
        let (found, total) = (found.len(), table.rows.len());
        Ok(TablePage { columns, rows, found, total, changes, page, pages, part: view })
    }

    /// One row as it is in the draft, or in force where there is none.
    pub async fn table_row(
        &self,
        caller: &Caller,
        part: Part,
        code: &str,
    ) -> Result<(Vec<String>, Option<TableRowView>)> {
        let view = self.profile_part(caller, part).await?;
        let table = Table::read(view.text()).map_err(|_| Error::NotFound)?;
        let faults = view.draft.as_ref().map_or(&[][..], |draft| &draft.faults);
        let row = table.find(code).map(|row| row_view(&table, row, faults, &[]));
        Ok((table.columns.iter().filter(|column| *column != RETIRED).cloned().collect(), row))
    }

    /// Changes one row of the draft. Refused with `request.conflict` where the row is no longer as the caller saw it, and with
    /// `field.missing` or `field.too_long`.
    pub async fn edit_row(&self, caller: &Caller, part: Part, edit: RowEdit) -> Result<()> {
        let (officer, province) = administrator(caller)?;
        let mut tx = self.db().begin().await?;
        self.lock_draft(&mut tx, officer, province, part).await?;
        let view = self.view(&mut tx, province, part).await?;
        let mut table = Table::read(view.text()).map_err(|_| ProblemCode::Conflict)?;
        apply(&mut table, edit)?;
        self.put_draft(&mut tx, officer, province, part, &table.write()).await?;
        tx.commit().await
    }

    /// Makes an imported table the draft, to be looked at and published. Rows that it lacks are kept, retired. Refused with
    /// `file.unreadable` where it is no table, and with `request.conflict`.
    pub async fn import_table(&self, caller: &Caller, part: Part, version: i64, text: &str) -> Result<()> {
        let (officer, province) = administrator(caller)?;
        let imported = Table::read(text).map_err(|_| Problem::at(ProblemCode::FileUnreadable, Field::Attachment))?;
        let mut tx = self.db().begin().await?;
        self.expect_version(&mut tx, officer, province, part, version).await?;
        let now = self.view(&mut tx, province, part).await?.in_force;
        let text = keep_codes(part, &now, imported.write());
        self.put_draft(&mut tx, officer, province, part, &text).await?;
        tx.commit().await
    }

    /// The table in force, or its draft, as a file. Reading it is no secret: it holds no personal data.
    pub async fn export_table(&self, caller: &Caller, part: Part) -> Result<String> {
        let view = self.profile_part(caller, part).await?;
        // a byte order mark, so that spreadsheets see UTF-8
        if part.is_table() { Ok(format!("\u{feff}{}", view.text())) } else { Err(Error::NotFound) }
    }

    /// How many records refer to a code of a table.
    pub async fn uses_of(&self, caller: &Caller, part: Part, code: &str) -> Result<u64> {
        let (_, province) = administrator(caller)?;
        let mut tx = self.db().read().await?;
        Ok(store::used(&mut tx, part, province, code).await? as u64)
    }
}

impl Publication {
    pub const fn is_published(&self) -> bool {
        matches!(self, Self::Published { .. })
    }
}

/// As it is compared: in small letters, and in the narrow ones of their kind.
fn folded(text: &str) -> String {
    text.chars().map(narrow).collect::<String>().to_lowercase()
}

fn row_view(table: &Table, row: &TableRow, faults: &[ProfileError], changes: &[RowChange]) -> TableRowView {
    let own = |fault: &&ProfileError| line_of(&fault.key).and_then(|line| table.code_on_line(line)) == Some(row.code());
    let cells = table.columns.iter().zip(&row.cells).filter(|(column, _)| *column != RETIRED);
    let changed = |change: &RowChange| change.code == row.code() && !matches!(change.kind, RowChangeKind::Removed(_));
    TableRowView {
        code: row.code().to_owned(),
        cells: cells.map(|(_, cell)| cell.clone()).collect(),
        retired: table.is_retired(row),
        seen: seen(table, row),
        faults: faults.iter().filter(own).cloned().collect(),
        changed: changes.iter().any(changed),
    }
}

/// `line 12, parent` → 12.
fn line_of(key: &str) -> Option<u64> {
    key.strip_prefix("line ")?.split(',').next()?.parse().ok()
}

/// What a row looks like, in a few characters.
fn seen(table: &Table, row: &TableRow) -> String {
    let cells: Vec<_> = table.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()).collect();
    hex(&sha256(format!("{cells:?}").as_bytes())[..8])
}

fn apply(table: &mut Table, edit: RowEdit) -> Result<()> {
    match edit {
        RowEdit::Put { cells, seen } => {
            let code = cells.first().map(|code| code.trim().to_owned()).unwrap_or_default();
            if code.is_empty() {
                return Err(Problem::at(ProblemCode::FieldMissing, Field::Code).into());
            }
            if cells.iter().any(|cell| cell.chars().count() > CELL_MAX) {
                return Err(ProblemCode::FieldTooLong.into());
            }
            expect_seen(table, &code, &seen)?;
            let retired = table.find(&code).is_some_and(|row| table.is_retired(row));
            let mut cells = cells.into_iter().map(|cell| cell.trim().to_owned());
            let placed = table
                .columns
                .iter()
                .map(|column| if column == RETIRED { String::new() } else { cells.next().unwrap_or_default() });
            let placed = placed.collect();
            table.put(placed);
            if retired {
                table.retire(&code, true);
            }
        }
        RowEdit::Retire { code, retired, seen } => {
            expect_seen(table, &code, &seen)?;
            if !table.retire(&code, retired) {
                return Err(ProblemCode::NotFound.into());
            }
        }
        RowEdit::Remove { code, seen } => {
            expect_seen(table, &code, &seen)?;
            if !table.remove(&code) {
                return Err(ProblemCode::NotFound.into());
            }
        }
    }
    Ok(())
}

/// The row is as the caller saw it: there and unchanged, or not there.
fn expect_seen(table: &Table, code: &str, expected: &str) -> Result<()> {
    let now = table.find(code).map(|row| seen(table, row)).unwrap_or_default();
    if now == expected { Ok(()) } else { Err(ProblemCode::Conflict.into()) }
}
