//! Every fault of a profile is found, with its file, its place and its reason, and all of them at once.
#![cfg(feature = "profile")]

use rstest::rstest;
use shared::profile::{Profile, parse::ProfileError};
use std::{fs, path::Path};

#[path = "profile_errors/password.rs"]
mod password;

const SETTINGS: &str = "hunan.toml";
const REGIONS: &str = "hunan/regions.csv";
const MAJORS: &str = "hunan/majors.csv";
const REASONS: &str = "hunan/reasons.csv";

fn stored(file: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles").join(file)).ok()
}

/// What is said about Hunan's profile after these changes, each `(file, text, other text)`. A text that ends with ` =` stands
/// for its whole line, whatever the value is today.
fn errors_after(changes: &[(&str, &str, &str)]) -> Vec<ProfileError> {
    let read = |file: &str| {
        let mut text = stored(file)?;
        for (_, from, to) in changes.iter().filter(|change| change.0 == file) {
            let line = text.lines().find(|line| from.ends_with(" =") && line.starts_with(from)).map(str::to_owned);
            let from = line.as_deref().unwrap_or(from);
            assert!(text.contains(from), "{file} has no {from:?} to break");
            text = text.replacen(from, to, 1);
        }
        Some(text)
    };
    Profile::parse("hunan", &read).expect_err("the broken profile was accepted")
}

/// The only error, as `(file, key, reason)`.
fn only(errors: &[ProfileError]) -> (&str, &str, String) {
    match errors {
        [error] => (&error.file, &error.key, error.fault.to_string()),
        several => panic!("not one error but {several:#?}"),
    }
}

#[rstest]
#[case::unknown_key("province = ", "colour = 1\nprovince = ", "colour", "this key is not known")]
#[case::unknown_key_in_codes("tries =", "tries = 5\nhits = 5", "codes.hits", "this key is not known")]
#[case::unknown_key_in_photo("dpi =", "dpi = 300\ndpc = 118", "photo.file.dpc", "this key is not known")]
#[case::unknown_language("zh = \"湖南\",", "zh = \"湖南\", fr = \"Hunan\",", "name.fr", "this key is not known")]
#[case::unknown_key_in_window(
    "code = \"2027-04\"",
    "code = \"2027-04\"\nyear = 2027",
    "windows[1].year",
    "this key is not known"
)]
#[case::missing_language("zh = \"湖南省教育考试院\", ", "", "authority.zh", "this is required")]
#[case::blank_language(
    "en = \"Hunan Provincial Education Examination Authority\"",
    "en = \" \"",
    "authority.en",
    "this is empty"
)]
#[case::missing_number("dpi = 300\n", "", "photo.file.dpi", "this is required")]
#[case::no_tries("face = 3", "face = 0", "attempts.face", "the value must be from 1 to 20")]
#[case::unknown_step_of_tries("face = 3", "face = 3\nvoice = 3", "attempts.voice", "this key is not known")]
#[case::missing_limit("tries = 5\n", "", "codes.tries", "this is required")]
#[case::wrong_type("dpi =", "dpi = \"300\"", "photo.file.dpi", "invalid type: string \"300\", expected u16")]
#[case::other_province(
    "province = \"hunan\"",
    "province = \"hubei\"",
    "province",
    "the profile must bear the name of its file"
)]
#[case::unknown_document("\"taiwan_travel_permit\"", "\"passport\"", "document_types[3]", "this value is not known")]
#[case::document_twice(
    "\"taiwan_travel_permit\"",
    "\"resident_id_card\"",
    "document_types[3]",
    "this stands in the profile a second time"
)]
#[case::unknown_item("\"document\", \"card\"", "\"document\", \"hobby\"", "steps[1]", "this value is not known")]
#[case::no_steps(
    "[\"document\", \"card\", \"photo\", \"face\", \"password\", \"notice\", \"details\", \"attachments\"]",
    "[]",
    "steps",
    "this is empty"
)]
#[case::no_item(
    "[\"document\", \"card\", \"photo\", \"face\", \"password\", \"notice\", \"details\", \"attachments\"]",
    "[\"password\"]",
    "steps",
    "expected at least one step that provides an item"
)]
fn a_fault_of_the_settings_is_named(#[case] from: &str, #[case] to: &str, #[case] key: &str, #[case] reason: &str) {
    let errors = errors_after(&[(SETTINGS, from, to)]);
    assert_eq!(only(&errors), (SETTINGS, key, reason.to_owned()));
}

