//! What stands on the identity document as it is typed, and its reading into well-formed values.

use enrolment::card::{CardPages, Confirmation};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use shared::{
    document::DocumentNumber,
    evidence::{CardField, CardFields, Day, FOR_EVER},
    person::{CodeTable as _, Ethnicity, PersonName, Sex, number},
    problem::{Field, Problem, ProblemCode},
};
use std::{fmt, str::FromStr};

/// The form of 核对信息. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CardForm {
    pub name: String,
    pub sex: String,
    pub ethnicity: String,
    pub birth_date: String,
    pub address: String,
    pub valid_from: String,
    /// A day, or 长期.
    pub valid_to: String,
    /// The pictures that stood beside the form.
    pub portrait: String,
    pub emblem: String,
}

impl fmt::Debug for CardForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardForm(***)")
    }
}

impl CardForm {
    /// Name under which what was typed is kept.
    pub const DRAFT: &str = "card";

    /// What the form shows first: what was confirmed of these pictures, else what was read, else what was confirmed of others, else
    /// what the number says.
    pub fn filled(pages: &CardPages, document: &DocumentNumber) -> Self {
        // other pictures have been read since
        let overtaken = pages.confirmed_at.is_none() && pages.reading.is_some();
        if let Some(record) = pages.record.as_ref().filter(|_| !overtaken) {
            return Self::of(&record.fields);
        }
        let read =
            |field| pages.reading.as_ref().and_then(|reading| reading.text(field)).unwrap_or_default().to_owned();
        let sex = Sex::named(&read(CardField::Sex)).or_else(|| number::sex(document));
        let birth = read(CardField::BirthDate).parse().ok().or_else(|| document.birth_date().map(Day));
        let ethnicity = Ethnicity::named(&read(CardField::Ethnicity));
        Self {
            name: read(CardField::Name),
            sex: sex.map(|sex| sex.code().to_owned()).unwrap_or_default(),
            ethnicity: ethnicity.map(|ethnicity| ethnicity.code().to_owned()).unwrap_or_default(),
            birth_date: birth.map(|day: Day| day.to_string()).unwrap_or_default(),
            address: read(CardField::Address),
            valid_from: read(CardField::ValidFrom),
            valid_to: read(CardField::ValidTo),
            ..Self::default()
        }
    }

    fn of(fields: &CardFields) -> Self {
        Self {
            name: fields.name.expose().to_owned(),
            sex: fields.sex.code().to_owned(),
            ethnicity: fields.ethnicity.map(|ethnicity| ethnicity.code().to_owned()).unwrap_or_default(),
            birth_date: fields.birth_date.to_string(),
            address: fields.address.clone().unwrap_or_default(),
            valid_from: fields.valid_from.to_string(),
            valid_to: fields.text(CardField::ValidTo).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What is confirmed, or every problem in the order of the fields.
    pub fn confirmation(&self, document: &DocumentNumber, today: Date) -> Result<Confirmation, Vec<Problem>> {
        let pictures = [&self.portrait, &self.emblem].map(|id| id.parse().ok());
        let [Some(portrait), Some(emblem)] = pictures else { return Err(vec![ProblemCode::CardMissing.into()]) };
        let fields = self.fields(document)?;
        let problems = fields.problems(document, today);
        if problems.is_empty() { Ok(Confirmation { fields, pictures: [portrait, emblem] }) } else { Err(problems) }
    }

    fn fields(&self, document: &DocumentNumber) -> Result<CardFields, Vec<Problem>> {
        let mut problems = Vec::new();
        let bears = |field: CardField| field.stands_on(document.kind());
        let name = Self::read::<PersonName>(&self.name, (Field::Name, ProblemCode::NameInvalid), &mut problems);
        let sex = Sex::parse(&self.sex);
        if sex.is_none() {
            problems.push(Problem::at(ProblemCode::FieldMissing, Field::Sex));
        }
        let ethnicity = Ethnicity::parse(&self.ethnicity).filter(|_| bears(CardField::Ethnicity));
        let birth = (Field::BirthDate, ProblemCode::BirthDateInvalid);
        let birth_date = Self::read::<Day>(&self.birth_date, birth, &mut problems);
        let from = (Field::ValidFrom, ProblemCode::FieldInvalid);
        let valid_from = Self::read::<Day>(&self.valid_from, from, &mut problems);
        let valid_to = match self.valid_to.trim() {
            FOR_EVER => Some(None),
            day => Self::read::<Day>(day, (Field::ValidTo, ProblemCode::FieldInvalid), &mut problems).map(Some),
        };
        let address = Some(self.address.trim().to_owned()).filter(|_| bears(CardField::Address));
        match (name, sex, birth_date, valid_from, valid_to) {
            (Some(name), Some(sex), Some(birth_date), Some(valid_from), Some(valid_to)) => {
                Ok(CardFields { name, sex, ethnicity, birth_date, address, valid_from, valid_to })
            }
            _ => Err(problems),
        }
    }

    fn read<T: FromStr>(typed: &str, (field, code): (Field, ProblemCode), problems: &mut Vec<Problem>) -> Option<T> {
        let code = if typed.trim().is_empty() { ProblemCode::FieldMissing } else { code };
        let read = typed.parse().ok();
        if read.is_none() {
            problems.push(Problem::at(code, field));
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::document::DocumentType;

    const ID: &str = "0190a0b0c0d070008000000000000001";

    fn document() -> DocumentNumber {
        DocumentNumber::parse(DocumentType::ResidentIdCard, "430102200001010011").expect("a number")
    }

    fn typed() -> CardForm {
        CardForm {
            name: "张 三".to_owned(),
            sex: "1".to_owned(),
            ethnicity: Ethnicity::Han.code().to_owned(),
            birth_date: "2000年1月1日".to_owned(),
            address: " 长沙市 ".to_owned(),
            valid_from: "20180301".to_owned(),
            valid_to: "长期".to_owned(),
            portrait: ID.to_owned(),
            emblem: ID.to_owned(),
        }
    }

    fn wrong(form: &CardForm) -> Vec<Field> {
        let today = Date::constant(2026, 12, 1);
        form.confirmation(&document(), today)
            .map_or_else(|problems| problems.into_iter().filter_map(|problem| problem.field).collect(), |_| Vec::new())
    }

    #[test]
    fn usual_writings_are_read() {
        assert_eq!(wrong(&typed()), []);
        assert_eq!(wrong(&CardForm { valid_to: "2038.03.01".to_owned(), ..typed() }), []);
    }

    #[test]
    fn every_problem_is_found_at_once() {
        let empty = CardForm { portrait: ID.to_owned(), emblem: ID.to_owned(), ..CardForm::default() };
        let all = [Field::Name, Field::Sex, Field::BirthDate, Field::ValidFrom, Field::ValidTo];
        assert_eq!(wrong(&empty), all);
        let two = CardForm { sex: "2".to_owned(), address: String::new(), ..typed() };
        assert_eq!(wrong(&two), [Field::Sex, Field::Address]);
    }

    #[test]
    fn what_the_number_says_is_filled_in() {
        let form = CardForm::filled(&CardPages::default(), &document());
        assert_eq!((form.sex.as_str(), form.birth_date.as_str()), ("1", "2000-01-01"));
    }
}
