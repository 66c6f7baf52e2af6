//! One case, whole, for the reviewer who holds it.

use super::{PastRuling, draft, history, require_lease};
use crate::{
    Caller, Enrolment, Result, application,
    attachments::{self, Attachments},
    audit::Action,
    candidate,
    card::{self, CardPages},
    details::{self, CaseDetails},
    education::{self, CaseEducation},
    error::Cause,
    face::{self, FaceCase},
    photo::{self, PhotoReceipt},
    submission::{TimelineEntry, timeline},
};
use shared::{
    contact::PhoneNumber,
    document::DocumentNumber,
    enrolment::{Item, ItemState, Stage, State},
    id::{EnrolmentId, Province},
    review::ReasonCode,
    time::Timestamp,
};

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
    /// What the caller has filled in of their decision, as it was saved.
    pub draft: Option<String>,
    /// Earlier decisions that the caller may know of, oldest first.
    pub past: Vec<PastRuling>,
    /// Somebody passed the case on to a senior, or two did not agree: this decision counts whatever it is.
    pub senior: bool,
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
        let draft = draft::load(&mut tx, caller, &application, &candidate).await?;
        let past = history::past(&mut tx, caller, &application, &candidate).await?;
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
            draft,
            past,
            senior: application.progress.stage == Stage::Senior,
            province: application.province,
            region: application.region,
        })
    }
}
