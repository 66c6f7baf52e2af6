//! One case, whole, for the reviewer who holds it. What is masked in it is decided in `case/veil`.

pub(super) mod store;
mod veil;

pub use veil::Shown;

use super::{
    PastRuling, draft,
    duplicates::{self, Duplicate, Masked},
    history, require_lease, reveal,
    snapshot::{self, Change},
};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    attachments::{self, Attachments},
    attempts::{self, CardTry, Counted},
    audit::Action,
    candidate::{self, Candidate},
    card::{self, CardPages},
    db::Tx,
    desk::{self, DeskRecord},
    details::{self, CaseDetails},
    education::{self, CaseEducation},
    error::Cause,
    existing::{self, KnownNumber, LateNumber},
    face::{self, FaceCase},
    photo::{self, PhotoReceipt},
    signature::{self, Signed},
    submission::{TimelineEntry, timeline},
};
use shared::{
    case::Private,
    document::DocumentType,
    enrolment::{Item, ItemState, Stage, State},
    evidence::{CardField, Day},
    id::{EnrolmentId, Province},
    review::ReasonCode,
    time::Timestamp,
};
use std::collections::BTreeSet;

/// A case as seen by the reviewer who holds it. Numbers, phone and address are masked until they are uncovered.
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
    pub phone: Shown,
    pub document_type: DocumentType,
    pub document: Shown,
    /// As the number of the document says, where it says it.
    pub birth: Option<Day>,
    /// What was uncovered in this lease.
    pub revealed: BTreeSet<Private>,
    /// Where what was typed is not what stands on the document.
    pub differing: BTreeSet<CardField>,
    pub items: Vec<CaseItem>,
    pub photo: Option<PhotoReceipt>,
    pub details: Option<CaseDetails>,
    pub education: CaseEducation,
    pub card: CardPages,
    /// Every try to read it, the oldest first; those that were given back too.
    pub card_tries: Vec<CardTry>,
    pub face: Option<FaceCase>,
    /// The candidate's signature, where the province asks for one.
    pub signature: Option<Signed>,
    /// Absent where the province asks for none.
    pub attachments: Option<Attachments>,
    pub timeline: Vec<TimelineEntry>,
    /// What the caller has filled in of their decision, as it was saved.
    pub draft: Option<String>,
    /// Earlier decisions that the caller may know of, oldest first.
    pub past: Vec<PastRuling>,
    /// Somebody passed the case on to a senior, or two did not agree: this decision counts whatever it is.
    pub senior: bool,
    /// It was sent back before.
    pub sent_back: bool,
    /// What is not what it was when it was sent back last.
    pub changes: Vec<Change>,
    /// The candidate as others see them.
    pub masked: Masked,
    pub duplicates: Vec<Duplicate>,
    /// There are more than are listed.
    pub more_duplicates: bool,
    /// Numbers from before that became known after the candidate had registered as new.
    pub late: Vec<LateNumber>,
    /// The number of before with which they go on.
    pub known: Option<KnownNumber>,
    /// What was found when the candidate was confirmed in person, where that stands.
    pub desk: Option<DeskRecord>,
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
        loop {
            let case = self.read_case(caller, id).await?;
            // what was read is shown only once the read is on the record; nobody else's writing waits for the reading
            let mut tx = self.db().begin().await?;
            let application = application::load(&mut tx, id).await?;
            require_lease(self, caller, &application)?;
            if application.version == case.version {
                self.record_case(&mut tx, caller.into(), &application, Action::CaseRead).await?;
                tx.commit().await?;
                return Ok(case);
            }
        }
    }

    /// The case as it stands in one snapshot of the database.
    async fn read_case(&self, caller: &Caller, id: EnrolmentId) -> Result<Case> {
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let staff = require_lease(self, caller, &application)?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let revealed = reveal::revealed(&mut tx, &application, staff).await?;
        let case = self.assemble_case(&mut tx, caller, (&application, &candidate), revealed).await?;
        tx.commit().await?;
        Ok(case)
    }

    async fn assemble_case(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        (application, candidate): (&Application, &Candidate),
        revealed: BTreeSet<Private>,
    ) -> Result<Case> {
        let id = application.id;
        let mut pages = card::of_enrolment(tx, id, candidate).await?;
        let mut details = details::of_case(self.profile(&application.province)?, tx, candidate, id).await?;
        let card = details.as_ref().and_then(|details| details.card.as_ref());
        let subject = details::subject(self, candidate, details.as_ref().map(|own| &own.details), card);
        let differing = veil::differing(&candidate.document, details.as_ref(), &pages);
        veil::veil(&revealed, details.as_mut(), &mut pages);
        let changes = snapshot::since(tx, application, candidate, &revealed).await?;
        let (duplicates, more_duplicates) = duplicates::of_case(self, tx, caller, candidate).await?;
        let education = education::of_case(self, tx, candidate, (id, subject)).await?;
        let masked = duplicates::masked(tx, candidate, id).await?;
        Ok(Case {
            details,
            differing,
            changes,
            duplicates,
            more_duplicates,
            late: existing::late::of_candidate(self, tx, &application.province, candidate.id).await?,
            known: existing::known(self, tx, application).await?,
            photo: photo::of_enrolment(tx, id).await?,
            card_tries: attempts::seen(tx, id, Counted::Card).await?,
            face: face::of_enrolment(self, tx, id).await?,
            signature: signature::standing(tx, candidate, application).await?,
            attachments: attachments::of_case(self, tx, candidate, application).await?,
            timeline: timeline(tx, id).await?,
            draft: draft::load(tx, caller, application, candidate).await?,
            past: history::past(tx, caller, application, candidate).await?,
            desk: desk::standing(tx, candidate, id).await?,
            ..head((application, candidate), revealed, (pages, education, masked))?
        })
    }
}

