//! The audit trail: append-only, each entry chained to the one before by a keyed hash, reads included. Whether it is whole is
//! found out in `verify`, against the anchors of `anchor`; what is old goes to files in `archive`; people read it in `viewer`.

mod anchor;
mod archive;
mod store;
mod trail;
mod verify;
mod viewer;

pub use archive::Archived;
pub(crate) use trail::{Line, end, lines_after};
pub use verify::AuditState;
pub use viewer::{AuditCursor, AuditEntry, AuditFilter, AuditPage, Staffer};

use crate::{
    Caller, Enrolment, Result, Who,
    crypto::{Hashed, Keys},
    db::Tx,
};
use shared::{
    id::{AuditId, EnrolmentId, Province},
    time::Timestamp,
};
use uuid::Uuid;

macro_rules! actions {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// What is recorded. The names are stable.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Action {
            $($variant),*
        }

        impl Action {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                match text { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

actions! {
    Registered = "candidate.registered",
    SignedIn = "candidate.signed_in",
    PasswordChanged = "candidate.password_changed",
    QuestionsSet = "candidate.questions_set",
    ContactChanged = "candidate.contact_changed",
    RecoveryFailed = "recovery.failed",
    RecoveryBegun = "recovery.begun",
    PasswordRecovered = "recovery.password_chosen",
    ResetAsked = "reset.asked",
    ResetConfirmed = "reset.confirmed",
    ResetRefused = "reset.refused",
    ResetRead = "reset.read",
    RegionChangeAsked = "region.asked",
    RegionChangeWithdrawn = "region.withdrawn",
    RegionChangeAgreed = "region.agreed",
    RegionChangeRefused = "region.refused",
    RegionChanged = "region.changed",
    RegionChangeRead = "region.read",
    NoticeAccepted = "notice.accepted",
    ConsentWithdrawn = "consent.withdrawn",
    DocumentChanged = "document.changed",
    PhotoProvided = "photo.provided",
    PhotoRead = "photo.read",
    PhotoToReviewer = "photo.to_reviewer",
    DetailsSaved = "details.saved",
    EducationCheckBegun = "education.begun",
    EducationCheckAnswered = "education.answered",
    EducationCheckGivenUp = "education.given_up",
    ConsentGiven = "consent.given",
    CardSideProvided = "card.side_provided",
    CardConfirmed = "card.confirmed",
    CardRead = "card.read",
    FaceProvided = "face.provided",
    FaceFailed = "face.failed",
    FaceToReviewer = "face.to_reviewer",
    FaceRead = "face.read",
    AttachmentAdded = "attachment.added",
    AttachmentRemoved = "attachment.removed",
    AttachmentRead = "attachment.read",
    ItemsReopened = "enrolment.items_reopened",
    Signed = "signature.made",
    Submitted = "enrolment.submitted",
    HandoffInvited = "handoff.invited",
    HandoffOpened = "handoff.opened",
    HandoffAsked = "handoff.asked",
    HandoffAllowed = "handoff.allowed",
    HandoffRefused = "handoff.refused",
    HandoffRevoked = "handoff.revoked",
    StaffCreated = "staff.created",
    StaffSignedIn = "staff.signed_in",
    StaffSignInFailed = "staff.sign_in_failed",
    StaffChanged = "staff.changed",
    StaffDisabled = "staff.disabled",
    StaffEnabled = "staff.enabled",
    StaffPasswordReset = "staff.password_reset",
    StaffPasswordChanged = "staff.password_changed",
    StaffSessionsEnded = "staff.sessions_ended",
    SecondFactorGiven = "second_factor.given",
    SecondFactorFailed = "second_factor.failed",
    SecondFactorSet = "second_factor.set",
    SecondFactorReset = "second_factor.reset",
    RecoveryCodesMade = "recovery_codes.made",
    CaseTaken = "case.taken",
    CaseReleased = "case.released",
    LeaseExpired = "case.lease_expired",
    CaseRead = "case.read",
    CaseRevealed = "case.revealed",
    DuplicateRead = "case.duplicate_read",
    DuplicateJudged = "case.duplicate_judged",
    CaseReturned = "case.returned",
    CaseApproved = "case.approved",
    CaseRefused = "case.refused",
    CaseApprovedOnce = "case.approved_once",
    CaseDisputed = "case.disputed",
    CaseEscalated = "case.escalated",
    CaseAssigned = "case.assigned",
    CaseUnassigned = "case.unassigned",
    NumberAllotted = "number.allotted",
    VisitBooked = "desk.booked",
    VisitCancelled = "desk.cancelled",
    DeskSearched = "desk.searched",
    DeskRead = "desk.read",
    DeskConfirmed = "desk.confirmed",
    DeskRefused = "desk.refused",
    ClassSent = "class.sent",
    ClassRead = "class.read",
    ClassConfirmed = "class.confirmed",
    ExistingAsked = "existing.asked",
    ExistingProved = "existing.proved",
    ExistingChosen = "existing.chosen",
    ExistingSearched = "existing.searched",
    ExistingContactSet = "existing.contact_set",
    ImportBegun = "import.begun",
    ImportDone = "import.done",
    ImportRead = "import.read",
    MergeRequested = "merge.requested",
    MergeRead = "merge.read",
    MergeAccepted = "merge.accepted",
    MergeRefused = "merge.refused",
    NumbersRehearsed = "number.rehearsed",
    NumbersChecked = "number.checked",
    NumbersStarted = "number.started",
    ProfileDrafted = "profile.drafted",
    ProfileDraftDropped = "profile.draft_dropped",
    ProfilePublished = "profile.published",
    BannerPublished = "banner.published",
    BannerEnded = "banner.ended",
    MaintenanceBegun = "maintenance.begun",
    MaintenanceEnded = "maintenance.ended",
    RetentionStarted = "retention.started",
    RetentionApplied = "retention.applied",
    RetentionDeleted = "retention.deleted",
    ExportRequested = "export.requested",
    ExportMade = "export.made",
    ExportRead = "export.read",
    AuditExported = "audit.exported",
    AuditArchived = "audit.archived",
    ExistingLate = "existing.late",
    ExistingTaken = "existing.taken",
    ChecksRun = "checks.run",
    SignaturesVerified = "signatures.verified",
    StatisticsExported = "statistics.exported",
}

/// One thing that happened.
pub(crate) struct Entry<'a> {
    pub(crate) actor: Actor,
    pub(crate) action: Action,
    pub(crate) province: Option<&'a Province>,
    pub(crate) enrolment: Option<EnrolmentId>,
    /// No personal data.
    pub(crate) detail: serde_json::Value,
}

/// Who did it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Actor {
    kind: &'static str,
    id: Option<Uuid>,
}

