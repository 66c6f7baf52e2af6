//! Faults of `[password]`.

use super::{SETTINGS, errors_after, only};
use rstest::rstest;

const SYMBOLS: &str = "expected symbols of ASCII, each once, without letters, digits and spaces";

#[rstest]
#[case::missing("max_chars = 15\n", "", "password.max_chars", "this is required")]
#[case::unknown("max_chars = 15\n", "max_chars = 15\nmax_age = 90\n", "password.max_age", "this key is not known")]
#[case::too_weak("min_chars =", "min_chars = 7", "password.min_chars", "the value must be from 8 to 64")]
#[case::too_long("max_chars =", "max_chars = 129", "password.max_chars", "the value must be from 8 to 128")]
#[case::reversed("min_chars =", "min_chars = 16", "password.max_chars", "this must be above password.min_chars")]
#[case::class("required =", "required = [\"digit\", \"colour\"]", "password.required[1]", "this value is not known")]
#[case::class_twice(
    "required =",
    "required = [\"digit\", \"digit\"]",
    "password.required[1]",
    "this stands in the profile a second time"
)]
#[case::no_class("required =", "required = []", "password.required", "this is empty")]
#[case::no_symbols("symbols =", "symbols = \"\"", "password.symbols", "this is empty")]
#[case::letter("symbols =", "symbols = \"@#a\"", "password.symbols", SYMBOLS)]
#[case::space("symbols =", "symbols = \"@ #\"", "password.symbols", SYMBOLS)]
#[case::full_width("symbols =", "symbols = \"＠\"", "password.symbols", SYMBOLS)]
#[case::symbol_twice("symbols =", "symbols = \"@#@\"", "password.symbols", SYMBOLS)]
#[case::mistyped("max_chars =", "max_chars = 300", "password.max_chars", "invalid value: integer `300`, expected u8")]
fn password_rules_make_sense(#[case] from: &str, #[case] to: &str, #[case] key: &str, #[case] reason: &str) {
    let errors = errors_after(&[(SETTINGS, from, to)]);
    assert_eq!(only(&errors), (SETTINGS, key, reason.to_owned()));
}

#[test]
fn a_profile_without_password_rules_is_refused() {
    let errors = errors_after(&[(SETTINGS, "[password]", "[passwords]")]);
    let found: Vec<_> = errors.iter().map(|error| (error.key.as_str(), error.fault.to_string())).collect();
    assert_eq!(found, [("password", "this is required".to_owned()), ("passwords", "this key is not known".to_owned())]);
}
