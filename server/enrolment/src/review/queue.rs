//! The queue of the own jurisdiction: counts and lists from one snapshot.

use super::{scope, store};
use crate::{Caller, Enrolment, Result, candidate, db::Tx};
use shared::{
    document::DocumentType,
    id::{EnrolmentId, StaffId},
    staff::Act,
    time::Timestamp,
};
use uuid::Uuid;

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

impl Enrolment {
    /// The queue of the caller's jurisdiction, from `after` on.
    pub async fn queue(&self, caller: &Caller, after: Option<QueueCursor>) -> Result<Queue> {
        let reviewer = caller.officer(Act::Review)?;
        let scope = scope(&reviewer, self.now());
        let page = self.settings().queue_page as usize;
        let from = after
            .map_or((Timestamp(i64::MIN), EnrolmentId(Uuid::nil())), |cursor| (cursor.submitted_at, cursor.enrolment));
        let mut tx = self.db().read().await?;
        let (waiting, mine, held) = store::counts(&mut tx, &scope, reviewer.staff).await?;
        let mut rows = store::list(&mut tx, &scope, from, page as i64 + 1).await?;
        let more = rows.len() > page;
        rows.truncate(page);
        let last = rows.last().map(|row| QueueCursor { submitted_at: row.submitted_at, enrolment: row.id });
        let mut cases = Vec::with_capacity(rows.len());
        for row in rows {
            cases.push(self.queued(&mut tx, row, reviewer.staff).await?);
        }
        tx.commit().await?;
        let (waiting, mine, held) = (waiting as u64, mine as u64, held as u64);
        Ok(Queue { waiting, mine, held, cases, next: last.filter(|_| more) })
    }

    async fn queued(&self, tx: &mut Tx, row: store::ListRow, me: StaffId) -> Result<QueuedCase> {
        let candidate = candidate::load(self, tx, row.candidate_id).await?;
        let holder = match (row.lease_staff_id, row.lease_until, row.holder) {
            (Some(staff), Some(until), _) if until > self.now() && staff == me => Holder::Caller { until },
            (Some(_), Some(until), Some(name)) if until > self.now() => Holder::Other { name, until },
            _ => Holder::Nobody,
        };
        Ok(QueuedCase {
            enrolment: row.id,
            receipt: row.receipt,
            region: row.region,
            submitted_at: row.submitted_at,
            document_type: candidate.document.kind(),
            document_masked: candidate.document.masked(),
            holder,
        })
    }
}
