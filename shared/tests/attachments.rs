//! Which proofs are demanded: each of the guide's restricted majors with its clause, and everybody else.
#![cfg(feature = "profile")]

use rstest::rstest;
use shared::{
    attachment::{Answers, Demand, Reason, demands},
    education::CheckOutcome,
    profile::{Level, Profile},
};
use std::{fs, path::Path};

fn hunan() -> Profile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    Profile::parse("hunan", &|file| fs::read_to_string(folder.join(file)).ok()).expect("the profile is valid")
}

fn asked(major: &str, level: Level, education_passed: bool, identity_changed: bool) -> Vec<Demand> {
    let check = education_passed.then_some(CheckOutcome::Passed);
    demands(&hunan(), Answers { major, level, identity_changed }, check)
}

fn codes(demands: &[Demand]) -> Vec<&str> {
    demands.iter().map(|demand| demand.code.as_str()).collect()
}

/// Annex 1 of the guide of 2025-07-25, word by word.
#[rstest]
#[case(
    "520201",
    Level::College,
    1,
    "限以下 2 类考生报考： 1. 具有国家承认学历的护理专业中专毕业证书者。 2. 通过全国护士执业资格考试取得护士执业资格证书的在职人员。"
)]
#[case(
    "101101",
    Level::Bachelor,
    2,
    "限具有国家承认学历的（社区）护理学、中医护理、临床医学、中医学专业专科及专科以上毕业生且已经获得相应执业资格者报考。"
)]
#[case("100701", Level::Bachelor, 1, "限具有国家承认学历的医药学类专科及专科以上毕业生报考。")]
#[case("100801", Level::Bachelor, 1, "限具有国家承认学历的医药学类专科及专科以上毕业生报考。")]
#[case("030601K", Level::Bachelor, 1, "限在职人民警察和公安类院校公安专业学生报考。")]
#[case("030612TK", Level::Bachelor, 1, "限在职人民警察和公安院校公安专业学生报考。")]
fn a_restricted_major_demands_its_proofs_and_shows_its_clause(
    #[case] major: &str,
    #[case] level: Level,
    #[case] count: usize,
    #[case] guide: &str,
) {
    let demands = asked(major, level, true, false);
    assert_eq!(demands.len(), count);
    for (n, demand) in demands.iter().enumerate() {
        assert_eq!(demand.code, format!("major.{major}.{}", n + 1));
        let Reason::Major { clause, proof, .. } = &demand.reason else { panic!("{demand:?}") };
        assert_eq!(clause, guide);
        assert!(!proof.is_empty());
    }
}

#[test]
fn a_major_without_conditions_demands_nothing_of_its_own() {
    assert_eq!(codes(&asked("440501", Level::College, false, false)), [""; 0]);
    assert_eq!(codes(&asked("020301K", Level::Bachelor, true, false)), [""; 0]);
}

#[test]
fn a_bachelor_level_without_the_registers_word_demands_the_diploma() {
    assert_eq!(codes(&asked("020301K", Level::Bachelor, false, false)), ["education"]);
    assert_eq!(
        codes(&asked("101101", Level::Bachelor, false, false)),
        ["education", "major.101101.1", "major.101101.2"]
    );
}

#[test]
fn a_changed_identity_demands_its_proof() {
    assert_eq!(codes(&asked("440501", Level::College, false, true)), ["identity_change"]);
    assert_eq!(
        codes(&asked("100701", Level::Bachelor, false, true)),
        ["education", "major.100701.1", "identity_change"]
    );
}

#[test]
fn a_major_that_was_dropped_demands_what_its_level_demands() {
    assert_eq!(codes(&asked("999999", Level::Bachelor, false, false)), ["education"]);
}
