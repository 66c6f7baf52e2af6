//! Days as people write them, and what is wrong with particulars of a document.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use shared::{
    document::{DocumentNumber, DocumentType},
    evidence::{CardFields, Day, chunk_bytes},
    person::{Ethnicity, Sex},
    problem::{Field, ProblemCode},
};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn number(kind: DocumentType, text: &str) -> DocumentNumber {
    DocumentNumber::parse(kind, text).unwrap()
}

fn fields() -> CardFields {
    CardFields {
        name: "张三".parse().unwrap(),
        sex: Sex::Male,
        ethnicity: Some(Ethnicity::Han),
        birth_date: day("20000101"),
        address: Some("湖南省长沙市芙蓉区解放路 1 号".to_owned()),
        valid_from: day("2018.03.01"),
        valid_to: Some(day("2028-03-01")),
    }
}

fn wrong(fields: &CardFields, document: &DocumentNumber) -> Vec<(Field, ProblemCode)> {
    let problems = fields.problems(document, day("2026-12-01").0);
    problems.into_iter().map(|problem| (problem.field.unwrap(), problem.code)).collect()
}

#[test]
fn a_day_is_read_in_every_usual_writing() {
    for text in ["19880102", "1988-01-02", "1988.1.2", "1988年1月2日", " 1988/01/02 ", "１９８８０１０２"] {
        assert_eq!(day(text).to_string(), "1988-01-02", "{text}");
    }
    for text in ["", "1988", "88-01-02", "19881302", "1988-02-30", "1988-1-2-3", "长期"] {
        assert!(text.parse::<Day>().is_err(), "{text}");
    }
}

#[test]
fn what_contradicts_the_number_is_named() {
    let card = number(DocumentType::ResidentIdCard, "430102200001010011");
    assert_eq!(wrong(&fields(), &card), []);
    let other = CardFields { sex: Sex::Female, birth_date: day("20000102"), ..fields() };
    let mismatch = ProblemCode::DocumentMismatch;
    assert_eq!(wrong(&other, &card), [(Field::Sex, mismatch), (Field::BirthDate, mismatch)]);
}

#[test]
fn the_period_of_validity_has_begun_and_is_not_over() {
    let card = number(DocumentType::ResidentIdCard, "430102200001010011");
    let invalid = ProblemCode::FieldInvalid;
    let over = CardFields { valid_to: Some(day("2026-11-30")), ..fields() };
    assert_eq!(wrong(&over, &card), [(Field::ValidTo, invalid)]);
    let future = CardFields { valid_from: day("2026-12-02"), ..fields() };
    assert_eq!(wrong(&future, &card), [(Field::ValidFrom, invalid)]);
    assert_eq!(wrong(&CardFields { valid_to: None, ..fields() }, &card), []);
}

#[test]
fn permits_have_what_permits_bear() {
    let permit = number(DocumentType::HongKongMacaoTravelPermit, "H12345678");
    let bare = CardFields { ethnicity: None, address: None, sex: Sex::Female, ..fields() };
    assert_eq!(wrong(&bare, &permit), []);
    assert_eq!(wrong(&fields(), &permit).len(), 2, "neither ethnicity nor address stand on it");
}

#[test]
fn small_files_come_in_small_pieces() {
    assert_eq!((chunk_bytes(1), chunk_bytes(1_048_576), chunk_bytes(1_048_577)), (65_536, 65_536, 262_144));
}
