//! The mail server.

use super::{
    secret::{SecretError, resolve},
    units::Span,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf};

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// Name of the SMTP server; empty: the development inbox, which production refuses where a province asks for e-mail addresses.
    pub server: String,
    pub port: u16,
    pub security: MailSecurity,
    pub username: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// Address of the sender, which the server has to accept.
    pub from: String,
    /// Longest time the server may take for one e-mail.
    pub timeout: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS after STARTTLS, never without (port 587).
    Starttls,
    /// None: for a server on the same machine, and refused for any other.
    None,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            server: String::new(),
            port: 465,
            security: MailSecurity::Tls,
            username: String::new(),
            password: String::new(),
            password_file: None,
            from: String::new(),
            timeout: Span::secs(20),
        }
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("server", &self.server).field("port", &self.port).finish_non_exhaustive()
    }
}

impl Mail {
    pub fn resolved_password(&self) -> Result<Option<SecretString>, SecretError> {
        resolve(&self.password, self.password_file.as_deref())
    }
}
