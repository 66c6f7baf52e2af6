//! A number that became known after its owner had registered as new: proved like any number of before, taken over for good, and then the
//! application goes on with it where the number belongs. Once a number was allotted, the other one can only be merged into it.

use super::{claim::proved, record, store};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    db::Tx,
    error::Error,
    number, region,
    registration::plain_digits,
    signature,
};
use shared::{
    enrolment::State,
    id::{ExistingId, Province},
    problem::{Field, Problem, ProblemCode},
    time::Timestamp,
};

/// What somebody can do about a number that became known late.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LateWay {
    TakeOver,
    /// The same for who is approved and waits for a number: none is made then.
    InPlaceOfNew,
    /// They have a number by now: another one is merged into it.
    Merge,
    /// Not now, and why.
    Closed(Problem),
}

/// The number of before with which an application goes on, for staff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownNumber {
    pub masked: String,
    pub region: String,
    /// Absent where they registered with it.
    pub taken_at: Option<Timestamp>,
}

impl Enrolment {
    /// What the caller can do about their numbers that became known late.
    pub async fn late_way(&self, caller: &Caller) -> Result<LateWay> {
        let (_, owner, id) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, owner).await?;
        match self.require_takeable(&mut tx, &application, &candidate).await {
            Ok(()) if application.progress.state == State::Approved => Ok(LateWay::InPlaceOfNew),
            Ok(()) => Ok(LateWay::TakeOver),
            Err(Error::Refused(problem)) if problem.code == ProblemCode::ExistingNumbered => Ok(LateWay::Merge),
            Err(Error::Refused(problem)) => Ok(LateWay::Closed(problem)),
            Err(error) => Err(error),
        }
    }

    /// Goes on with a number that the caller proved to be theirs in this session; `typed`: its last four digits. Taking it over again
    /// succeeds. Refused with `existing.claim_needed`, `existing.digits`, `existing.chosen` (another one was chosen before),
    /// `existing.taken` (somebody else registered with it), `existing.numbered` (a number was allotted), `case.taken` and
    /// `enrolment.wrong_state`.
    pub async fn take_number(&self, caller: &Caller, id: ExistingId, typed: &str) -> Result<()> {
        let (province, owner, enrolment) = caller.candidate()?;
        self.existing_profile(province)?;
        let mut tx = self.db().begin().await?;
        // the application's lock stands for its number too: two devices take over one after the other
        let mut application = application::lock(&mut tx, enrolment).await?;
        if let Some(chosen) = store::choice_of(&mut tx, owner).await? {
            return if chosen.record_id == id { Ok(()) } else { Err(ProblemCode::ExistingChosen.into()) };
        }
        let claim = proved(self, &mut tx, caller, province).await?.ok_or(ProblemCode::ExistingClaimNeeded)?;
        let candidate = candidate::load(self, &mut tx, owner).await?;
        let index = candidate::document_index(self.keys(), province, &candidate.document);
        let row = store::by_id(&mut tx, province, id).await?;
        let of_both = |row: &store::Row| row.document_index == claim.document_index && row.document_index == index;
        let row = row.filter(of_both).ok_or(Error::NotFound)?;
        if plain_digits(typed) != record::open(self.keys(), &row)?.number.last_digits() {
            return Err(Problem::at(ProblemCode::ExistingDigits, Field::LastDigits).into());
        }
        self.require_takeable(&mut tx, &application, &candidate).await?;
        let moved = (caller.into(), &mut application, &candidate);
        let left = region::follow_number(self, &mut tx, moved, &row.region).await?;
        self.bind_late(&mut tx, (province, &candidate), &row, left.as_deref()).await?;
        store::close(&mut tx, claim.id, self.now()).await?;
        let detail = serde_json::json!({ "record": id, "from": left, "to": row.region });
        let (actor, action) = (caller.into(), Action::ExistingTaken);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(enrolment), detail })
            .await?;
        signature::complete_with_number(self, &mut tx, &mut application).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// One choice for a document, whoever makes it, and one candidate for a choice.
    async fn bind_late(
        &self,
        tx: &mut Tx,
        (province, candidate): (&Province, &Candidate),
        row: &store::Row,
        left: Option<&str>,
    ) -> Result<()> {
        let (document, now) = (row.document_index.as_slice(), self.now());
        if !store::choose(tx, province, document, row.id, now).await? {
            // proved and chosen before, on a device that never registered; or somebody's
            let chosen = store::choice(tx, province, document).await?.ok_or(ProblemCode::ExistingTaken)?;
            if chosen.candidate_id.is_none() && chosen.record_id != row.id {
                return Err(ProblemCode::ExistingChosen.into());
            }
        }
        if store::take_over(tx, (province, document), candidate.id, (now, left)).await? {
            Ok(())
        } else {
            Err(ProblemCode::ExistingTaken.into())
        }
    }

    /// Whoever has no number yet, and is neither refused nor in a reviewer's hands. Who is approved and waits for a number gets this one
    /// in the place of a new one.
    async fn require_takeable(&self, tx: &mut Tx, application: &Application, candidate: &Candidate) -> Result<()> {
        if number::of(tx, candidate, application.id).await?.is_some() {
            return Err(ProblemCode::ExistingNumbered.into());
        }
        let held = application.lease.is_some_and(|lease| lease.until > self.now());
        match application.progress.state {
            State::Draft | State::Submitted | State::Returned | State::Approved => Ok(()),
            State::InReview if !held => Ok(()),
            State::InReview => Err(ProblemCode::CaseTaken.into()),
            State::Refused => Err(ProblemCode::WrongState.into()),
        }
    }
}

/// The number of before with which a candidate goes on; masked.
pub(crate) async fn known(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &Application,
) -> Result<Option<KnownNumber>> {
    let Some(choice) = store::choice_of(tx, application.candidate).await? else { return Ok(None) };
    let Some(row) = store::by_id(tx, &application.province, choice.record_id).await? else { return Ok(None) };
    let record = record::open(enrolment.keys(), &row)?;
    Ok(Some(KnownNumber { masked: record.number.masked(), region: record.region, taken_at: choice.taken_at }))
}
