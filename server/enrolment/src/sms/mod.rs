//! Text messages: what is sent (`messages` words it, `template` names it for gateways) and the development inbox that takes
//! the place of a gateway. The gateways themselves are in crate `server`.

mod inbox;
pub mod messages;
mod template;

pub use inbox::{DevInbox, InboxMessage};
pub use template::{Parameter, Template, TemplateName};

use shared::{contact::PhoneNumber, id::SmsId};
use std::fmt;

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
