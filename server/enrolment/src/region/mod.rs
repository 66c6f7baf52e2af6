//! 考区变更: where provinces fix the region at registering, another one is asked for with a reason and decided by the office that is
//! left and by the one that is gone to, never by the same person. The second agreement moves the application in its transaction.

mod follow;
mod store;

pub(crate) use follow::follow_number;

use crate::{
    Caller, Enrolment, Error, Result,
    application::{self, Application},
    audit::{Action, Actor, Entry},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
    error::Cause,
    existing, number, outbox,
    sms::TemplateName,
    staff::Officer,
};
use serde_json::json;
use shared::{
    enrolment::State,
    id::{EnrolmentId, RegionChangeId},
    problem::{Field, Problem, ProblemCode},
    staff::Act,
    time::Timestamp,
};
use std::fmt;

/// Longest reason and longest note, in characters.
const TEXT_MAX: usize = 500;

const fn reason_of(id: RegionChangeId) -> Belongs {
    Belongs::to("region_change.reason_sealed", id.0)
}

const fn note_of(id: RegionChangeId) -> Belongs {
    Belongs::to("region_change.note_sealed", id.0)
}

/// How a request stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChangeState {
    Waiting,
    Agreed,
    Refused,
    Withdrawn,
}

impl ChangeState {
    pub const ALL: &[Self] = &[Self::Waiting, Self::Agreed, Self::Refused, Self::Withdrawn];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == text)
    }
}

/// Which of the two offices.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    /// The one that is left.
    From,
    /// The one that is gone to.
    To,
}

impl Side {
    pub const ALL: &[Self] = &[Self::From, Self::To];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|side| side.as_str() == text)
    }
}

/// A request as its candidate sees it. `Debug` hides what was written.
#[derive(Clone, PartialEq, Eq)]
pub struct RegionChange {
    pub id: RegionChangeId,
    pub from: String,
    pub to: String,
    pub reason: String,
    pub asked_at: Timestamp,
    pub state: ChangeState,
    /// The offices that have agreed so far.
    pub agreed: Vec<Side>,
    /// Why it was refused.
    pub note: Option<String>,
    pub decided_at: Option<Timestamp>,
}

impl fmt::Debug for RegionChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegionChange").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

/// What the candidate's page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnRegion {
    pub region: String,
    /// Newest first.
    pub changes: Vec<RegionChange>,
    /// Why another region cannot be asked for now.
    pub obstacle: Option<Problem>,
}

/// A request that waits for an office.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingChange {
    pub change: RegionChange,
    pub enrolment: EnrolmentId,
    /// Masked.
    pub document: String,
    pub state: State,
    /// The sides that the caller may still decide for.
    pub sides: Vec<Side>,
    /// The caller has decided for one side already: the other takes somebody else.
    pub decided_own: bool,
}

/// What an office says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Answer {
    Agree,
    Refuse,
}

impl Enrolment {
    /// The caller's region, and their requests for another.
    pub async fn own_region(&self, caller: &Caller) -> Result<OwnRegion> {
        let (_, owner, id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, owner).await?;
        let rows = store::of_enrolment(&mut tx, id).await?;
        let changes: Vec<_> = rows.iter().map(|row| change(&candidate, row)).collect::<Result<_>>()?;
        let obstacle = match self.require_movable(&mut tx, &application, &candidate).await {
            Ok(()) => None,
            Err(Error::Refused(problem)) => Some(problem),
            Err(error) => return Err(error),
        };
        let waits = changes.iter().any(|change| change.state == ChangeState::Waiting);
        let obstacle = obstacle.or_else(|| waits.then(|| ProblemCode::RegionPending.into()));
        Ok(OwnRegion { region: application.region, changes, obstacle })
    }

