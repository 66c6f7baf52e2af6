//! What an 18-digit document number says about its holder, compared with what was typed or read from the card.

use super::Sex;
use crate::document::DocumentNumber;
use serde::{Deserialize, Serialize};

/// GB 11643: the 17th digit is odd for men and even for women. None where the number holds no sex (the two travel permits).
pub fn sex(number: &DocumentNumber) -> Option<Sex> {
    // Only the citizen number and the numbers made like it have a date of birth.
    number.birth_date()?;
    let digit = number.expose().as_bytes().get(16)?;
    Some(if digit % 2 == 1 { Sex::Male } else { Sex::Female })
}

/// A particular that contradicts the document number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Mismatch {
    #[serde(rename = "person.birth_date_mismatch")]
    BirthDate,
    #[serde(rename = "person.sex_mismatch")]
    Sex,
}

impl Mismatch {
    pub const ALL: &[Self] = &[Self::BirthDate, Self::Sex];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BirthDate => "person.birth_date_mismatch",
            Self::Sex => "person.sex_mismatch",
        }
    }
}

/// What contradicts the number. What was not typed, and what the number does not hold, contradicts nothing; nor does
/// [`Sex::Unknown`] or [`Sex::NotStated`].
pub fn mismatches(
    number: &DocumentNumber,
    birth_date: Option<jiff::civil::Date>,
    typed_sex: Option<Sex>,
) -> Vec<Mismatch> {
    let typed_sex = typed_sex.filter(|sex| Sex::CHOICES.contains(sex));
    let mut found = Vec::new();
    if differ(number.birth_date(), birth_date) {
        found.push(Mismatch::BirthDate);
    }
    if differ(sex(number), typed_sex) {
        found.push(Mismatch::Sex);
    }
    found
}

fn differ<T: PartialEq>(held: Option<T>, typed: Option<T>) -> bool {
    held.zip(typed).is_some_and(|(held, typed)| held != typed)
}