/// What stands in the application itself; the rest is empty.
fn head(
    (application, candidate): (&Application, &Candidate),
    revealed: BTreeSet<Private>,
    (card, education, masked): (CardPages, CaseEducation, Masked),
) -> Result<Case> {
    let (phone, document) = (&candidate.phone, &candidate.document);
    Ok(Case {
        enrolment: application.id,
        province: application.province.clone(),
        region: application.region.clone(),
        state: application.progress.state,
        version: application.version,
        lease_until: application.lease.ok_or(Cause::Corrupt("enrolment.lease_until"))?.until,
        receipt: application.receipt.clone().ok_or(Cause::Corrupt("enrolment.receipt"))?,
        submitted_at: application.submitted_at.ok_or(Cause::Corrupt("enrolment.submitted_at"))?,
        items: items(application),
        phone: Shown::new(phone.expose(), phone.masked(), revealed.contains(&Private::Phone)),
        document_type: document.kind(),
        document: Shown::new(document.expose(), document.masked(), revealed.contains(&Private::Document)),
        birth: document.birth_date().map(Day),
        sent_back: application.round > 0,
        senior: application.progress.stage == Stage::Senior,
        revealed,
        card,
        education,
        masked,
        differing: BTreeSet::new(),
        photo: None,
        details: None,
        card_tries: Vec::new(),
        face: None,
        signature: None,
        attachments: None,
        timeline: Vec::new(),
        draft: None,
        past: Vec::new(),
        changes: Vec::new(),
        duplicates: Vec::new(),
        more_duplicates: false,
        late: Vec::new(),
        known: None,
        desk: None,
    })
}

fn items(application: &Application) -> Vec<CaseItem> {
    let item = |(item, state): (&Item, &ItemState)| CaseItem {
        item: *item,
        state: *state,
        reason: application.reasons.get(item).cloned(),
        changed: application.is_changed(*item),
    };
    application.progress.items.iter().map(item).collect()
}