    /// Asks for another region. Refused with `region.unknown`, `region.same`, `region.pending`, `region.numbered`, `field.missing`,
    /// `field.too_long` and `enrolment.wrong_state`.
    pub async fn ask_region_change(&self, caller: &Caller, to: &str, reason: &str) -> Result<()> {
        let (province, owner, id) = caller.candidate()?;
        let reason = written(reason, Field::Reason)?.ok_or(Problem::at(ProblemCode::FieldMissing, Field::Reason))?;
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, owner).await?;
        self.require_movable(&mut tx, &application, &candidate).await?;
        self.require_offered_region(&application, to)?;
        let change = RegionChangeId(self.new_id());
        let new = store::New {
            id: change,
            province,
            enrolment: id,
            from: &application.region,
            to,
            reason_sealed: candidate.key.seal(&*self.parts().randomness, reason_of(change), reason.as_bytes()),
            now: self.now(),
        };
        if !store::insert(&mut tx, &new).await? {
            return Err(ProblemCode::RegionPending.into());
        }
        let detail = json!({ "change": change, "from": application.region, "to": to });
        self.record_change(&mut tx, caller.into(), &application, (Action::RegionChangeAsked, detail)).await?;
        tx.commit().await
    }

    /// Takes the request back that waits. Refused with `request.conflict` where none does.
    pub async fn withdraw_region_change(&self, caller: &Caller) -> Result<()> {
        let (_, _, id) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        let waiting = store::waiting_of(&mut tx, id).await?.ok_or(ProblemCode::Conflict)?;
        store::decide(&mut tx, waiting.id, (ChangeState::Withdrawn.as_str(), None), self.now()).await?;
        let detail = json!({ "change": waiting.id });
        self.record_change(&mut tx, caller.into(), &application, (Action::RegionChangeWithdrawn, detail)).await?;
        tx.commit().await
    }

    /// What waits for the caller's office, on either side; the oldest first. The read is recorded.
    pub async fn region_changes(&self, caller: &Caller) -> Result<Vec<WaitingChange>> {
        let officer = caller.officer(Act::ChangeRegion)?;
        let jurisdiction = officer.jurisdiction;
        let mut tx = self.db().begin().await?;
        let rows = store::waiting(&mut tx, &jurisdiction.province, jurisdiction.prefix()).await?;
        let mut waiting = Vec::with_capacity(rows.len());
        for row in rows {
            let application = application::load(&mut tx, row.enrolment_id).await?;
            let candidate = match candidate::load(self, &mut tx, application.candidate).await {
                Err(Error::NotFound) => continue,
                found => found?,
            };
            let decided_own = [row.from_staff_id, row.to_staff_id].contains(&Some(officer.staff));
            let open = |side: &Side| open_to(officer, &row, *side).is_ok() && row.decided_by(*side).is_none();
            let sides = Side::ALL.iter().copied().filter(open).collect();
            waiting.push(WaitingChange {
                change: change(&candidate, &row)?,
                enrolment: row.enrolment_id,
                document: candidate.document.masked(),
                state: application.progress.shown(),
                sides,
                decided_own,
            });
        }
        let detail = json!({ "found": waiting.len() });
        let (actor, province, action) = (officer.actor(), Some(&jurisdiction.province), Action::RegionChangeRead);
        self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        tx.commit().await?;
        Ok(waiting)
    }

    /// Decides for one of the two offices. A refusal ends the request; the second agreement moves the application. Refused with
    /// `request.not_permitted` (another place), `request.other_person` (the caller decided for the other office), `request.conflict`
    /// (decided already), `case.taken` (a reviewer is at it), `region.numbered`, `reason.needed` (a refusal without words).
    pub async fn decide_region_change(
        &self,
        caller: &Caller,
        id: RegionChangeId,
        (side, answer): (Side, Answer),
        note: &str,
    ) -> Result<()> {
        let officer = caller.officer(Act::ChangeRegion)?;
        let note = written(note, Field::Note)?;
        if answer == Answer::Refuse && note.is_none() {
            return Err(Problem::at(ProblemCode::FieldMissing, Field::Note).into());
        }
        let mut tx = self.db().begin().await?;
        let owner = store::owner(&mut tx, id).await?.ok_or(Error::NotFound)?;
        // the application's lock stands for its requests too: two offices decide one after the other
        let mut application = application::lock(&mut tx, owner).await?;
        let row = store::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        open_to(officer, &row, side)?;
        if row.state != ChangeState::Waiting.as_str() || row.decided_by(side).is_some() {
            return Err(ProblemCode::Conflict.into());
        }
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let action = match answer {
            Answer::Refuse => {
                let sealed =
                    note.map(|note| candidate.key.seal(&*self.parts().randomness, note_of(id), note.as_bytes()));
                store::set_side(&mut tx, id, (side == Side::From, officer), self.now()).await?;
                store::decide(&mut tx, id, (ChangeState::Refused.as_str(), sealed.as_deref()), self.now()).await?;
                self.tell(&mut tx, &application).await?;
                Action::RegionChangeRefused
            }
            Answer::Agree => {
                self.require_movable(&mut tx, &application, &candidate).await?;
                store::set_side(&mut tx, id, (side == Side::From, officer), self.now()).await?;
                let other = if side == Side::From { Side::To } else { Side::From };
                if row.decided_by(other).is_some() {
                    self.move_to(&mut tx, (&mut application, &candidate), &row).await?;
                    Action::RegionChanged
                } else {
                    Action::RegionChangeAgreed
                }
            }
        };
        let detail = json!({ "change": id, "side": side.as_str(), "from": row.from_region, "to": row.to_region });
        self.record_change(&mut tx, officer.actor(), &application, (action, detail)).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// Both have agreed.
    async fn move_to(
        &self,
        tx: &mut Tx,
        (application, candidate): (&mut Application, &Candidate),
        row: &store::Row,
    ) -> Result<()> {
        self.require_offered_region(application, &row.to_region)?;
        follow::relocate(self, tx, (application, candidate), &row.to_region).await?;
        store::decide(tx, row.id, (ChangeState::Agreed.as_str(), None), self.now()).await?;
        self.tell(tx, application).await
    }

    async fn tell(&self, tx: &mut Tx, application: &Application) -> Result<()> {
        outbox::enqueue_everywhere(self, tx, application, TemplateName::RegionDecided).await
    }

    /// The number belongs to the region, and who is decided about stays where they are.
    async fn require_movable(&self, tx: &mut Tx, application: &Application, candidate: &Candidate) -> Result<()> {
        if !self.profile(&application.province)?.accounts.region_fixed {
            return Err(ProblemCode::NotFound.into());
        }
        if number::of(tx, candidate, application.id).await?.is_some() {
            return Err(ProblemCode::RegionNumbered.into());
        }
        existing::require_unbound(tx, candidate.id, Field::Region).await?;
        let held = application.lease.is_some_and(|lease| lease.until > self.now());
        match application.progress.state {
            State::Draft | State::Submitted | State::Returned => Ok(()),
            State::InReview if !held => Ok(()),
            State::InReview => Err(ProblemCode::CaseTaken.into()),
            State::Approved | State::Refused => Err(ProblemCode::WrongState.into()),
        }
    }

    fn require_offered_region(&self, application: &Application, to: &str) -> Result<()> {
        let profile = self.profile(&application.province)?;
        if !profile.offered_regions().any(|region| region.code == to) {
            return Err(Problem::at(ProblemCode::RegionUnknown, Field::Region).into());
        }
        if application.region == to {
            return Err(Problem::at(ProblemCode::RegionSame, Field::Region).into());
        }
        Ok(())
    }

    async fn record_change(
        &self,
        tx: &mut Tx,
        actor: Actor,
        application: &Application,
        (action, detail): (Action, serde_json::Value),
    ) -> Result<()> {
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        self.record(tx, Entry { actor, action, province, enrolment, detail }).await
    }
}

