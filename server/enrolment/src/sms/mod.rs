//! Text messages: what is sent (`messages` words it) and the development inbox that takes the place of a gateway.

mod inbox;
pub mod messages;

pub use inbox::{DevInbox, InboxMessage};

use shared::{contact::PhoneNumber, id::SmsId};
use std::fmt;

/// One message to one phone.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: SmsId,
    pub to: PhoneNumber,
    pub template: Template,
}

/// The kinds of messages. Gateways in mainland China take a template and its parameters, not free text.
#[derive(Clone, Debug)]
pub enum Template {
    OneTimeCode {
        /// Title of the service, from the profile; gateways call it the signature.
        signature: String,
        code: OneTimeCode,
        lifetime_minutes: u32,
    },
}

/// A one-time code on its way to a phone. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(pub(crate) String);

impl OneTimeCode {
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
