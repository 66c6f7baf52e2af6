//! Reviewing: the queue of the own jurisdiction, cases under a lease, and decisions.

use crate::{Caller, Enrolment, Result, photo::PhotoReceipt, submission::TimelineEntry};
use shared::{
    contact::PhoneNumber,
    document::{DocumentNumber, DocumentType},
    enrolment::{Item, ItemState, State},
    id::{EnrolmentId, Province},
    review::{Decision, ReasonCode},
    time::Timestamp,
};

/// One page of a queue, oldest first, and the counts that go with it, read in one transaction.
#[derive(Clone, PartialEq, Debug)]
pub struct Queue {
    /// Waiting for anybody.
    pub waiting: u64,
    /// Held by the caller.
    pub mine: u64,
    /// Held by other reviewers.
    pub held: u64,
    pub cases: Vec<QueuedCase>,
    /// Pass it to see the next page.
    pub next: Option<QueueCursor>,
}

/// Where a page of the queue begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QueueCursor {
    pub submitted_at: Timestamp,
    pub enrolment: EnrolmentId,
}

/// A case in a list, masked.
#[derive(Clone, PartialEq, Debug)]
pub struct QueuedCase {
    pub enrolment: EnrolmentId,
    pub receipt: String,
    pub region: String,
    pub submitted_at: Timestamp,
    pub document_type: DocumentType,
    pub document_masked: String,
    pub holder: Holder,
}

/// Who holds a case at this moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holder {
    Nobody,
    Caller { until: Timestamp },
    Other { name: String, until: Timestamp },
}

/// A case as seen by the reviewer who holds it: unmasked.
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    pub enrolment: EnrolmentId,
    pub province: Province,
    pub state: State,
    /// Send it back with the decision; it fails when somebody changed the case meanwhile.
    pub version: i64,
    pub lease_until: Timestamp,
    pub receipt: String,
    pub region: String,
    pub submitted_at: Timestamp,
    pub phone: PhoneNumber,
    pub document: DocumentNumber,
    pub items: Vec<CaseItem>,
    pub photo: Option<PhotoReceipt>,
    pub timeline: Vec<TimelineEntry>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseItem {
    pub item: Item,
    pub state: ItemState,
    /// Reason of the last return.
    pub reason: Option<ReasonCode>,
}

impl Enrolment {
    /// The queue of the caller's jurisdiction, from `after` on.
    pub async fn queue(&self, caller: &Caller, after: Option<QueueCursor>) -> Result<Queue> {
        let _ = (caller, after);
        Err(crate::error::Cause::Unfinished("queue").into())
    }

    /// Takes the oldest waiting case. Refused with `queue.empty`.
    pub async fn take_next_case(&self, caller: &Caller) -> Result<EnrolmentId> {
        let _ = caller;
        Err(crate::error::Cause::Unfinished("take_next_case").into())
    }

    /// Takes a case, or renews the lease of one the caller holds; gives the end of the lease.
    /// Refused with `case.taken`, `request.not_permitted` or `enrolment.wrong_state`.
    pub async fn take_case(&self, caller: &Caller, id: EnrolmentId) -> Result<Timestamp> {
        let _ = (caller, id);
        Err(crate::error::Cause::Unfinished("take_case").into())
    }

    /// Gives a case back. Refused with `case.lease_lost`.
    pub async fn release_case(&self, caller: &Caller, id: EnrolmentId) -> Result<()> {
        let _ = (caller, id);
        Err(crate::error::Cause::Unfinished("release_case").into())
    }

    /// The whole case, for the reviewer who holds it. The read is audited. Refused with `case.lease_lost`.
    pub async fn open_case(&self, caller: &Caller, id: EnrolmentId) -> Result<Case> {
        let _ = (caller, id);
        Err(crate::error::Cause::Unfinished("open_case").into())
    }

    /// Decides a case that the caller holds. Refused with `case.lease_lost`, `request.conflict` (another version),
    /// `reason.needed` or `request.not_permitted` (only senior reviewers refuse).
    pub async fn decide_case(&self, caller: &Caller, id: EnrolmentId, version: i64, decision: Decision) -> Result<()> {
        let _ = (caller, id, version, decision);
        Err(crate::error::Cause::Unfinished("decide_case").into())
    }
}
