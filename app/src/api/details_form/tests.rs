//! What is typed is read forgivingly, every problem stands at its field, and what was saved fills the form again.

use super::*;
use enrolment::details::DetailsBasis;
use shared::{
    details::CardFields,
    document::{DocumentNumber, DocumentType},
    education::Check,
    person::Ethnicity,
};
use std::path::Path;

fn hunan() -> Profile {
    let profiles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/profiles");
    let read = |path: &str| std::fs::read_to_string(profiles.join(path)).ok();
    Profile::parse("hunan", &read).expect("the shipped profile is valid")
}

fn basis(card: Option<CardFields>) -> DetailsBasis {
    let document = DocumentNumber::parse(DocumentType::ResidentIdCard, "11010519491231002X").expect("well-formed");
    DetailsBasis {
        postal: false,
        card_address: None,
        version: 1,
        open: true,
        amending: false,
        region: "430102".into(),
        document,
        phone: "138****8000".into(),
        email: None,
        card,
        saved: None,
        known: None,
        check: Check::default(),
    }
}

fn good() -> DetailsForm {
    DetailsForm {
        name: " 欧阳娜娜 ".into(),
        ethnicity: "01".into(),
        pinyin: "ouyang nana".into(),
        household: "resident".into(),
        political: "13".into(),
        address: "北京市朝阳区".into(),
        postcode: "１０００２０".into(),
        email: "a@example.com".into(),
        major: "050101".into(),
        education: "30".into(),
        ..DetailsForm::first(&basis(None))
    }
}

fn problems(form: &DetailsForm) -> Vec<(ProblemCode, Field)> {
    let problems = form.details(&hunan(), &basis(None)).err().unwrap_or_default();
    problems.into_iter().map(|problem| (problem.code, problem.field.expect("a field"))).collect()
}

#[test]
fn a_complete_form_is_read_and_fills_the_form_again() {
    let details = good().details(&hunan(), &basis(None)).expect("nothing is wrong");
    assert_eq!((details.pinyin.expose(), details.major.name.as_str()), ("OUYANG NANA", "汉语言文学"));
    let again = DetailsForm::of(&details);
    assert_eq!(again.details(&hunan(), &basis(None)).expect("nothing is wrong"), details);
}

#[test]
fn an_empty_form_has_a_problem_at_every_field_that_is_needed() {
    let fields: Vec<_> = problems(&DetailsForm::default()).into_iter().map(|(_, field)| field).collect();
    let expected = [
        Field::Name,
        Field::Ethnicity,
        Field::Sex,
        Field::BirthDate,
        Field::Address,
        Field::Pinyin,
        Field::Household,
        Field::Political,
        Field::Region,
        Field::Major,
        Field::Education,
        Field::Changed,
    ];
    assert_eq!(fields, expected);
}

#[test]
fn what_is_wrong_is_said_at_its_field() {
    let form = DetailsForm {
        name: "张1".into(),
        birth_date: "1949-12-30".into(),
        sex: "1".into(),
        address: "湖".repeat(501),
        pinyin: "张".into(),
        postcode: "12".into(),
        email: "a@".into(),
        education: "60".into(),
        changed: "yes".into(),
        ..good()
    };
    let expected = [
        (ProblemCode::NameInvalid, Field::Name),
        (ProblemCode::DocumentMismatch, Field::BirthDate),
        (ProblemCode::DocumentMismatch, Field::Sex),
        (ProblemCode::FieldTooLong, Field::Address),
        (ProblemCode::PinyinInvalid, Field::Pinyin),
        (ProblemCode::PostcodeInvalid, Field::Postcode),
        (ProblemCode::EmailInvalid, Field::Email),
        (ProblemCode::EducationTooLow, Field::Education),
        (ProblemCode::FieldMissing, Field::FormerName),
    ];
    assert_eq!(problems(&form), expected);
}

#[test]
fn an_address_for_letters_that_is_empty_is_called_what_the_page_calls_it() {
    let empty = DetailsForm { address: "  ".into(), ..good() };
    let code = |postal| {
        let basis = DetailsBasis { postal, ..basis(None) };
        empty.details(&hunan(), &basis).expect_err("it is needed").remove(0).code
    };
    assert_eq!((code(true), code(false)), (ProblemCode::PostalMissing, ProblemCode::FieldMissing));
}

#[test]
fn a_page_that_is_left_is_left_for_what_its_button_says() {
    for leaving in [Leaving::Back, Leaving::Card, Leaving::Region] {
        assert_eq!(Leaving::parse(leaving.as_str()), Some(leaving));
    }
    assert_eq!(Leaving::parse("check"), None);
}

#[test]
fn the_card_goes_before_what_was_typed() {
    let card = CardFields {
        name: "欧阳娜".parse().ok(),
        ethnicity: Some(Ethnicity::Miao),
        address: "湖南省".parse().ok(),
        ..CardFields::default()
    };
    let typed = DetailsForm { name: "别人".into(), ethnicity: String::new(), address: String::new(), ..good() };
    let details = typed.details(&hunan(), &basis(Some(card))).expect("the card fills it");
    assert_eq!((details.name.expose(), details.ethnicity), ("欧阳娜", Ethnicity::Miao));
}

#[test]
fn an_old_number_of_fifteen_digits_and_an_old_name_are_taken() {
    let form = DetailsForm { changed: "yes".into(), former_number: "110105 491231 002".into(), ..good() };
    let former = form.details(&hunan(), &basis(None)).expect("read").former.expect("changed");
    assert_eq!((former.name, former.number.expect("a number").expose()), (None, "110105491231002"));
    let no = DetailsForm { changed: "no".into(), ..form };
    assert_eq!(no.details(&hunan(), &basis(None)).expect("read").former, None);
}

#[test]
fn majors_are_found_by_code_and_by_name() {
    let profile = hunan();
    let found = |query| majors(&profile, query).into_iter().map(|major| major.code.clone()).collect::<Vec<_>>();
    assert_eq!(found("护理"), ["520201", "101101"]);
    assert_eq!(found(" 030612tk "), ["030612TK"]);
    assert_eq!(found("").len(), profile.majors.len());
    assert!(found("天文").is_empty());
}

#[test]
fn nothing_typed_shows_in_debug_output() {
    assert_eq!(format!("{:?}", good()), "DetailsForm(***)");
}
