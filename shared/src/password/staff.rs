//! What passwords of staff have to be: long, not common, not made of the own login or name. Any character may be used.

use super::{PasswordFault, common};

/// Characters, at least.
pub const STAFF_MIN_CHARS: usize = 12;
/// Characters, at most.
pub const STAFF_MAX_CHARS: usize = 128;
/// Shorter parts of a login are too short to give anything away.
const PART_CHARS_MIN: usize = 4;

/// Everything that is wrong with a password of the staff member `login` with this name; nothing where it may be used.
pub fn staff_faults(password: &str, login: &str, name: &str) -> Vec<PasswordFault> {
    let mut faults = Vec::new();
    let length = password.chars().count();
    if length < STAFF_MIN_CHARS {
        faults.push(PasswordFault::TooShort);
    }
    if length > STAFF_MAX_CHARS {
        faults.push(PasswordFault::TooLong);
        return faults;
    }
    if common::is_common(password) {
        faults.push(PasswordFault::Common);
    }
    let lower = password.to_lowercase();
    let holds = |part: &str| !part.trim().is_empty() && lower.contains(&part.trim().to_lowercase());
    let parts = login.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() >= PART_CHARS_MIN);
    if holds(login) || holds(name) || parts.into_iter().any(holds) {
        faults.push(PasswordFault::Personal);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_of_staff_is_long_rare_and_not_their_own_name() {
        let faults = |password: &str| staff_faults(password, "hunan.reviewer", "王小明");
        assert_eq!(faults("correct horse battery staple"), []);
        assert_eq!(faults("正确的马电池订书针放在桌子上"), []);
        assert_eq!(faults("k9#Lr2!vQz"), [PasswordFault::TooShort]);
        assert_eq!(faults("password1234"), [PasswordFault::Common]);
        assert_eq!(faults("Reviewer-of-cold-lakes"), [PasswordFault::Personal]);
        assert_eq!(faults("cold lakes 王小明 and hills"), [PasswordFault::Personal]);
        assert_eq!(faults(&"long ".repeat(30)), [PasswordFault::TooLong]);
    }
}
