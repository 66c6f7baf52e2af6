//! Where files and keys are kept.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The encrypted file store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    pub directory: PathBuf,
}

/// Keys that protect rows and files.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Keys {
    /// The master key: 32 bytes in a file only the service may read; created where it is absent.
    pub master_key_file: PathBuf,
}

impl Default for Files {
    fn default() -> Self {
        Self { directory: PathBuf::from("data/files") }
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self { master_key_file: PathBuf::from("data/master.key") }
    }
}
