//! `[accounts]`, `[[questions]]`, `[recovery]` and `[education]`; a province may leave each of them out.

use super::{Fault, Report, reader::Reader};
use crate::{
    enrolment::Step,
    profile::{AccountRules, EducationAsked, EducationProof, EducationRules, RecoveryRules, SecurityQuestion},
};

const CODE_FORM: &str = "2 to 30 lower-case letters, digits and underscores";
/// Below this a stranger who knows the answers to some would know them all.
const QUESTIONS_MIN: usize = 6;

pub(super) fn read(reader: &mut Reader<'_>, steps: &[Step], report: &mut Report) -> AccountRules {
    let mut rules = AccountRules { questions: questions(reader, report), ..AccountRules::default() };
    if reader.has("accounts")
        && let Some(mut table) = reader.take_table(report, "accounts")
    {
        rules.email = switch(&mut table, report, "email");
        rules.region_fixed = switch(&mut table, report, "region_fixed");
        table.finish(report);
    }
    if steps.contains(&Step::Questions) && rules.questions.len() < QUESTIONS_MIN {
        reader.fault(report, "questions", Fault::Form("six security questions or more, to choose three from"));
    }
    rules
}

fn switch(table: &mut Reader<'_>, report: &mut Report, key: &str) -> bool {
    table.has(key) && table.take(report, key).unwrap_or_default()
}

fn questions(reader: &mut Reader<'_>, report: &mut Report) -> Vec<SecurityQuestion> {
    let mut questions: Vec<SecurityQuestion> = Vec::new();
    if !reader.has("questions") {
        return questions;
    }
    for mut table in reader.take_tables(report, "questions") {
        let code = code(&mut table, report, |code| questions.iter().any(|other| other.code == code));
        let text = table.take_bilingual(report, "text");
        table.finish(report);
        if let (Some(code), Some(text)) = (code, text) {
            questions.push(SecurityQuestion { code, text });
        }
    }
    questions
}

/// A well-formed code that was not there before.
fn code(table: &mut Reader<'_>, report: &mut Report, known: impl Fn(&str) -> bool) -> Option<String> {
    let code = table.take_text(report, "code")?;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !(2..=30).contains(&code.len()) || !code.bytes().all(plain) {
        table.fault(report, "code", Fault::Form(CODE_FORM));
    } else if known(&code) {
        table.fault(report, "code", Fault::Duplicate);
    }
    Some(code)
}

pub(super) fn recovery(reader: &mut Reader<'_>, report: &mut Report) -> RecoveryRules {
    if !reader.has("recovery") {
        return RecoveryRules::default();
    }
    reader.take(report, "recovery").unwrap_or_default()
}

pub(super) fn education(reader: &mut Reader<'_>, report: &mut Report) -> EducationRules {
    let mut rules = EducationRules::default();
    if !reader.has("education") {
        return rules;
    }
    let Some(mut table) = reader.take_table(report, "education") else { return rules };
    match table.take_text(report, "check").as_deref() {
        Some("automatic") => rules.asked = EducationAsked::Automatic,
        Some("codes") | None => {}
        Some(_) => table.fault(report, "check", Fault::UnknownValue),
    }
    if table.has("proofs") {
        for mut own in table.take_tables(report, "proofs") {
            let code = code(&mut own, report, |code| rules.proofs.iter().any(|other| other.code == code));
            let name = own.take_bilingual(report, "name");
            own.finish(report);
            if let (Some(code), Some(name)) = (code, name) {
                rules.proofs.push(EducationProof { code, name });
            }
        }
    }
    table.finish(report);
    rules
}
