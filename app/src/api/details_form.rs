//! The details form as it is typed, and its reading. Every problem is found at once, each at its field.

use enrolment::details::DetailsBasis;
use serde::{Deserialize, Serialize};
use shared::{
    contact::BadAddress,
    details::{Details, EarlierEducation, FormerIdentity, MajorChosen},
    person::{CodeTable, Education, Mismatch, PersonName, Sex, number, pinyin},
    problem::{Field, Problem, ProblemCode},
    profile::{Level, Major, Profile},
};
use std::{fmt, str::FromStr};

/// Name under which the draft is kept.
pub const DETAILS: &str = "details";

/// Everything on the page. What the card says is not typed and may be empty. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailsForm {
    pub name: String,
    pub ethnicity: String,
    pub sex: String,
    pub birth_date: String,
    pub pinyin: String,
    pub household: String,
    pub political: String,
    pub address: String,
    pub postcode: String,
    pub occupation: String,
    pub email: String,
    pub region: String,
    /// What majors are searched by.
    pub q: String,
    pub major: String,
    pub education: String,
    /// `yes` or `no`
    pub changed: String,
    pub former_name: String,
    pub former_number: String,
    pub school: String,
    pub certificate: String,
    /// Version of the application that the page was made from.
    pub version: String,
    /// `check`: go to the education check next. Where the page is left without saving: a [`Leaving`].
    pub then: String,
}

/// Where the page is left for, with what was typed kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leaving {
    /// 上一步
    Back,
    /// What stands on the identity document.
    Card,
    /// Asking for another region.
    Region,
}

impl Leaving {
    /// Value of the button.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Back => "back",
            Self::Card => "card",
            Self::Region => "region",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Back, Self::Card, Self::Region].into_iter().find(|leaving| leaving.as_str() == text)
    }
}

impl fmt::Debug for DetailsForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DetailsForm(***)")
    }
}

/// Collects what is wrong while the values are read.
struct Reading(Vec<Problem>);

impl Reading {
    fn refuse<T>(&mut self, code: ProblemCode, field: Field) -> Option<T> {
        self.0.push(Problem::at(code, field));
        None
    }

    /// A value that must be there.
    fn needed<T: FromStr>(&mut self, typed: &str, code: ProblemCode, field: Field) -> Option<T> {
        if typed.trim().is_empty() {
            return self.refuse(ProblemCode::FieldMissing, field);
        }
        typed.parse().ok().or_else(|| self.refuse(code, field))
    }

    /// A value that may be absent.
    fn optional<T: FromStr>(&mut self, typed: &str, code: ProblemCode, field: Field) -> Option<T> {
        if typed.trim().is_empty() { None } else { self.needed(typed, code, field) }
    }

    /// One of a table.
    fn chosen<T: CodeTable>(&mut self, code: &str, field: Field) -> Option<T> {
        T::parse(code).or_else(|| self.refuse(ProblemCode::FieldMissing, field))
    }
}

impl DetailsForm {
    /// The form as it looked when this was saved.
    pub fn of(details: &Details) -> Self {
        let former = details.former.as_ref();
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        Self {
            name: details.name.expose().to_owned(),
            ethnicity: details.ethnicity.code().to_owned(),
            sex: details.sex.code().to_owned(),
            birth_date: details.birth_date.to_string(),
            pinyin: details.pinyin.expose().to_owned(),
            household: details.household.code().to_owned(),
            political: details.political.code().to_owned(),
            address: details.address.expose().to_owned(),
            postcode: text(details.postcode.as_ref().map(shared::contact::Postcode::expose)),
            occupation: text(details.occupation.map(CodeTable::code)),
            email: text(details.email.as_ref().map(shared::contact::Email::expose)),
            region: details.region.clone(),
            major: details.major.code.clone(),
            education: details.education.code().to_owned(),
            changed: if former.is_some() { "yes" } else { "no" }.to_owned(),
            former_name: text(former.and_then(|former| former.name.as_ref()).map(shared::person::PersonName::expose)),
            former_number: text(
                former.and_then(|former| former.number.as_ref()).map(shared::details::FormerNumber::expose),
            ),
            school: text(details.earlier.as_ref().map(|own| own.school.expose())),
            certificate: text(details.earlier.as_ref().map(|own| own.certificate.expose())),
            ..Self::default()
        }
    }

