//! Who decides about what is signed, as profiles say it, and what does not go together.
#![cfg(feature = "profile")]
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use shared::profile::{DecisionMode, Profile, parse::ProfileError};
use std::path::Path;

/// Hubei with lines of its settings replaced.
fn parse(replace: &[(&str, &str)]) -> Result<Profile, Vec<ProfileError>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let read = |path: &str| {
        let text = std::fs::read_to_string(folder.join(path)).ok()?;
        let replaced = replace.iter().fold(text, |text, (from, to)| text.replace(from, to));
        Some(replaced)
    };
    Profile::parse("hubei", &read)
}

fn keys(replace: &[(&str, &str)]) -> Vec<String> {
    parse(replace).unwrap_err().into_iter().map(|error| error.key).collect()
}

const AUTOMATIC: &str = "decision = \"automatic\"";

#[test]
fn hubei_decides_at_once_and_others_leave_it_to_reviewers() {
    assert_eq!(parse(&[]).unwrap().decision, DecisionMode::Automatic);
    assert_eq!(parse(&[(AUTOMATIC, "")]).unwrap().decision, DecisionMode::Reviewers);
    assert_eq!(parse(&[(AUTOMATIC, "decision = \"reviewers\"")]).unwrap().decision, DecisionMode::Reviewers);
    assert_eq!(keys(&[(AUTOMATIC, "decision = \"dice\"")]), ["decision"]);
}

#[test]
fn what_is_decided_at_once_is_signed_last_of_all() {
    assert_eq!(keys(&[(", \"signature\"]", "]")]), ["decision"]);
    assert_eq!(keys(&[("\"photo\", \"signature\"]", "\"signature\", \"photo\"]")]), ["steps"]);
}

#[test]
fn signing_leaves_no_time_for_a_reminder() {
    let found = keys(&[("reminder_secs = 0", "reminder_secs = 5")]);
    assert!(found.contains(&"decision".to_owned()), "{found:?}");
}

#[test]
fn hubei_has_its_annexes_in_both_languages() {
    use shared::profile::{EXAM_RULES, HEALTH_REPORT};
    let hubei = parse(&[]).unwrap();
    let rules = hubei.notice(EXAM_RULES).unwrap();
    for (place, number) in
        ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、"].into_iter().enumerate()
    {
        assert!(rules.body.zh.split("\n\n").any(|rule| rule.starts_with(number)), "{number}");
        let english = format!("{}. ", place + 1);
        assert!(rules.body.en.split("\n\n").any(|rule| rule.starts_with(&english)), "{english}");
    }
    assert!(hubei.notice(HEALTH_REPORT).is_some());
}
