//! How far the signing in of a staff member has come. Before the last stage only the step that leads on is allowed.

/// What a session of staff still has to do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Stage {
    /// The password was right; the code of the second factor is asked for.
    Code,
    /// Somebody else set the password: another has to be chosen.
    Password,
    /// The service demands a second factor, and none is set up.
    SecondFactor,
    /// Nothing: the session may do whatever its role may.
    Full,
}

/// What an account is like, as far as the stage goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) has_factor: bool,
    pub(crate) must_change_password: bool,
    /// The service demands a second factor.
    pub(crate) factor_required: bool,
}

impl Stage {
    /// `verified`: the second factor was given in this session.
    pub(crate) const fn of(standing: Standing, verified: bool) -> Self {
        if standing.has_factor && !verified {
            Self::Code
        } else if standing.must_change_password {
            Self::Password
        } else if standing.factor_required && !standing.has_factor {
            Self::SecondFactor
        } else {
            Self::Full
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_skips_a_stage() {
        let of = |has_factor, must_change_password, factor_required, verified| {
            Stage::of(Standing { has_factor, must_change_password, factor_required }, verified)
        };
        assert_eq!(of(true, true, true, false), Stage::Code);
        assert_eq!(of(true, false, false, false), Stage::Code);
        assert_eq!(of(true, true, true, true), Stage::Password);
        assert_eq!(of(false, true, true, false), Stage::Password);
        assert_eq!(of(false, false, true, false), Stage::SecondFactor);
        assert_eq!(of(false, false, true, true), Stage::SecondFactor);
        assert_eq!(of(false, false, false, false), Stage::Full);
        assert_eq!(of(true, false, true, true), Stage::Full);
    }
}
