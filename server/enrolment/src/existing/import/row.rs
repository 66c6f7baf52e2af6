//! A row of a file as a record, or everything that is wrong with it, cell by cell.

use super::sheet::{Layout, Row};
use shared::{
    document::{BadNumber, DocumentNumber, DocumentType},
    existing::{CellFault, Column, Record, RowFault},
    number::AdmissionNumber,
    person::{CodeTable as _, Sex, number},
    profile::Profile,
};
use std::str::FromStr;

/// Reads cells and collects what is wrong with them.
struct Reading<'a> {
    layout: &'a Layout,
    row: &'a Row,
    faults: Vec<CellFault>,
}

impl Reading<'_> {
    fn fault<T>(&mut self, column: Column, fault: RowFault) -> Option<T> {
        self.faults.push((column, fault));
        None
    }

    /// What stands there; `None` where nothing does.
    fn text(&mut self, column: Column) -> Option<String> {
        let at = self.layout.columns.iter().position(|own| *own == Some(column));
        let cell = at.and_then(|at| self.row.cells.get(at));
        match cell {
            Some(None) => self.fault(column, RowFault::Unreadable),
            Some(Some(text)) if !text.is_empty() => Some(text.clone()),
            _ if column.is_required() => self.fault(column, RowFault::Missing),
            _ => None,
        }
    }

    fn parsed<T: FromStr>(&mut self, column: Column) -> Option<T> {
        let text = self.text(column)?;
        text.parse().ok().or_else(|| self.fault(column, RowFault::Malformed))
    }

    fn document(&mut self, profile: &Profile) -> Option<DocumentNumber> {
        let named = self.text(Column::DocumentType).map(|text| self.kind(&text));
        let number = self.text(Column::DocumentNumber)?;
        let kinds: Vec<DocumentType> = match named {
            Some(None) => return None,
            Some(Some(kind)) => vec![kind],
            None => profile.document_types.clone(),
        };
        let mut fault = RowFault::Malformed;
        for kind in kinds {
            match DocumentNumber::parse(kind, &number) {
                Ok(document) => return Some(document),
                Err(BadNumber::CheckDigit) => fault = RowFault::CheckDigit,
                Err(_) => {}
            }
        }
        self.fault(Column::DocumentNumber, fault)
    }

    fn kind(&mut self, text: &str) -> Option<DocumentType> {
        let name = text.to_lowercase();
        let named = self.layout.document_types.iter().find(|(own, _)| *own == name).map(|(_, kind)| *kind);
        named.or_else(|| DocumentType::parse(&name)).or_else(|| self.fault(Column::DocumentType, RowFault::Unknown))
    }

    /// By code, or by a name that only one place has.
    fn region(&mut self, profile: &Profile) -> Option<String> {
        let text = self.text(Column::Region)?;
        let mut named = profile.regions.iter().filter(|region| region.code == text || region.name == text);
        match (named.next(), named.next()) {
            (Some(region), None) => Some(region.code.clone()),
            _ => self.fault(Column::Region, RowFault::Unknown),
        }
    }

    fn major(&mut self, profile: &Profile) -> Option<String> {
        let text = self.text(Column::Major)?;
        if profile.major(&text).is_some() { Some(text) } else { self.fault(Column::Major, RowFault::Unknown) }
    }

    fn sex(&mut self) -> Option<Sex> {
        let text = self.text(Column::Sex)?;
        Sex::named(&text).or_else(|| Sex::parse(&text)).or_else(|| self.fault(Column::Sex, RowFault::Unknown))
    }
}

/// The record that a row holds.
pub(super) fn read(layout: &Layout, row: &Row, profile: &Profile) -> Result<Record, Vec<CellFault>> {
    let mut reading = Reading { layout, row, faults: Vec::new() };
    if row.cells.len() > layout.columns.len()
        && row.cells[layout.columns.len()..].iter().any(|cell| cell.as_deref() != Some(""))
    {
        reading.faults.push((Column::Number, RowFault::Cells));
    }
    let number = reading.parsed::<AdmissionNumber>(Column::Number);
    let name = reading.parsed(Column::Name);
    let document = reading.document(profile);
    let region = reading.region(profile);
    let (phone, email) = (reading.parsed(Column::Phone), reading.parsed(Column::Email));
    let (major, sex, birth_date) = (reading.major(profile), reading.sex(), reading.parsed(Column::BirthDate));
    if let Some(document) = &document {
        if sex.is_some_and(|sex| number::sex(document).is_some_and(|own| own != sex)) {
            reading.faults.push((Column::Sex, RowFault::Mismatch));
        }
        let differs = |day: shared::evidence::Day| document.birth_date().is_some_and(|own| own != day.0);
        if birth_date.is_some_and(differs) {
            reading.faults.push((Column::BirthDate, RowFault::Mismatch));
        }
    }
    match (number, name, document, region) {
        (Some(number), Some(name), Some(document), Some(region)) if reading.faults.is_empty() => {
            Ok(Record { number, name, document, region, phone, email, major, sex, birth_date })
        }
        _ => Err(reading.faults),
    }
}
