//! Candidates who had admission numbers before (在籍考生): what a record of one says, what a file of records may hold, and what can
//! be wrong with a row of it.

use crate::{
    contact::{Email, PhoneNumber},
    document::DocumentNumber,
    evidence::Day,
    number::AdmissionNumber,
    person::{PersonName, Sex},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One number of somebody, with what is known of them from before. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub number: AdmissionNumber,
    pub name: PersonName,
    pub document: DocumentNumber,
    /// GB/T 2260
    pub region: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Code of the major.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub major: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Day>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").field("region", &self.region).finish_non_exhaustive()
    }
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$note])* #[serde(rename = $text)] $variant),*
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Stable.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

names! {
    /// A column of a file of records.
    Column {
        Number = "number",
        Name = "name",
        DocumentType = "document_type",
        DocumentNumber = "document_number",
        Region = "region",
        Phone = "phone",
        Email = "email",
        Major = "major",
        Sex = "sex",
        BirthDate = "birth_date",
    }
}

impl Column {
    /// Without it a file is no list of records.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Number | Self::Name | Self::DocumentNumber | Self::Region)
    }
}

names! {
    /// What is wrong with a cell.
    RowFault {
        Missing = "missing",
        Malformed = "malformed",
        /// Neither UTF-8 nor GB 18030, as the rest of the file is.
        Unreadable = "unreadable",
        CheckDigit = "check_digit",
        /// The profile has no such document, place or major.
        Unknown = "unknown",
        /// Sex or birth date are not those of the document number.
        Mismatch = "mismatch",
        /// The same number stands on a line above.
        Repeated = "repeated",
        /// The number belongs to another document already.
        OtherDocument = "other_document",
        /// The number was allotted here.
        Allotted = "allotted",
        /// Somebody registered with the record, so it no longer changes.
        InUse = "in_use",
        /// More cells than there are headings, or fewer.
        Cells = "cells",
    }
}

names! {
    /// How a request to merge a number stands.
    MergeState {
        Open = "open",
        Accepted = "accepted",
        Refused = "refused",
    }
}

names! {
    /// How far a file of records is.
    ImportState {
        Receiving = "receiving",
        Running = "running",
        Done = "done",
        /// It is no list from some line on: a cell that never ends.
        Stopped = "stopped",
    }
}

/// A column and what is wrong there.
pub type CellFault = (Column, RowFault);

/// `number:repeated,region:unknown`
pub fn write_faults(faults: &[CellFault]) -> String {
    let one = |(column, fault): &CellFault| format!("{}:{}", column.as_str(), fault.as_str());
    faults.iter().map(one).collect::<Vec<_>>().join(",")
}

/// The same, read back; `None` where it is nothing of the kind.
pub fn read_faults(text: &str) -> Option<Vec<CellFault>> {
    let one = |text: &str| {
        let (column, fault) = text.split_once(':')?;
        Column::parse(column).zip(RowFault::parse(fault))
    };
    text.split(',').map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_survive_writing_and_reading() {
        let every: Vec<_> =
            Column::ALL.iter().flat_map(|column| RowFault::ALL.iter().map(|fault| (*column, *fault))).collect();
        assert_eq!(read_faults(&write_faults(&every)), Some(every));
        assert_eq!(read_faults("number"), None);
        assert_eq!(read_faults("number:nothing"), None);
    }
}
