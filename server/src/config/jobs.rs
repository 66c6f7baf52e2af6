//! Work that is done after the answer.

use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Jobs {
    /// Whether `ruji serve` also does the jobs; otherwise `ruji work` must run somewhere.
    pub in_server: bool,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { in_server: true }
    }
}
