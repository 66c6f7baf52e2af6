//! The audit trail's anchors outside the database.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Audit {
    /// File that gets a line a day; empty for none.
    pub anchor_file: PathBuf,
}

impl Audit {
    /// Where anchors are written, if anywhere.
    pub fn anchors(&self) -> Option<PathBuf> {
        Some(self.anchor_file.clone()).filter(|path| !path.as_os_str().is_empty())
    }
}
