//! Forms as they are typed, and their reading into well-formed values. Every field may be empty; each problem names its
//! field, and all of them are found at once.

use enrolment::registration::{EmailProof, Registration};
use serde::{Deserialize, Serialize};
use shared::{
    contact::{Email, PhoneNumber},
    document::{BadNumber, DocumentNumber, DocumentType},
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
};
use std::fmt;

/// A password or token on its way in. `Debug` hides it, also inside the arguments of a server function.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// Registration and sign-in. `Debug` hides it: it is what a person typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    pub phone: String,
    pub code: String,
    pub email: String,
    pub email_code: String,
    pub document_type: String,
    pub document_number: String,
    pub region: String,
    pub consent: String,
}

impl fmt::Debug for ContactForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactForm(***)")
    }
}

/// Name under which the draft of a page is kept.
pub const REGISTER: &str = "register";
pub const SIGN_IN: &str = "sign-in";
pub const DOCUMENT: &str = "document";

impl ContactForm {
    pub fn phone(&self) -> Result<PhoneNumber, Problem> {
        self.phone.parse().map_err(|_| Problem::at(ProblemCode::PhoneInvalid, Field::Phone))
    }

    pub fn email(&self) -> Result<Email, Problem> {
        self.email.parse().map_err(|_| Problem::at(ProblemCode::EmailInvalid, Field::Email))
    }

    /// The code as typed; empty ones and those of another length are refused before they cost a try.
    pub fn code(&self, profile: &Profile) -> Result<String, Problem> {
        code(&self.code, profile, Field::Code)
    }

    /// The address and its code where the province asks for one; every problem of them.
    fn email_proof(&self, profile: &Profile) -> Result<Option<EmailProof>, Vec<Problem>> {
        if !profile.accounts.email {
            return Ok(None);
        }
        match (self.email(), code(&self.email_code, profile, Field::EmailCode)) {
            (Ok(email), Ok(code)) => Ok(Some(EmailProof { email, code })),
            (email, code) => Err([email.err(), code.err()].into_iter().flatten().collect()),
        }
    }

    pub fn document(&self, profile: &Profile) -> Result<DocumentNumber, Vec<Problem>> {
        let kind = DocumentType::parse(&self.document_type).filter(|kind| profile.document_types.contains(kind));
        document_of(kind, &self.document_number)
    }

    fn region(&self, profile: &Profile) -> Result<String, Problem> {
        let known = profile.region(&self.region).map(|region| region.code.clone());
        known.ok_or_else(|| Problem::at(ProblemCode::RegionUnknown, Field::Region))
    }

    fn agreed(&self) -> Result<(), Problem> {
        if self.consent == "on" { Ok(()) } else { Err(Problem::at(ProblemCode::ConsentNeeded, Field::Consent)) }
    }

    /// The registration, or every problem in the order of the fields.
    pub fn registration(&self, profile: &Profile) -> Result<(Registration, Option<EmailProof>), Vec<Problem>> {
        let (phone, code, email) = (self.phone(), self.code(profile), self.email_proof(profile));
        let (document, region, agreed) = (self.document(profile), self.region(profile), self.agreed());
        match (phone, code, email, document, region, agreed) {
            (Ok(phone), Ok(code), Ok(email), Ok(document), Ok(region), Ok(())) => {
                Ok((Registration { phone, code, document, region }, email))
            }
            (phone, code, email, document, region, agreed) => {
                let before = [phone.err(), code.err()].into_iter().flatten();
                let lists = [email.err(), document.err()].into_iter().flatten().flatten();
                Err(before.chain(lists).chain([region.err(), agreed.err()].into_iter().flatten()).collect())
            }
        }
    }

    /// Phone and code of the sign-in page, or every problem.
    pub fn sign_in(&self, profile: &Profile) -> Result<(PhoneNumber, String), Vec<Problem>> {
        match (self.phone(), self.code(profile)) {
            (Ok(phone), Ok(code)) => Ok((phone, code)),
            (phone, code) => Err([phone.err(), code.err()].into_iter().flatten().collect()),
        }
    }
}

/// A document number as it is typed, or what is wrong with the document; `kind`: nothing where none that is offered was chosen.
pub fn document_of(kind: Option<DocumentType>, typed: &str) -> Result<DocumentNumber, Vec<Problem>> {
    if let Some(kind) = kind {
        return document(kind, typed).map_err(|problem| vec![problem]);
    }
    let number = typed.trim().is_empty().then(|| Problem::at(ProblemCode::FieldMissing, Field::DocumentNumber));
    Err([Problem::at(ProblemCode::DocumentTypeUnknown, Field::DocumentType)].into_iter().chain(number).collect())
}

/// A document number as it is typed.
fn document(kind: DocumentType, typed: &str) -> Result<DocumentNumber, Problem> {
    DocumentNumber::parse(kind, typed).map_err(|bad| {
        let code = match bad {
            BadNumber::Form => ProblemCode::DocumentForm,
            BadNumber::CheckDigit => ProblemCode::DocumentCheckDigit,
            BadNumber::BirthDate => ProblemCode::DocumentBirthDate,
        };
        Problem::at(code, Field::DocumentNumber)
    })
}

/// A code as typed; of another length it is refused before it costs a try.
pub(super) fn code(typed: &str, profile: &Profile, field: Field) -> Result<String, Problem> {
    let digits = typed.chars().filter(|c| !c.is_whitespace()).count();
    if digits == usize::from(profile.codes.digits) {
        Ok(typed.to_owned())
    } else {
        Err(Problem::at(ProblemCode::CodeMissing, field))
    }
}

/// When a code was last asked for, so that the page can say so and count down.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeSent {
    /// Masked.
    pub phone: String,
    /// Instant from which another may be asked for, in milliseconds since the epoch.
    pub resend_at: i64,
}

impl CodeSent {
    pub const DRAFT: &str = "code-sent";
    /// The same for codes by e-mail.
    pub const MAIL_DRAFT: &str = "mailed-code-sent";
}

#[cfg(test)]
mod tests;