    /// The first form of somebody who has saved nothing: what the document number knows is there already.
    pub fn first(basis: &DetailsBasis) -> Self {
        let birth_date = basis.document.birth_date().map(|date| date.to_string()).unwrap_or_default();
        let sex = number::sex(&basis.document).map(|sex| sex.code().to_owned()).unwrap_or_default();
        let mut form =
            Self { birth_date, sex, region: basis.region.clone(), changed: "no".to_owned(), ..Self::default() };
        if let Some(known) = &basis.known {
            known.name.expose().clone_into(&mut form.name);
            form.email = known.email.as_ref().map(|email| email.expose().to_owned()).unwrap_or_default();
            form.major = known.major.clone().unwrap_or_default();
        }
        form
    }

    /// The version that the page was made from.
    pub fn version(&self) -> Option<i64> {
        self.version.parse().ok()
    }

    /// The form with everything that the card says in the place of what was typed.
    #[must_use]
    pub fn with_card(mut self, basis: &DetailsBasis) -> Self {
        let Some(card) = &basis.card else { return self };
        let put = |typed: &mut String, known: Option<String>| {
            if let Some(known) = known {
                *typed = known;
            }
        };
        put(&mut self.name, card.name.as_ref().map(|name| name.expose().to_owned()));
        put(&mut self.ethnicity, card.ethnicity.map(|ethnicity| ethnicity.code().to_owned()));
        put(&mut self.sex, card.sex.map(|sex| sex.code().to_owned()));
        put(&mut self.birth_date, card.birth_date.map(|date| date.to_string()));
        put(&mut self.address, card.address.as_ref().map(|address| address.expose().to_owned()));
        self
    }

    /// The details, or every problem in the order of the fields.
    pub fn details(&self, profile: &Profile, basis: &DetailsBasis) -> Result<Details, Vec<Problem>> {
        let mut read = Reading(Vec::new());
        let details = self.clone().with_card(basis).read(profile, basis, &mut read);
        details.filter(|_| read.0.is_empty()).ok_or(read.0)
    }

    /// Reads every field before it gives up, so that the list is complete.
    fn read(&self, profile: &Profile, basis: &DetailsBasis, read: &mut Reading) -> Option<Details> {
        let name = read.needed(&self.name, ProblemCode::NameInvalid, Field::Name);
        let ethnicity = read.chosen(&self.ethnicity, Field::Ethnicity);
        let sex = read.chosen(&self.sex, Field::Sex);
        let birth_date = read.needed(&self.birth_date, ProblemCode::BirthDateInvalid, Field::BirthDate);
        Self::fits_number(basis, sex, birth_date, read);
        let address = self.address(basis, read);
        let pinyin = read.needed(&self.pinyin, ProblemCode::PinyinInvalid, Field::Pinyin);
        let household = read.chosen(&self.household, Field::Household);
        let political = read.chosen(&self.political, Field::Political);
        let postcode = read.optional(&self.postcode, ProblemCode::PostcodeInvalid, Field::Postcode);
        let occupation = CodeTable::parse(&self.occupation);
        let email = read.optional(&self.email, ProblemCode::EmailInvalid, Field::Email);
        let region = self.region(profile, read);
        let major = self.major(profile, read);
        let education = self.education(major, read);
        let earlier = self.earlier(profile, major, read);
        let former = self.former(read);
        Some(Details {
            name: name?,
            ethnicity: ethnicity?,
            sex: sex?,
            birth_date: birth_date?,
            address: address?,
            pinyin: pinyin?,
            household: household?,
            political: political?,
            postcode,
            occupation,
            email,
            region: region?,
            major: major.map(|major| MajorChosen {
                code: major.code.clone(),
                name: major.name.clone(),
                level: major.level,
            })?,
            education: education?,
            former,
            earlier,
        })
    }

