//! Reviewing: the queue of the own jurisdiction, cases under a lease, and decisions.

mod decide;
mod lease;
mod store;

pub(crate) use lease::{expire_leases, require_lease};

use crate::{
    Caller, Enrolment, Result, Who,
    application::{self, Application},
    attachments::{self, Attachments},
    audit::Action,
    candidate,
    card::{self, CardPages},
    db::Tx,
    details::{self, CaseDetails},
    education::{self, CaseEducation},
    error::Cause,
    face::{self, FaceCase},
    photo::{self, PhotoReceipt},
    session::Jurisdiction,
    submission::{TimelineEntry, timeline},
};
use shared::{
    contact::PhoneNumber,
    document::{DocumentNumber, DocumentType},
    enrolment::{Item, ItemState, State},
    id::{EnrolmentId, Province, StaffId},
    problem::ProblemCode,
    review::{ReasonCode, Role},
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
    pub details: Option<CaseDetails>,
    pub education: CaseEducation,
    pub card: CardPages,
    pub face: Option<FaceCase>,
    /// Absent where the province asks for none.
    pub attachments: Option<Attachments>,
    pub timeline: Vec<TimelineEntry>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseItem {
    pub item: Item,
    pub state: ItemState,
    /// Reason of the last return.
    pub reason: Option<ReasonCode>,
    /// The candidate changed it since the application was sent back last.
    pub changed: bool,
}

impl Enrolment {
    /// The queue of the caller's jurisdiction, from `after` on.
    pub async fn queue(&self, caller: &Caller, after: Option<QueueCursor>) -> Result<Queue> {
        let reviewer = Reviewer::of(caller)?;
        let scope = reviewer.scope(self.now());
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

    /// The whole case, for the reviewer who holds it. The read is audited. Refused with `case.lease_lost`.
    pub async fn open_case(&self, caller: &Caller, id: EnrolmentId) -> Result<Case> {
        let mut tx = self.db().begin().await?;
        let application = application::load(&mut tx, id).await?;
        require_lease(self, caller, &application)?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let photo = photo::of_enrolment(&mut tx, id).await?;
        let pages = card::of_enrolment(&mut tx, id, &candidate).await?;
        let face = face::of_enrolment(self, &mut tx, id).await?;
        let details = details::of_case(&mut tx, &candidate, id).await?;
        let card = details.as_ref().and_then(|details| details.card.as_ref());
        let subject = details::subject(self, &candidate, details.as_ref().map(|own| &own.details), card);
        let education = education::of_case(self, &mut tx, &candidate, (id, subject)).await?;
        let attachments = attachments::of_case(self, &mut tx, &candidate, &application).await?;
        let timeline = timeline(&mut tx, id).await?;
        self.record_case(&mut tx, caller.into(), &application, Action::CaseRead).await?;
        tx.commit().await?;
        let item = |(item, state): (&Item, &ItemState)| CaseItem {
            item: *item,
            state: *state,
            reason: application.reasons.get(item).cloned(),
            changed: application.is_changed(*item),
        };
        Ok(Case {
            enrolment: id,
            state: application.progress.state,
            version: application.version,
            lease_until: application.lease.ok_or(Cause::Corrupt("enrolment.lease_until"))?.until,
            receipt: application.receipt.clone().ok_or(Cause::Corrupt("enrolment.receipt"))?,
            submitted_at: application.submitted_at.ok_or(Cause::Corrupt("enrolment.submitted_at"))?,
            items: application.progress.items.iter().map(item).collect(),
            phone: candidate.phone,
            document: candidate.document,
            photo,
            details,
            education,
            card: pages,
            face,
            attachments,
            timeline,
            province: application.province,
            region: application.region,
        })
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

/// A caller who may review.
#[derive(Clone, Copy)]
struct Reviewer<'a> {
    staff: StaffId,
    role: Role,
    jurisdiction: &'a Jurisdiction,
}

impl<'a> Reviewer<'a> {
    /// Refused with `session.needed` for anybody but staff, and with `request.not_permitted` for other roles.
    fn of(caller: &'a Caller) -> Result<Self> {
        match &caller.who {
            Who::Staff { staff, role: role @ (Role::Reviewer | Role::SeniorReviewer), jurisdiction, .. } => {
                Ok(Self { staff: *staff, role: *role, jurisdiction })
            }
            Who::Staff { .. } => Err(ProblemCode::NotPermitted.into()),
            Who::Guest | Who::Candidate { .. } => Err(ProblemCode::SessionNeeded.into()),
        }
    }

    fn require_jurisdiction(self, application: &Application) -> Result<()> {
        let covered = self.jurisdiction.covers(&application.province, &application.region);
        if covered { Ok(()) } else { Err(ProblemCode::NotPermitted.into()) }
    }

    fn scope(self, now: Timestamp) -> store::Scope<'a> {
        store::Scope { province: &self.jurisdiction.province, region_prefix: self.jurisdiction.prefix(), now }
    }
}
