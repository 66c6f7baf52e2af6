//! The second factor: codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds), and ten recovery codes for the
//! day when the phone is gone. A code is accepted once; wrong ones are counted apart from wrong passwords.

mod enrol;
mod recovery;

pub use enrol::Enrolling;
pub use recovery::RecoveryCodes;

use super::{SignInOutcome, Stage, store};
use crate::{
    Caller, Enrolment, Result,
    audit::{Action, Actor, Entry},
    crypto::{Belongs, Hashed},
    db::Tx,
    error::Cause,
    session::SignedIn,
};
use shared::{
    id::StaffId,
    problem::{Field, Problem, ProblemCode},
    time::{Span, Timestamp},
};
use std::net::IpAddr;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// Length of a secret in bytes, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
const DIGITS: u8 = 6;
const STEP_SECS: u64 = 30;
/// Steps before and after the present one whose codes are accepted too.
const SKEW: u16 = 1;

/// How a code was right.
enum Right {
    /// The app's, of this time step.
    App(i64),
    Recovery,
}

impl Enrolment {
    /// The second step of signing in: a code of the app, or a recovery code. The session goes on under a new token. Refused
    /// with `second_factor.wrong` or `second_factor.locked`.
    pub async fn give_code(&self, caller: &Caller, typed: &str, address: IpAddr) -> Result<SignedIn> {
        let officer = caller.at_stage(&[Stage::Code])?;
        let mut tx = self.db().begin().await?;
        let account = self.own_account(&mut tx, caller, officer.staff).await?;
        self.count_code(&mut tx, account.id).await?;
        let Some(right) = self.right_code(&mut tx, &account, typed).await? else {
            return self.refuse_code(tx, &account, address).await;
        };
        let outcome = match right {
            Right::App(step) => {
                store::second_factor::set_step(&mut tx, account.id, step).await?;
                SignInOutcome::CodeRight
            }
            Right::Recovery => SignInOutcome::RecoveryCode,
        };
        self.forgive_codes(&mut tx, account.id).await?;
        self.note_sign_in(&mut tx, account.id, address, outcome).await?;
        let signed_in = self.admit_staff(&mut tx, caller, &account, (true, address)).await?;
        let (actor, action, province) = (Actor::staff(account.id), Action::SecondFactorGiven, Some(&account.province));
        let detail = serde_json::json!({ "recovery": outcome == SignInOutcome::RecoveryCode });
        self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// The try counts although it is refused.
    async fn refuse_code<T>(&self, mut tx: Tx, account: &store::Row, address: IpAddr) -> Result<T> {
        self.note_sign_in(&mut tx, account.id, address, SignInOutcome::CodeWrong).await?;
        self.record_own(&mut tx, account, Action::SecondFactorFailed).await?;
        tx.commit().await?;
        Err(Problem::at(ProblemCode::SecondFactorWrong, Field::Code).into())
    }

    /// What the code is good for. A recovery code is used up by this.
    async fn right_code(&self, tx: &mut Tx, account: &store::Row, typed: &str) -> Result<Option<Right>> {
        let Some(sealed) = &account.totp_sealed else { return Ok(None) };
        let totp = self.open_secret(account.id, sealed)?;
        if let Some(step) = step_of(&totp, typed, self.now()) {
            return Ok((step > account.totp_step).then_some(Right::App(step)));
        }
        let hash = self.recovery_hash(account.id, typed);
        let used = store::second_factor::use_code(tx, account.id, &hash, self.now()).await?;
        Ok(used.then_some(Right::Recovery))
    }

    /// Counts the try as a failure before the code is looked at. Whoever is asked for a code knows the password, so that the
    /// lock holds wherever they come from. Refused with `second_factor.locked`.
    async fn count_code(&self, tx: &mut Tx, staff: StaffId) -> Result<()> {
        let (now, index) = (self.now(), self.code_index(staff));
        let so_far = store::attempts::lock_attempts(tx, &index, now).await?;
        if so_far.locked_until > now {
            let wait = (so_far.locked_until - now).whole_secs();
            return Err(Problem::at(ProblemCode::SecondFactorLocked, Field::Code).retry_after(wait).into());
        }
        let failures = so_far.failures + 1;
        store::attempts::set_attempts(tx, &index, failures, now + self.lock_after(failures)).await
    }

    async fn forgive_codes(&self, tx: &mut Tx, staff: StaffId) -> Result<()> {
        store::attempts::set_attempts(tx, &self.code_index(staff), 0, Timestamp(0)).await
    }

    fn code_index(&self, staff: StaffId) -> Vec<u8> {
        self.keys().hash(Hashed::SecondFactor, &[staff.0.as_bytes()])
    }

    fn open_secret(&self, staff: StaffId, sealed: &[u8]) -> Result<Totp> {
        let secret = self.keys().staff().open(belongs(staff), sealed)?;
        totp(&secret).ok_or_else(|| Cause::Corrupt("staff.totp_sealed").into())
    }

    fn seal_new_secret(&self, staff: StaffId) -> Vec<u8> {
        let secret = self.random::<SECRET_BYTES>();
        self.keys().staff().seal(&*self.parts().randomness, belongs(staff), &secret)
    }
}

const fn belongs(staff: StaffId) -> Belongs {
    Belongs::to("staff.totp", staff.0)
}

fn totp(secret: &[u8]) -> Option<Totp> {
    let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(DIGITS).with_skew(SKEW);
    builder.with_step_duration(STEP_SECS).with_secret(Secret::new(secret.into())).build().ok()
}

/// The time step whose code this is, among those that count now. Spaces do not matter.
fn step_of(totp: &Totp, typed: &str, now: Timestamp) -> Option<i64> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let right_form = code.len() == usize::from(DIGITS) && code.bytes().all(|byte| byte.is_ascii_digit());
    let secs = u64::try_from(now.0 / Span::secs(1).0).ok()?;
    right_form.then(|| totp.check(&code, secs)).flatten().map(|step| step as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the last six digits of the codes for SHA-1.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let totp = totp(b"12345678901234567890").unwrap();
        for (secs, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(step_of(&totp, code, Timestamp(secs * 1000)), Some(secs / 30));
            assert_eq!(step_of(&totp, code, Timestamp((secs + 30) * 1000)), Some(secs / 30), "one step late");
            assert_eq!(step_of(&totp, code, Timestamp((secs + 60) * 1000)), None, "two steps late");
        }
        assert_eq!(step_of(&totp, "081 804", Timestamp(1_111_111_109_000)), Some(37_037_036));
        assert_eq!(step_of(&totp, "", Timestamp(59_000)), None);
    }
}
