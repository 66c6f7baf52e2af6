//! What this deployment is.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Whether people's data is at stake.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Text messages go to an inbox at `/dev/sms`; plain HTTP is accepted.
    #[default]
    Development,
    Production,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Service {
    pub mode: Mode,
    /// Scheme, host and port that people's browsers use.
    pub public_url: String,
    /// Folder of province profiles.
    pub profiles: PathBuf,
}

impl Default for Service {
    fn default() -> Self {
        Self {
            mode: Mode::Development,
            public_url: "http://127.0.0.1:3000".to_owned(),
            profiles: PathBuf::from("shared/profiles"),
        }
    }
}

impl Service {
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    pub fn is_development(&self) -> bool {
        self.mode == Mode::Development
    }
}
