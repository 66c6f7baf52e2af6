//! How a candidate is reached: mobile numbers and the one-time codes sent to them; mail of both kinds in the files below.

mod address;
mod email;
mod postcode;

pub use address::{Address, BadAddress};
pub use email::{Email, NotAnEmail};
pub use postcode::{NotAPostcode, Postcode};

use crate::time::Span;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A mainland mobile number: 11 digits, 13–19 at the start. `Debug` and `masked` hide the middle.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// The text is not a mainland mobile number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a mainland mobile number of 11 digits")]
pub struct NotAPhoneNumber;

impl FromStr for PhoneNumber {
    type Err = NotAPhoneNumber;

    /// Forgives spaces, hyphens, full-width digits and the prefix +86.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let plain: String = typed
            .chars()
            .filter_map(|c| match c {
                '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xfee0),
                c if c.is_whitespace() || c == '-' => None,
                other => Some(other),
            })
            .collect();
        let number = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086")).unwrap_or(&plain);
        let bytes = number.as_bytes();
        let ok = bytes.len() == 11
            && bytes.iter().all(u8::is_ascii_digit)
            && bytes[0] == b'1'
            && (b'3'..=b'9').contains(&bytes[1]);
        ok.then(|| Self(number.to_owned())).ok_or(NotAPhoneNumber)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotAPhoneNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PhoneNumber> for String {
    fn from(phone: PhoneNumber) -> Self {
        phone.0
    }
}

impl PhoneNumber {
    /// The 11 digits: personal data, not for logs, URLs or errors.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// E.164, as SMS gateways want it.
    pub fn e164(&self) -> String {
        format!("+86{}", self.0)
    }

    /// `138****8000`.
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

/// Half-width for a full-width character of ASCII, as Chinese keyboards type them.
pub const fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            Some(narrow) => narrow,
            None => c,
        },
        other => other,
    }
}

/// Rules for one-time codes and the messages that carry them (PRODUCT §7). Profiles may only tighten the limits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodePolicy {
    /// Decimal digits of a code.
    pub digits: u8,
    pub lifetime_secs: u32,
    /// Wrong tries after which a code is dead.
    pub tries: u8,
    /// Least time between two messages to one phone.
    pub resend_secs: u32,
    pub per_phone_hour: u32,
    pub per_phone_day: u32,
    /// Messages that one network address may cause.
    pub per_address_hour: u32,
    pub per_address_day: u32,
}

impl Default for CodePolicy {
    fn default() -> Self {
        Self {
            digits: 6,
            lifetime_secs: 300,
            tries: 5,
            resend_secs: 60,
            per_phone_hour: 4,
            per_phone_day: 8,
            per_address_hour: 60,
            per_address_day: 300,
        }
    }
}

impl CodePolicy {
    pub const fn lifetime(&self) -> Span {
        Span::secs(self.lifetime_secs as i64)
    }

    pub const fn resend_after(&self) -> Span {
        Span::secs(self.resend_secs as i64)
    }
}
