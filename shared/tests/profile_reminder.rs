//! `reminder_secs` of a profile: how long it may be, and that a reminder has words.
#![cfg(feature = "profile")]

use rstest::rstest;
use shared::profile::{Profile, REMINDER_SUBMIT};
use std::{fs, path::Path};

/// Hunan's profile with one text of its settings replaced.
fn parse(from: &str, to: &str) -> Result<Profile, Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let read = |file: &str| {
        let text = fs::read_to_string(folder.join(file)).ok()?;
        if file != "hunan.toml" {
            return Some(text);
        }
        assert!(text.contains(from), "{file} has no {from:?}");
        Some(text.replacen(from, to, 1))
    };
    Profile::parse("hunan", &read).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

const SECS: &str = "reminder_secs = 10";

#[rstest]
#[case::too_long(SECS, "reminder_secs = 61", "hunan.toml: reminder_secs: the value must be from 0 to 60")]
#[case::absent(SECS, "", "hunan.toml: reminder_secs: this is required")]
#[case::negative(SECS, "reminder_secs = -1", "hunan.toml: reminder_secs: invalid value: integer `-1`, expected u32")]
#[case::without_words(
    "\"reminder.submit\"",
    "\"reminder.other\"",
    "hunan.toml: notices: the notice reminder.submit is required"
)]
fn a_fault_is_named(#[case] from: &str, #[case] to: &str, #[case] said: &str) {
    assert_eq!(parse(from, to).expect_err("the broken profile was accepted"), [said]);
}

#[test]
fn hunan_shows_its_reminder_for_ten_seconds() {
    let hunan = parse(SECS, SECS).expect("the profile is valid");
    assert_eq!(hunan.reminder_secs, 10);
    assert!(hunan.notice(REMINDER_SUBMIT).is_some_and(|notice| notice.title.zh == "温馨提示"));
    assert_eq!(parse(SECS, "reminder_secs = 0").expect("valid").reminder_secs, 0);
}
