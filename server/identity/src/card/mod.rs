//! Reading of identity documents: finding and straightening the card, its text, its fields. `docs/identity.md` says how and
//! what it cannot see.

mod anchors;
mod detect;
mod direction;
mod emblem;
mod hull;
mod letters;
mod loose;
mod network;
mod number;
mod page;
mod portrait;
mod problems;
mod raster;
mod read;
mod recognise;
mod words;

pub use problems::{Problem, against};
pub use read::CardReader;
pub use shared::evidence::{CardField, CardSide};

/// What was read of a document. `Debug` hides it.
#[derive(Clone, PartialEq, Default)]
pub struct CardRead {
    pub fields: Vec<Field>,
    /// What stands there beside the fields that are confirmed.
    pub others: Vec<ExtraField>,
    /// Where the portrait is on its side: x, y, width, height in pixels.
    pub portrait: Option<[f32; 4]>,
    pub problems: Vec<Problem>,
}

/// One particular as it was read: names of code tables in Chinese, days as `1988-01-01`, no end of validity as 长期.
#[derive(Clone, PartialEq)]
pub struct Field {
    pub field: CardField,
    pub text: String,
    /// From 0 to 1.
    pub confidence: f32,
    /// Side, and x, y, width, height in its pixels. Absent where it was taken from the number.
    pub region: Option<(CardSide, [f32; 4])>,
}

/// What is read but not confirmed by the candidate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extra {
    /// 签发机关
    Issuer,
    /// 通行证号码, on residence permits.
    PassNumber,
    /// 签发次数, on residence permits.
    Issues,
}

#[derive(Clone, PartialEq)]
pub struct ExtraField {
    pub field: Extra,
    pub text: String,
    pub confidence: f32,
    pub region: Option<(CardSide, [f32; 4])>,
}

impl CardRead {
    pub fn text(&self, field: CardField) -> Option<&str> {
        self.fields.iter().find(|read| read.field == field).map(|read| read.text.as_str())
    }

    pub fn other(&self, field: Extra) -> Option<&str> {
        self.others.iter().find(|read| read.field == field).map(|read| read.text.as_str())
    }
}

impl std::fmt::Debug for CardRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let read: Vec<CardField> = self.fields.iter().map(|field| field.field).collect();
        f.debug_struct("CardRead").field("read", &read).field("problems", &self.problems).finish_non_exhaustive()
    }
}
