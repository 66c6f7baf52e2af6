//! Where a one-time code goes: a phone or an e-mail address.

use crate::{
    candidate,
    crypto::{Belongs, Keys},
    error::Cause,
};
use shared::{
    contact::{Email, PhoneNumber},
    id::{CodeId, Province},
    problem::Field,
};

/// By what a code travels.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Channel {
    Sms,
    Mail,
}

impl Channel {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Mail => "mail",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Sms, Self::Mail].into_iter().find(|channel| channel.as_str() == text)
    }

    /// The field of a form that the code is typed into.
    pub const fn field(self) -> Field {
        match self {
            Self::Sms => Field::Code,
            Self::Mail => Field::EmailCode,
        }
    }
}

/// Who is written to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Recipient {
    Phone(PhoneNumber),
    Email(Email),
}

impl From<&PhoneNumber> for Recipient {
    fn from(phone: &PhoneNumber) -> Self {
        Self::Phone(phone.clone())
    }
}

impl From<&Email> for Recipient {
    fn from(email: &Email) -> Self {
        Self::Email(email.clone())
    }
}

impl Recipient {
    pub const fn channel(&self) -> Channel {
        match self {
            Self::Phone(_) => Channel::Sms,
            Self::Email(_) => Channel::Mail,
        }
    }

    /// `138****8000`, `z***@qq.com`
    pub fn masked(&self) -> String {
        match self {
            Self::Phone(phone) => phone.masked(),
            Self::Email(email) => email.masked(),
        }
    }

    pub(crate) fn expose(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.expose(),
            Self::Email(email) => email.expose(),
        }
    }

    /// By what codes and limits are found.
    pub(crate) fn index(&self, keys: &Keys, province: &Province) -> Vec<u8> {
        match self {
            Self::Phone(phone) => candidate::phone_index(keys, province, phone),
            Self::Email(email) => candidate::email_index(keys, province, email),
        }
    }

    pub(super) fn parse(channel: &str, text: &str) -> Result<Self, Cause> {
        let corrupt = Cause::Corrupt("code.recipient_sealed");
        match Channel::parse(channel) {
            Some(Channel::Sms) => text.parse().map(Self::Phone).map_err(|_| corrupt),
            Some(Channel::Mail) => text.parse().map(Self::Email).map_err(|_| corrupt),
            None => Err(Cause::Corrupt("code.channel")),
        }
    }
}

/// As sealed since before there was e-mail.
pub(super) const fn belongs(id: CodeId) -> Belongs {
    Belongs::to("code.phone_sealed", id.0)
}
