//! Words about candidates who have numbers: columns and faults of their file, and how a request to merge stands.

use super::{desk, record};
use crate::text::{Text, t};
use enrolment::existing::import::Headings;
use shared::{
    document::DocumentType,
    existing::{Column, MergeState, RowFault},
    locale::Locale,
};

pub const fn column(column: Column) -> Text {
    use t::console_existing::column as own;
    match column {
        Column::Number => own::NUMBER,
        Column::Name => own::NAME,
        Column::DocumentType => own::DOCUMENT_TYPE,
        Column::DocumentNumber => own::DOCUMENT_NUMBER,
        Column::Region => own::REGION,
        Column::Phone => own::PHONE,
        Column::Email => own::EMAIL,
        Column::Major => own::MAJOR,
        Column::Sex => own::SEX,
        Column::BirthDate => own::BIRTH_DATE,
    }
}

const fn names(column: Column) -> Text {
    use t::console_existing::headings as own;
    match column {
        Column::Number => own::NUMBER,
        Column::Name => own::NAME,
        Column::DocumentType => own::DOCUMENT_TYPE,
        Column::DocumentNumber => own::DOCUMENT_NUMBER,
        Column::Region => own::REGION,
        Column::Phone => own::PHONE,
        Column::Email => own::EMAIL,
        Column::Major => own::MAJOR,
        Column::Sex => own::SEX,
        Column::BirthDate => own::BIRTH_DATE,
    }
}

pub const fn fault(fault: RowFault) -> Text {
    use t::console_existing::fault as own;
    match fault {
        RowFault::Missing => own::MISSING,
        RowFault::Malformed => own::MALFORMED,
        RowFault::Unreadable => own::UNREADABLE,
        RowFault::CheckDigit => own::CHECK_DIGIT,
        RowFault::Unknown => own::UNKNOWN,
        RowFault::Mismatch => own::MISMATCH,
        RowFault::Repeated => own::REPEATED,
        RowFault::OtherDocument => own::OTHER_DOCUMENT,
        RowFault::Allotted => own::ALLOTTED,
        RowFault::InUse => own::IN_USE,
        RowFault::Cells => own::CELLS,
    }
}

pub const fn merge(state: Option<MergeState>) -> Text {
    match state {
        None => t::existing::NONE,
        Some(MergeState::Open) => t::existing::OPEN,
        Some(MergeState::Accepted) => t::existing::ACCEPTED,
        Some(MergeState::Refused) => t::existing::REFUSED,
    }
}

/// What the columns of a file and the types of document in it may be called, in either language, and by their codes.
pub fn headings() -> Headings {
    let lower = |names: Vec<&str>| names.into_iter().map(str::to_lowercase).collect::<Vec<_>>();
    let column = |column: &Column| {
        let mut all = lower(desk::headings(names(*column)));
        all.push(column.as_str().to_owned());
        (*column, all)
    };
    let kind = |kind: &DocumentType| {
        let words = record::document_type(*kind);
        (*kind, lower(vec![words.get(Locale::Chinese), words.get(Locale::English)]))
    };
    Headings {
        columns: Column::ALL.iter().map(column).collect(),
        document_types: DocumentType::ALL.iter().map(kind).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_heading_means_two_columns() {
        let mut seen = BTreeSet::new();
        for (column, names) in headings().columns {
            for name in names.into_iter().collect::<BTreeSet<_>>() {
                assert!(seen.insert(name.clone()), "{name} is {column:?} and another");
            }
        }
    }
}
