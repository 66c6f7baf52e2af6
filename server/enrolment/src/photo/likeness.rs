//! How like the certificate photograph is to the portrait on the document, where the province has them compared: one that shows
//! somebody else is not provided until the candidate chooses another one or asks for a reviewer; a doubt goes to the reviewer.

use super::{PhotoReceipt, receipt, store};
use crate::{
    Caller, Enrolment, Result, application,
    audit::{Action, Entry},
    consent,
    db::Tx,
    error::{Cause, Error},
    ports::{FaceComparison, SamePerson},
};
use serde::{Deserialize, Serialize};
use shared::{
    enrolment::{Event, Item, State},
    evidence::CardSide,
    id::{CardId, EnrolmentId},
    problem::ProblemCode,
    profile::CONSENT_FACE,
};

/// What is known of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    Same,
    /// A person decides.
    Doubtful,
    /// Not the person of the document, or not to be recognised: another photograph, or a reviewer.
    Different,
    /// The same, and the candidate asked for a reviewer.
    Reviewer,
}

impl Likeness {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Doubtful => "doubtful",
            Self::Different => "different",
            Self::Reviewer => "reviewer",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Same, Self::Doubtful, Self::Different, Self::Reviewer].into_iter().find(|own| own.as_str() == text)
    }
}

/// A comparison, and the picture of the document that it was made with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Compared {
    pub card: CardId,
    #[serde(flatten)]
    pub comparison: FaceComparison,
}

impl Compared {
    pub(super) const fn likeness(&self) -> Likeness {
        match self.comparison.verdict {
            SamePerson::Same => Likeness::Same,
            SamePerson::Doubtful => Likeness::Doubtful,
            SamePerson::Different => Likeness::Different,
        }
    }
}

impl Enrolment {
    /// 转人工审核: the photograph that was found to show somebody else is provided as it is, and a reviewer compares.
    pub async fn photo_to_reviewer(&self, caller: &Caller) -> Result<PhotoReceipt> {
        let (province, _, id) = caller.evidence_provider()?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        application.require_open(self)?;
        let row = store::of_enrolment(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if row.likeness.as_deref() != Some(Likeness::Different.as_str()) {
            return Err(ProblemCode::Conflict.into());
        }
        application.advance(&Event::Provide(Item::Photo))?;
        application::save(&mut tx, &application).await?;
        store::set_likeness(&mut tx, id, Likeness::Reviewer.as_str()).await?;
        let detail = serde_json::json!({ "photo": row.id });
        let (actor, action) = (caller.into(), Action::PhotoToReviewer);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        receipt(store::Row { likeness: Some(Likeness::Reviewer.as_str().to_owned()), ..row })
    }

    /// Nothing where the province does not ask for it, the candidate did not agree to the processing of face data, no document was read
    /// yet, or no engine could do it: then a reviewer compares.
    pub(super) async fn compare_photo(&self, caller: &Caller, photo: &[u8]) -> Result<Option<Compared>> {
        let (province, _, id) = caller.evidence_provider()?;
        let Some(engine) = self.parts().identity.likeness.clone() else { return Ok(None) };
        if !self.profile(province)?.compare_photo_with_card {
            return Ok(None);
        }
        let mut tx = self.db().read().await?;
        let consented = consent::accepted(self, &mut tx, (province, id), CONSENT_FACE).await?;
        tx.commit().await?;
        if !consented {
            return Ok(None);
        }
        let pages = self.card_pages(caller).await?;
        let (Some(side), Some(reading)) = (pages.side(CardSide::Portrait), pages.reading.as_ref()) else {
            return Ok(None);
        };
        let (card, region, photo) = (self.card_file(caller, side.card).await?, reading.portrait, photo.to_vec());
        let work = move || engine.compare(&card, region, &photo);
        let comparison = match self.in_turn(None, "comparing a photograph", work).await {
            // the line is full: the photograph is kept all the same
            Err(Error::Refused(problem)) if problem.code == ProblemCode::Unavailable => None,
            compared => compared?,
        };
        Ok(comparison.map(|comparison| Compared { card: side.card, comparison }))
    }
}

/// What the photograph means for its item: one that shows somebody else is not given. After handing in it stays what it is, for the
/// reviewer.
pub(super) fn event(compared: Option<&Compared>, state: State) -> Event {
    match compared.map(Compared::likeness) {
        Some(Likeness::Different) if state != State::Submitted => Event::Withdraw(Item::Photo),
        _ => Event::Provide(Item::Photo),
    }
}

/// The document is another picture now: what was compared with the old one counts no more.
pub(crate) async fn document_changed(tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    store::forget_comparison(tx, id).await
}

/// The consent that it was made under was taken back.
pub(crate) async fn consent_withdrawn(tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    store::withdraw_comparison(tx, id).await
}

pub(super) fn of(row: &store::Row) -> Result<(Option<Likeness>, Option<Compared>)> {
    let likeness = row.likeness.as_deref().map(|text| Likeness::parse(text).ok_or(Cause::Corrupt("photo.likeness")));
    let compared = row.comparison.as_deref().map(serde_json::from_str).transpose()?;
    Ok((likeness.transpose()?, compared))
}
