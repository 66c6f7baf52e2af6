//! Text messages: what is sent (`messages` words it, `template` names it for gateways) and the development inbox that takes
//! the place of a gateway. The gateways themselves are in crate `server`.

mod inbox;
pub mod messages;
mod template;

pub use inbox::{DevInbox, InboxMessage};
pub use template::{Parameter, Template, TemplateName};

use shared::{contact::PhoneNumber, id::SmsId};
use std::{fmt, str::FromStr};

/// One message to one phone.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: SmsId,
    pub to: PhoneNumber,
    pub template: Template,
}

/// A one-time code on its way to a phone. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(pub(crate) String);

impl OneTimeCode {
    /// A code that somebody else made: for tests of gateways and for trying one out.
    pub fn of(digits: impl Into<String>) -> Self {
        Self(digits.into())
    }

    /// The digits, for the gateway alone: not for logs, rows or errors.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeCode(******)")
    }
}

/// An admission number (准考证号), 12 to 16 digits: personal, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct AdmissionNumber(String);

/// The text is no admission number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not an admission number of 12 to 16 digits")]
pub struct NotAnAdmissionNumber;

impl FromStr for AdmissionNumber {
    type Err = NotAnAdmissionNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let ok = (12..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        ok.then(|| Self(text.to_owned())).ok_or(NotAnAdmissionNumber)
    }
}

impl AdmissionNumber {
    /// The digits, for the gateway alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AdmissionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdmissionNumber(****)")
    }
}
