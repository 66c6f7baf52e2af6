//! The identity document of an application: pictures of both sides and what stands on them. Taking pictures in is `submit`,
//! confirming what they say is `confirm`.

mod confirm;
mod reading;
mod store;
mod submit;

pub(crate) use confirm::corrected;
pub use confirm::{CardRecord, Confirmation};
pub use reading::ReadingState;

use crate::{
    Caller, Enrolment, Result, Who,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
    error::{Cause, Error},
    files::{self, Purpose},
    ports::CardReading,
    review,
};
use serde::{Deserialize, Serialize};
use shared::{
    document::DocumentNumber,
    enrolment::{Event, Item, ItemState},
    evidence::CardSide,
    id::{CardId, EnrolmentId},
    photo::CardVerdict,
    problem::ProblemCode,
    time::Timestamp,
};

/// A side that is kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CardReceipt {
    pub card: CardId,
    pub side: CardSide,
    pub verdict: CardVerdict,
    /// The server made the file; otherwise it was kept as it came.
    pub prepared: bool,
    pub taken_at: Timestamp,
}

/// A picture that breaks rules. One that was accepted before still stands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CardRefusal {
    pub side: CardSide,
    pub verdict: CardVerdict,
}

/// What became of a picture.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum CardOutcome {
    Kept(CardReceipt),
    Refused(CardRefusal),
}

/// Everything the candidate sees of their document.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CardPages {
    /// In the order of [`CardSide::ALL`].
    pub sides: [Option<CardReceipt>; 2],
    /// Why the last picture of a side was refused.
    pub refusals: [Option<CardVerdict>; 2],
    /// What an engine read of the sides that stand now.
    pub reading: Option<CardReading>,
    /// What was confirmed, also where it has to be confirmed again.
    pub record: Option<CardRecord>,
    pub confirmed_at: Option<Timestamp>,
}

impl CardPages {
    pub fn side(&self, side: CardSide) -> Option<&CardReceipt> {
        self.sides[side as usize].as_ref()
    }

    pub fn refusal(&self, side: CardSide) -> Option<&CardVerdict> {
        self.refusals[side as usize].as_ref()
    }

    /// Both pictures, where both are there.
    pub fn both(&self) -> Option<[CardId; 2]> {
        let [portrait, emblem] = &self.sides;
        Some([portrait.as_ref()?.card, emblem.as_ref()?.card])
    }
}

