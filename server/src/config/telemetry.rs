//! What the process says about itself.

use super::secret::{SecretError, resolve};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{fmt, net::SocketAddr, path::PathBuf};

/// How log lines are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// For reading on a terminal.
    Text,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    pub log_format: LogFormat,
    /// `tracing` filter, e.g. `info,enrolment=debug`.
    pub log_filter: String,
    /// Bearer token for `/metrics`; without one only loopback clients are answered.
    pub metrics_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_token_file: Option<PathBuf>,
    /// Where `ruji work` answers `/health/live`, `/health/ready` and `/metrics`; nowhere unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worker_listen: Option<SocketAddr>,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            log_format: LogFormat::Json,
            log_filter: "info".to_owned(),
            metrics_token: String::new(),
            metrics_token_file: None,
            worker_listen: None,
        }
    }
}

impl Telemetry {
    pub fn resolved_metrics_token(&self) -> Result<Option<SecretString>, SecretError> {
        resolve(&self.metrics_token, self.metrics_token_file.as_deref())
    }
}

impl fmt::Debug for Telemetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (format, filter) = (&self.log_format, &self.log_filter);
        f.debug_struct("Telemetry").field("log_format", format).field("log_filter", filter).finish_non_exhaustive()
    }
}
