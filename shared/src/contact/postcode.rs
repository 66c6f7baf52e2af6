//! Mainland postcodes.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A mainland postcode (邮政编码): six digits, never beginning with 00. `Debug` hides all
/// but province and postal district.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode(String);

/// The text is not a mainland postcode.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a mainland postcode of 6 digits")]
pub struct NotAPostcode;

impl FromStr for Postcode {
    type Err = NotAPostcode;

    /// Forgives spaces and full-width digits.
    fn from_str(typed: &str) -> Result<Self, NotAPostcode> {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace()).map(super::narrow).collect();
        let ok = plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit()) && !plain.starts_with("00");
        ok.then_some(Self(plain)).ok_or(NotAPostcode)
    }
}

impl TryFrom<String> for Postcode {
    type Error = NotAPostcode;

    fn try_from(text: String) -> Result<Self, NotAPostcode> {
        text.parse()
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.0
    }
}

impl Postcode {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Postcode({}***)", &self.0[..3])
    }
}
