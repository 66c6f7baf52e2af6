//! How long people stay signed in, and how long a reviewer holds a case.

use super::units::Span;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sessions {
    /// A candidate is signed out after this time without a request.
    pub candidate_idle: Span,
    /// A candidate is signed out at the latest after this time.
    pub candidate_lifetime: Span,
    pub staff_idle: Span,
    pub staff_lifetime: Span,
    /// Staff need a second factor in development too; in production they always do.
    pub second_factor_in_development: bool,
    /// A case goes back to the queue after this time without renewal.
    pub lease: Span,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            candidate_idle: Span::secs(2 * 3600),
            candidate_lifetime: Span::secs(24 * 3600),
            staff_idle: Span::secs(30 * 60),
            staff_lifetime: Span::secs(12 * 3600),
            second_factor_in_development: false,
            lease: Span::secs(15 * 60),
        }
    }
}