#[rstest]
#[case::resend("resend_secs =", "resend_secs = 59", "resend_secs", 60, 3600)]
#[case::hour("per_phone_hour =", "per_phone_hour = 6", "per_phone_hour", 1, 5)]
#[case::day("per_phone_day =", "per_phone_day = 11", "per_phone_day", 1, 10)]
#[case::lifetime("lifetime_secs =", "lifetime_secs = 301", "lifetime_secs", 60, 300)]
#[case::tries("tries =", "tries = 6", "tries", 1, 5)]
#[case::no_tries("tries =", "tries = 0", "tries", 1, 5)]
#[case::digits("digits =", "digits = 4", "digits", 6, 8)]
fn code_limits_can_only_be_tightened(
    #[case] from: &str,
    #[case] to: &str,
    #[case] key: &str,
    #[case] min: u32,
    #[case] max: u32,
) {
    let errors = errors_after(&[(SETTINGS, from, to)]);
    let reason = format!("the value must be from {min} to {max}");
    assert_eq!(only(&errors), (SETTINGS, format!("codes.{key}").as_str(), reason));
}

#[rstest]
#[case::day_below_hour(
    "per_phone_day =",
    "per_phone_day = 3",
    "codes.per_phone_day",
    "this must be above codes.per_phone_hour"
)]
#[case::reversed(
    "head_top_px =",
    "head_top_px = [110.0, 50.0]",
    "photo.geometry.head_top_px",
    "the first value of a range must not be above the second"
)]
#[case::aim(
    "aim_face_width_px =",
    "aim_face_width_px = [170.0, 280.0]",
    "photo.geometry.aim_face_width_px",
    "the range must lie inside photo.geometry.face_width_px"
)]
#[case::write(
    "write_bytes =",
    "write_bytes = [21504, 41000]",
    "photo.file.write_bytes",
    "the range must lie inside photo.file.size_bytes"
)]
#[case::eyes_above_hair(
    "eye_line_px =",
    "eye_line_px = [20.0, 40.0]",
    "photo.geometry.eye_line_px",
    "this must be above photo.geometry.head_top_px"
)]
#[case::outside_picture(
    "eye_line_px =",
    "eye_line_px = [200.0, 700.0]",
    "photo.geometry.eye_line_px",
    "the value must be from 0 to 640"
)]
#[case::quality("quality_min =", "quality_min = 101", "photo.file.quality_min", "the value must be from 1 to 100")]
#[case::not_a_number(
    "delta_e_max =",
    "delta_e_max = nan",
    "photo.background.delta_e_max",
    "the value must be from 0 to 100"
)]
fn numbers_fit_each_other(#[case] from: &str, #[case] to: &str, #[case] key: &str, #[case] reason: &str) {
    let errors = errors_after(&[(SETTINGS, from, to)]);
    assert_eq!(only(&errors), (SETTINGS, key, reason.to_owned()));
}

const CIVIL_TIME: &str = "expected a civil time in Beijing such as 2026-10-01T08:30";

#[rstest]
#[case::with_offset("2026-11-01T08:30", "2026-11-01T08:30Z", "windows[1].opens_at", CIVIL_TIME)]
#[case::date_only("2026-11-01T08:30", "2026-11-01", "windows[1].opens_at", CIVIL_TIME)]
#[case::no_such_day("2026-11-01T08:30", "2026-11-31T08:30", "windows[1].opens_at", CIVIL_TIME)]
#[case::closes_first("2027-01-10T17:00", "2026-10-10T17:00", "windows[1].closes_at", "this must be above opens_at")]
#[case::review_first(
    "2027-01-20T17:00",
    "2027-01-10T16:59",
    "windows[1].review_closes_at",
    "this must be above closes_at"
)]
#[case::overlap(
    "2026-11-01T08:30",
    "2026-08-20T16:59",
    "windows[1].opens_at",
    "this must not come before the close of the window 2026-10"
)]
#[case::same_code("\"2027-04\"", "\"2026-10\"", "windows[1].code", "this stands in the profile a second time")]
fn windows_follow_each_other(#[case] from: &str, #[case] to: &str, #[case] key: &str, #[case] reason: &str) {
    let errors = errors_after(&[(SETTINGS, from, to)]);
    assert_eq!(only(&errors), (SETTINGS, key, reason.to_owned()));
}

