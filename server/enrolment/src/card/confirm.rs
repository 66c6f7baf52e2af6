//! Confirming what stands on the document. What differs from what an engine read is flagged for the reviewer.

use super::{of_enrolment, record_of, store};
use crate::{
    Caller, Enrolment, Result, application, attachments,
    audit::{Action, Entry},
    candidate, consent, details,
    ports::{CardReading, EngineStamp},
    review,
};
use serde::{Deserialize, Serialize};
use shared::{
    enrolment::{Event, Item},
    evidence::{CardField, CardFields},
    id::CardId,
    problem::ProblemCode,
    profile::CONSENT_CARD,
    time::Timestamp,
};

/// What was confirmed, as it is kept (sealed).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CardRecord {
    pub fields: CardFields,
    /// What the candidate changed against what was read. Without an engine there is nothing to differ from.
    pub corrected: Vec<CardField>,
    /// Who read; absent where the candidate typed from the picture.
    pub engine: Option<EngineStamp>,
    pub confirmed_at: Timestamp,
}

/// What the candidate confirms: these particulars, of these two pictures.
#[derive(Clone, PartialEq, Debug)]
pub struct Confirmation {
    pub fields: CardFields,
    /// The pictures that stood beside the form.
    pub pictures: [CardId; 2],
}

impl Enrolment {
    /// Confirms what stands on the document; the item is provided by it. Refused with `card.missing`, with
    /// `request.conflict` where a picture was replaced meanwhile, and with the first thing that contradicts the document.
    pub async fn confirm_card(&self, caller: &Caller, confirmation: Confirmation) -> Result<CardRecord> {
        let (province, candidate, id) = caller.evidence_provider()?;
        let Confirmation { fields, pictures } = confirmation;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        application.require_open(self)?;
        consent::require(self, &mut tx, (province, id), CONSENT_CARD).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let pages = of_enrolment(&mut tx, id, &candidate).await?;
        match pages.both() {
            Some(now) if now == pictures => {}
            Some(_) => return Err(ProblemCode::Conflict.into()),
            None => return Err(ProblemCode::CardMissing.into()),
        }
        if let Some(problem) = fields.problems(&candidate.document, self.now().beijing().date()).into_iter().next() {
            return Err(problem.into());
        }
        let (asked, progress) = (details::asked(self, &mut tx, &application).await?, application.progress.clone());
        application.advance(&Event::Provide(Item::Card))?;
        let record = CardRecord {
            corrected: pages.reading.as_ref().map(|reading| corrected(&fields, reading)).unwrap_or_default(),
            engine: pages.reading.map(|reading| reading.engine),
            confirmed_at: self.now(),
            fields,
        };
        let sealed = candidate.key.seal(&*self.parts().randomness, record_of(id), &serde_json::to_vec(&record)?);
        store::confirm(&mut tx, id, &sealed, record.confirmed_at).await?;
        // details and proofs follow the name on the card
        details::recheck(self, &mut tx, &mut application).await?;
        attachments::recompute(self, &mut tx, &mut application, asked.as_ref()).await?;
        application::save(&mut tx, &application).await?;
        let named = (&record.fields.name, record.fields.birth_date.0);
        review::trace_name(self, &mut tx, candidate.id, named).await?;
        self.record_reopened(&mut tx, caller.into(), (&application, &progress)).await?;
        let detail = serde_json::json!({ "corrected": record.corrected, "read": record.engine.is_some() });
        let (actor, action) = (caller.into(), Action::CardConfirmed);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        Ok(record)
    }
}

/// Particulars that are not what was read.
pub(crate) fn corrected(fields: &CardFields, reading: &CardReading) -> Vec<CardField> {
    let differs = |field: &CardField| reading.text(*field).is_some_and(|read| !fields.agrees(*field, read));
    CardField::CONFIRMED.into_iter().filter(differs).collect()
}
