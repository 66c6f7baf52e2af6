//! The profiles of this repository parse, and hold what their guides say.
#![cfg(feature = "profile")]

use shared::{
    document::DocumentType,
    liveness::Liveness,
    password::CharacterClass,
    profile::{CONSENT_FACE, Level, Profile},
    time::Timestamp,
};
use std::{fs, path::Path};

fn load(province: &str) -> Profile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    match Profile::parse(province, &|file| fs::read_to_string(folder.join(file)).ok()) {
        Ok(profile) => profile,
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

fn beijing(text: &str) -> Timestamp {
    let civil = text.parse().expect("the tests write civil times");
    Timestamp::from_beijing(civil).expect("the tests stay near the present")
}

#[test]
fn hubei_has_the_offices_of_its_guide() {
    let hubei = load("hubei");
    assert_eq!(hubei.offices.len(), 30);
    let shennongjia = hubei.office("shennongjia").unwrap();
    let called: Vec<_> = shennongjia.phones().into_iter().map(|(_, called)| called).collect();
    assert_eq!(called, ["07193336945", "07193335421"], "the second number has the area code of the first");
    let xiangyang = hubei.office("xiangyang").unwrap();
    assert!(["2026-08-26", "2026-08-27"].iter().all(|day| xiangyang.is_open_on(day.parse().unwrap())));
    assert!(!xiangyang.is_open_on("2026-08-28".parse().unwrap()));
    assert!(xiangyang.slots().is_empty(), "the guide names no hours, so nothing is booked");
    assert!(xiangyang.serves("420602") && !xiangyang.serves("420502"));
}

/// What `docs/add-a-province.md` tells a deployer to write; the end-to-end tests serve and walk it.
#[test]
fn the_example_of_the_documentation_parses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/example-province");
    let linhai = Profile::parse("linhai", &|file| fs::read_to_string(folder.join(file)).ok());
    let linhai = linhai.unwrap_or_else(|errors| panic!("{errors:?}"));
    let hunan = load("hunan");
    assert_ne!(linhai.steps, hunan.steps, "steps in another order");
    assert_ne!(linhai.photo.file.width_px, hunan.photo.file.width_px);
    assert_ne!(linhai.number.unwrap().template, hunan.number.unwrap().template);
}

#[test]
fn hubei_asks_for_digits_and_compares_the_photograph_and_hunan_for_presence() {
    let (hubei, hunan) = (load("hubei"), load("hunan"));
    assert_eq!((hubei.face.challenge, hubei.compare_photo_with_card), (Liveness::Digits, true));
    assert_eq!((hunan.face.challenge, hunan.compare_photo_with_card), (Liveness::Presence, false));
    assert_eq!(hubei.attempts.face, 3, "验证最多只有三次");
}

/// Nobody's photograph is compared under a notice that does not say so; where it is not compared, no notice says that it is.
#[test]
fn the_notice_about_face_data_names_the_comparison_of_the_photograph() {
    for province in ["hubei", "hunan"] {
        let profile = load(province);
        let notice = profile.notice(CONSENT_FACE).expect("both film faces");
        let (zh, en) = (notice.body.zh.contains("证件照"), notice.body.en.contains("certificate photograph"));
        assert_eq!([zh, en], [profile.compare_photo_with_card; 2], "{province}");
    }
}

/// What is asked of candidates is not left to a typing error.
#[test]
fn mistakes_about_the_capture_are_named() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let with = |from: &'static str, to: &'static str| {
        let read = |file: &str| {
            let text = fs::read_to_string(folder.join(file)).ok();
            text.map(|text| if file == "hubei.toml" { text.replace(from, to) } else { text })
        };
        let faults = Profile::parse("hubei", &read).expect_err("a mistake");
        faults.iter().map(|fault| fault.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(with("challenge = \"digits\"", "challenge = \"letters\""), ["face.challenge"]);
    assert_eq!(with("challenge = \"digits\"", "chalenge = \"digits\""), ["face.chalenge", "face.challenge"]);
    assert_eq!(with("compare_with_card = true", "compare_with_card = \"yes\""), ["photo.compare_with_card"]);
}

#[test]
fn every_prefecture_of_hunan_has_an_office() {
    let hunan = load("hunan");
    for prefecture in hunan.regions.iter().filter(|region| region.parent.is_none()) {
        assert!(hunan.offices.iter().any(|office| office.serves(&prefecture.code)), "{}", prefecture.name);
    }
    let changsha = hunan.office("changsha").unwrap();
    assert!(!changsha.is_open_on("2026-12-05".parse().unwrap()), "a Saturday");
    assert_eq!(changsha.slots().first().map(ToString::to_string).as_deref(), Some("09:00"));
    assert_eq!(changsha.slots().len(), 12);
    assert_eq!(hunan.institutions.len(), 3);
}

#[test]
fn every_profile_of_the_repository_parses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let mut provinces = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "toml") {
            provinces.push(path.file_stem().unwrap().to_str().unwrap().to_owned());
        }
    }
    provinces.sort();
    assert_eq!(provinces, ["hubei", "hunan"]);
    for province in provinces {
        assert_eq!(load(&province).province.as_str(), province);
    }
}

