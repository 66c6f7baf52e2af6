//! A person's name as it stands on the document: Chinese, of an ethnic group with `·`, or in Latin letters.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization;

/// A name of 2 to 50 characters in its canonical writing: NFC but for compatibility ideographs, `·` (U+00B7) between the parts.
/// `Debug` shows a mask.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why a text is no name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum BadName {
    #[error("a name has at least two characters")]
    TooShort,
    #[error("a name has at most fifty characters")]
    TooLong,
    /// Control, format and direction characters, variation selectors: mostly brought along by pasting.
    #[error("a character of the name cannot be seen")]
    Invisible,
    /// A code point that means another character on every machine; the standard one has to be chosen instead.
    #[error("a character of the name comes from a private font")]
    PrivateUse,
    #[error("a name has no digits")]
    Digit,
    /// Symbols, emoji, and writings other than Chinese and Latin.
    #[error("a character does not belong to names")]
    Character,
    /// At the start, at the end, or beside another.
    #[error("a dot, hyphen or apostrophe stands where none belongs")]
    Mark,
    #[error("the name mixes Chinese characters and Latin letters")]
    Mixed,
}

impl BadName {
    pub const ALL: &[Self] = &[
        Self::TooShort,
        Self::TooLong,
        Self::Invisible,
        Self::PrivateUse,
        Self::Digit,
        Self::Character,
        Self::Mark,
        Self::Mixed,
    ];

    /// Stable code, for messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooShort => "name.too_short",
            Self::TooLong => "name.too_long",
            Self::Invisible => "name.invisible",
            Self::PrivateUse => "name.private_use",
            Self::Digit => "name.digit",
            Self::Character => "name.character",
            Self::Mark => "name.mark",
            Self::Mixed => "name.mixed",
        }
    }
}

const LENGTH: std::ops::RangeInclusive<usize> = 2..=50;
/// The dot between the parts of a name, GB 18030 0xA1A4.
pub const DOT: char = '\u{b7}';

impl FromStr for PersonName {
    type Err = BadName;

    /// Forgives spaces around the name (and within a Chinese one, where they only pad), full-width letters and other dots.
    fn from_str(typed: &str) -> Result<Self, BadName> {
        let plain = compose(&typed.trim().chars().map(plain).collect::<String>());
        let name = if plain.chars().any(is_han) { chinese(&plain)? } else { latin(&plain)? };
        check_marks(&name)?;
        match name.chars().count() {
            count if count < *LENGTH.start() => Err(BadName::TooShort),
            count if count > *LENGTH.end() => Err(BadName::TooLong),
            _ => Ok(Self(name)),
        }
    }
}

impl TryFrom<String> for PersonName {
    type Error = BadName;

    fn try_from(text: String) -> Result<Self, BadName> {
        text.parse()
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

impl PersonName {
    /// The name itself: personal data, not for logs, URLs or errors.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is written in Chinese characters.
    pub fn is_chinese(&self) -> bool {
        self.0.chars().any(is_han)
    }

    /// The first character and at most three stars, so that a long name does not give itself away by its length.
    pub fn masked(&self) -> String {
        let stars = self.0.chars().skip(1).take(3).map(|_| '*');
        self.0.chars().take(1).chain(stars).collect()
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonName({})", self.masked())
    }
}

/// One writing for what keyboards and papers write in several.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => plain(char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)),
        '\u{387}' | '\u{16eb}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{25cf}'
        | '\u{2e31}' | '\u{2e33}' | '\u{30fb}' | '\u{fe52}' | '\u{ff65}' => DOT,
        '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{60}' | '\u{b4}' => '\'',
        '\u{2010}' | '\u{2011}' | '\u{2013}' => '-',
        // Line ends and tabs are control characters and stay, to be refused.
        c if c.is_whitespace() && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}') => ' ',
        other => other,
    }
}

/// NFC, which would replace compatibility ideographs by others: on a card they are what the name is written with.
fn compose(text: &str) -> String {
    let mut composed = String::with_capacity(text.len());
    for piece in text.split_inclusive(is_compatibility_ideograph) {
        let rest = piece.trim_end_matches(is_compatibility_ideograph);
        composed.extend(rest.nfc());
        composed.push_str(&piece[rest.len()..]);
    }
    composed
}

/// Spaces only pad (two-character names are often printed `张　三`), a full stop was meant as the dot.
fn chinese(text: &str) -> Result<String, BadName> {
    let name = text.chars().filter(|c| *c != ' ').map(|c| if c == '.' { DOT } else { c });
    let name: String = name.collect();
    for c in name.chars() {
        match c {
            c if is_han(c) || c == DOT => {}
            c if is_latin_letter(c) => return Err(BadName::Mixed),
            c => return Err(reason(c)),
        }
    }
    Ok(name)
}

fn latin(text: &str) -> Result<String, BadName> {
    let name = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut after_letter = false;
    for c in name.chars() {
        // One accent that has no letter of its own with this one is enough for every orthography that has names.
        let accent = after_letter && ('\u{300}'..='\u{36f}').contains(&c);
        after_letter = is_latin_letter(c);
        if !(after_letter || accent || c == ' ' || is_mark(c)) {
            return Err(reason(c));
        }
    }
    Ok(name)
}

fn check_marks(name: &str) -> Result<(), BadName> {
    let mut after_mark = true;
    for c in name.chars() {
        if is_mark(c) && after_mark {
            return Err(BadName::Mark);
        }
        after_mark = is_mark(c);
    }
    if after_mark && !name.is_empty() { Err(BadName::Mark) } else { Ok(()) }
}

/// Why a character that belongs to no name is refused.
fn reason(c: char) -> BadName {
    match c {
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => BadName::PrivateUse,
        c if c.is_control() || is_format(c) => BadName::Invisible,
        c if c.is_numeric() => BadName::Digit,
        _ => BadName::Character,
    }
}

/// Format characters (Cf), line separators, variation selectors and fillers.
pub(crate) fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

const fn is_mark(c: char) -> bool {
    matches!(c, DOT | '.' | '-' | '\'')
}

fn is_latin_letter(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
        && !matches!(c, '\u{d7}' | '\u{f7}')
}

const fn is_compatibility_ideograph(c: char) -> bool {
    matches!(c, '\u{f900}'..='\u{fa6d}' | '\u{fa70}'..='\u{fad9}' | '\u{2f800}'..='\u{2fa1d}')
}

/// The ideographs of GB 18030-2022 and its amendment: the unified block with extensions A to I, compatibility ideographs, and
/// the zero that is written in names. Radicals look like them but are none.
pub(crate) const fn is_han(c: char) -> bool {
    is_compatibility_ideograph(c)
        || matches!(c,
            '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2a6df}'
            | '\u{2a700}'..='\u{2ee5f}' | '\u{30000}'..='\u{323af}')
}
