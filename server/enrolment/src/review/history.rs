//! What was decided about a case before: for whoever holds it, except that a second reviewer does not see the first one's
//! decision; the words to the candidate; the reasons that were given.

use super::store::rulings::{self, ItemRow, Row};
use crate::{
    Caller, Enrolment, Result, application::Application, candidate::Candidate, crypto::Belongs, db::Tx, error::Cause,
};
use shared::{
    enrolment::{Item, Stage},
    id::{EnrolmentId, RulingId, StaffId},
    review::{Decision, Note, ReasonCode, Ruling},
    staff::Act,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// A decision as it is shown to staff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastRuling {
    pub at: Timestamp,
    /// Name of the reviewer.
    pub by: String,
    /// How often the application had been sent back before.
    pub round: u32,
    pub stage: Stage,
    /// Its reason is that of a refusal.
    pub decision: Decision,
    pub items: Vec<PastItem>,
    /// For staff alone.
    pub note: Option<Note>,
    /// Whether it counted; it did not where the case went on to somebody else.
    pub effective: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastItem {
    pub item: Item,
    /// Absent where the item was accepted.
    pub reason: Option<ReasonCode>,
    /// For the candidate.
    pub note: Option<Note>,
}

const fn note_of(id: RulingId) -> Belongs {
    Belongs::to("ruling.note_sealed", id.0)
}

pub(super) fn seal(enrolment: &Enrolment, candidate: &Candidate, id: RulingId, note: &Note) -> Vec<u8> {
    candidate.key.seal(&*enrolment.parts().randomness, note_of(id), note.expose().as_bytes())
}

fn open(candidate: &Candidate, id: RulingId, sealed: Option<&[u8]>) -> Result<Option<Note>> {
    let Some(sealed) = sealed else { return Ok(None) };
    Ok(Note::parse(&candidate.key.open_text(note_of(id), sealed)?).map_err(|_| Cause::Corrupt("ruling.note_sealed"))?)
}

/// Whether this version was decided on by `staff`, and in the same way; nothing where nobody or somebody else did.
pub(super) async fn decided_already(
    tx: &mut Tx,
    (id, version): (EnrolmentId, i64),
    staff: StaffId,
    ruling: &Ruling,
) -> Result<Option<bool>> {
    let rows = rulings::of_case(tx, id).await?;
    let Some(row) = rows.into_iter().find(|row| row.version == version && row.staff_id == staff) else {
        return Ok(None);
    };
    let items = rulings::items(tx, row.id).await?;
    let before: BTreeMap<_, _> = items.into_iter().map(|item| (item.item, item.reason)).collect();
    let again =
        ruling.items.iter().map(|(item, verdict)| (item.as_str().to_owned(), verdict.reason().map(|r| r.0.clone())));
    let refusal = match &ruling.decision {
        Decision::Refuse(reason) => Some(reason.0.as_str()),
        _ => None,
    };
    let same = row.decision == ruling.decision.as_str() && row.reason.as_deref() == refusal;
    Ok(Some(same && before == again.collect()))
}

/// What the holder of a case may know of earlier decisions, oldest first.
pub(super) async fn past(
    tx: &mut Tx,
    caller: &Caller,
    application: &Application,
    candidate: &Candidate,
) -> Result<Vec<PastRuling>> {
    let me = caller.officer(Act::Review)?.staff;
    let blind =
        |row: &Row| row.round == application.round && application.progress.stage == Stage::Second && row.staff_id != me;
    let mut past = Vec::new();
    for row in rulings::of_case(tx, application.id).await? {
        if !blind(&row) {
            past.push(shown(tx, candidate, row).await?);
        }
    }
    Ok(past)
}

async fn shown(tx: &mut Tx, candidate: &Candidate, row: Row) -> Result<PastRuling> {
    let item = |item: ItemRow| -> Result<PastItem> {
        let note = open(candidate, row.id, item.note_sealed.as_deref())?;
        let known = Item::parse(&item.item).ok_or(Cause::Corrupt("ruling_item.item"))?;
        Ok(PastItem { item: known, reason: item.reason.map(ReasonCode), note })
    };
    let items = rulings::items(tx, row.id).await?.into_iter().map(item).collect::<Result<_>>()?;
    let decision = match (row.decision.as_str(), row.reason.clone()) {
        ("approve", _) => Decision::Approve,
        ("return", _) => Decision::Return,
        ("refuse", Some(reason)) => Decision::Refuse(ReasonCode(reason)),
        ("escalate", _) => Decision::Escalate,
        _ => return Err(Cause::Corrupt("ruling.decision").into()),
    };
    Ok(PastRuling {
        at: row.decided_at,
        by: rulings::name(tx, row.staff_id).await?,
        round: row.round as u32,
        stage: Stage::parse(&row.stage).ok_or(Cause::Corrupt("ruling.stage"))?,
        decision,
        items,
        note: open(candidate, row.id, row.note_sealed.as_deref())?,
        effective: row.effective,
    })
}

/// What was written to the candidate with the last return, by item.
pub(crate) async fn notes_to_candidate(
    tx: &mut Tx,
    candidate: &Candidate,
    id: EnrolmentId,
) -> Result<BTreeMap<Item, Note>> {
    let rows = rulings::of_case(tx, id).await?;
    let Some(last) = rows.into_iter().rev().find(|row| row.effective && row.decision == "return") else {
        return Ok(BTreeMap::new());
    };
    let mut notes = BTreeMap::new();
    for row in rulings::items(tx, last.id).await? {
        if let (Some(item), Some(note)) =
            (Item::parse(&row.item), open(candidate, last.id, row.note_sealed.as_deref())?)
        {
            notes.insert(item, note);
        }
    }
    Ok(notes)
}
