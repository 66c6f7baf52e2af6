//! Listening, waiting and refusing.

use super::units::{Size, Span};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    pub listen: SocketAddr,
    /// Peers whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    pub request_timeout: Span,
    /// How long open requests may take to end after a signal to stop.
    pub shutdown_grace: Span,
    /// Greatest body of a form or a server function.
    pub form_limit: Size,
    /// Requests one client address may make at once before it is slowed down.
    pub burst: u32,
    /// Requests per second one client address regains.
    pub per_second: u32,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            trusted_proxies: Vec::new(),
            request_timeout: Span::secs(30),
            shutdown_grace: Span::secs(20),
            form_limit: Size::kb(64),
            burst: 300,
            per_second: 50,
        }
    }
}
