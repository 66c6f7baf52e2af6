//! The engines that read identity documents, compare faces and judge live captures.

use super::{
    secret::{SecretError, resolve},
    units::Span,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf};

/// Who looks first. People decide whatever is in doubt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentityEngine {
    /// The models of this process.
    #[default]
    Local,
    /// A vendor, over the protocol of `docs/identity-http.md`.
    Http,
    /// Nobody: reviewers look at everything.
    Off,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    pub engine: IdentityEngine,
    /// Documents and faces looked at at the same time; each takes a core.
    pub at_once: usize,
    /// How many may wait for their turn; whoever comes then is asked to come again.
    pub waiting: usize,
    /// The program that decodes videos; empty: `ffmpeg` on the path.
    pub ffmpeg: PathBuf,
    /// From this similarity on two faces are one person's.
    pub same_min: f32,
    /// Up to this similarity they are two persons'; in between a person decides.
    pub different_max: f32,
    /// Of the vendor: requests go to ENDPOINT/card, /face and /compare.
    pub endpoint: String,
    pub secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_file: Option<PathBuf>,
    /// Longest time the vendor may take to answer.
    pub timeout: Span,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("engine", &self.engine)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            engine: IdentityEngine::default(),
            at_once: 2,
            waiting: 200,
            ffmpeg: PathBuf::new(),
            same_min: 0.5,
            different_max: 0.35,
            endpoint: String::new(),
            secret: String::new(),
            secret_file: None,
            timeout: Span::secs(20),
        }
    }
}

impl Identity {
    /// What requests to the vendor are signed with.
    pub fn resolved_secret(&self) -> Result<Option<SecretString>, SecretError> {
        resolve(&self.secret, self.secret_file.as_deref())
    }
}
