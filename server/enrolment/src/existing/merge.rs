//! Scores under other numbers of the same person: the candidate asks to have a number merged into the one that they have, the office of their
//! place decides, once, and the candidate is told.

use super::{
    own::{OwnNumber, own_number},
    record, store,
};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
    error::{Cause, Error},
    outbox,
    sms::TemplateName,
    staff::Officer,
};
use shared::{
    enrolment::State,
    existing::{MergeState, Record},
    id::{EnrolmentId, ExistingId, MergeId, Province},
    problem::{Field, Problem, ProblemCode},
    staff::Act,
    time::Timestamp,
};

/// Requests on a page.
const SHOWN: i64 = 100;
/// Longest reason in characters.
const REASON_MAX: usize = 200;

const fn reason_of(id: MergeId) -> Belongs {
    Belongs::to("existing_merge.reason_sealed", id.0)
}

/// The numbers of a candidate who has one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Numbers {
    pub own: OwnNumber,
    pub others: Vec<OtherNumber>,
}

/// Another number of theirs, and what they asked about it last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherNumber {
    pub id: ExistingId,
    /// Masked where the candidate has not proved that it is theirs.
    pub number: String,
    pub region: String,
    pub merge: Option<MergeState>,
    /// Why it was refused.
    pub reason: Option<String>,
    pub decided_at: Option<Timestamp>,
}

/// A request in the list of an office: numbers masked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MergeRow {
    pub id: MergeId,
    pub region: String,
    pub state: MergeState,
    pub requested_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    /// Who decided.
    pub by: Option<String>,
    /// The one into which.
    pub own_masked: String,
    pub other_masked: String,
}

/// A request in full, for the office that decides it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MergeCase {
    pub row: MergeRow,
    pub enrolment: EnrolmentId,
    pub own: OwnNumber,
    pub other: Record,
    /// Whether the candidate's identity is confirmed; before, nothing is merged.
    pub is_confirmed: bool,
    pub reason: Option<String>,
}

