//! What `cargo xtask build` made for browsers.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assets {
    /// Folder with `pkg/`, `photo/` and `scripts/`. Pages work without it, but without scripts and styles.
    pub directory: PathBuf,
}

impl Default for Assets {
    fn default() -> Self {
        Self { directory: PathBuf::from("dist") }
    }
}