#[rstest]
#[case::required("\"consent.photo\"", "\"consent.picture\"", "notices", "the notice consent.photo is required")]
#[case::twice(
    "\"enrolment.rules\"",
    "\"consent.identity\"",
    "notices[1].code",
    "this stands in the profile a second time"
)]
#[case::version("version = 2", "version = 0", "notices[0].version", "the value must be from 1 to 4294967295")]
fn notices_are_complete(#[case] from: &str, #[case] to: &str, #[case] key: &str, #[case] reason: &str) {
    let errors = errors_after(&[(SETTINGS, from, to)]);
    assert_eq!(only(&errors), (SETTINGS, key, reason.to_owned()));
}

#[rstest]
#[case::region_code(
    REGIONS,
    "430102,芙蓉区,430100",
    "43010,芙蓉区,430100",
    "line 3, code",
    "expected six digits (GB/T 2260)"
)]
#[case::region_name(REGIONS, "430102,芙蓉区,", "430102,,", "line 3, name", "this is empty")]
#[case::region_twice(
    REGIONS,
    "430103,天心区",
    "430102,天心区",
    "line 4, code",
    "this stands in the profile a second time"
)]
#[case::other_parent(
    REGIONS,
    "芙蓉区,430100",
    "芙蓉区,430200",
    "line 3, parent",
    "expected the first four digits of the code, then 00"
)]
#[case::no_parent(REGIONS, "芙蓉区,430100", "芙蓉区,", "line 3, parent", "this is required")]
#[case::unknown_parent(
    REGIONS,
    "433130,龙山县,433100",
    "433230,龙山县,433200",
    "line 137, parent",
    "there is no prefecture 433200"
)]
#[case::major_twice(
    MAJORS,
    "460301,机电一体化技术",
    "440501,机电一体化技术",
    "line 3, code",
    "this stands in the profile a second time"
)]
#[case::major_code(
    MAJORS,
    "030601K",
    "030601X",
    "line 21, code",
    "expected six digits, then T, K or TK where the catalogue has them"
)]
#[case::level(MAJORS, "工程造价,college", "工程造价,master", "line 2, level", "this value is not known")]
#[case::proof_without_rule(
    MAJORS,
    "工程造价,college,,",
    "工程造价,college,,证书",
    "line 2, restriction",
    "this is required"
)]
#[case::rule_without_proof(
    MAJORS,
    "工程造价,college,,",
    "工程造价,college,限在职人员,",
    "line 2, proofs",
    "this is required"
)]
#[case::cells(
    MAJORS,
    "工程造价,college,,",
    "工程造价,college,",
    "line 2",
    "the file cannot be read: 4 cells instead of 5"
)]
#[case::reason_twice(
    REASONS,
    "document.type,",
    "document.mismatch,",
    "line 3, code",
    "this stands in the profile a second time"
)]
#[case::reason_code(
    REASONS,
    "document.type,",
    "Document type,",
    "line 3, code",
    "expected lower-case words joined by dots and underscores"
)]
#[case::reason_item(
    REASONS,
    "document.type,document",
    "document.type,paper",
    "line 3, item",
    "this value is not known"
)]
#[case::unknown_column(REASONS, "code,item,zh,en", "code,item,zh,en,", "line 1, ", "this key is not known")]
fn a_fault_of_a_table_is_named_with_its_line(
    #[case] file: &str,
    #[case] from: &str,
    #[case] to: &str,
    #[case] key: &str,
    #[case] reason: &str,
) {
    let errors = errors_after(&[(file, from, to)]);
    let first = errors.first().map(|error| (error.file.as_str(), error.key.as_str(), error.fault.to_string()));
    assert_eq!(first, Some((file, key, reason.to_owned())));
}

