//! The signature on messages between the service and the register: HMAC-SHA-256 over timestamp, number and body.

use crate::crypto::{hex, same};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt;

/// A message with what proves where it comes from, as the headers have it.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// Milliseconds since 1970.
    pub timestamp: &'a str,
    /// 16 to 64 letters and digits, never used twice.
    pub nonce: &'a str,
    /// 64 hexadecimal digits.
    pub signature: &'a str,
    pub body: &'a [u8],
}

/// What the register and the service both know. `Debug` hides it.
#[derive(Clone)]
pub struct SharedSecret(Vec<u8>);

impl SharedSecret {
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self(secret.into())
    }

    /// The signature in hexadecimal digits. Neither timestamp nor nonce holds a line end, so that the parts cannot run into
    /// each other.
    pub fn sign(&self, timestamp: &str, nonce: &str, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        for part in [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body] {
            mac.update(part);
        }
        hex(&mac.finalize().into_bytes())
    }

    /// Whether whoever knows the secret signed it; takes the same time whatever the difference.
    pub fn is_genuine(&self, message: Signed<'_>) -> bool {
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
        plain(message.timestamp)
            && plain(message.nonce)
            && same(self.sign(message.timestamp, message.nonce, message.body).as_bytes(), message.signature.as_bytes())
    }
}

impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSecret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_genuine_as_a_whole_or_not_at_all() {
        let secret = SharedSecret::new("secret");
        let signature = secret.sign("1796090400000", "n1", b"{}");
        let message = Signed { timestamp: "1796090400000", nonce: "n1", signature: &signature, body: b"{}" };
        assert!(secret.is_genuine(message));
        assert!(!secret.is_genuine(Signed { body: b"{ }", ..message }));
        assert!(!secret.is_genuine(Signed { nonce: "n2", ..message }));
        assert!(!secret.is_genuine(Signed { timestamp: "1796090400001", ..message }));
        assert!(!secret.is_genuine(Signed { signature: "", ..message }));
        assert!(!SharedSecret::new("other").is_genuine(message));
        assert_eq!(format!("{secret:?}"), "SharedSecret(***)");
    }

    #[test]
    fn parts_cannot_run_into_each_other() {
        let secret = SharedSecret::new("secret");
        let signature = secret.sign("1", "2\n3", b"4");
        assert!(!secret.is_genuine(Signed { timestamp: "1", nonce: "2\n3", signature: &signature, body: b"4" }));
        let signature = secret.sign("12", "3", b"");
        assert!(!secret.is_genuine(Signed { timestamp: "1", nonce: "23", signature: &signature, body: b"" }));
    }
}
