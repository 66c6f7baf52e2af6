//! What an officer has before them, and what the candidate knows of their visit.

use super::{
    check::{DeskRecord, is_awaited, standing},
    require_reachable,
};
use crate::{
    Caller, Enrolment, Result, application,
    audit::{Action, Entry},
    candidate::{self, Candidate},
    card::{self, CardRecord},
    db::Tx,
    details,
    error::Error,
    existing::{self, KnownNumber, LateNumber},
    number,
    office::{self, Booking},
    photo::{self, PhotoReceipt, PhotoRefusal},
    signature::{self, Waits},
};
use shared::{
    details::Details,
    document::DocumentNumber,
    enrolment::{Item, ItemState, State},
    evidence::Day,
    id::{EnrolmentId, Province},
    number::AdmissionNumber,
    person::{Ethnicity, PersonName, Sex},
    problem::{Problem, ProblemCode},
    profile::DecisionMode,
    staff::Act,
};

/// A candidate at the desk: in full, as it has to be compared with the document.
#[derive(Clone, PartialEq, Debug)]
pub struct DeskCase {
    pub enrolment: EnrolmentId,
    pub province: Province,
    pub region: String,
    pub state: State,
    /// Send it back with what was found; it fails when something was changed meanwhile.
    pub version: i64,
    pub receipt: Option<String>,
    pub document: DocumentNumber,
    /// Absent where neither the document was confirmed nor details were entered.
    pub person: Option<Person>,
    pub items: Vec<(Item, ItemState)>,
    pub photo: Option<PhotoReceipt>,
    /// Why the last picture was refused.
    pub photo_refusal: Option<PhotoRefusal>,
    pub booking: Option<Booking>,
    /// 现场办理 was chosen and is still to be done.
    pub awaited: bool,
    pub record: Option<DeskRecord>,
    /// Why nothing can be done about it now.
    pub obstacle: Option<Problem>,
    /// Confirming completes the registration where nothing else is left.
    pub completes: bool,
    /// What a reviewer has to look at nevertheless, of what was signed.
    pub waits: Vec<Waits>,
    /// Numbers from before that became known after the candidate had registered as new.
    pub late: Vec<LateNumber>,
    /// The number of before with which they go on.
    pub known: Option<KnownNumber>,
    /// Of a registration that is complete.
    pub number: Option<AdmissionNumber>,
}

/// What has to stand on the document: as confirmed from it, or else as entered. `Debug` of its parts hides them.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    pub name: PersonName,
    pub sex: Sex,
    pub birth_date: Day,
    pub ethnicity: Option<Ethnicity>,
}

/// What the candidate knows of being confirmed in person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InPerson {
    pub booking: Option<Booking>,
    /// 现场办理 was chosen and is still to be done.
    pub awaited: bool,
    /// Without the names and notes that are for staff.
    pub record: Option<DeskRecord>,
}

impl Enrolment {
    /// The candidate in full. The read is recorded. Refused with `request.not_permitted` for another place, and with
    /// `desk.not_here` for somebody whom the officer did not find and who has no visit today.
    pub async fn open_at_desk(&self, caller: &Caller, id: EnrolmentId) -> Result<DeskCase> {
        let officer = caller.officer(Act::Desk)?;
        let mut tx = self.db().begin().await?;
        let application = application::load(&mut tx, id).await?;
        self.require_here(&mut tx, officer, &application).await?;
        let obstacle = match require_reachable(self, officer, &mut application.clone()) {
            Ok(()) => None,
            Err(Error::Refused(problem)) => Some(problem),
            Err(error) => return Err(error),
        };
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let person = person(&mut tx, &candidate, id).await?;
        let signed = signature::standing(&mut tx, &candidate, &application).await?;
        let case = DeskCase {
            enrolment: id,
            state: application.progress.state,
            version: application.version,
            receipt: application.receipt.clone(),
            person,
            items: application.progress.items.iter().map(|(item, state)| (*item, *state)).collect(),
            photo: photo::of_enrolment(&mut tx, id).await?,
            photo_refusal: photo::refusal_of(&mut tx, id, self.now()).await?,
            booking: office::booking_of(&mut tx, id).await?.map(office::booking).transpose()?,
            awaited: is_awaited(&mut tx, id).await?,
            record: standing(&mut tx, &candidate, id).await?,
            completes: self.profile(&application.province)?.decision == DecisionMode::Automatic,
            waits: signed.map(|signed| signed.waits).unwrap_or_default(),
            late: existing::late::of_candidate(self, &mut tx, &application.province, candidate.id).await?,
            known: existing::known(self, &mut tx, &application).await?,
            number: number::of(&mut tx, &candidate, id).await?,
            document: candidate.document,
            obstacle,
            province: application.province,
            region: application.region,
        };
        let (actor, action, detail) = (officer.actor(), Action::DeskRead, serde_json::json!({}));
        let (province, enrolment) = (Some(&case.province), Some(id));
        self.record(&mut tx, Entry { actor, action, province, enrolment, detail }).await?;
        tx.commit().await?;
        Ok(case)
    }

    /// The caller's own visit and what was found.
    pub async fn in_person(&self, caller: &Caller) -> Result<InPerson> {
        let (_, candidate, id) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let booking = office::booking_of(&mut tx, id).await?.map(office::booking).transpose()?;
        let awaited = is_awaited(&mut tx, id).await?;
        let record = standing(&mut tx, &candidate, id).await?;
        tx.commit().await?;
        let record = record.map(|record| DeskRecord { officer: String::new(), note: None, ..record });
        Ok(InPerson { booking, awaited, record })
    }
}

impl DeskCase {
    /// Whether the photograph may be taken now.
    pub fn takes_photo(&self) -> bool {
        let state = self.items.iter().find(|(item, _)| *item == Item::Photo).map(|(_, state)| *state);
        let open = match self.state {
            State::Submitted | State::InReview => state == Some(ItemState::Provided),
            State::Draft | State::Returned => state.is_some_and(|state| state != ItemState::Accepted),
            State::Approved | State::Refused => false,
        };
        open && self.obstacle.as_ref().is_none_or(|problem| problem.code == ProblemCode::DeskPhotoMissing)
    }
}

async fn person(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Option<Person>> {
    if let Some(record) = card::of_enrolment(tx, id, candidate).await?.record {
        return Ok(Some(person_of_card(record)));
    }
    Ok(details::load(tx, candidate, id).await?.map(|(details, _)| person_of_details(details)))
}

pub(super) fn person_of_card(record: CardRecord) -> Person {
    let card = record.fields;
    Person { name: card.name, sex: card.sex, birth_date: card.birth_date, ethnicity: card.ethnicity }
}

pub(super) fn person_of_details(own: Details) -> Person {
    Person { name: own.name, sex: own.sex, birth_date: Day(own.birth_date), ethnicity: Some(own.ethnicity) }
}
