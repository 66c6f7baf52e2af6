//! What other parts and other machines rely on: paths, problem codes, field names.

use shared::{
    id::{EnrolmentId, PhotoId, Province},
    problem::{Field, Problem, ProblemCode},
    route::{self, Candidate},
};
use std::collections::HashSet;

/// Codes that clients know, with their HTTP status. Lines may be added; none may go or change.
const STABLE: &[(&str, u16)] = &[
    ("case.lease_lost", 409),
    ("case.taken", 409),
    ("code.expired", 422),
    ("code.missing", 422),
    ("code.spent", 422),
    ("code.wrong", 422),
    ("consent.needed", 422),
    ("document.birth_date", 422),
    ("document.check_digit", 422),
    ("document.form", 422),
    ("document.not_available", 409),
    ("document.type_unknown", 422),
    ("enrolment.incomplete", 409),
    ("enrolment.item_closed", 409),
    ("enrolment.wrong_state", 409),
    ("field.missing", 422),
    ("field.too_long", 422),
    ("file.empty", 422),
    ("file.format", 415),
    ("file.missing", 422),
    ("file.too_large", 413),
    ("file.unreadable", 422),
    ("handoff.abandoned", 410),
    ("handoff.expired", 410),
    ("phone.invalid", 422),
    ("photo.refused", 422),
    ("queue.empty", 404),
    ("reason.needed", 422),
    ("region.unknown", 422),
    ("request.bad", 400),
    ("request.conflict", 409),
    ("request.cross_site", 403),
    ("request.not_found", 404),
    ("request.not_permitted", 403),
    ("request.too_many", 429),
    ("service.internal", 500),
    ("service.unavailable", 503),
    ("session.expired", 401),
    ("session.needed", 401),
    ("sign_in.locked", 429),
    ("sign_in.wrong", 401),
    ("sms.daily_limit", 429),
    ("sms.hourly_limit", 429),
    ("sms.too_soon", 429),
    ("window.closed", 403),
];

#[test]
fn known_problem_codes_stay_as_they_are() {
    for (text, status) in STABLE {
        let code = ProblemCode::parse(text).unwrap_or_else(|| panic!("{text} is gone"));
        assert_eq!(code.status(), *status, "{text}");
    }
}

#[test]
fn problem_codes_are_unique_and_written_alike_everywhere() {
    let mut seen = HashSet::new();
    for code in ProblemCode::ALL {
        let text = code.as_str();
        assert!(seen.insert(text), "{text} stands twice");
        assert!(text.split('.').count() == 2, "{text} is not area.reason");
        assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'_'), "{text}");
        assert_eq!(ProblemCode::parse(text), Some(*code));
        assert_eq!(serde_json::to_value(code).unwrap(), text);
        assert!((400..=599).contains(&code.status()), "{text}");
    }
    assert_eq!(ProblemCode::parse("phone"), None);
}

#[test]
fn a_problem_carries_only_what_it_has() {
    let bare = serde_json::to_value(Problem::new(ProblemCode::WindowClosed)).unwrap();
    assert_eq!(bare, serde_json::json!({ "code": "window.closed" }));
    let full = Problem::at(ProblemCode::CodeWrong, Field::Code).tries_left(2).retry_after(30);
    let json = serde_json::to_value(&full).unwrap();
    let expected =
        serde_json::json!({ "code": "code.wrong", "field": "code", "retry_after_secs": 30, "tries_left": 2 });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<Problem>(json).unwrap(), full);
    assert_eq!(full.to_string(), "code.wrong");
}

#[test]
fn fields_are_named_alike_in_forms_and_in_problems() {
    use Field::{Code, Consent, DocumentNumber, DocumentType, Item, Login, Password, Phone, Photo, Reason, Region};
    for field in [Code, Consent, DocumentNumber, DocumentType, Item, Login, Password, Phone, Photo, Reason, Region] {
        assert_eq!(serde_json::to_value(field).unwrap(), field.as_str());
    }
}

fn candidate_paths(province: &Province) -> Vec<String> {
    let pages = Candidate(province);
    vec![
        pages.home(),
        pages.register(),
        pages.photo(),
        pages.photo_prepare(),
        pages.check_answers(),
        pages.status(),
        pages.sign_out(),
        pages.handoff(),
        pages.handoff_open("Zm9vYmFy"),
    ]
}

#[test]
fn candidate_paths_stand_below_their_province_and_are_distinct() {
    let hunan: Province = "hunan".parse().unwrap();
    let paths = candidate_paths(&hunan);
    assert!(paths.iter().all(|path| path.starts_with("/hunan/") && is_plain(path)), "{paths:?}");
    assert_eq!(paths.iter().collect::<HashSet<_>>().len(), paths.len(), "{paths:?}");
}

#[test]
fn no_path_of_the_service_can_be_mistaken_for_a_province() {
    let id = "0195e1a2-7c31-7000-8000-000000000001";
    let photo: PhotoId = id.parse().unwrap();
    let case: EnrolmentId = id.parse().unwrap();
    let paths = [
        route::LANGUAGE,
        route::HEALTH_LIVE,
        route::HEALTH_READY,
        route::METRICS,
        route::API,
        route::DEV_SMS,
        route::DEV_SMS_JSON,
        route::CONSOLE,
        route::CONSOLE_SIGN_IN,
        route::CONSOLE_SIGN_OUT,
        &route::photo_file(photo),
        &route::console_case(case),
    ];
    for path in paths {
        assert!(is_plain(path), "{path}");
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        assert!(route::RESERVED.contains(&first), "{first} is not reserved");
    }
}

#[test]
fn ids_in_paths_are_read_back() {
    let id: EnrolmentId = "0195e1a2-7c31-7000-8000-000000000001".parse().unwrap();
    let path = route::console_case(id);
    assert_eq!(path, "/console/case/0195e1a27c3170008000000000000001");
    let last = path.rsplit('/').next().unwrap();
    assert_eq!(last.parse::<EnrolmentId>().unwrap(), id);
    assert!("0195".parse::<EnrolmentId>().is_err());
}

#[test]
fn a_province_is_a_short_lower_case_word() {
    assert_eq!("hunan".parse::<Province>().unwrap().as_str(), "hunan");
    for other in ["", "h", "Hunan", "hu nan", "湖南", "hunan/", "abcdefghijklmnopqrstu"] {
        assert!(other.parse::<Province>().is_err(), "{other}");
        assert!(serde_json::from_value::<Province>(other.into()).is_err(), "{other}");
    }
}

/// Nothing that would need escaping in a URL or an attribute.
fn is_plain(path: &str) -> bool {
    path.starts_with('/') && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b))
}
