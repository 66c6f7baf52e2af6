//! Postal addresses: one line of text, as it stands on the card or as it was typed.

use crate::person::name::is_format;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// 1 to 500 characters without control and invisible ones. `Debug` shows a mask.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

/// What is wrong with an address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum BadAddress {
    #[error("the address is empty")]
    Empty,
    #[error("an address has at most 500 characters")]
    TooLong,
    /// Control, format and direction characters; also line ends.
    #[error("a character of the address cannot be seen")]
    Invisible,
}

impl BadAddress {
    pub const ALL: &[Self] = &[Self::Empty, Self::TooLong, Self::Invisible];

    /// Stable code, for messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "address.empty",
            Self::TooLong => "address.too_long",
            Self::Invisible => "address.invisible",
        }
    }
}

const LONGEST: usize = 500;

impl FromStr for Address {
    type Err = BadAddress;

    /// Forgives spaces around it, full-width ones too.
    fn from_str(typed: &str) -> Result<Self, BadAddress> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(BadAddress::Empty);
        }
        if text.chars().any(|c| c.is_control() || is_format(c)) {
            return Err(BadAddress::Invisible);
        }
        if text.chars().count() > LONGEST {
            return Err(BadAddress::TooLong);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Address {
    type Error = BadAddress;

    fn try_from(text: String) -> Result<Self, BadAddress> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

impl Address {
    /// The address itself: personal data, not for logs, URLs or errors.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The province, mostly, and three stars.
    pub fn masked(&self) -> String {
        self.0.chars().take(2).chain("***".chars()).collect()
    }

    /// An address that says no more than [`Self::masked`], for showing where an address is due.
    #[must_use]
    pub fn veiled(&self) -> Self {
        Self(self.masked())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.masked())
    }
}
