//! `[words]` and `second_check_days` of a profile: what may stand there, what is refused, and what holds where a province says nothing.
#![cfg(feature = "profile")]

use rstest::rstest;
use shared::{
    locale::Locale,
    profile::{Profile, Word},
};
use std::{fs, path::Path};

const SHARE: &str = "second_check_share = 0.05";

/// Hunan's profile with more lines.
fn parse(lines: &str) -> Result<Profile, Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let read = |file: &str| {
        let text = fs::read_to_string(folder.join(file)).ok()?;
        Some(if file == "hunan.toml" { format!("{lines}\n{text}").replacen(SHARE, "", 1) } else { text })
    };
    Profile::parse("hunan", &read).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

fn served(province: &str) -> Profile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
    Profile::parse(province, &read).expect("valid")
}

#[test]
fn a_province_names_what_it_wants_and_nothing_else() {
    let own = parse("words.major = { zh = \"报考专业\", en = \"Programme\" }").expect("valid").words;
    assert_eq!(own.get(Word::Major, Locale::Chinese), Some("报考专业"));
    assert_eq!(own.get(Word::Major, Locale::English), Some("Programme"));
    assert_eq!(own.get(Word::Enrol, Locale::Chinese), None);
}

#[test]
fn hubei_has_the_words_of_its_guide_and_hunan_those_of_the_service() {
    let (hubei, hunan) = (served("hubei").words, served("hunan").words);
    for (word, said) in [(Word::Enrol, "马上注册"), (Word::Major, "报考专业"), (Word::Region, "考区")] {
        assert_eq!(hubei.get(word, Locale::Chinese), Some(said));
        assert_eq!(hunan.get(word, Locale::Chinese), None);
    }
}

#[rstest]
#[case("words.colour = { zh = \"红\", en = \"Red\" }", "words.colour: this key is not known")]
#[case("words.enrol = { zh = \"马上注册\" }", "words.enrol.en: this is required")]
#[case("words.enrol = { zh = \" \", en = \"Register\" }", "words.enrol.zh: this is empty")]
#[case("words.enrol = \"马上注册\"", "words.enrol: expected a table")]
fn words_are_known_and_in_both_languages(#[case] lines: &str, #[case] fault: &str) {
    assert_eq!(parse(lines).map(|_| ()), Err(vec![format!("hunan.toml: {fault}")]));
}

#[test]
fn words_fit_on_a_phone() {
    let long = "长".repeat(61);
    let faults = parse(&format!("words.enrol = {{ zh = \"{long}\", en = \"Register\" }}")).map(|_| ());
    assert!(faults.is_err_and(|faults| faults[0].contains("at most 60 characters")));
}

#[rstest]
#[case("second_check_days = 1", 1)]
#[case("second_check_days = 60", 60)]
#[case("", 3)]
fn days_without_a_second_check_are_some(#[case] line: &str, #[case] days: u32) {
    assert_eq!(parse(line).expect("valid").second_check_days, days);
}

#[rstest]
#[case("second_check_days = 0")]
#[case("second_check_days = 61")]
fn no_other_number_of_days_is_taken(#[case] line: &str) {
    let fault = "hunan.toml: second_check_days: the value must be from 1 to 60".to_owned();
    assert_eq!(parse(line).map(|_| ()), Err(vec![fault]));
}
