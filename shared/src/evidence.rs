//! Evidence of who somebody is: the sides of the identity document, what is confirmed of it, the live capture of the face,
//! and the uploads that bring them.

use crate::{
    attachment,
    document::{DocumentNumber, DocumentType},
    enrolment::Item,
    person::{Ethnicity, PersonName, Sex, number},
    problem::{Field, Problem, ProblemCode},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A side of the identity document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardSide {
    /// 头像面, with portrait and number.
    Portrait,
    /// 国徽面, with issuer and validity.
    Emblem,
}

impl CardSide {
    pub const ALL: [Self; 2] = [Self::Portrait, Self::Emblem];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portrait => "portrait",
            Self::Emblem => "emblem",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.as_str() == text)
    }

    /// The field of forms that takes it.
    pub const fn field(self) -> Field {
        match self {
            Self::Portrait => Field::Portrait,
            Self::Emblem => Field::Emblem,
        }
    }
}

/// A day of the civil calendar, written `1988-01-01`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub Date);

/// The text is no day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected year, month and day")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    /// Eight digits, or year, month and day with anything that is no digit between them: `19880101`, `1988.1.1`, `1988年1月1日`.
    fn from_str(typed: &str) -> Result<Self, NotADay> {
        let plain: String = typed.trim().chars().map(half_width).collect();
        let parts: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let (year, month, day) = match parts[..] {
            [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
            [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => (year, month, day),
            _ => return Err(NotADay),
        };
        let number = |text: &str| text.parse::<i16>().map_err(|_| NotADay);
        let (year, month, day) = (number(year)?, number(month)? as i8, number(day)? as i8);
        Date::new(year, month, day).ok().filter(|date| (1800..=2200).contains(&date.year())).map(Self).ok_or(NotADay)
    }
}

const fn half_width(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' => (b'0' + (c as u32 - 0xff10) as u8) as char,
        other => other,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Self, NotADay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// One particular on the document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardField {
    Name,
    Sex,
    Ethnicity,
    BirthDate,
    Address,
    /// Read from the card and compared, never typed here: the number stands in the registration.
    Number,
    ValidFrom,
    ValidTo,
}

impl CardField {
    /// Those that the candidate confirms, in the order of the card.
    pub const CONFIRMED: [Self; 7] =
        [Self::Name, Self::Sex, Self::Ethnicity, Self::BirthDate, Self::Address, Self::ValidFrom, Self::ValidTo];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sex => "sex",
            Self::Ethnicity => "ethnicity",
            Self::BirthDate => "birth_date",
            Self::Address => "address",
            Self::Number => "number",
            Self::ValidFrom => "valid_from",
            Self::ValidTo => "valid_to",
        }
    }

    /// Whether documents of this type bear it.
    pub const fn stands_on(self, kind: DocumentType) -> bool {
        match self {
            Self::Ethnicity => matches!(kind, DocumentType::ResidentIdCard),
            Self::Address => {
                !matches!(kind, DocumentType::HongKongMacaoTravelPermit | DocumentType::TaiwanTravelPermit)
            }
            _ => true,
        }
    }
}

/// What the candidate confirmed to stand on the document. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFields {
    pub name: PersonName,
    pub sex: Sex,
    /// On resident identity cards alone.
    pub ethnicity: Option<Ethnicity>,
    pub birth_date: Day,
    /// Not on travel permits.
    pub address: Option<String>,
    pub valid_from: Day,
    /// Absent: 长期.
    pub valid_to: Option<Day>,
}

impl fmt::Debug for CardFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardFields(***)")
    }
}

/// Longest address, in characters: that of postal addresses.
pub const ADDRESS_MAX: usize = 500;

