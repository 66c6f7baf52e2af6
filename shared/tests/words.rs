//! What a province calls things reaches everything that its candidates read: no sentence of the service says 入籍 by itself.
#![cfg(feature = "profile")]

use serde_json::Value;
use shared::{
    locale::Locale,
    profile::{Profile, Word},
};
use std::{collections::BTreeSet, fs, path::Path};

/// Sections that candidates of a province never read: the console's, what administrators are told, and the page of all provinces.
const NOT_OF_A_PROVINCE: [&str; 3] = ["profile_fault", "audit_action", "root"];

/// In whose place every province may set a word of its own.
const REPLACED: [&str; 19] = [
    "closed.title",
    "details.enrolment",
    "details.major",
    "details.region",
    "details.title",
    "frame.menu_enrol",
    "home.closed",
    "home.enrol",
    "home.lead",
    "home.open",
    "home.step_details",
    "home.title",
    "item.details",
    "receipt.major",
    "receipt.title",
    "register.region",
    "register.title",
    "sign_in.register",
    "word.act",
];

fn said_in(texts: &Value, key: &str, found: &mut BTreeSet<String>) {
    match texts {
        Value::String(text) if text.contains("入籍") => {
            found.insert(key.to_owned());
        }
        Value::Object(own) => own.iter().for_each(|(name, text)| said_in(text, &format!("{key}.{name}"), found)),
        _ => {}
    }
}

#[test]
fn only_texts_that_a_province_replaces_say_what_hunan_calls_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/locales/zh-CN");
    let mut found = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let section = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if section.starts_with("console") || NOT_OF_A_PROVINCE.contains(&section.as_str()) {
            continue;
        }
        said_in(&serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap(), &section, &mut found);
    }
    let replaced: BTreeSet<_> = REPLACED.iter().map(|key| (*key).to_owned()).collect();
    assert_eq!(found, replaced);
}

#[test]
fn hubei_has_every_word_of_its_own_and_never_says_what_hunan_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let hubei = Profile::parse("hubei", &read).unwrap();
    for word in Word::ALL {
        let own = hubei.words.get(*word, Locale::Chinese).unwrap_or_else(|| panic!("{}", word.as_str()));
        assert!(!own.contains("入籍"), "{own}");
    }
    for file in ["hubei.toml", "hubei/reasons.csv", "hubei/offices.csv"] {
        assert!(!read(file).unwrap().contains("入籍"), "{file}");
    }
}