#[rstest]
#[case("zh")]
#[case("en")]
fn a_reason_is_worded_in_both_languages(#[case] column: &str) {
    let (line, columns) = ("line 2", "code,item,zh,en\n");
    let row = if column == "zh" { "a.b,photo,,Words." } else { "a.b,photo,话," };
    let errors = errors_after(&[(REASONS, columns, &format!("{columns}{row}\n"))]);
    assert_eq!(only(&errors), (REASONS, format!("{line}, {column}").as_str(), "this is empty".to_owned()));
}

#[test]
fn every_item_can_be_sent_back_with_a_reason() {
    let read = |file: &str| match file {
        REASONS => Some("code,item,zh,en\nphoto.size,photo,话,Words.\n".to_owned()),
        other => stored(other),
    };
    let errors = Profile::parse("hunan", &read).unwrap_err();
    let reasons: Vec<_> = errors.iter().map(|error| error.fault.to_string()).collect();
    let items = ["document", "card", "face", "details", "attachments", "an application"];
    assert_eq!(reasons, items.map(|what| format!("no reason is given for sending {what} back")));
}

#[rstest]
#[case(SETTINGS)]
#[case(REGIONS)]
#[case(MAJORS)]
#[case(REASONS)]
fn a_missing_file_is_named(#[case] missing: &str) {
    let read = |file: &str| if file == missing { None } else { stored(file) };
    let errors = Profile::parse("hunan", &read).unwrap_err();
    assert_eq!(errors[0].to_string(), format!("{missing}: file: the file is missing"));
}

#[test]
fn a_missing_column_is_named_once() {
    let errors = errors_after(&[(REGIONS, "code,name,parent", "code,name,above")]);
    let said: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "hunan/regions.csv: line 1, above: this key is not known",
            "hunan/regions.csv: line 1, parent: this is required"
        ]
    );
}

#[test]
fn broken_toml_is_refused_with_its_line() {
    let errors = errors_after(&[(SETTINGS, "steps = [", "steps = \"")]);
    let line = stored(SETTINGS).unwrap().lines().position(|line| line.starts_with("steps")).unwrap() + 1;
    assert_eq!((errors[0].file.as_str(), errors[0].key.as_str()), (SETTINGS, format!("line {line}").as_str()));
    assert!(errors[0].fault.to_string().starts_with("the file cannot be read"));
}

#[test]
fn all_faults_of_all_files_are_reported_at_once() {
    let errors = errors_after(&[
        (SETTINGS, "province = ", "colour = 1\nprovince = "),
        (SETTINGS, "dpi =", "dpi = 300\ndpc = 118"),
        (SETTINGS, "quality_min =", "quality_min = 60\ngreyscale = true"),
        (SETTINGS, "tries =", "tries = 6"),
        (SETTINGS, "\"consent.photo\"", "\"consent.picture\""),
        (REGIONS, "芙蓉区", ""),
        (MAJORS, "工程造价,college", "工程造价,master"),
        (REASONS, "document.type,document", "document.type,paper"),
    ]);
    let mut places: Vec<_> = errors.iter().map(|error| format!("{} {}", error.file, error.key)).collect();
    places.sort();
    assert_eq!(
        places,
        [
            "hunan.toml codes.tries",
            "hunan.toml colour",
            "hunan.toml notices",
            "hunan.toml photo.file.dpc",
            "hunan.toml photo.file.greyscale",
            "hunan/majors.csv line 2, level",
            "hunan/reasons.csv line 3, item",
            "hunan/regions.csv line 3, name",
        ]
    );
}

#[rstest]
#[case("", "expected a short name of 2 to 20 lower-case letters")]
#[case("../hunan", "expected a short name of 2 to 20 lower-case letters")]
#[case("Hunan", "expected a short name of 2 to 20 lower-case letters")]
#[case("console", "a path of the service begins with this name")]
fn a_name_that_cannot_be_a_province_reads_no_file(#[case] name: &str, #[case] reason: &str) {
    let errors = Profile::parse(name, &|file| panic!("{file} was read")).unwrap_err();
    assert_eq!(only(&errors).2, reason);
}
