//! What asking CHSI about an education is called: 校验 where the candidate scans codes, 核验 where it is asked by itself, as the
//! authorities themselves write.

use crate::text::{Text, t};

/// The words that differ.
#[derive(Clone, Copy, Debug)]
pub struct CheckWords {
    pub title: Text,
    /// Label of its result.
    pub result: Text,
    /// Nothing was asked so far.
    pub none: Text,
    pub passed: Text,
    pub not_needed: Text,
    /// Asking about a diploma.
    pub diploma: Text,
}

pub const fn check(by_itself: bool) -> CheckWords {
    if by_itself {
        return CheckWords {
            title: t::joining::CHECK_TITLE,
            result: t::joining::CHECK_RESULT,
            none: t::joining::CHECK_NONE,
            passed: t::joining::CHECK_PASSED,
            not_needed: t::joining::CHECK_NOT_NEEDED,
            diploma: t::joining::CHECK_DIPLOMA,
        };
    }
    CheckWords {
        title: t::education::TITLE,
        result: t::details::CHECK,
        none: t::details::CHECK_NONE,
        passed: t::education::PASSED_TITLE,
        not_needed: t::education::NOT_NEEDED,
        diploma: t::education::DIPLOMA,
    }
}
