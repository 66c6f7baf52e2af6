//! Wrong passwords. They are counted for each login and network address, with a lock there that grows; and for each login
//! from everywhere, which only slows strangers down: nobody can lock somebody out of an address that they sign in from.

use super::store::attempts as store;
use crate::{Enrolment, Result, crypto::Hashed, db::Tx, network::network};
use shared::{
    problem::{Problem, ProblemCode},
    time::{Span, Timestamp},
};
use std::net::IpAddr;

/// What a try is counted under, as keyed hashes.
pub(crate) struct Origin {
    /// The login, from everywhere.
    login: Vec<u8>,
    /// The login from this network.
    here: Vec<u8>,
}

impl Enrolment {
    /// `login` in its canonical form; whether there is such an account makes no difference.
    pub(crate) fn origin(&self, login: &str, address: IpAddr) -> Origin {
        let hash = |parts: &[&[u8]]| self.keys().hash(Hashed::Login, parts);
        Origin { login: hash(&[login.as_bytes()]), here: hash(&[login.as_bytes(), &network(address)]) }
    }

    /// Counts the try as a failure before the password is looked at, so that tries made at the same moment all count; a
    /// right password sets the counts back. Refused with `sign_in.locked`.
    pub(crate) async fn count_attempt(&self, tx: &mut Tx, origin: &Origin) -> Result<()> {
        let (now, settings) = (self.now(), self.settings());
        // The login's row before the address's, always: two tries cannot wait for each other.
        let everywhere = store::lock_attempts(tx, &origin.login, now).await?;
        let here = store::lock_attempts(tx, &origin.here, now).await?;
        let stranger = here.succeeded_at.is_none();
        let locked_until = if stranger { here.locked_until.max(everywhere.locked_until) } else { here.locked_until };
        if locked_until > now {
            let wait = (locked_until - now).whole_secs();
            return Err(Problem::new(ProblemCode::SignInLocked).retry_after(wait).into());
        }
        let failures = here.failures + 1;
        store::set_attempts(tx, &origin.here, failures, now + self.lock_after(failures)).await?;
        if stranger {
            let failures = everywhere.failures + 1;
            let tired = failures >= i64::from(settings.staff_tries_anywhere);
            let wait = if tired { settings.staff_wait_anywhere } else { Span(0) };
            store::set_attempts(tx, &origin.login, failures, now + wait).await?;
        }
        Ok(())
    }

    /// Counts a try of something that only its owner can know, from everywhere: after `most` wrong ones nobody tries again for
    /// `lock`, whatever device it is. What is right sets the count back ([`Enrolment::forgive_everywhere`]). Refused with
    /// `sign_in.locked`.
    pub(crate) async fn count_everywhere(&self, tx: &mut Tx, name: &str, (most, lock): (i64, Span)) -> Result<()> {
        let (now, index) = (self.now(), self.keys().hash(Hashed::Login, &[b"everywhere", name.as_bytes()]));
        let known = store::lock_attempts(tx, &index, now).await?;
        if known.locked_until > now {
            let wait = (known.locked_until - now).whole_secs();
            return Err(Problem::new(ProblemCode::SignInLocked).retry_after(wait).into());
        }
        let failures = known.failures + 1;
        let until = if failures >= most { now + lock } else { Timestamp(0) };
        store::set_attempts(tx, &index, failures, until).await
    }

    pub(crate) async fn forgive_everywhere(&self, tx: &mut Tx, name: &str) -> Result<()> {
        let index = self.keys().hash(Hashed::Login, &[b"everywhere", name.as_bytes()]);
        store::set_attempts(tx, &index, 0, Timestamp(0)).await
    }

    /// The password was right: nothing is held against the login, and the address is known from now on.
    pub(crate) async fn forgive(&self, tx: &mut Tx, origin: &Origin) -> Result<()> {
        store::set_attempts(tx, &origin.login, 0, Timestamp(0)).await?;
        store::set_succeeded(tx, &origin.here, self.now()).await
    }

    /// No lock for the first tries, then one that doubles.
    pub(super) fn lock_after(&self, failures: i64) -> Span {
        let settings = self.settings();
        match u32::try_from(failures - i64::from(settings.staff_tries)) {
            Ok(over) => Span((settings.staff_lock.0 << over.min(20)).min(settings.staff_lock_max.0)),
            Err(_) => Span(0),
        }
    }
}

/// Forgets wrong passwords that are long past, and addresses that nobody has signed in from for long.
pub(crate) async fn delete_attempts(
    tx: &mut Tx,
    before: Timestamp,
    known_before: Timestamp,
    now: Timestamp,
) -> Result<()> {
    store::delete_attempts(tx, before, known_before, now).await
}