#[test]
fn hunan_has_its_prefectures_and_counties() {
    let regions = load("hunan").regions;
    assert_eq!(regions.iter().filter(|region| region.parent.is_none()).count(), 14);
    assert_eq!(regions.iter().filter(|region| region.parent.is_some()).count(), 122);
    assert!(regions.iter().all(|region| region.code.starts_with("43")));
}

#[test]
fn hunan_restricts_the_majors_of_annex_1() {
    let hunan = load("hunan");
    let restricted: Vec<_> = hunan
        .majors
        .iter()
        .filter(|major| major.restriction.is_some())
        .map(|major| (major.code.as_str(), major.name.as_str(), major.level))
        .collect();
    assert_eq!(
        restricted,
        [
            ("520201", "护理", Level::College),
            ("030601K", "治安学", Level::Bachelor),
            ("030612TK", "公安管理学", Level::Bachelor),
            ("100701", "药学", Level::Bachelor),
            ("100801", "中药学", Level::Bachelor),
            ("101101", "护理学", Level::Bachelor),
        ]
    );
    let condition = "限具有国家承认学历的（社区）护理学、中医护理、临床医学、中医学专业专科及专科以上毕业生且已经获得相应执业资格者报考。";
    assert_eq!(hunan.major("101101").unwrap().restriction.as_deref(), Some(condition));
}

#[test]
fn hunan_photographs_follow_annex_2() {
    let photo = load("hunan").photo;
    assert_eq!((photo.file.width_px, photo.file.height_px, photo.file.dpi), (480, 640, 300));
    assert_eq!(photo.file.size_bytes, [20 * 1024, 40 * 1024]);
    assert_eq!(photo.file.quality_min, 60);
    assert_eq!(photo.background.rgb, [100, 197, 255]);
    let geometry = photo.geometry;
    assert_eq!((geometry.head_top_px.0, geometry.head_top_px.1), (50.0, 110.0));
    assert_eq!((geometry.eye_line_px.0, geometry.eye_line_px.1), (200.0, 300.0));
    assert_eq!((geometry.face_width_px.0, geometry.face_width_px.1), (180.0, 300.0));
}

#[test]
fn hunan_passwords_follow_the_guide() {
    let policy = load("hunan").password;
    assert_eq!((policy.min_chars, policy.max_chars), (8, 15));
    assert_eq!(policy.required, CharacterClass::ALL);
    assert_eq!(policy.symbols, "@#$%^*.");
    assert_eq!(policy.check("kf7wo2#brx", &[]), []);
}

#[test]
fn hunan_takes_all_documents_and_hubei_the_resident_card() {
    assert_eq!(load("hunan").document_types, DocumentType::ALL);
    assert_eq!(load("hubei").document_types, [DocumentType::ResidentIdCard]);
}

#[test]
fn a_window_is_open_from_its_first_to_before_its_last_instant() {
    let hunan = load("hunan");
    let open_at = |text: &str| hunan.open_window(beijing(text)).map(|window| window.code.as_str());
    assert_eq!(open_at("2026-11-01T08:29:59.999"), None);
    assert_eq!(open_at("2026-11-01T08:30"), Some("2027-04"));
    assert_eq!(open_at("2027-01-10T16:59:59.999"), Some("2027-04"));
    assert_eq!(open_at("2027-01-10T17:00"), None);
}

#[test]
fn the_next_window_is_the_nearest_that_has_not_opened() {
    let hunan = load("hunan");
    let next_after = |text: &str| hunan.next_window(beijing(text)).map(|window| window.code.as_str());
    assert_eq!(next_after("2026-01-01T00:00"), Some("2026-10"));
    assert_eq!(next_after("2026-08-20T17:00"), Some("2027-04"));
    assert_eq!(next_after("2026-11-01T08:30"), Some("2027-10"));
    assert_eq!(next_after("2028-01-01T00:00"), None);
}
