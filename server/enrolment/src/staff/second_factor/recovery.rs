//! Recovery codes: ten, each good once, shown once and kept as keyed hashes.

use super::store;
use crate::{Caller, Enrolment, Result, audit::Action, crypto::Hashed, db::Tx, staff::password::readable};
use shared::{id::StaffId, problem::ProblemCode, staff::Act};
use std::{fmt, net::IpAddr};

/// Codes made at a time.
const CODES: usize = 10;

/// Codes to be printed or written down. `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCodes(Vec<String>);

impl RecoveryCodes {
    /// The codes themselves: for their owner's screen alone.
    pub fn expose(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCodes(***)")
    }
}

impl Enrolment {
    /// Makes new recovery codes; the old ones count no more. Refused with `password.wrong`, `sign_in.locked`, or
    /// `request.conflict` where there is no second factor.
    pub async fn renew_recovery_codes(
        &self,
        caller: &Caller,
        password: String,
        address: IpAddr,
    ) -> Result<RecoveryCodes> {
        let officer = caller.officer(Act::OwnAccount)?;
        self.require_password(officer.staff, password, address).await?;
        let mut tx = self.db().begin().await?;
        let account = self.own_account(&mut tx, caller, officer.staff).await?;
        if account.totp_sealed.is_none() {
            return Err(ProblemCode::Conflict.into());
        }
        let codes = self.new_codes(&mut tx, account.id).await?;
        self.record_own(&mut tx, &account, Action::RecoveryCodesMade).await?;
        tx.commit().await?;
        Ok(codes)
    }

    pub(super) async fn new_codes(&self, tx: &mut Tx, staff: StaffId) -> Result<RecoveryCodes> {
        store::second_factor::drop_codes(tx, staff).await?;
        let mut codes = Vec::with_capacity(CODES);
        for _ in 0..CODES {
            let code = readable(&self.random::<10>(), 5);
            store::second_factor::add_code(tx, staff, &self.recovery_hash(staff, &code)).await?;
            codes.push(code);
        }
        Ok(RecoveryCodes(codes))
    }

    /// Case, spaces and hyphens do not matter.
    pub(super) fn recovery_hash(&self, staff: StaffId, typed: &str) -> Vec<u8> {
        let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
        self.keys().hash(Hashed::RecoveryCode, &[staff.0.as_bytes(), plain.to_ascii_lowercase().as_bytes()])
    }
}
