//! The certificate-photo engine and what may be uploaded to it.

use super::units::{Size, Span};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Photo {
    /// Folder of the three converted models.
    pub models: PathBuf,
    /// Greatest picture that may be uploaded.
    pub upload_limit: Size,
    /// Longest time that sending and examining one picture may take.
    pub upload_timeout: Span,
    /// Pictures examined at the same time; each takes a core and up to 150 MB.
    pub at_once: usize,
}

impl Default for Photo {
    fn default() -> Self {
        Self {
            models: PathBuf::from("models"),
            upload_limit: Size::mb(25),
            upload_timeout: Span::secs(300),
            at_once: 2,
        }
    }
}
