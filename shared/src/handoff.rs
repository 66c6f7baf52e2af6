//! Continuing on another device: the states of a one-time invitation.

use crate::time::Span;
use serde::{Deserialize, Serialize};

/// How long an invitation may be opened, how long the first device is asked, and how long its yes is good for.
pub const LIFETIME: Span = Span::minutes(5);

/// Where handing over stands, as the first device shows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoffState {
    /// There was no invitation so far.
    #[serde(rename = "none")]
    NotInvited,
    /// An invitation may be opened.
    Waiting,
    /// Another phone asks to take over.
    Asking,
    /// It was told that it may, and has not come in yet.
    Allowed,
    /// A phone is at work.
    Opened,
    /// Nothing can be opened any more, and no phone is at work.
    Expired,
    /// The first device ended the phone's access.
    Revoked,
}
