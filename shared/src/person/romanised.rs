//! A name in the plain letters of documents, as it is typed into 姓名全拼. Proposals for it are in `pinyin`.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization;

/// 2 to 60 capital letters A–Z, single spaces, apostrophes and hyphens between them. `Debug` shows a mask.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RomanisedName(String);

/// Why a text is no romanised name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum BadRomanisedName {
    #[error("a romanised name has at least two characters")]
    TooShort,
    #[error("a romanised name has at most sixty characters")]
    TooLong,
    #[error("a romanised name has only letters, spaces, apostrophes and hyphens")]
    Character,
    /// At the start, at the end, or beside another.
    #[error("a hyphen or apostrophe stands where none belongs")]
    Mark,
}

impl BadRomanisedName {
    pub const ALL: &[Self] = &[Self::TooShort, Self::TooLong, Self::Character, Self::Mark];

    /// Stable code, for messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooShort => "romanised_name.too_short",
            Self::TooLong => "romanised_name.too_long",
            Self::Character => "romanised_name.character",
            Self::Mark => "romanised_name.mark",
        }
    }
}

const LENGTH: std::ops::RangeInclusive<usize> = 2..=60;

impl FromStr for RomanisedName {
    type Err = BadRomanisedName;

    /// Forgives lower case, tone marks and full-width letters. `Ü` becomes `YU` after L and N (GB/T 28039-2011, 6.2: for
    /// passports and wherever technique asks for it), the only syllables where it is written. `V` stays what was typed.
    fn from_str(typed: &str) -> Result<Self, BadRomanisedName> {
        let words: Vec<String> = typed.split_whitespace().map(capitals).collect();
        let name = words.join(" ");
        let mut after_letter = false;
        for c in name.chars() {
            let mark = matches!(c, '\'' | '-');
            if !(c.is_ascii_uppercase() || mark || c == ' ') {
                return Err(BadRomanisedName::Character);
            }
            if !after_letter && !c.is_ascii_uppercase() {
                return Err(BadRomanisedName::Mark);
            }
            after_letter = c.is_ascii_uppercase();
        }
        match name.len() {
            length if length < *LENGTH.start() => Err(BadRomanisedName::TooShort),
            length if length > *LENGTH.end() => Err(BadRomanisedName::TooLong),
            _ if !after_letter => Err(BadRomanisedName::Mark),
            _ => Ok(Self(name)),
        }
    }
}

/// Capitals without accents; letters that are more than a letter with an accent stay and are refused.
fn capitals(word: &str) -> String {
    let mut capitals = String::with_capacity(word.len() + 1);
    for c in word.nfkd().flat_map(char::to_uppercase) {
        match c {
            '\u{308}' if capitals.ends_with("LU") || capitals.ends_with("NU") => {
                capitals.pop();
                capitals.push_str("YU");
            }
            '\u{300}'..='\u{36f}' => {}
            '\u{2bc}' | '\u{2018}' | '\u{2019}' => capitals.push('\''),
            '\u{2010}' | '\u{2011}' | '\u{2013}' => capitals.push('-'),
            other => capitals.push(other),
        }
    }
    capitals
}

impl TryFrom<String> for RomanisedName {
    type Error = BadRomanisedName;

    fn try_from(text: String) -> Result<Self, BadRomanisedName> {
        text.parse()
    }
}

impl From<RomanisedName> for String {
    fn from(name: RomanisedName) -> Self {
        name.0
    }
}

impl RomanisedName {
    /// The name itself: personal data, not for logs, URLs or errors.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The first letter and three stars.
    pub fn masked(&self) -> String {
        format!("{}***", &self.0[..1])
    }
}

impl fmt::Debug for RomanisedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RomanisedName({})", self.masked())
    }
}
