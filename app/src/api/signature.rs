//! Signing.
#![expect(clippy::unused_async, reason = "server functions are async")]

use super::{Refusal, posting::Posting};
use crate::journey;
use enrolment::signature::{Mark, Signing};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_PHOTO,
    route,
    signature::NotASignature,
};

/// The form under the pad. It stays in the session, encrypted, until it is taken.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct SignatureForm {
    /// Of the application that stood above it.
    pub version: String,
    /// Makes the same form sent twice sign once.
    pub key: String,
    /// `drawn` or `typed`; without scripts `typed`.
    pub method: String,
    pub strokes: String,
    pub typed_name: String,
    /// That the typed name is meant as a signature.
    pub checks: String,
    pub consent: String,
    /// That a person decides, where machines could.
    pub by_person: String,
}

/// Longest drawing that is kept for the page that refuses it.
const KEPT: usize = 12 * 1024;

impl SignatureForm {
    pub const DRAFT: &str = "signature";
    pub const DRAWN: &str = "drawn";

    /// The mark, or everything that is wrong with the form.
    pub fn mark(&self) -> Result<Mark, Vec<Problem>> {
        let mark = if self.method == Self::DRAWN { self.drawn() } else { self.typed() };
        let mut problems = Vec::new();
        let mark = mark.map_err(|wrong| problems.extend(wrong)).ok();
        if self.consent != "on" {
            problems.push(Problem::at(ProblemCode::ConsentNeeded, Field::Consent));
        }
        mark.filter(|_| problems.is_empty()).ok_or(problems)
    }

    fn drawn(&self) -> Result<Mark, Vec<Problem>> {
        let code = |wrong| match wrong {
            NotASignature::TooShort => ProblemCode::SignatureTooShort,
            NotASignature::Unreadable => ProblemCode::SignatureUnreadable,
        };
        self.strokes.parse().map(Mark::Drawn).map_err(|wrong| vec![Problem::at(code(wrong), Field::Signature)])
    }

    fn typed(&self) -> Result<Mark, Vec<Problem>> {
        let mut problems = Vec::new();
        let name = self.typed_name.trim();
        let code = if name.is_empty() { ProblemCode::FieldMissing } else { ProblemCode::NameInvalid };
        let name = name.parse().map_err(|_| problems.push(Problem::at(code, Field::TypedName))).ok();
        if self.checks != "on" {
            problems.push(Problem::at(ProblemCode::ConsentNeeded, Field::Checks));
        }
        name.filter(|_| problems.is_empty()).map(Mark::Typed).ok_or(problems)
    }

    /// The same without a drawing that is too long to be kept.
    fn to_keep(&self) -> Self {
        let mut kept = self.clone();
        if kept.strokes.len() > KEPT {
            kept.strokes.clear();
        }
        kept.typed_name = kept.typed_name.chars().take(64).collect();
        kept
    }
}

/// 保存: signs what stands above the form. Where the province decides at once, that hands in.
#[server(name = Sign, prefix = "/api", endpoint = "sign")]
pub async fn sign(province: String, #[server(flatten)] form: SignatureForm) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.keep(SignatureForm::DRAFT, &form.to_keep()).await?;
    let mark = form.mark()?;
    let version = form.version.parse().map_err(|_| ProblemCode::BadRequest)?;
    let consent = posting.consent_to(CONSENT_PHOTO);
    let by_person = form.by_person == "on";
    let enrolment = &posting.context.enrolment;
    enrolment.sign(&posting.caller, Signing { version, key: form.key, mark, consent, by_person }).await?;
    enrolment.drop_draft(&posting.caller, SignatureForm::DRAFT).await?;
    leptos_axum::redirect(&journey::next_step(posting.profile(), &enrolment.status(&posting.caller).await?));
    Ok(())
}

/// Leads to the page that says whether a signature stands.
#[server(name = VerifySignature, prefix = "/api", endpoint = "verify-signature")]
pub async fn verify_signature(province: String, signature: String) -> Result<(), Refusal> {
    let province = province.parse().map_err(|_| ProblemCode::NotFound)?;
    let plain: String = signature.chars().filter(char::is_ascii_hexdigit).take(32).collect();
    let id = plain.parse().map_err(|_| Problem::at(ProblemCode::FieldInvalid, Field::Signature))?;
    leptos_axum::redirect(&route::Candidate(&province).verify_signature(id));
    Ok(())
}