impl Enrolment {
    /// The caller's numbers; `None` for somebody who has none yet, or a new one only.
    pub async fn numbers(&self, caller: &Caller) -> Result<Option<Numbers>> {
        let (province, id, enrolment) = caller.candidate()?;
        if self.existing_profile(province).is_err() {
            return Ok(None);
        }
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, enrolment).await?;
        let Some(own) = own_number(self, &mut tx, &application).await? else { return Ok(None) };
        let candidate = candidate::load(self, &mut tx, id).await?;
        let merges = store::merges_of(&mut tx, enrolment).await?;
        let mut others = Vec::new();
        for (id, record) in self.others(&mut tx, province, &own).await? {
            let last = merges.iter().rev().find(|merge| merge.record_id == id);
            let proved = own.record.is_some();
            others.push(OtherNumber {
                id,
                number: if proved { record.number.expose().to_owned() } else { record.number.masked() },
                region: record.region,
                merge: last.map(state_of).transpose()?,
                reason: last.map(|last| reason(&candidate, last)).transpose()?.flatten(),
                decided_at: last.and_then(|last| last.decided_at),
            });
        }
        Ok((own.record.is_some() || !others.is_empty()).then_some(Numbers { own, others }))
    }

    async fn others(&self, tx: &mut Tx, province: &Province, own: &OwnNumber) -> Result<Vec<(ExistingId, Record)>> {
        let index = candidate::document_index(self.keys(), province, &own.document);
        let mut others = Vec::new();
        for row in store::of_document(tx, province, &index).await? {
            let record = record::open(self.keys(), &row)?;
            if record.number != own.number {
                others.push((row.id, record));
            }
        }
        Ok(others)
    }

    /// Asks to have another of the caller's numbers merged into the one that they have. Refused with `merge.asked` where that was
    /// done before.
    pub async fn request_merge(&self, caller: &Caller, record: ExistingId) -> Result<()> {
        let (province, _, enrolment) = caller.candidate()?;
        self.existing_profile(province)?;
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, enrolment).await?;
        let own = own_number(self, &mut tx, &application).await?.ok_or(Error::NotFound)?;
        let others = self.others(&mut tx, province, &own).await?;
        if !others.iter().any(|(other, _)| *other == record) {
            return Err(Error::NotFound);
        }
        let merge = MergeId(self.new_id());
        let region = own.region.as_str();
        let new = store::NewMerge { id: merge, province, enrolment, record, region, now: self.now() };
        if !store::insert_merge(&mut tx, &new).await? {
            return Err(ProblemCode::MergeAsked.into());
        }
        let detail = serde_json::json!({ "merge": merge });
        let (actor, action) = (caller.into(), Action::MergeRequested);
        self.record(
            &mut tx,
            Entry { actor, action, province: Some(province), enrolment: Some(application.id), detail },
        )
        .await?;
        tx.commit().await
    }

    /// Requests of the officer's place: open ones, the oldest first, or decided ones.
    pub async fn merges(&self, caller: &Caller, open: bool) -> Result<Vec<MergeRow>> {
        let officer = caller.officer(Act::Desk)?;
        let place = (&officer.jurisdiction.province, officer.jurisdiction.prefix());
        let mut tx = self.db().read().await?;
        let mut rows = Vec::new();
        for row in store::merges(&mut tx, place, open, SHOWN).await? {
            let (own, other) = self.both(&mut tx, &row).await?;
            rows.push(shown(&row, &own, &other)?);
        }
        Ok(rows)
    }

    /// A request in full. The read is recorded.
    pub async fn open_merge(&self, caller: &Caller, id: MergeId) -> Result<MergeCase> {
        let officer = caller.officer(Act::Desk)?;
        let mut tx = self.db().begin().await?;
        let row = store::merge(&mut tx, id).await?.ok_or(Error::NotFound)?;
        officer.require(&row.province, &row.region)?;
        let application = application::load(&mut tx, row.enrolment_id).await?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let (own, other) = self.both(&mut tx, &row).await?;
        let case = MergeCase {
            row: shown(&row, &own, &other)?,
            enrolment: application.id,
            is_confirmed: application.progress.state == State::Approved,
            reason: reason(&candidate, &row)?,
            own,
            other,
        };
        self.record_merge(&mut tx, officer, (Action::MergeRead, id), &application).await?;
        tx.commit().await?;
        Ok(case)
    }

    /// Accepts a request, or refuses it with a reason. Refused with `merge.decided` where somebody was first, with `field.missing`
    /// without a reason, and with `enrolment.wrong_state` for accepting before the candidate's identity is confirmed.
    pub async fn decide_merge(&self, caller: &Caller, id: MergeId, accept: bool, reason: &str) -> Result<()> {
        let officer = caller.officer(Act::Desk)?;
        let mut tx = self.db().begin().await?;
        let row = store::lock_merge(&mut tx, id).await?.ok_or(Error::NotFound)?;
        officer.require(&row.province, &row.region)?;
        if state_of(&row)? != MergeState::Open {
            return Err(ProblemCode::MergeDecided.into());
        }
        let reason = check_reason(accept, reason)?;
        let application = application::load(&mut tx, row.enrolment_id).await?;
        if accept && application.progress.state != State::Approved {
            return Err(ProblemCode::WrongState.into());
        }
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let sealed =
            reason.map(|reason| candidate.key.seal(&*self.parts().randomness, reason_of(id), reason.as_bytes()));
        let (state, action) = if accept {
            (MergeState::Accepted, Action::MergeAccepted)
        } else {
            (MergeState::Refused, Action::MergeRefused)
        };
        store::decide(&mut tx, id, (state.as_str(), officer.staff), sealed.as_deref(), self.now()).await?;
        outbox::enqueue_everywhere(self, &mut tx, &application, TemplateName::MergeDecided).await?;
        self.record_merge(&mut tx, officer, (action, id), &application).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }

    /// The number into which, and the one which.
    async fn both(&self, tx: &mut Tx, row: &store::MergeRow) -> Result<(OwnNumber, Record)> {
        let application = application::load(tx, row.enrolment_id).await?;
        let own = own_number(self, tx, &application).await?;
        let other = store::by_id(tx, &row.province, row.record_id).await?;
        let corrupt = || Cause::Corrupt("existing_merge");
        Ok((own.ok_or_else(corrupt)?, record::open(self.keys(), &other.ok_or_else(corrupt)?)?))
    }

    async fn record_merge(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        (action, id): (Action, MergeId),
        application: &Application,
    ) -> Result<()> {
        let (actor, detail) = (officer.actor(), serde_json::json!({ "merge": id }));
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        self.record(tx, Entry { actor, action, province, enrolment, detail }).await
    }
}

fn check_reason(accept: bool, reason: &str) -> Result<Option<&str>, Problem> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 if accept => Ok(None),
        0 => Err(Problem::at(ProblemCode::FieldMissing, Field::Note)),
        length if length > REASON_MAX => Err(Problem::at(ProblemCode::FieldTooLong, Field::Note)),
        _ => Ok(Some(reason)),
    }
}

fn state_of(row: &store::MergeRow) -> Result<MergeState> {
    Ok(MergeState::parse(&row.state).ok_or(Cause::Corrupt("existing_merge.state"))?)
}

fn reason(candidate: &Candidate, row: &store::MergeRow) -> Result<Option<String>> {
    let sealed = row.reason_sealed.as_deref();
    Ok(sealed.map(|sealed| candidate.key.open_text(reason_of(row.id), sealed)).transpose()?)
}

fn shown(row: &store::MergeRow, own: &OwnNumber, other: &Record) -> Result<MergeRow> {
    Ok(MergeRow {
        id: row.id,
        region: row.region.clone(),
        state: state_of(row)?,
        requested_at: row.requested_at,
        decided_at: row.decided_at,
        by: row.name.clone(),
        own_masked: own.number.masked(),
        other_masked: other.number.masked(),
    })
}