impl Actor {
    pub(crate) const SYSTEM: Self = Self { kind: "system", id: None };
    pub(crate) const GUEST: Self = Self { kind: "guest", id: None };

    pub(crate) const fn candidate(id: shared::id::CandidateId) -> Self {
        Self { kind: "candidate", id: Some(id.0) }
    }

    pub(crate) const fn staff(id: shared::id::StaffId) -> Self {
        Self { kind: "staff", id: Some(id.0) }
    }
}

impl From<&Caller> for Actor {
    fn from(caller: &Caller) -> Self {
        match &caller.who {
            Who::Guest => Self::GUEST,
            Who::Candidate { candidate, .. } => Self::candidate(*candidate),
            Who::Staff { staff, .. } => Self::staff(*staff),
        }
    }
}

impl Enrolment {
    /// Adds entries with instants of their own, one after the other: for what is brought in as a whole. Call it last before the
    /// commit, as [`Enrolment::record`].
    pub(crate) async fn record_all(&self, tx: &mut Tx, entries: Vec<(Timestamp, Entry<'_>)>) -> Result<()> {
        let (mut seq, mut previous) = store::advance_head_by(tx, entries.len() as i64).await?;
        seq -= entries.len() as i64;
        let mut rows = Vec::with_capacity(entries.len());
        for (at, entry) in entries {
            seq += 1;
            let row = self.linked(entry, (seq, at), std::mem::take(&mut previous));
            previous.clone_from(&row.hash);
            rows.push(row);
        }
        store::insert_all(tx, &rows).await
    }

    /// Adds an entry in the caller's transaction. Call it last before the commit: it locks the end of the chain, and locks
    /// taken after it could wait for each other.
    pub(crate) async fn record(&self, tx: &mut Tx, entry: Entry<'_>) -> Result<()> {
        let (seq, previous_hash) = store::advance_head(tx).await?;
        let row = self.linked(entry, (seq, self.now()), previous_hash);
        store::insert(tx, &row).await
    }

    /// The row of an entry that follows `previous_hash`.
    fn linked(&self, entry: Entry<'_>, (seq, at): (i64, Timestamp), previous_hash: Vec<u8>) -> store::Row {
        let mut row = store::Row {
            seq,
            id: AuditId(crate::clock::new_id(at, &*self.parts().randomness)),
            at,
            actor: entry.actor.kind.to_owned(),
            actor_id: entry.actor.id,
            action: entry.action.as_str().to_owned(),
            province: entry.province.map(|province| province.as_str().to_owned()),
            enrolment_id: entry.enrolment,
            detail: entry.detail.to_string(),
            previous_hash,
            hash: Vec::new(),
        };
        row.hash = link(self.keys(), &row);
        row
    }
}

/// What happened to an application, oldest first.
pub(crate) async fn history(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<(Timestamp, Action)>> {
    let rows = store::of_enrolment(tx, id).await?;
    Ok(rows.into_iter().filter_map(|(at, action)| Some((at, Action::parse(&action)?))).collect())
}

/// The keyed hash of an entry over every field of it and the hash before.
fn link(keys: &Keys, row: &store::Row) -> Vec<u8> {
    let optional = |id: Option<Uuid>| id.map_or_else(Vec::new, |id| id.as_bytes().to_vec());
    keys.hash(
        Hashed::Audit,
        &[
            &row.previous_hash,
            &row.seq.to_be_bytes(),
            row.id.0.as_bytes(),
            &row.at.0.to_be_bytes(),
            row.actor.as_bytes(),
            &optional(row.actor_id),
            row.action.as_bytes(),
            row.province.as_deref().unwrap_or_default().as_bytes(),
            &optional(row.enrolment_id.map(|id| id.0)),
            row.detail.as_bytes(),
        ],
    )
}
