//! Records that are imported after their owner has registered as new: the owner is told once, and their office sees both, so that nobody
//! silently has two numbers.

use super::{record, store};
use crate::{
    Caller, Enrolment, Error, Result, application,
    audit::{Action, Actor, Entry},
    candidate,
    db::Tx,
    outbox,
    sms::TemplateName,
};
use shared::{
    document::DocumentNumber,
    existing::Record,
    id::{CandidateId, Province},
};

/// A number of somebody who registered without it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LateNumber {
    /// Masked: who registered has not proved that it is theirs.
    pub masked: String,
    pub region: String,
}

impl Enrolment {
    /// The caller's numbers that became known after they had registered as new.
    pub async fn late_numbers(&self, caller: &Caller) -> Result<Vec<LateNumber>> {
        let (province, id, _) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        of_candidate(self, &mut tx, province, id).await
    }

    /// Notes it where the owner of a new record has registered as new, and has them told the first time.
    pub(super) async fn note_late(
        &self,
        tx: &mut Tx,
        province: &Province,
        (row, record): (&store::Row, &Record),
    ) -> Result<()> {
        let owner = match candidate::find_by_document(self, tx, province, &record.document).await {
            // their data were made unreadable
            Err(Error::NotFound) => None,
            found => found?,
        };
        let Some(owner) = owner else { return Ok(()) };
        if store::choice_of(tx, owner.id).await?.is_some() {
            return Ok(());
        }
        let is_first = store::late_of(tx, owner.id).await?.is_empty();
        store::insert_late(tx, row.id, owner.id, self.now()).await?;
        let Some(id) = application::latest(tx, owner.id).await? else { return Ok(()) };
        if is_first {
            let application = application::load(tx, id).await?;
            outbox::enqueue_everywhere(self, tx, &application, TemplateName::NumberKnown).await?;
        }
        let detail = serde_json::json!({ "record": row.id });
        let (actor, action) = (Actor::SYSTEM, Action::ExistingLate);
        self.record(tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await
    }
}

/// Notes all of a document that a candidate has since a moment ago.
pub(crate) async fn note_all(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    document: &DocumentNumber,
) -> Result<()> {
    if enrolment.existing_profile(province).is_err() {
        return Ok(());
    }
    let index = candidate::document_index(enrolment.keys(), province, document);
    for row in store::of_document(tx, province, &index).await? {
        let record = record::open(enrolment.keys(), &row)?;
        enrolment.note_late(tx, province, (&row, &record)).await?;
    }
    Ok(())
}

/// Those of a candidate who has no number of before; masked.
pub(crate) async fn of_candidate(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    candidate: CandidateId,
) -> Result<Vec<LateNumber>> {
    let mut late = Vec::new();
    for id in store::late_of(tx, candidate).await? {
        let Some(row) = store::by_id(tx, province, id).await? else { continue };
        let record = record::open(enrolment.keys(), &row)?;
        late.push(LateNumber { masked: record.number.masked(), region: record.region });
    }
    late.sort_by(|one, other| (&one.region, &one.masked).cmp(&(&other.region, &other.masked)));
    Ok(late)
}

/// Whether there are any: then no machine approves.
pub(crate) async fn are_any(tx: &mut Tx, candidate: CandidateId) -> Result<bool> {
    Ok(!store::late_of(tx, candidate).await?.is_empty())
}
