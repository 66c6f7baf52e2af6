//! One HTTP call to a vendor: bounded in time and size, without redirects, and never named in an error with its URL, which
//! holds the phone number.

use super::Failure;
use reqwest::{Client, StatusCode, Url, redirect::Policy};
use std::time::Duration;

/// An answer has a few hundred bytes.
const ANSWER_MAX_BYTES: usize = 64 * 1024;

/// Where a vendor listens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint {
    /// Scheme, host and port, without a slash at the end.
    base: String,
    /// As the header `Host` says it.
    pub host: String,
}

/// A vendor cannot be called at all.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WireError {
    #[error("is not https://HOST[:PORT] (http:// only to this machine)")]
    Endpoint,
    #[error("TLS cannot be used: {0}")]
    Tls(String),
}

impl Endpoint {
    /// Plain HTTP is for simulators on the same machine.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        let url: Url = text.parse().map_err(|_| WireError::Endpoint)?;
        let host = url.host_str().ok_or(WireError::Endpoint)?;
        let local = matches!(host, "127.0.0.1" | "[::1]" | "localhost");
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !(bare && (url.scheme() == "https" || (url.scheme() == "http" && local))) {
            return Err(WireError::Endpoint);
        }
        let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Ok(Self { base: format!("{}://{host}", url.scheme()), host })
    }

    fn is_local(&self) -> bool {
        self.base.starts_with("http:")
    }
}

/// Calls one endpoint.
#[derive(Clone)]
pub struct Wire {
    client: Client,
    pub endpoint: Endpoint,
}

impl Wire {
    pub fn new(endpoint: Endpoint, timeout: Duration) -> Result<Self, WireError> {
        // Fails where another part of the process has chosen already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = Client::builder()
            .timeout(timeout)
            .connect_timeout(timeout / 2)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false);
        // A proxy of the environment is for the vendors, not for this machine.
        let builder = if endpoint.is_local() { builder.no_proxy() } else { builder };
        let client = builder.build().map_err(|error| WireError::Tls(error.without_url().to_string()))?;
        Ok(Self { client, endpoint })
    }

    /// POSTs to `/`; gives the body of an answer that the vendor itself wrote, whether it agrees or refuses.
    pub(super) async fn post(
        &self,
        query: &str,
        headers: &[(&'static str, &str)],
        body: Vec<u8>,
    ) -> Result<Vec<u8>, Failure> {
        let mark = if query.is_empty() { "" } else { "?" };
        let mut request = self.client.post(format!("{}/{mark}{query}", self.endpoint.base)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = request.send().await.map_err(|error| no_answer(&error))?;
        if let Some(failure) = failure_of(answer.status()) {
            return Err(failure);
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|_| Failure::Unknown("answer_cut_off"))? {
            body.extend_from_slice(&chunk);
            if body.len() > ANSWER_MAX_BYTES {
                return Err(Failure::Unknown("answer_too_long"));
            }
        }
        Ok(body)
    }
}

/// Before the connection stands nothing was taken; after it, nobody knows.
fn no_answer(error: &reqwest::Error) -> Failure {
    if error.is_connect() || error.is_builder() {
        Failure::NotTaken("unreachable")
    } else if error.is_timeout() {
        Failure::Unknown("timeout")
    } else {
        Failure::Unknown("connection_lost")
    }
}

/// What a status says without its body. A proxy that waited in vain for the vendor (504) does not know either; vendors send
/// nobody elsewhere, so that a redirect comes from something in between.
fn failure_of(status: StatusCode) -> Option<Failure> {
    match status.as_u16() {
        429 => Some(Failure::NotTaken("throttled")),
        504 => Some(Failure::Unknown("timeout")),
        500.. => Some(Failure::NotTaken("server_error")),
        300..=399 => Some(Failure::NotTaken("redirected")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_https_or_on_this_machine() {
        let host = |text: &str| Endpoint::parse(text).map(|endpoint| endpoint.host);
        assert_eq!(host("https://dysmsapi.aliyuncs.com").as_deref(), Ok("dysmsapi.aliyuncs.com"));
        assert_eq!(host("https://sms.example:8443/").as_deref(), Ok("sms.example:8443"));
        assert_eq!(host("http://127.0.0.1:4000").as_deref(), Ok("127.0.0.1:4000"));
        for wrong in ["", "dysmsapi.aliyuncs.com", "http://sms.example", "https://a/b", "https://u@a", "https://a/?b=c"]
        {
            assert_eq!(host(wrong), Err(WireError::Endpoint), "{wrong}");
        }
    }

    #[test]
    fn only_a_status_that_leaves_no_doubt_says_that_nothing_was_taken() {
        let of = |status: u16| failure_of(StatusCode::from_u16(status).expect("a status"));
        assert_eq!([of(200), of(400), of(404)], [None; 3]);
        assert_eq!(of(503), Some(Failure::NotTaken("server_error")));
        assert_eq!(of(504), Some(Failure::Unknown("timeout")));
        assert_eq!(of(302), Some(Failure::NotTaken("redirected")));
    }
}
