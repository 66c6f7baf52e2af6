//! One number for good. Chosen by whoever proved that it is theirs, once for a document, whatever device asks; then registration takes
//! document and place from it, and completion gives that number and no new one.

use super::{claim::proved, record, store};
use crate::{
    Caller, Enrolment, Result,
    application::Application,
    audit::{Action, Entry},
    candidate,
    db::Tx,
    error::{Cause, Error},
    registration::plain_digits,
};
use shared::{
    document::DocumentNumber,
    existing::Record,
    id::{CandidateId, ExistingId, Province},
    number::AdmissionNumber,
    problem::{Field, Problem, ProblemCode},
};

impl Enrolment {
    /// Chooses a number for good; `typed`: its last four digits. Choosing it again succeeds. Refused with `existing.claim_needed`,
    /// `existing.digits`, with `existing.chosen` where another one was chosen before, and with `existing.registered` where the
    /// person registered without one.
    pub async fn choose_number(&self, caller: &Caller, province: &Province, id: ExistingId, typed: &str) -> Result<()> {
        self.existing_profile(province)?;
        let mut tx = self.db().begin().await?;
        let claim = proved(self, &mut tx, caller, province).await?.ok_or(ProblemCode::ExistingClaimNeeded)?;
        let row = store::by_id(&mut tx, province, id).await?;
        let row = row.filter(|row| row.document_index == claim.document_index).ok_or(Error::NotFound)?;
        let record = record::open(self.keys(), &row)?;
        if plain_digits(typed) != record.number.last_digits() {
            return Err(Problem::at(ProblemCode::ExistingDigits, Field::LastDigits).into());
        }
        if candidate::find_by_document(self, &mut tx, province, &record.document).await?.is_some()
            && store::choice(&mut tx, province, &claim.document_index).await?.is_none()
        {
            return Err(ProblemCode::ExistingRegistered.into());
        }
        if !store::choose(&mut tx, province, &claim.document_index, id, self.now()).await? {
            let chosen = store::choice(&mut tx, province, &claim.document_index).await?;
            let same = chosen.is_some_and(|chosen| chosen.record_id == id);
            return if same { Ok(()) } else { Err(ProblemCode::ExistingChosen.into()) };
        }
        let (actor, action, detail) = (caller.into(), Action::ExistingChosen, serde_json::json!({ "record": id }));
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await
    }
}

/// Where somebody belongs who proved that a chosen number is theirs; `None` for everybody else.
pub(crate) async fn settled_region(
    enrolment: &Enrolment,
    tx: &mut Tx,
    caller: &Caller,
    province: &Province,
    document: &DocumentNumber,
) -> Result<Option<String>> {
    if enrolment.existing_profile(province).is_err() {
        return Ok(None);
    }
    let index = candidate::document_index(enrolment.keys(), province, document);
    let claim = proved(enrolment, tx, caller, province).await?.filter(|claim| claim.document_index == index);
    match (claim, store::choice(tx, province, &index).await?) {
        (Some(_), Some(choice)) => {
            let row = store::by_id(tx, province, choice.record_id).await?;
            Ok(Some(row.ok_or(Cause::Corrupt("existing_choice.record_id"))?.region))
        }
        _ => Ok(None),
    }
}

/// Whether somebody new may register with a document: nobody who has numbers, but with the one they chose and proved to be theirs.
/// `settled`: what [`settled_region`] said.
pub(crate) async fn settle(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    document: &DocumentNumber,
    settled: bool,
) -> Result<bool> {
    if settled || enrolment.existing_profile(province).is_err() {
        return Ok(true);
    }
    let index = candidate::document_index(enrolment.keys(), province, document);
    Ok(store::of_document(tx, province, &index).await?.is_empty())
}

impl Enrolment {
    /// Ties a new candidate to the number that was chosen for their document; what was proved is used up.
    pub(crate) async fn bind_number(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        province: &Province,
        (candidate, document): (CandidateId, &DocumentNumber),
    ) -> Result<()> {
        let index = candidate::document_index(self.keys(), province, document);
        store::bind(tx, province, &index, candidate).await?;
        if let Some(claim) = proved(self, tx, caller, province).await? {
            store::close(tx, claim.id, self.now()).await?;
        }
        Ok(())
    }
}

/// The record whose number a candidate chose.
pub(crate) async fn chosen_record(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    candidate: CandidateId,
) -> Result<Option<Record>> {
    let Some(choice) = store::choice_of(tx, candidate).await? else { return Ok(None) };
    let row = store::by_id(tx, province, choice.record_id).await?;
    let row = row.ok_or(Cause::Corrupt("existing_choice.record_id"))?;
    record::open(enrolment.keys(), &row).map(Some)
}

/// The number that a candidate chose: theirs, whatever the template says.
pub(crate) async fn chosen_number(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    candidate: CandidateId,
) -> Result<Option<AdmissionNumber>> {
    Ok(chosen_record(enrolment, tx, province, candidate).await?.map(|record| record.number))
}

/// Refused with `existing.fixed` for a candidate whose document and place follow from their number.
pub(crate) async fn require_unbound(tx: &mut Tx, candidate: CandidateId, field: Field) -> Result<()> {
    match store::choice_of(tx, candidate).await? {
        None => Ok(()),
        Some(_) => Err(Problem::at(ProblemCode::ExistingFixed, field).into()),
    }
}

/// Refused with `existing.fixed` where such a candidate would go to another place.
pub(crate) async fn require_same_place(tx: &mut Tx, application: &Application, region: &str) -> Result<()> {
    if application.region == region || store::choice_of(tx, application.candidate).await?.is_none() {
        return Ok(());
    }
    Err(Problem::at(ProblemCode::ExistingFixed, Field::Region).into())
}
