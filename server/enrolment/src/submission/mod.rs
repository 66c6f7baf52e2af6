//! Handing in the application, and correcting its document. What its candidate sees of it is `status`, what handing in depends on
//! is `sound`.

mod reminder;
mod sound;
mod status;
mod store;
mod verify;

pub use reminder::Reminder;
pub use status::{DocumentShown, ItemStatus, Milestone, Status, TimelineEntry};
pub use verify::Verified;

pub(crate) use verify::canonical as canonical_receipt;

pub(crate) use reminder::open_at as open_reminder_at;
pub(crate) use status::timeline;

use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    attachments,
    audit::{Action, Entry},
    candidate::{self, Candidate},
    card,
    consent::{self, Consent},
    crypto::sha256,
    desk, details,
    error::Cause,
    existing,
};
use shared::{
    document::DocumentNumber,
    enrolment::{Event, Item},
    problem::{Field, Problem, ProblemCode},
    profile::CONSENT_PHOTO,
    time::Timestamp,
};

/// The application was handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Number of the receipt, e.g. `202610-4F7K2-Q9D3M`. Stays the same when a returned application is handed in again.
    pub number: String,
    pub submitted_at: Timestamp,
}

impl Enrolment {
    /// Hands in the application. The same `idempotency_key` sent twice gives the same receipt.
    /// Refused with `consent.needed`, `window.closed`, `submit.too_soon`, `enrolment.incomplete`, `enrolment.wrong_state`, or with
    /// what makes an earlier answer insufficient today.
    pub async fn submit_application(
        &self,
        caller: &Caller,
        idempotency_key: &str,
        consent: Option<Consent>,
    ) -> Result<Receipt> {
        let (province, _, id) = caller.candidate()?;
        if idempotency_key.is_empty() {
            return Err(ProblemCode::BadRequest.into());
        }
        let key = sha256(idempotency_key.as_bytes());
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        if application.submit_key.as_ref() == Some(&key) {
            return receipt(&application).ok_or_else(|| Cause::Corrupt("enrolment.receipt").into());
        }
        let consent = consent.ok_or(Problem::at(ProblemCode::ConsentNeeded, Field::Consent))?;
        application.require_open(self)?;
        self.require_steps(&mut tx, &application).await?;
        self.require_reminded(&mut tx, &application).await?;
        let dropped = application::drop_items(self, &mut tx, &mut application).await?;
        application.advance(&Event::Submit)?;
        self.require_all_sound(&mut tx, &application).await?;
        let handed_in = self.stamp(&mut application, key);
        application::save(&mut tx, &application).await?;
        consent::record(self, &mut tx, id, CONSENT_PHOTO, &consent).await?;
        let detail = serde_json::json!({ "receipt": handed_in.number, "consent": consent.version, "dropped": dropped });
        let (actor, action) = (caller.into(), Action::Submitted);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        Ok(handed_in)
    }

    /// Gives the application that is being handed in its receipt; it keeps one that it has.
    pub(crate) fn stamp(&self, application: &mut Application, key: Vec<u8>) -> Receipt {
        let number = application.receipt.clone();
        let number = number.unwrap_or_else(|| receipt_number(&application.window_code, self.random()));
        let handed_in = Receipt { number, submitted_at: self.now() };
        application.submit_key = Some(key);
        application.receipt = Some(handed_in.number.clone());
        application.submitted_at = Some(handed_in.submitted_at);
        handed_in
    }

    /// Replaces the document while that item is open (a draft, or sent back by a reviewer). What depends on the number – the
    /// card's confirmation, details, the register's answer, proofs – is asked for or judged again where it no longer fits.
    /// Refused with `document.type_unknown`, `document.not_available` or as a photograph would be.
    pub async fn change_document(&self, caller: &Caller, document: DocumentNumber) -> Result<()> {
        let (province, candidate, id) = caller.candidate()?;
        if !self.profile(province)?.document_types.contains(&document.kind()) {
            return Err(Problem::at(ProblemCode::DocumentTypeUnknown, Field::DocumentType).into());
        }
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        application.require_open(self)?;
        let (asked, progress) = (details::asked(self, &mut tx, &application).await?, application.progress.clone());
        application.advance(&Event::Provide(Item::Document))?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let changed = candidate.document != document;
        if changed {
            existing::require_unbound(&mut tx, candidate.id, Field::DocumentNumber).await?;
        }
        if !candidate::set_document(self, &mut tx, province, &candidate, &document).await? {
            return Err(Problem::at(ProblemCode::DocumentNotAvailable, Field::DocumentNumber).into());
        }
        if changed {
            existing::late::note_all(self, &mut tx, province, &document).await?;
            let candidate = Candidate { document, ..candidate };
            card::number_changed(&mut tx, &mut application, &candidate).await?;
            details::recheck(self, &mut tx, &mut application).await?;
            attachments::recompute(self, &mut tx, &mut application, asked.as_ref()).await?;
            desk::lapse(self, &mut tx, id).await?;
        }
        application::save(&mut tx, &application).await?;
        self.record_reopened(&mut tx, caller.into(), (&application, &progress)).await?;
        let (actor, action, detail) = (caller.into(), Action::DocumentChanged, serde_json::json!({}));
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await
    }
}

/// Digits of the window, then 50 random bits in Crockford's base 32: says nothing about how many there are.
pub(crate) fn receipt_number(window: &str, random: [u8; 10]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let random = random.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    let digits: String = window.chars().filter(char::is_ascii_digit).collect();
    let (first, second): (String, String) = (random[..5].iter().collect(), random[5..].iter().collect());
    format!("{digits}-{first}-{second}")
}

fn receipt(application: &Application) -> Option<Receipt> {
    let (number, submitted_at) = application.receipt.clone().zip(application.submitted_at)?;
    Some(Receipt { number, submitted_at })
}
