//! What a reviewer does with a case beside deciding it: uncovering what is masked, and telling people apart who look alike to
//! the service.

use serde::{Deserialize, Serialize};

/// Names of a small enum as they are stored and sent.
macro_rules! names {
    ($kind:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $kind {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == text)
            }
        }
    };
}

/// What stays masked in a case until the reviewer who holds it says why they need it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Private {
    /// Numbers of documents, of today and of before.
    Document,
    Phone,
    Address,
}

names!(Private { Document = "document", Phone = "phone", Address = "address" });

/// Why it is uncovered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevealReason {
    /// To compare it with the pictures.
    Compare,
    /// To reach the candidate.
    Contact,
    /// To tell people apart.
    Duplicate,
    /// As the reviewer writes.
    Other,
}

names!(RevealReason { Compare = "compare", Contact = "contact", Duplicate = "duplicate", Other = "other" });

/// What two candidates have in common, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same document, perhaps renewed or in another writing of its number.
    Document,
    /// Photographs that look the same.
    Photo,
    Phone,
    /// The same name and birth date.
    Name,
    /// A name that sounds the same, and the same birth date.
    Pinyin,
}

names!(Likeness { Document = "document", Photo = "photo", Phone = "phone", Name = "name", Pinyin = "pinyin" });

/// What a reviewer says of two candidates who look alike.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sameness {
    Same,
    Different,
}

names!(Sameness { Same = "same", Different = "different" });