    fn fits_number(basis: &DetailsBasis, sex: Option<Sex>, birth_date: Option<jiff::civil::Date>, read: &mut Reading) {
        for mismatch in number::mismatches(&basis.document, birth_date, sex) {
            let field = match mismatch {
                Mismatch::BirthDate => Field::BirthDate,
                Mismatch::Sex => Field::Sex,
            };
            read.0.push(Problem::at(ProblemCode::DocumentMismatch, field));
        }
    }

    /// The same without a spelling that was proposed for the name as it stands.
    #[must_use]
    pub fn without_proposed_spelling(mut self) -> Self {
        let name: Option<PersonName> = self.name.parse().ok();
        if name.is_some_and(|name| pinyin::propose(&name).into_iter().any(|one| String::from(one) == self.pinyin)) {
            self.pinyin.clear();
        }
        self
    }

    fn address(&self, basis: &DetailsBasis, read: &mut Reading) -> Option<shared::contact::Address> {
        // the page calls the field after what it is for
        let missing = if basis.postal { ProblemCode::PostalMissing } else { ProblemCode::FieldMissing };
        match self.address.parse() {
            Ok(address) => Some(address),
            Err(BadAddress::Empty) => read.refuse(missing, Field::Address),
            Err(BadAddress::TooLong) => read.refuse(ProblemCode::FieldTooLong, Field::Address),
            Err(BadAddress::Invisible) => read.refuse(ProblemCode::FieldInvalid, Field::Address),
        }
    }

    fn region(&self, profile: &Profile, read: &mut Reading) -> Option<String> {
        let known = profile.region(&self.region).map(|region| region.code.clone());
        known.or_else(|| read.refuse(ProblemCode::RegionUnknown, Field::Region))
    }

    fn major<'p>(&self, profile: &'p Profile, read: &mut Reading) -> Option<&'p Major> {
        profile.major(&self.major).or_else(|| read.refuse(ProblemCode::MajorUnknown, Field::Major))
    }

    fn education(&self, major: Option<&Major>, read: &mut Reading) -> Option<Education> {
        let education: Education = read.chosen(&self.education, Field::Education)?;
        if major.is_some_and(|major| major.level == Level::Bachelor) && !education.at_least(Education::College) {
            return read.refuse(ProblemCode::EducationTooLow, Field::Education);
        }
        Some(education)
    }

    /// The diploma, where the register is asked about it by itself.
    fn earlier(&self, profile: &Profile, major: Option<&Major>, read: &mut Reading) -> Option<EarlierEducation> {
        if !profile.education.is_automatic() || major.is_none_or(|major| major.level != Level::Bachelor) {
            return None;
        }
        let school = read.needed(&self.school, ProblemCode::FieldInvalid, Field::School);
        let certificate = read.needed(&self.certificate, ProblemCode::FieldInvalid, Field::Certificate);
        Some(EarlierEducation { school: school?, certificate: certificate? })
    }

    /// The old name or number, where the question is answered with yes.
    fn former(&self, read: &mut Reading) -> Option<FormerIdentity> {
        match self.changed.as_str() {
            "yes" => {}
            "no" => return None,
            _ => return read.refuse(ProblemCode::FieldMissing, Field::Changed),
        }
        if self.former_name.trim().is_empty() && self.former_number.trim().is_empty() {
            return read.refuse(ProblemCode::FieldMissing, Field::FormerName);
        }
        let name = read.optional(&self.former_name, ProblemCode::NameInvalid, Field::FormerName);
        let number = read.optional(&self.former_number, ProblemCode::FieldInvalid, Field::FormerNumber);
        Some(FormerIdentity { name, number })
    }
}

/// Majors whose code or name holds `query`; all where it is blank.
pub fn majors<'p>(profile: &'p Profile, query: &str) -> Vec<&'p Major> {
    let query = query.trim().to_uppercase();
    let matches = |major: &&Major| major.code.contains(&query) || major.name.to_uppercase().contains(&query);
    profile.offered_majors().filter(matches).collect()
}

#[cfg(test)]
mod tests;
