//! Setting the second factor up: a secret for the app, shown until a code proves that it arrived there.

use super::{RecoveryCodes, Stage, step_of, store};
use crate::{Caller, Enrolment, Result, audit::Action, session, session::SignedIn};
use shared::{
    problem::{Field, Problem, ProblemCode},
    staff::Act,
};
use std::{fmt, net::IpAddr};

/// What goes into the authenticator app. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolling {
    /// Base32, in groups of four, for typing.
    pub key: String,
    /// `otpauth://` address, for the QR symbol.
    pub address: String,
}

impl fmt::Debug for Enrolling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolling(***)")
    }
}

/// Who the codes are for, as apps show it.
const ISSUER: &str = "Ruji";

impl Enrolment {
    /// Makes a secret for an account that has no second factor yet. Refused with `request.conflict` where it has one.
    pub async fn begin_second_factor(&self, caller: &Caller) -> Result<()> {
        let officer = caller.at_stage(&[Stage::SecondFactor, Stage::Full])?;
        let mut tx = self.db().begin().await?;
        let account = self.own_account(&mut tx, caller, officer.staff).await?;
        if account.totp_sealed.is_some() {
            return Err(ProblemCode::Conflict.into());
        }
        let sealed = self.seal_new_secret(account.id);
        store::second_factor::set_pending(&mut tx, account.id, &sealed).await?;
        tx.commit().await
    }

    /// Makes a secret for another app or phone; the present one counts until the new one is confirmed. Refused with
    /// `password.wrong` or `sign_in.locked`.
    pub async fn replace_second_factor(&self, caller: &Caller, password: String, address: IpAddr) -> Result<()> {
        let officer = caller.officer(Act::OwnAccount)?;
        self.require_password(officer.staff, password, address).await?;
        let mut tx = self.db().begin().await?;
        let account = self.own_account(&mut tx, caller, officer.staff).await?;
        let sealed = self.seal_new_secret(account.id);
        store::second_factor::set_pending(&mut tx, account.id, &sealed).await?;
        tx.commit().await
    }

    /// The secret that waits for its first code; `None` where none does.
    pub async fn enrolling(&self, caller: &Caller) -> Result<Option<Enrolling>> {
        let officer = caller.at_stage(&[Stage::SecondFactor, Stage::Full])?;
        let mut tx = self.db().read().await?;
        let account = store::load(&mut tx, officer.staff).await?.ok_or(ProblemCode::SessionNeeded)?;
        let Some(sealed) = &account.totp_pending else { return Ok(None) };
        let key = self.open_secret(account.id, sealed)?.secret().to_base32();
        let address = format!("otpauth://totp/{ISSUER}:{}?secret={key}&issuer={ISSUER}", encoded(&account.login));
        Ok(Some(Enrolling { key: in_groups(&key), address }))
    }

    /// The app shows the right code: the second factor counts from now on, every other session ends and this one goes on
    /// under a new token. Gives the recovery codes. Refused with `second_factor.*`.
    pub async fn confirm_second_factor(
        &self,
        caller: &Caller,
        typed: &str,
        address: IpAddr,
    ) -> Result<(SignedIn, RecoveryCodes)> {
        let officer = caller.at_stage(&[Stage::SecondFactor, Stage::Full])?;
        let mut tx = self.db().begin().await?;
        let mut account = self.own_account(&mut tx, caller, officer.staff).await?;
        let Some(pending) = account.totp_pending.take() else {
            return Err(Problem::new(ProblemCode::Conflict).into());
        };
        self.count_code(&mut tx, account.id).await?;
        let totp = self.open_secret(account.id, &pending)?;
        let Some(step) = step_of(&totp, typed, self.now()) else {
            tx.commit().await?;
            return Err(Problem::at(ProblemCode::SecondFactorWrong, Field::Code).into());
        };
        store::second_factor::confirm(&mut tx, account.id, step).await?;
        account.totp_sealed = Some(pending);
        self.forgive_codes(&mut tx, account.id).await?;
        let codes = self.new_codes(&mut tx, account.id).await?;
        session::end_staff(&mut tx, account.id, Some(caller.session)).await?;
        let signed_in = self.admit_staff(&mut tx, caller, &account, (true, address)).await?;
        self.record_own(&mut tx, &account, Action::SecondFactorSet).await?;
        tx.commit().await?;
        Ok((signed_in, codes))
    }
}

/// In groups of four.
fn in_groups(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    chars.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Percent-encoded, but for letters, digits and what never needs it.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&crate::crypto::hex(&[byte]).to_uppercase());
        }
        encoded
    })
}
