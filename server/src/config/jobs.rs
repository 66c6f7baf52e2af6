//! Work that is done after the answer.

use super::units::Span;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Jobs {
    /// Whether `ruji serve` also does the jobs; otherwise `ruji work` must run somewhere.
    pub in_server: bool,
    /// How long an idle worker waits before it looks again.
    pub idle_wait: Span,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { in_server: true, idle_wait: Span::secs(1) }
    }
}
