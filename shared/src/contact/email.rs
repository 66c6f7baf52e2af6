//! E-mail addresses, as far as their form can be judged; whether one is read, only a message to it tells.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// `local@domain` of at most 254 characters (RFC 5321, 4.5.3.1), the domain in lower case. `Debug` shows a mask.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmail;

const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;

impl FromStr for Email {
    type Err = NotAnEmail;

    /// Forgives spaces around it and full-width characters. Takes unquoted local parts and domain names in ASCII (a Chinese
    /// domain as `xn--…`): what the mail services of the country hand out.
    fn from_str(typed: &str) -> Result<Self, NotAnEmail> {
        let plain: String = typed.trim().chars().map(super::narrow).collect();
        let (local, domain) = plain.rsplit_once('@').ok_or(NotAnEmail)?;
        let domain = domain.to_ascii_lowercase();
        let ok = is_local(local) && is_domain(&domain) && local.len() + 1 + domain.len() <= LONGEST;
        ok.then(|| Self(format!("{local}@{domain}"))).ok_or(NotAnEmail)
    }
}

/// RFC 5322 dot-atom.
fn is_local(local: &str) -> bool {
    let atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    (1..=LONGEST_LOCAL).contains(&local.len())
        && local.split('.').all(|part| !part.is_empty() && part.bytes().all(atom))
}

/// Two labels or more, the last not of digits, lest an address of a machine pass.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let named = |(_, last): (&str, &str)| last.len() >= 2 && last.starts_with(|c: char| c.is_ascii_lowercase());
    domain.split('.').all(label) && domain.rsplit_once('.').is_some_and(named)
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl Email {
    /// The address itself: personal data, not for logs, URLs or errors.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// All in lower case, for look-ups and uniqueness: the standard tells `A@…` from `a@…`, no mail service does.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// `z***@qq.com`.
    pub fn masked(&self) -> String {
        let domain = self.0.rsplit_once('@').map_or("", |(_, domain)| domain);
        format!("{}***@{domain}", &self.0[..1])
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}
