//! How signing in went, for the owner of the account to see.

use super::store;
use crate::{Caller, Enrolment, Result, db::Tx, error::Cause};
use shared::{id::StaffId, staff::Act, time::Timestamp};
use std::net::IpAddr;

/// What came of a step of signing in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SignInOutcome {
    PasswordRight,
    PasswordWrong,
    CodeRight,
    CodeWrong,
    RecoveryCode,
}

impl SignInOutcome {
    pub const ALL: &[Self] =
        &[Self::PasswordRight, Self::PasswordWrong, Self::CodeRight, Self::CodeWrong, Self::RecoveryCode];

    const fn as_str(self) -> &'static str {
        match self {
            Self::PasswordRight => "password_right",
            Self::PasswordWrong => "password_wrong",
            Self::CodeRight => "code_right",
            Self::CodeWrong => "code_wrong",
            Self::RecoveryCode => "recovery_code",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|outcome| outcome.as_str() == text)
    }
}

/// One step of signing in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignInEntry {
    pub at: Timestamp,
    pub address: String,
    pub outcome: SignInOutcome,
}

/// How many the owner is shown.
const SHOWN: i64 = 20;

impl Enrolment {
    /// The last steps of signing in to the caller's account, newest first.
    pub async fn sign_in_history(&self, caller: &Caller) -> Result<Vec<SignInEntry>> {
        let officer = caller.officer(Act::OwnAccount)?;
        let mut tx = self.db().read().await?;
        let rows = store::sign_ins::last(&mut tx, officer.staff, SHOWN).await?;
        let entry = |row: store::sign_ins::SignInRow| {
            let outcome = SignInOutcome::parse(&row.outcome).ok_or(Cause::Corrupt("staff_sign_in.outcome"))?;
            Ok(SignInEntry { at: row.at, address: row.address, outcome })
        };
        rows.into_iter().map(entry).collect()
    }

    pub(super) async fn note_sign_in(
        &self,
        tx: &mut Tx,
        staff: StaffId,
        address: IpAddr,
        outcome: SignInOutcome,
    ) -> Result<()> {
        let what = (&*address.to_string(), outcome.as_str());
        store::sign_ins::insert(tx, self.new_id(), staff, self.now(), what).await
    }
}

/// Forgets what is long past.
pub(crate) async fn delete_sign_ins(tx: &mut Tx, before: Timestamp) -> Result<()> {
    store::sign_ins::delete_before(tx, before).await
}
