//! Confirming and refusing at the desk. Everything in one transaction: the items it stands for, the check itself, and who
//! entered it. On the version that the officer saw: a candidate may change things from home meanwhile.

use super::{require_reachable, seen, store};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
    error::Cause,
    face, review, signature,
    staff::Officer,
};
use serde_json::json;
use shared::{
    enrolment::{Event, Item, ItemState, State},
    id::{DeskCheckId, EnrolmentId},
    problem::{Field, Problem, ProblemCode},
    review::ReasonCode,
    staff::Act,
    time::Timestamp,
};

/// What an officer ticks before they confirm.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four boxes of a form, each of which must be ticked")]
pub struct Checks {
    /// The candidate is here in person.
    pub present: bool,
    /// The document is the original, valid and shows no sign of forgery.
    pub genuine: bool,
    /// Face, document and certificate photograph are of one person.
    pub compared: bool,
    /// What was entered is what stands on the document.
    pub data: bool,
}

impl Checks {
    const fn all(self) -> bool {
        self.present && self.genuine && self.compared && self.data
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DeskOutcome {
    Confirmed,
    Refused,
}

impl DeskOutcome {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Refused => "refused",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Confirmed, Self::Refused].into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// What was found last, as long as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeskRecord {
    pub outcome: DeskOutcome,
    pub at: Timestamp,
    /// Name of who found it: for staff.
    pub officer: String,
    /// Code of the institution, where it was one.
    pub institution: Option<String>,
    pub reason: Option<ReasonCode>,
    /// For staff.
    pub note: Option<String>,
}

/// Longest note, in characters.
const NOTE_MAX: usize = 500;

const fn note_of(id: DeskCheckId) -> Belongs {
    Belongs::to("desk_check.note_sealed", id.0)
}

impl Enrolment {
    /// Confirms that person, document, photograph and entries belong together. Refused with `desk.checks_missing`,
    /// `desk.photo_missing`, `case.taken`, `request.conflict` (another version), or as any change of an application. What was signed
    /// and waited for nothing else is complete with it, where the province decides at once.
    pub async fn confirm_at_desk(
        &self,
        caller: &Caller,
        id: EnrolmentId,
        version: i64,
        checks: Checks,
        note: &str,
    ) -> Result<()> {
        let officer = caller.officer(Act::Desk)?;
        if !checks.all() {
            return Err(Problem::at(ProblemCode::DeskChecksMissing, Field::Checks).into());
        }
        let found = Found { outcome: DeskOutcome::Confirmed, reason: None, note: checked(note)? };
        let mut tx = self.db().begin().await?;
        let mut application = self.lock_at_desk(&mut tx, officer, id, version).await?;
        enter(&mut application)?;
        if !application.progress.is_signed() {
            stand_for(self, &mut tx, &application).await?;
        }
        application::save(&mut tx, &application).await?;
        self.conclude_check(&mut tx, officer, &application, found).await?;
        signature::complete_in_person(self, &mut tx, &mut application).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// Refuses, with a reason that the candidate reads. Refused with `reason.needed`, and as confirming.
    pub async fn refuse_at_desk(
        &self,
        caller: &Caller,
        id: EnrolmentId,
        version: i64,
        reason: ReasonCode,
        note: &str,
    ) -> Result<()> {
        let officer = caller.officer(Act::Desk)?;
        let profile = self.profile(&officer.jurisdiction.province)?;
        if profile.reason(&reason).is_none_or(|reason| reason.item.is_none()) {
            return Err(Problem::at(ProblemCode::ReasonNeeded, Field::Reason).into());
        }
        let found = Found { outcome: DeskOutcome::Refused, reason: Some(reason), note: checked(note)? };
        let mut tx = self.db().begin().await?;
        let mut application = self.lock_at_desk(&mut tx, officer, id, version).await?;
        withdraw(self, &mut tx, &mut application).await?;
        application::save(&mut tx, &application).await?;
        self.conclude_check(&mut tx, officer, &application, found).await?;
        tx.commit().await
    }

    async fn lock_at_desk(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        id: EnrolmentId,
        version: i64,
    ) -> Result<Application> {
        let mut application = application::lock(tx, id).await?;
        require_reachable(self, officer, &mut application)?;
        if application.version != version {
            return Err(ProblemCode::Conflict.into());
        }
        Ok(application)
    }

    async fn conclude_check(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        application: &Application,
        found: Found,
    ) -> Result<()> {
        let candidate = candidate::load(self, tx, application.candidate).await?;
        let action = match found.outcome {
            DeskOutcome::Confirmed => Action::DeskConfirmed,
            DeskOutcome::Refused => Action::DeskRefused,
        };
        let detail = json!({ "reason": found.reason });
        self.keep_check(tx, officer, (application, &candidate), found, None).await?;
        let (actor, province, enrolment) = (officer.actor(), Some(&application.province), Some(application.id));
        self.record(tx, Entry { actor, action, province, enrolment, detail }).await
    }

    /// Writes the check in place of the one before, and remembers who entered it.
    pub(crate) async fn keep_check(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        (application, candidate): (&Application, &Candidate),
        found: Found,
        institution: Option<&str>,
    ) -> Result<()> {
        let (id, now) = (DeskCheckId(self.new_id()), self.now());
        let randomness = &*self.parts().randomness;
        let note_sealed = found.note.map(|note| candidate.key.seal(randomness, note_of(id), note.as_bytes()));
        let is_seen = institution.is_none() && found.outcome == DeskOutcome::Confirmed;
        let seen_index = if is_seen { seen::index(self, tx, candidate, application.id).await? } else { None };
        store::lapse(tx, application.id, now).await?;
        let new = store::New {
            id,
            enrolment: application.id,
            staff: officer.staff,
            institution,
            outcome: found.outcome.as_str(),
            reason: found.reason.as_ref().map(|reason| reason.0.as_str()),
            note_sealed,
            seen_index,
            at: now,
        };
        store::insert(tx, &new).await?;
        review::mark_entered(tx, application.id, officer.staff, now).await
    }
}

/// What is to be written down.
pub(crate) struct Found {
    outcome: DeskOutcome,
    reason: Option<ReasonCode>,
    note: Option<String>,
}

impl Found {
    pub(crate) const CONFIRMED: Self = Self { outcome: DeskOutcome::Confirmed, reason: None, note: None };
}

/// The items that seeing somebody with their document stands for: the document (card seen) and the face. The photograph must
/// be there, as it is what the person is compared with. Refused with `desk.photo_missing`.
pub(crate) fn enter(application: &mut Application) -> Result<()> {
    let state = |application: &Application, item| application.progress.items.get(&item).copied();
    if matches!(state(application, Item::Photo), Some(ItemState::Missing | ItemState::Returned)) {
        return Err(Problem::at(ProblemCode::DeskPhotoMissing, Field::Photo).into());
    }
    for item in [Item::Card, Item::Face] {
        if matches!(state(application, item), Some(ItemState::Missing | ItemState::Returned)) {
            application.advance(&Event::Provide(item))?;
        }
    }
    Ok(())
}

/// Writes down what stands behind those items.
pub(crate) async fn stand_for(enrolment: &Enrolment, tx: &mut Tx, application: &Application) -> Result<()> {
    if application.progress.items.contains_key(&Item::Face) {
        face::compared_in_person(enrolment, tx, application.id).await?;
    }
    Ok(())
}

/// Who was refused at the desk has to come again, or to choose another way. What was handed in stays so: it is not approved
/// while the face waits for the office.
async fn withdraw(enrolment: &Enrolment, tx: &mut Tx, application: &mut Application) -> Result<()> {
    let open = matches!(application.progress.state, State::Draft | State::Returned);
    let provided = application.progress.items.get(&Item::Face) == Some(&ItemState::Provided);
    if open && provided && face::at_office_since(tx, application.id).await?.is_some() {
        application.advance(&Event::Withdraw(Item::Face))?;
        face::remove(enrolment, tx, application.id).await?;
    }
    Ok(())
}

/// Whether person and document were confirmed, and nothing was found otherwise since.
pub(crate) async fn is_confirmed(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<bool> {
    Ok(standing(tx, candidate, id).await?.is_some_and(|record| record.outcome == DeskOutcome::Confirmed))
}

/// What stands of an application.
pub(crate) async fn standing(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Option<DeskRecord>> {
    let Some(row) = store::standing(tx, id).await? else { return Ok(None) };
    let note = row.note_sealed.as_deref().map(|sealed| candidate.key.open_text(note_of(row.id), sealed)).transpose()?;
    Ok(Some(DeskRecord {
        outcome: DeskOutcome::parse(&row.outcome).ok_or(Cause::Corrupt("desk_check.outcome"))?,
        at: row.at,
        officer: row.staff,
        institution: row.institution,
        reason: row.reason.map(ReasonCode),
        note,
    }))
}

/// Whether the face still has to be compared at the office: 现场办理 was chosen and no confirmation stands that is younger.
pub(crate) async fn is_awaited(tx: &mut Tx, id: EnrolmentId) -> Result<bool> {
    let Some(chosen_at) = face::at_office_since(tx, id).await? else { return Ok(false) };
    let confirmed = store::standing(tx, id).await?;
    Ok(!confirmed.is_some_and(|row| row.outcome == DeskOutcome::Confirmed.as_str() && row.at >= chosen_at))
}

/// Whether the last who saw the person in person refused.
pub(crate) async fn is_refused(tx: &mut Tx, id: EnrolmentId) -> Result<bool> {
    let last = store::standing(tx, id).await?;
    Ok(last.is_some_and(|row| row.outcome == DeskOutcome::Refused.as_str()))
}

/// Refuses with `desk.needed` to approve somebody whose face nobody has compared yet.
pub(crate) async fn require_compared(tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    if is_awaited(tx, id).await? { Err(ProblemCode::DeskNeeded.into()) } else { Ok(()) }
}

/// A note of bearable length; nothing where it is blank.
fn checked(note: &str) -> Result<Option<String>> {
    let note = note.trim();
    if note.chars().count() > NOTE_MAX {
        return Err(Problem::at(ProblemCode::FieldTooLong, Field::Note).into());
    }
    Ok((!note.is_empty()).then(|| note.to_owned()))
}
