//! What accounts of staff have to be like: passwords, logins, names, jurisdictions.

use super::{administration::StaffTyped, password, store};
use crate::{Enrolment, Result, session::Jurisdiction};
use shared::{
    password::{PasswordFault, staff::staff_faults},
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
    review::Role,
};

/// Passwords, the present one included, of which a new one must be none.
pub(super) const REMEMBERED: usize = 5;
const LOGIN_CHARS: std::ops::RangeInclusive<usize> = 3..=40;
const NAME_CHARS_MAX: usize = 40;
const INSTITUTION_CHARS_MAX: usize = 20;

impl Enrolment {
    /// Refused with what is first wrong with a new password of this account, at the field of the new password.
    pub(super) fn require_sound_staff(account: &store::Row, typed: &str) -> Result<()> {
        match staff_faults(typed, &account.login, &account.name).first() {
            Some(fault) => Err(Problem::at(code(*fault), Field::NewPassword).into()),
            None => Ok(()),
        }
    }

    /// Refused with `staff_password.reused`. `old` are hashes of earlier passwords, newest first.
    pub(super) async fn require_new_staff(&self, account: &store::Row, old: Vec<String>, typed: &str) -> Result<()> {
        for hash in std::iter::once(account.password_hash.clone()).chain(old).take(REMEMBERED) {
            if password::fits(self, typed.to_owned().into(), Some(hash)).await? {
                return Err(Problem::at(ProblemCode::StaffPasswordReused, Field::NewPassword).into());
            }
        }
        Ok(())
    }
}

const fn code(fault: PasswordFault) -> ProblemCode {
    match fault {
        PasswordFault::TooShort => ProblemCode::StaffPasswordShort,
        PasswordFault::TooLong => ProblemCode::FieldTooLong,
        PasswordFault::Personal => ProblemCode::StaffPasswordPersonal,
        PasswordFault::Common
        | PasswordFault::NoDigit
        | PasswordFault::NoLetter
        | PasswordFault::NoSymbol
        | PasswordFault::Foreign(_) => ProblemCode::PasswordCommon,
    }
}

/// `login` in its canonical form. Refused with `field.*`.
pub(super) fn require_login(login: &str) -> Result<(), Problem> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if login.is_empty() {
        Err(Problem::at(ProblemCode::FieldMissing, Field::Login))
    } else if !LOGIN_CHARS.contains(&login.len()) || !login.chars().all(allowed) {
        Err(Problem::at(ProblemCode::FieldInvalid, Field::Login))
    } else {
        Ok(())
    }
}

/// Everything that is wrong with an account as it is typed, in the order of its form.
pub(super) fn account_faults(profile: &Profile, login: Option<&str>, typed: &StaffTyped) -> Vec<Problem> {
    let place = Jurisdiction {
        province: profile.province.clone(),
        region: typed.region.clone(),
        institution: typed.institution.clone(),
    };
    let role = match typed.role {
        Some(role) => require_place(profile, role, &place),
        None => Err(Problem::at(ProblemCode::FieldMissing, Field::Role)),
    };
    let faults = [login.map_or(Ok(()), require_login), require_name(&typed.name), role];
    faults.into_iter().filter_map(Result::err).collect()
}

/// Refused with `field.*`.
pub(super) fn require_name(name: &str) -> Result<(), Problem> {
    if name.is_empty() {
        Err(Problem::at(ProblemCode::FieldMissing, Field::Name))
    } else if name.chars().count() > NAME_CHARS_MAX {
        Err(Problem::at(ProblemCode::FieldTooLong, Field::Name))
    } else if name.chars().any(char::is_control) {
        Err(Problem::at(ProblemCode::FieldInvalid, Field::Name))
    } else {
        Ok(())
    }
}

/// The region is one of the profile's, and exactly the operators of institutions are limited to one.
pub(super) fn require_place(profile: &Profile, role: Role, place: &Jurisdiction) -> Result<(), Problem> {
    if let Some(code) = &place.region
        && !profile.regions.iter().any(|region| region.code == *code)
    {
        return Err(Problem::at(ProblemCode::RegionUnknown, Field::Region));
    }
    match (&place.institution, role == Role::InstitutionOperator) {
        (None, true) => Err(Problem::at(ProblemCode::FieldMissing, Field::Institution)),
        (Some(code), true) if is_institution(profile, code) => Ok(()),
        (Some(_), _) => Err(Problem::at(ProblemCode::FieldInvalid, Field::Institution)),
        (None, false) => Ok(()),
    }
}

/// One of the province's, where it has a table of them.
fn is_institution(profile: &Profile, code: &str) -> bool {
    if !profile.institutions.is_empty() {
        return profile.institution(code).is_some();
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=INSTITUTION_CHARS_MAX).contains(&code.len()) && code.bytes().all(allowed)
}
