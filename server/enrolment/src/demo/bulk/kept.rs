//! What reviews leave of invented applications: decisions with a word on every item, what stood there at a return, and traces by
//! which candidates are found again.

use super::{dice::Dice, person::Person, story::Story};
use crate::{
    Enrolment, Result,
    card::CardRecord,
    clock,
    crypto::DataKey,
    review::{self, Snapshot},
};
use shared::{
    enrolment::{Item, State},
    id::{CandidateId, EnrolmentId, FileId, RulingId, StaffId},
    time::{Span, Timestamp},
};

pub(super) struct RulingRow {
    pub(super) id: RulingId,
    pub(super) enrolment: EnrolmentId,
    pub(super) staff: StaffId,
    pub(super) round: i64,
    pub(super) stage: &'static str,
    pub(super) version: i64,
    pub(super) decision: &'static str,
    pub(super) reason: Option<String>,
    pub(super) effective: bool,
    pub(super) at: Timestamp,
}

pub(super) struct RulingItemRow {
    pub(super) ruling: RulingId,
    pub(super) item: &'static str,
    pub(super) reason: Option<String>,
}

pub(super) struct SnapshotRow {
    pub(super) enrolment: EnrolmentId,
    pub(super) round: i64,
    pub(super) staff: StaffId,
    pub(super) at: Timestamp,
    pub(super) sealed: Vec<u8>,
}

pub(super) struct TraceRow {
    pub(super) candidate: CandidateId,
    pub(super) kind: &'static str,
    pub(super) index: Vec<u8>,
}

/// Decisions of a story. Who refuses says nothing of the items.
pub(super) fn rulings(
    (story, enrolment): (&Story<'_>, EnrolmentId),
    dice: &Dice,
    (rows, items): (&mut Vec<RulingRow>, &mut Vec<RulingItemRow>),
) {
    for decided in &story.rulings {
        let id = RulingId(clock::new_id(decided.at, dice));
        rows.push(RulingRow {
            id,
            enrolment,
            staff: decided.staff,
            round: decided.round,
            stage: decided.stage.as_str(),
            version: decided.version,
            decision: decided.decision,
            reason: decided.refusal.as_ref().map(|reason| reason.0.clone()),
            effective: decided.effective,
            at: decided.at,
        });
        let back = decided.returned.as_ref();
        let said = story.progress.items.keys().filter(|_| decided.refusal.is_none());
        items.extend(said.map(|item| RulingItemRow {
            ruling: id,
            item: item.as_str(),
            reason: back.filter(|(returned, _)| returned == item).map(|(_, reason)| reason.0.clone()),
        }));
    }
}

/// Codes of reasons that were given; a profile may not lose them.
pub(super) fn reasons(rulings: &[RulingRow], items: &[RulingItemRow]) -> std::collections::BTreeSet<String> {
    rulings
        .iter()
        .filter_map(|row| row.reason.clone())
        .chain(items.iter().filter_map(|row| row.reason.clone()))
        .collect()
}

/// Who sent it back, while it is with the candidate.
pub(super) fn returned_by(story: &Story<'_>) -> Option<StaffId> {
    let last = story.rulings.iter().rfind(|ruling| ruling.effective && ruling.returned.is_some());
    last.filter(|_| story.progress.state == State::Returned).map(|ruling| ruling.staff)
}

/// What stood there at each return.
pub(super) fn snapshots(
    enrolment: &Enrolment,
    (story, id): (&Story<'_>, EnrolmentId),
    (person, photo): (&Person, Option<FileId>),
    key: &DataKey,
) -> Result<Vec<SnapshotRow>> {
    let returned = story.rulings.iter().filter(|ruling| ruling.effective && ruling.returned.is_some());
    let kept = returned.map(|ruling| {
        let confirmed_at = story.created_at + Span::minutes(2);
        let card = story.has(Item::Card).then(|| CardRecord {
            fields: person.card.clone(),
            corrected: Vec::new(),
            engine: None,
            confirmed_at,
        });
        let details = story.has(Item::Details).then(|| person.details.clone());
        let snapshot = Snapshot::of(person.document.clone(), story.region.code.clone(), details, card, photo);
        let sealed = snapshot.seal(key, &*enrolment.parts().randomness, id)?;
        Ok(SnapshotRow { enrolment: id, round: ruling.round + 1, staff: ruling.staff, at: ruling.at, sealed })
    });
    kept.collect()
}

/// By what somebody is found again; the name only where they entered it.
pub(super) fn traces(enrolment: &Enrolment, candidate: CandidateId, person: &Person, named: bool) -> Vec<TraceRow> {
    let mut found = review::identity_traces(enrolment.keys(), (&person.document, &person.phone));
    if named {
        let own = &person.details;
        found.extend(review::name_traces(enrolment.keys(), (&own.name, &own.pinyin), own.birth_date));
    }
    found.into_iter().map(|(kind, index)| TraceRow { candidate, kind: kind.as_str(), index }).collect()
}