impl Enrolment {
    /// The caller's document: pictures, refusals, what was read and confirmed.
    pub async fn card_pages(&self, caller: &Caller) -> Result<CardPages> {
        let (_, candidate, enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        of_enrolment(&mut tx, enrolment, &candidate).await
    }

    /// The registered document in full, for the form that it is confirmed in.
    pub async fn own_document(&self, caller: &Caller) -> Result<DocumentNumber> {
        let (_, candidate, _) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        Ok(candidate::load(self, &mut tx, candidate).await?.document)
    }

    /// The JPEG of a side: for its candidate, and for the reviewer who holds the case. A reviewer's read is audited.
    pub async fn card_file(&self, caller: &Caller, card: CardId) -> Result<Vec<u8>> {
        let mut tx = self.db().read().await?;
        let row = store::by_id(&mut tx, card).await?.ok_or(Error::NotFound)?;
        let application = application::load(&mut tx, row.enrolment_id).await?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        tx.commit().await?;
        let detail = serde_json::json!({ "card": card, "side": row.side });
        self.permit_read(caller, &application, Action::CardRead, detail).await?;
        let bytes = files::read(self, &candidate, Purpose::Card, row.file_id).await?;
        self.marked(caller, bytes).await
    }

    /// Evidence is for its candidate, and for the reviewer who holds the case, whose read is recorded.
    pub(crate) async fn permit_read(
        &self,
        caller: &Caller,
        application: &Application,
        action: Action,
        detail: serde_json::Value,
    ) -> Result<()> {
        match &caller.who {
            Who::Candidate { enrolment, .. } if *enrolment == application.id => Ok(()),
            Who::Staff { .. } => {
                review::require_lease(self, caller, application)?;
                let (province, enrolment) = (Some(&application.province), Some(application.id));
                let mut tx = self.db().begin().await?;
                self.record(&mut tx, Entry { actor: caller.into(), action, province, enrolment, detail }).await?;
                tx.commit().await
            }
            Who::Guest | Who::Candidate { .. } => Err(Error::NotFound),
        }
    }
}

/// The picture of the portrait side that stands.
pub(crate) async fn portrait_of(tx: &mut Tx, id: EnrolmentId) -> Result<Option<CardId>> {
    let sides = store::sides(tx, id).await?;
    Ok(sides.into_iter().find(|row| row.side == CardSide::Portrait.as_str()).map(|row| row.id))
}

/// The document of an application.
pub(crate) async fn of_enrolment(tx: &mut Tx, id: EnrolmentId, candidate: &Candidate) -> Result<CardPages> {
    let mut pages = CardPages::default();
    for row in store::sides(tx, id).await? {
        let side = side(&row.side)?;
        pages.sides[side as usize] = Some(receipt(row)?);
    }
    for (name, verdict) in store::refusals(tx, id).await? {
        pages.refusals[side(&name)? as usize] = Some(serde_json::from_str(&verdict)?);
    }
    if let Some(row) = store::record(tx, id).await? {
        let open = |sealed: Vec<u8>, belongs| candidate.key.open(belongs, &sealed);
        if let Some(sealed) = row.reading_sealed {
            pages.reading = Some(serde_json::from_slice(&open(sealed, reading_of(id))?)?);
        }
        if let Some(sealed) = row.record_sealed {
            pages.record = Some(serde_json::from_slice(&open(sealed, record_of(id))?)?);
        }
        pages.confirmed_at = row.confirmed_at;
    }
    Ok(pages)
}

/// What stands on the document has to be confirmed again: a side or the number was changed. The caller saves the application.
pub(crate) async fn ask_again(tx: &mut Tx, application: &mut Application) -> Result<()> {
    if application.progress.items.get(&Item::Card).is_some_and(|state| *state != ItemState::Accepted) {
        application.advance(&Event::Withdraw(Item::Card))?;
        store::unconfirm(tx, application.id).await?;
    }
    Ok(())
}

/// The same after the number was changed. A card that a reviewer accepted is judged again beside the new number, and confirmed
/// again where it says otherwise.
pub(crate) async fn number_changed(tx: &mut Tx, application: &mut Application, candidate: &Candidate) -> Result<()> {
    if application.progress.items.get(&Item::Card) == Some(&ItemState::Accepted) {
        application.advance(&Event::Reopen(Item::Card))?;
        if is_sound(&of_enrolment(tx, application.id, candidate).await?, candidate) {
            return Ok(());
        }
    }
    ask_again(tx, application).await
}

/// Refuses with `card.missing` what cannot be handed in: a side is missing, nothing was confirmed, or it contradicts the number.
pub(crate) async fn require_sound(tx: &mut Tx, application: &Application, candidate: &Candidate) -> Result<()> {
    let pages = of_enrolment(tx, application.id, candidate).await?;
    if is_sound(&pages, candidate) { Ok(()) } else { Err(ProblemCode::CardMissing.into()) }
}

/// Both sides are there, and what was confirmed of them fits the number.
fn is_sound(pages: &CardPages, candidate: &Candidate) -> bool {
    let record = pages.record.as_ref().filter(|_| pages.both().is_some() && pages.confirmed_at.is_some());
    record.is_some_and(|record| {
        let confirmed_on = record.confirmed_at.beijing().date();
        record.fields.problems(&candidate.document, confirmed_on).is_empty()
    })
}

/// Takes pictures, readings and confirmation out of an application; the files are deleted after the commit.
pub(crate) async fn remove(enrolment: &Enrolment, tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    for side in CardSide::ALL {
        if let Some(file) = store::delete(tx, id, side.as_str()).await? {
            files::discard(enrolment, tx, file).await?;
        }
        store::forgive(tx, id, side.as_str()).await?;
    }
    store::forget(tx, id).await
}

fn side(text: &str) -> Result<CardSide> {
    Ok(CardSide::parse(text).ok_or(Cause::Corrupt("card_side.side"))?)
}

fn receipt(row: store::Row) -> Result<CardReceipt> {
    let (side, verdict) = (side(&row.side)?, serde_json::from_str(&row.verdict)?);
    Ok(CardReceipt { card: row.id, side, verdict, prepared: row.prepared, taken_at: row.taken_at })
}

const fn reading_of(id: EnrolmentId) -> Belongs {
    Belongs::to("card_record.reading_sealed", id.0)
}

pub(crate) const fn record_of(id: EnrolmentId) -> Belongs {
    Belongs::to("card_record.record_sealed", id.0)
}
