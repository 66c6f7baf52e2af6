//! Continuing on another device: the states of a one-time invitation.

use crate::time::Span;
use serde::{Deserialize, Serialize};

/// How long an invitation may be opened.
pub const LIFETIME: Span = Span::minutes(5);

/// Where an invitation stands, as the first device shows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoffState {
    Waiting,
    /// Opened on the other device: used up.
    Opened,
    Expired,
}
