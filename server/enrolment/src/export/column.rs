//! The columns of an export, and how a cell is written so that no spreadsheet runs or mangles it.

use serde::{Deserialize, Serialize};

macro_rules! columns {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// What can be exported. The names are the heads of the columns, and stable.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        pub enum ExportColumn {
            $(#[serde(rename = $name)] $variant),*
        }

        impl ExportColumn {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|column| column.as_str() == text)
            }
        }
    };
}

columns! {
    Receipt = "receipt",
    Window = "window",
    Region = "region",
    State = "state",
    CreatedAt = "created_at",
    SubmittedAt = "submitted_at",
    DecidedAt = "decided_at",
    AdmissionNumber = "admission_number",
    Major = "major",
    Level = "level",
    Education = "education",
    DocumentType = "document_type",
    DocumentNumber = "document_number",
    Phone = "phone",
    Name = "name",
    RomanisedName = "romanised_name",
    Sex = "sex",
    BirthDate = "birth_date",
    Ethnicity = "ethnicity",
    Address = "address",
    Postcode = "postcode",
    Email = "email",
}

impl ExportColumn {
    /// Says who somebody is: nothing that is exported without need.
    pub const fn is_personal(self) -> bool {
        matches!(
            self,
            Self::DocumentNumber
                | Self::Phone
                | Self::Name
                | Self::RomanisedName
                | Self::BirthDate
                | Self::Address
                | Self::Email
        )
    }

    /// Stands in the sealed answers of the candidate.
    pub(super) const fn is_detail(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::RomanisedName
                | Self::Sex
                | Self::BirthDate
                | Self::Ethnicity
                | Self::Address
                | Self::Postcode
                | Self::Email
        )
    }

    /// Is sealed, in whichever place.
    pub(super) const fn is_sealed(self) -> bool {
        self.is_detail() || matches!(self, Self::DocumentNumber | Self::Phone | Self::AdmissionNumber)
    }
}

/// From this many digits on, spreadsheets round numbers.
const DIGITS_MAX: usize = 11;

/// A cell that a spreadsheet shows as it is: what begins like a formula is marked as text by an apostrophe (OWASP, CSV injection),
/// and long numbers by a tabulator, so that their last digits are not rounded away. Readers of CSV trim both.
pub(super) fn safe(cell: String) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        Some(_) if cell.len() >= DIGITS_MAX && cell.bytes().all(|b| b.is_ascii_digit()) => format!("\t{cell}"),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_run_or_rounded() {
        for (cell, expected) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("@SUM(1)", "'@SUM(1)"),
            ("-1+1", "'-1+1"),
            ("430102200001010018", "\t430102200001010018"),
            ("27040102", "27040102"),
            ("Zhang San", "Zhang San"),
            ("", ""),
        ] {
            assert_eq!(safe(cell.to_owned()), expected);
        }
    }
}
