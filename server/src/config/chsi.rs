//! The national register of education (学信网).

use super::{
    secret::{SecretError, resolve},
    service::Service,
    units::Span,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf};

/// What service and simulator share in development where nothing is configured.
const DEVELOPMENT_SECRET: &str = "development only";

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Chsi {
    /// Where codes are made known; empty: the simulator at `/dev/chsi` in development, nowhere in production.
    pub endpoint: String,
    pub secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_file: Option<PathBuf>,
    /// Longest time the register may take to answer.
    pub timeout: Span,
}

impl fmt::Debug for Chsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chsi").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl Default for Chsi {
    fn default() -> Self {
        Self { endpoint: String::new(), secret: String::new(), secret_file: None, timeout: Span::secs(8) }
    }
}

impl Chsi {
    /// What signs messages in both directions; `None` where there is none and none may be made up.
    pub fn resolved_secret(&self, service: &Service) -> Result<Option<SecretString>, SecretError> {
        let secret = resolve(&self.secret, self.secret_file.as_deref())?;
        Ok(secret.or_else(|| service.is_development().then(|| SecretString::from(DEVELOPMENT_SECRET))))
    }

    /// Where codes are made known.
    pub fn resolved_endpoint(&self, service: &Service) -> Option<String> {
        if !self.endpoint.is_empty() {
            return Some(self.endpoint.trim_end_matches('/').to_owned());
        }
        service.is_development().then(|| format!("{}{}", service.public_url, shared::route::DEV_CHSI))
    }
}
