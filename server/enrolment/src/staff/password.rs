//! Passwords: hashing and checking with argon2id, off the async threads and a few at a time.

use crate::{Enrolment, Result, error::Cause};
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use std::fmt;

/// A password on its way in. `Debug` hides it.
#[derive(Clone)]
pub struct Password(String);

impl From<String> for Password {
    fn from(typed: String) -> Self {
        Self(typed)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

/// A password that the service made for somebody: they set another with it. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimePassword(String);

impl OneTimePassword {
    pub(crate) fn new(enrolment: &Enrolment) -> Self {
        Self(readable(&enrolment.random::<16>(), 4))
    }

    /// The password itself: for whoever hands it over, once.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn password(&self) -> Password {
        Password(self.0.clone())
    }
}

impl fmt::Debug for OneTimePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimePassword(***)")
    }
}

/// Letters and digits that are not taken for one another: 32 of them, so that a random byte falls on each equally often.
const READABLE: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A character for each byte, five bits of chance each, in groups with hyphens between.
pub(crate) fn readable(random: &[u8], group: usize) -> String {
    let chars: Vec<char> = random.iter().map(|byte| char::from(READABLE[usize::from(byte % 32)])).collect();
    chars.chunks(group).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Longest password in bytes; more would only cost time.
const MAX: usize = 256;

/// A hash that no password fits, with the parameters of real ones: an unknown login takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm8$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// PHC string of a password with a fresh salt.
pub(crate) async fn hash(enrolment: &Enrolment, password: Password) -> Result<String> {
    let salt = enrolment.random::<16>();
    run(enrolment, move || {
        let hash = Argon2::default().hash_password_with_salt(password.0.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|_| Cause::Password)
    })
    .await
}

/// Whether the password fits the hash; never, but in the same time, where there is no hash.
pub(crate) async fn fits(enrolment: &Enrolment, password: Password, hash: Option<String>) -> Result<bool> {
    run(enrolment, move || {
        let hash = hash.as_deref().unwrap_or(NOBODY);
        let hash = PasswordHash::new(hash).map_err(|_| Cause::Password)?;
        let typed = if password.0.len() > MAX { &[] } else { password.0.as_bytes() };
        Ok(Argon2::default().verify_password(typed, &hash).is_ok())
    })
    .await
}

async fn run<T: Send + 'static>(
    enrolment: &Enrolment,
    work: impl FnOnce() -> Result<T, Cause> + Send + 'static,
) -> Result<T> {
    let slot = enrolment.inner.password_slots.clone().acquire_owned().await.expect("the semaphore is never closed");
    let done = tokio::task::spawn_blocking(move || {
        let _slot = slot;
        work()
    });
    Ok(done.await.map_err(Cause::from)??)
}
