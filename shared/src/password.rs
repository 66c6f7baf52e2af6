//! Candidates' passwords: a province's policy and everything it finds wrong with one, at once. The policy in words is the app's.

mod common;
pub mod staff;

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a password has to be (`[password]` of a profile). Only ASCII letters and digits, and the symbols named, are allowed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordPolicy {
    /// Characters, at least.
    pub min_chars: u8,
    /// Characters, at most.
    pub max_chars: u8,
    /// Classes of which one character at least must be there, in the order in which they are told.
    pub required: Vec<CharacterClass>,
    /// Every symbol that may stand in a password.
    pub symbols: String,
}

/// A class of characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharacterClass {
    /// 0–9
    Digit,
    /// A–Z and a–z
    Letter,
    /// One of [`PasswordPolicy::symbols`].
    Symbol,
}

impl CharacterClass {
    pub const ALL: &[Self] = &[Self::Digit, Self::Letter, Self::Symbol];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Digit => "digit",
            Self::Letter => "letter",
            Self::Symbol => "symbol",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.as_str() == text)
    }
}

/// One thing that is wrong with a password. Says nothing of the rest of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum PasswordFault {
    #[serde(rename = "password.too_short")]
    TooShort,
    #[serde(rename = "password.too_long")]
    TooLong,
    #[serde(rename = "password.no_digit")]
    NoDigit,
    #[serde(rename = "password.no_letter")]
    NoLetter,
    #[serde(rename = "password.no_symbol")]
    NoSymbol,
    /// This character is not allowed; each is told once.
    #[serde(rename = "password.foreign")]
    Foreign(char),
    /// Among the first that anybody would try.
    #[serde(rename = "password.common")]
    Common,
    /// Holds six digits in a row of the phone or document number.
    #[serde(rename = "password.personal")]
    Personal,
}

impl PasswordFault {
    /// Stable code, for messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooShort => "password.too_short",
            Self::TooLong => "password.too_long",
            Self::NoDigit => "password.no_digit",
            Self::NoLetter => "password.no_letter",
            Self::NoSymbol => "password.no_symbol",
            Self::Foreign(_) => "password.foreign",
            Self::Common => "password.common",
            Self::Personal => "password.personal",
        }
    }
}

/// Digits of a phone or document number that a password must not have in a row.
const PERSONAL_DIGITS: usize = 6;

impl PasswordPolicy {
    /// Everything that is wrong with `password`, in a fixed order; nothing where it may be used. `context` are texts that others
    /// know about its owner: phone number, document number.
    pub fn check(&self, password: &str, context: &[&str]) -> Vec<PasswordFault> {
        let mut faults = Vec::new();
        let length = password.chars().count();
        if length < self.min_chars.into() {
            faults.push(PasswordFault::TooShort);
        }
        if length > self.max_chars.into() {
            faults.push(PasswordFault::TooLong);
        }
        faults.extend(self.required.iter().filter(|class| !self.has(password, **class)).map(|class| missing(*class)));
        faults.extend(self.foreign(password).into_iter().map(PasswordFault::Foreign));
        // What is far too long is told so; weighing it would cost time and help nobody.
        if length <= self.max_chars.into() && common::is_common(password) {
            faults.push(PasswordFault::Common);
        }
        if context.iter().any(|text| is_personal(password, text)) {
            faults.push(PasswordFault::Personal);
        }
        faults
    }

    fn class(&self, c: char) -> Option<CharacterClass> {
        match c {
            '0'..='9' => Some(CharacterClass::Digit),
            'a'..='z' | 'A'..='Z' => Some(CharacterClass::Letter),
            c => self.symbols.contains(c).then_some(CharacterClass::Symbol),
        }
    }

    fn has(&self, password: &str, class: CharacterClass) -> bool {
        password.chars().any(|c| self.class(c) == Some(class))
    }

    fn foreign(&self, password: &str) -> Vec<char> {
        let mut seen = BTreeSet::new();
        password.chars().filter(|c| self.class(*c).is_none() && seen.insert(*c)).collect()
    }
}

const fn missing(class: CharacterClass) -> PasswordFault {
    match class {
        CharacterClass::Digit => PasswordFault::NoDigit,
        CharacterClass::Letter => PasswordFault::NoLetter,
        CharacterClass::Symbol => PasswordFault::NoSymbol,
    }
}

/// Whether they share six digits in a row, symbols between them not counted.
fn is_personal(password: &str, text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    let typed: Vec<u8> = password.bytes().filter(u8::is_ascii_alphanumeric).collect();
    digits.windows(PERSONAL_DIGITS).any(|part| typed.windows(PERSONAL_DIGITS).any(|window| window == part))
}
