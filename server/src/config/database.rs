//! Where rows are kept.

use super::secret::{SecretError, resolve};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf};

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite:path` or `postgres://…`.
    pub url: String,
    /// File that holds the URL, for one with a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url_file: Option<PathBuf>,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite:data/ruji.sqlite".to_owned(), url_file: None }
    }
}

impl Database {
    pub fn resolved_url(&self) -> Result<SecretString, SecretError> {
        Ok(resolve(&self.url, self.url_file.as_deref())?.unwrap_or_default())
    }
}

/// The URL may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.url.split(':').next().unwrap_or_default();
        f.debug_struct("Database").field("scheme", &scheme).finish_non_exhaustive()
    }
}
