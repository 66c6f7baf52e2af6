//! Staff accounts and their sign-in: argon2id, lockout with growing delay, the same answer for an unknown login.

use crate::{
    Caller, Enrolment, Result,
    session::{Jurisdiction, SignedIn},
};
use shared::{id::StaffId, review::Role};
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

/// A staff account to be made.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// Case does not matter.
    pub login: String,
    pub name: String,
    pub role: Role,
    pub jurisdiction: Jurisdiction,
    pub password: Password,
}

impl Enrolment {
    /// Makes an account. Refused with `request.conflict` when the login is taken.
    pub async fn create_staff(&self, new: NewStaff) -> Result<StaffId> {
        let _ = new;
        Err(crate::error::Cause::Unfinished("create_staff").into())
    }

    /// Signs a staff member in. The old session ends. Refused with `sign_in.wrong` or `sign_in.locked`.
    pub async fn sign_in_staff(&self, caller: &Caller, login: &str, password: Password) -> Result<SignedIn> {
        let _ = (caller, login, password);
        Err(crate::error::Cause::Unfinished("sign_in_staff").into())
    }
}
