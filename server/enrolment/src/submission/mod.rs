//! Handing in the application, and what its candidate sees of it afterwards.

mod reminder;
mod store;
mod verify;

pub use reminder::Reminder;
pub use verify::Verified;

pub(crate) use reminder::open_at as open_reminder_at;

use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{self, Action, Entry},
    candidate, card,
    consent::{self, Consent},
    crypto::sha256,
    db::Tx,
    error::Cause,
    number, photo,
};
use shared::{
    document::{DocumentNumber, DocumentType},
    enrolment::{Event, Item, ItemState, State, Step},
    id::{EnrolmentId, PhotoId, Province},
    number::AdmissionNumber,
    problem::{Field, Problem, ProblemCode},
    profile::{CONSENT_PHOTO, ENROLMENT_RULES, Window},
    review::ReasonCode,
    time::Timestamp,
};

/// The application was handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Number of the receipt, e.g. `202610-4F7K2-Q9D3M`. Stays the same when a returned application is handed in again.
    pub number: String,
    pub submitted_at: Timestamp,
}

/// Everything the candidate may know about their application.
#[derive(Clone, PartialEq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers to independent questions of pages")]
pub struct Status {
    pub enrolment: EnrolmentId,
    pub province: Province,
    pub state: State,
    pub items: Vec<ItemStatus>,
    pub region: String,
    /// Masked, e.g. `138****8000`.
    pub phone: String,
    pub document: DocumentShown,
    pub photo: Option<PhotoId>,
    pub receipt: Option<Receipt>,
    /// Admission number, once it is allotted.
    pub number: Option<AdmissionNumber>,
    /// Why the whole application was refused.
    pub refusal: Option<ReasonCode>,
    pub window: Window,
    /// Whether the application may still be changed and handed in.
    pub open: bool,
    /// Whether what was handed in may be amended: no reviewer has taken it yet.
    pub amendable: bool,
    /// The caller's session may provide evidence only.
    pub limited: bool,
    pub password_set: bool,
    /// The present version of the notice to new candidates was accepted.
    pub notice_accepted: bool,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A document number in the candidate's own view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentShown {
    pub kind: DocumentType,
    pub masked: String,
}

impl From<&DocumentNumber> for DocumentShown {
    fn from(number: &DocumentNumber) -> Self {
        Self { kind: number.kind(), masked: number.masked() }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemStatus {
    pub item: Item,
    pub state: ItemState,
    /// Why a reviewer sent it back.
    pub reason: Option<ReasonCode>,
    /// Whether the candidate may provide or replace it now.
    pub open: bool,
    /// Whether it may be replaced although it was handed in: no reviewer has taken the case yet.
    pub amendable: bool,
}

/// One line of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimelineEntry {
    pub at: Timestamp,
    pub what: Milestone,
}

/// What happened, in the candidate's view.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Milestone {
    Registered,
    DocumentChanged,
    PhotoProvided,
    CardConfirmed,
    FaceProvided,
    Submitted,
    ReviewStarted,
    Returned,
    Approved,
    Refused,
    NumberAllotted,
}

