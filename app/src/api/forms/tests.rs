//! What is typed is read forgivingly, and every problem is named at its field, all at once.

use super::*;
use std::path::Path;

fn hunan() -> Profile {
    let profiles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/profiles");
    let read = |path: &str| std::fs::read_to_string(profiles.join(path)).ok();
    Profile::parse("hunan", &read).expect("the shipped profile is valid")
}

fn good() -> ContactForm {
    ContactForm {
        phone: "138 0013 8000".into(),
        code: "123456".into(),
        document_type: "resident_id_card".into(),
        document_number: "110105 19491231 002x".into(),
        region: hunan().regions.last().expect("regions").code.clone(),
        consent: "on".into(),
        ..ContactForm::default()
    }
}

fn problems(form: &ContactForm) -> Vec<(ProblemCode, Field)> {
    let problems = form.registration(&hunan()).err().unwrap_or_default();
    problems.into_iter().map(|problem| (problem.code, problem.field.expect("a field"))).collect()
}

#[test]
fn a_complete_form_is_read() {
    let (registration, email) = good().registration(&hunan()).expect("nothing is wrong");
    assert!(email.is_none(), "Hunan asks for no address");
    assert_eq!(registration.document.expose(), "11010519491231002X");
    assert_eq!(registration.phone.expose(), "13800138000");
}

#[test]
fn an_empty_form_has_a_problem_at_every_field() {
    let fields: Vec<_> = problems(&ContactForm::default()).into_iter().map(|(_, field)| field).collect();
    let document = [Field::DocumentType, Field::DocumentNumber];
    assert_eq!(fields, [&[Field::Phone, Field::Code], &document[..], &[Field::Region, Field::Consent]].concat());
}

#[test]
fn the_number_printed_in_the_guide_is_refused_for_its_check_digit() {
    let guide = ContactForm { document_number: "340102199503021234".into(), ..good() };
    assert_eq!(problems(&guide), [(ProblemCode::DocumentCheckDigit, Field::DocumentNumber)]);
}

#[test]
fn a_code_of_another_length_costs_no_try() {
    let short = ContactForm { code: "12345".into(), ..good() };
    assert_eq!(problems(&short), [(ProblemCode::CodeMissing, Field::Code)]);
}

#[test]
fn nothing_typed_shows_in_debug_output() {
    let written = format!("{:?} {:?}", good(), Secret("hunter2".into()));
    assert!(!written.contains("8000") && !written.contains("1949") && !written.contains("hunter2"));
}
