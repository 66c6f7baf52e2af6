//! E-mail: what is sent (`messages` words it) and to whom. The server that takes it is in crate `server`; in development the inbox
//! for text messages keeps it.

pub mod messages;

use crate::sms::OneTimeCode;
use shared::{contact::Email, id::MailId};

/// One e-mail.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The same when a send is repeated after a failure.
    pub id: MailId,
    pub to: Email,
    /// The authority's name, in Chinese.
    pub authority: String,
    pub text: MailText,
}

/// What it says. Nothing but the code is about a person.
#[derive(Clone, Debug)]
pub enum MailText {
    OneTimeCode {
        code: OneTimeCode,
        lifetime_minutes: u32,
    },
    /// A new password was chosen, or an office let somebody choose one.
    PasswordReset {
        portal: String,
    },
    /// Another phone or e-mail address was bound.
    ContactChanged {
        portal: String,
    },
    /// What became of a request for another region.
    RegionDecided {
        portal: String,
    },
    /// What became of a request to merge numbers.
    MergeDecided {
        portal: String,
    },
    /// A number of before became known of somebody who registered as new.
    NumberKnown {
        portal: String,
    },
}
