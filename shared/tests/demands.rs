//! Which proofs are demanded: by level, by restricted major, by a changed identity.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]
#![cfg(feature = "profile")]

use rstest::rstest;
use shared::{
    attachment::{Answers, Reason, demands},
    education::{Check, CheckOutcome, CheckState},
    profile::{Level, Profile},
};
use std::path::Path;

fn hunan() -> Profile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    Profile::parse("hunan", &|path| std::fs::read_to_string(folder.join(path)).ok()).unwrap()
}

fn codes(major: &str, level: Level, identity_changed: bool, check: Option<CheckOutcome>) -> Vec<String> {
    let answers = Answers { major, level, identity_changed };
    demands(&hunan(), answers, check).into_iter().map(|demand| demand.code).collect()
}

#[rstest]
#[case("440501", Level::College, false, None, &[])]
#[case("440501", Level::College, true, None, &["identity_change"])]
#[case("050101", Level::Bachelor, false, None, &["education"])]
#[case("050101", Level::Bachelor, false, Some(CheckOutcome::Failed), &["education"])]
#[case("050101", Level::Bachelor, false, Some(CheckOutcome::Passed), &[])]
// The six restricted majors of annex 1.
#[case("520201", Level::College, false, None, &["major.520201.1"])]
#[case("101101", Level::Bachelor, false, None, &["education", "major.101101.1", "major.101101.2"])]
#[case("100701", Level::Bachelor, false, Some(CheckOutcome::Passed), &["major.100701.1"])]
#[case("100801", Level::Bachelor, false, Some(CheckOutcome::Passed), &["major.100801.1"])]
#[case("030601K", Level::Bachelor, false, Some(CheckOutcome::Passed), &["major.030601K.1"])]
#[case("030612TK", Level::Bachelor, true, Some(CheckOutcome::Passed), &["major.030612TK.1", "identity_change"])]
// A major that the profile has dropped.
#[case("999999", Level::Bachelor, true, None, &["education", "identity_change"])]
fn proofs_follow_from_the_answers(
    #[case] major: &str,
    #[case] level: Level,
    #[case] changed: bool,
    #[case] check: Option<CheckOutcome>,
    #[case] expected: &[&str],
) {
    assert_eq!(codes(major, level, changed, check), expected);
}

#[test]
fn a_restricted_major_shows_its_clause_with_each_proof() {
    let answers = Answers { major: "101101", level: Level::Bachelor, identity_changed: false };
    for demand in demands(&hunan(), answers, Some(CheckOutcome::Passed)) {
        let Reason::Major { name, proof, clause } = demand.reason else { panic!("{demand:?}") };
        assert_eq!(name, "护理学");
        assert!(clause.starts_with("限具有国家承认学历的") && !proof.is_empty());
    }
}

#[test]
fn either_kind_that_passes_is_enough() {
    let answered = CheckState::Answered;
    let check = |enrolment, diploma| Check { enrolment, diploma, manual: false }.outcome();
    assert_eq!(check(CheckState::Unasked, CheckState::Expired), None);
    assert_eq!(check(answered(CheckOutcome::Failed), CheckState::Unasked), Some(CheckOutcome::Failed));
    let both = check(answered(CheckOutcome::Failed), answered(CheckOutcome::Passed));
    assert_eq!(both, Some(CheckOutcome::Passed));
}

#[test]
fn the_fourteen_prefectures_and_all_their_counties_are_there() {
    let profile = hunan();
    let (prefectures, counties): (Vec<_>, Vec<_>) = profile.regions.iter().partition(|region| region.parent.is_none());
    assert_eq!((prefectures.len(), counties.len()), (14, 122));
    assert!(prefectures.iter().all(|own| counties.iter().any(|county| county.parent.as_ref() == Some(&own.code))));
}
