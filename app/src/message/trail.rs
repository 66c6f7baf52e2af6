//! Words about the audit trail and the checks of the data, by their stable names.

use crate::text::{Text, t};
use shared::{locale::Locale, time::Timestamp};

/// What was done, in words; the name itself where this version has none for it.
pub fn action(name: &str, locale: Locale) -> String {
    let words = t::audit_action::named(&name.replace('.', "_"));
    words.map_or_else(|| name.to_owned(), |words| words.get(locale).to_owned())
}

/// What a check looks for.
pub fn check(code: &str, locale: Locale) -> String {
    let words = t::check_code::named(&code.replace('.', "_"));
    words.map_or_else(|| code.to_owned(), |words| words.get(locale).to_owned())
}

/// What kind of actor.
pub fn actor(name: &str) -> Text {
    match name {
        "staff" => t::console_audit::BY_STAFF,
        "candidate" => t::console_audit::BY_CANDIDATE,
        "guest" => t::console_audit::BY_GUEST,
        _ => t::console_audit::BY_SYSTEM,
    }
}

/// `2026-12-01 10:00:00`, Beijing time.
pub fn instant(at: Timestamp) -> String {
    let civil = at.beijing();
    let (date, hour, minute, second) = (civil.date(), civil.hour(), civil.minute(), civil.second());
    format!("{date} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_words_in_both_languages() {
        for action in enrolment::audit::Action::ALL {
            for locale in [Locale::Chinese, Locale::English] {
                assert_ne!(super::action(action.as_str(), locale), action.as_str(), "no words in audit_action.json");
            }
        }
    }

    #[test]
    fn every_check_has_words_in_both_languages() {
        for code in enrolment::checks::CODES {
            for locale in [Locale::Chinese, Locale::English] {
                assert_ne!(check(code, locale), *code, "no words in check_code.json");
            }
        }
    }
}