impl CardFields {
    /// What contradicts the document or itself, on `today`.
    pub fn problems(&self, document: &DocumentNumber, today: Date) -> Vec<Problem> {
        let kind = document.kind();
        let mut problems = Vec::new();
        let mut add = |wrong: bool, code, field| {
            if wrong {
                problems.push(Problem::at(code, field));
            }
        };
        let found = number::mismatches(document, Some(self.birth_date.0), Some(self.sex));
        add(!Sex::CHOICES.contains(&self.sex), ProblemCode::FieldMissing, Field::Sex);
        add(found.contains(&number::Mismatch::Sex), ProblemCode::DocumentMismatch, Field::Sex);
        let no_ethnicity = CardField::Ethnicity.stands_on(kind) != self.ethnicity.is_some();
        add(no_ethnicity, ProblemCode::FieldMissing, Field::Ethnicity);
        add(found.contains(&number::Mismatch::BirthDate), ProblemCode::DocumentMismatch, Field::BirthDate);
        add(self.birth_date.0 > today, ProblemCode::BirthDateInvalid, Field::BirthDate);
        let address = self.address.as_deref().unwrap_or_default();
        let wants_address = CardField::Address.stands_on(kind);
        add(wants_address == address.trim().is_empty(), ProblemCode::FieldMissing, Field::Address);
        add(address.chars().count() > ADDRESS_MAX, ProblemCode::FieldTooLong, Field::Address);
        add(self.valid_from.0 > today, ProblemCode::FieldInvalid, Field::ValidFrom);
        add(self.valid_from < self.birth_date, ProblemCode::FieldInvalid, Field::ValidFrom);
        let over = self.valid_to.is_some_and(|to| to.0 < today || to <= self.valid_from);
        add(over, ProblemCode::FieldInvalid, Field::ValidTo);
        problems
    }

    /// Whether a particular is what was read; names of code tables in any of their writings.
    pub fn agrees(&self, field: CardField, read: &str) -> bool {
        use crate::person::CodeTable as _;
        match field {
            CardField::Sex => Sex::named(read) == Some(self.sex),
            CardField::Ethnicity => Ethnicity::named(read) == self.ethnicity,
            _ => self.text(field).as_deref() == Some(read),
        }
    }

    /// How a particular is written.
    pub fn text(&self, field: CardField) -> Option<String> {
        use crate::person::CodeTable as _;
        match field {
            CardField::Name => Some(self.name.expose().to_owned()),
            CardField::Sex => Some(self.sex.words().zh.to_owned()),
            CardField::Ethnicity => self.ethnicity.map(|ethnicity| ethnicity.words().zh.to_owned()),
            CardField::BirthDate => Some(self.birth_date.to_string()),
            CardField::Address => self.address.clone(),
            CardField::Number => None,
            CardField::ValidFrom => Some(self.valid_from.to_string()),
            CardField::ValidTo => Some(self.valid_to.map_or_else(|| FOR_EVER.to_owned(), |day| day.to_string())),
        }
    }
}

/// How cards write that they do not expire.
pub const FOR_EVER: &str = "长期";

/// What became of the live capture.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceOutcome {
    /// The engine found the person of the card.
    Passed,
    /// The engine did not; another try, or a reviewer.
    Failed,
    /// A reviewer looks at it.
    Manual,
    /// No capture: the face is compared at the office (现场办理).
    Office,
}

impl FaceOutcome {
    pub const ALL: [Self; 4] = [Self::Passed, Self::Failed, Self::Manual, Self::Office];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Manual => "manual",
            Self::Office => "office",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// What a file that comes piece by piece is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadPurpose {
    CardPortrait,
    CardEmblem,
    Face,
    /// A proof.
    Attachment,
}

impl UploadPurpose {
    pub const ALL: [Self; 4] = [Self::CardPortrait, Self::CardEmblem, Self::Face, Self::Attachment];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CardPortrait => "card_portrait",
            Self::CardEmblem => "card_emblem",
            Self::Face => "face",
            Self::Attachment => "attachment",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }

    pub const fn of_side(side: CardSide) -> Self {
        match side {
            CardSide::Portrait => Self::CardPortrait,
            CardSide::Emblem => Self::CardEmblem,
        }
    }

    /// The item it provides.
    pub const fn item(self) -> Item {
        match self {
            Self::CardPortrait | Self::CardEmblem => Item::Card,
            Self::Face => Item::Face,
            Self::Attachment => Item::Attachments,
        }
    }

    pub const fn field(self) -> Field {
        match self {
            Self::CardPortrait => Field::Portrait,
            Self::CardEmblem => Field::Emblem,
            Self::Face => Field::Face,
            Self::Attachment => Field::Attachment,
        }
    }

    /// Greatest file, in bytes.
    pub const fn bytes_max(self) -> usize {
        match self {
            Self::CardPortrait | Self::CardEmblem => 10 * MB,
            Self::Face => 20 * MB,
            Self::Attachment => attachment::SIZE_MAX,
        }
    }
}

const MB: usize = 1024 * 1024;
/// Greatest capture of the face that a page of ours makes itself.
pub const CAPTURE_BYTES_MAX: usize = 3 * MB / 2;

/// Bytes of a piece: small where a file is small, so that little is lost with a line.
pub const fn chunk_bytes(size: u64) -> u32 {
    if size <= MB as u64 { 64 * 1024 } else { 256 * 1024 }
}