impl Enrolment {
    /// Hands in the application. The same `idempotency_key` sent twice gives the same receipt.
    /// Refused with `consent.needed`, `window.closed`, `submit.too_soon`, `enrolment.incomplete` or `enrolment.wrong_state`.
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
        application.advance(&Event::Submit)?;
        if application.progress.items.contains_key(&Item::Photo) && photo::of_enrolment(&mut tx, id).await?.is_none() {
            return Err(ProblemCode::Incomplete.into());
        }
        let handed_in = Receipt {
            number: application
                .receipt
                .clone()
                .unwrap_or_else(|| receipt_number(&application.window_code, self.random())),
            submitted_at: self.now(),
        };
        application.submit_key = Some(key);
        application.receipt = Some(handed_in.number.clone());
        application.submitted_at = Some(handed_in.submitted_at);
        application::save(&mut tx, &application).await?;
        consent::record(self, &mut tx, id, CONSENT_PHOTO, &consent).await?;
        let detail = serde_json::json!({ "receipt": handed_in.number, "consent": consent.version });
        let (actor, action) = (caller.into(), Action::Submitted);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        Ok(handed_in)
    }

    /// The steps that provide no item: the notice accepted, a password chosen. Refused with `enrolment.incomplete`.
    async fn require_steps(&self, tx: &mut Tx, application: &Application) -> Result<()> {
        let (province, profile) = (&application.province, self.profile(&application.province)?);
        let notice = !profile.has_step(Step::Notice)
            || consent::accepted(self, tx, (province, application.id), ENROLMENT_RULES).await?;
        let password =
            !profile.has_step(Step::Password) || candidate::password_hash(tx, application.candidate).await?.is_some();
        if notice && password { Ok(()) } else { Err(ProblemCode::Incomplete.into()) }
    }

    /// Where the caller's application stands.
    pub async fn status(&self, caller: &Caller) -> Result<Status> {
        let (province, candidate, id) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let password_set = candidate::password_hash(&mut tx, candidate).await?.is_some();
        let notice_accepted = consent::accepted(self, &mut tx, (province, id), ENROLMENT_RULES).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let photo = photo::of_enrolment(&mut tx, id).await?.map(|photo| photo.photo);
        let number = number::of(&mut tx, &candidate, id).await?;
        let timeline = timeline(&mut tx, id).await?;
        tx.commit().await?;
        let (state, in_time) = (application.progress.state, application.is_in_time(self)?);
        let open = in_time && matches!(state, State::Draft | State::Returned);
        let amendable = in_time && state == State::Submitted;
        Ok(Status {
            enrolment: id,
            province: province.clone(),
            state,
            items: items(&application, open, amendable),
            region: application.region.clone(),
            phone: candidate.phone.masked(),
            document: (&candidate.document).into(),
            photo,
            receipt: receipt(&application),
            number,
            refusal: application.refusal.clone(),
            window: application.window(self)?.clone(),
            open,
            amendable,
            limited: caller.candidate().is_err(),
            password_set,
            notice_accepted,
            timeline,
        })
    }

    /// Replaces the document while that item is open (a draft, or sent back by a reviewer).
    /// Refused with `document.type_unknown`, `document.not_available` or as a photograph would be.
    pub async fn change_document(&self, caller: &Caller, document: DocumentNumber) -> Result<()> {
        let (province, candidate, id) = caller.candidate()?;
        if !self.profile(province)?.document_types.contains(&document.kind()) {
            return Err(Problem::at(ProblemCode::DocumentTypeUnknown, Field::DocumentType).into());
        }
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        application.require_open(self)?;
        application.advance(&Event::Provide(Item::Document))?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        if !candidate::set_document(self, &mut tx, province, &candidate, &document).await? {
            return Err(Problem::at(ProblemCode::DocumentNotAvailable, Field::DocumentNumber).into());
        }
        card::ask_again(&mut tx, &mut application).await?;
        application::save(&mut tx, &application).await?;
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

/// What may be changed after handing in (修改考籍信息); the rest was confirmed by evidence.
const AMENDABLE: [Item; 3] = [Item::Photo, Item::Details, Item::Attachments];

/// What the candidate sees of an application's history, oldest first.
pub(crate) async fn timeline(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<TimelineEntry>> {
    let history = audit::history(tx, id).await?;
    Ok(history.into_iter().filter_map(|(at, action)| Some(TimelineEntry { at, what: milestone(action)? })).collect())
}

const fn milestone(action: Action) -> Option<Milestone> {
    Some(match action {
        Action::Registered => Milestone::Registered,
        Action::DocumentChanged => Milestone::DocumentChanged,
        Action::PhotoProvided => Milestone::PhotoProvided,
        Action::CardConfirmed => Milestone::CardConfirmed,
        Action::FaceProvided | Action::FaceToReviewer => Milestone::FaceProvided,
        Action::Submitted => Milestone::Submitted,
        Action::CaseTaken => Milestone::ReviewStarted,
        Action::CaseReturned => Milestone::Returned,
        Action::CaseApproved => Milestone::Approved,
        Action::CaseRefused => Milestone::Refused,
        Action::NumberAllotted => Milestone::NumberAllotted,
        _ => return None,
    })
}

fn receipt(application: &Application) -> Option<Receipt> {
    let (number, submitted_at) = application.receipt.clone().zip(application.submitted_at)?;
    Some(Receipt { number, submitted_at })
}

fn items(application: &Application, open: bool, amendable: bool) -> Vec<ItemStatus> {
    let progress = &application.progress;
    let status = |(item, state): (&Item, &ItemState)| ItemStatus {
        item: *item,
        state: *state,
        reason: application.reasons.get(item).filter(|_| *state == ItemState::Returned).cloned(),
        open: open && progress.is_open(*item),
        amendable: amendable && AMENDABLE.contains(item) && progress.is_open(*item),
    };
    progress.items.iter().map(status).collect()
}