/// The officer's place is that side's, and they did not decide for the other.
fn open_to(officer: Officer<'_>, row: &store::Row, side: Side) -> Result<()> {
    let (region, other) = match side {
        Side::From => (&row.from_region, row.to_staff_id),
        Side::To => (&row.to_region, row.from_staff_id),
    };
    officer.require(&row.province, region)?;
    if other == Some(officer.staff) { Err(ProblemCode::OtherPersonNeeded.into()) } else { Ok(()) }
}

fn change(candidate: &Candidate, row: &store::Row) -> Result<RegionChange> {
    let note = row.note_sealed.as_deref().map(|sealed| candidate.key.open_text(note_of(row.id), sealed)).transpose()?;
    Ok(RegionChange {
        id: row.id,
        from: row.from_region.clone(),
        to: row.to_region.clone(),
        reason: candidate.key.open_text(reason_of(row.id), &row.reason_sealed)?,
        asked_at: row.asked_at,
        state: ChangeState::parse(&row.state).ok_or(Cause::Corrupt("region_change.state"))?,
        agreed: match row.state.as_str() {
            "refused" => Vec::new(),
            _ => Side::ALL.iter().copied().filter(|side| row.decided_by(*side).is_some()).collect(),
        },
        note,
        decided_at: row.decided_at,
    })
}

/// A text of bearable length; nothing where it is blank.
fn written(text: &str, field: Field) -> Result<Option<String>> {
    let text = text.trim();
    if text.chars().count() > TEXT_MAX {
        return Err(Problem::at(ProblemCode::FieldTooLong, field).into());
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
