//! Handing in the application, and what its candidate sees of it afterwards.

use crate::{Caller, Enrolment, Result};
use shared::{
    document::DocumentNumber,
    enrolment::{Item, ItemState, State},
    id::{EnrolmentId, PhotoId, Province},
    profile::Window,
    review::ReasonCode,
    time::Timestamp,
};

/// The consent that the candidate gave, as shown to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// Version of the notice, e.g. `2026-1`.
    pub version: String,
    /// The text that was shown; its hash is kept.
    pub text: String,
}

/// The application was handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Number of the receipt: window, a letter-free serial, e.g. `202610-4F7K2Q9D`.
    pub number: String,
    pub submitted_at: Timestamp,
}

/// Everything the candidate may know about their application.
#[derive(Clone, PartialEq, Debug)]
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
    /// Why the whole application was refused.
    pub refusal: Option<ReasonCode>,
    pub window: Window,
    /// Whether the application may still be changed and handed in.
    pub open: bool,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A document number in the candidate's own view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentShown {
    pub kind: shared::document::DocumentType,
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
    Submitted,
    ReviewStarted,
    Returned,
    Approved,
    Refused,
}

impl Enrolment {
    /// Hands in the application. The same `idempotency_key` sent twice gives the same receipt.
    /// Refused with `consent.needed`, `window.closed`, `enrolment.incomplete` or `enrolment.wrong_state`.
    pub async fn submit_application(
        &self,
        caller: &Caller,
        idempotency_key: &str,
        consent: Option<Consent>,
    ) -> Result<Receipt> {
        let _ = (caller, idempotency_key, consent);
        Err(crate::error::Cause::Unfinished("submit_application").into())
    }

    /// Where the caller's application stands.
    pub async fn status(&self, caller: &Caller) -> Result<Status> {
        let _ = caller;
        Err(crate::error::Cause::Unfinished("status").into())
    }

    /// Replaces the document while that item is open (a draft, or sent back by a reviewer).
    pub async fn change_document(&self, caller: &Caller, document: DocumentNumber) -> Result<()> {
        let _ = (caller, document);
        Err(crate::error::Cause::Unfinished("change_document").into())
    }
}
