//! 完成确认: what the candidate keeps of it – portrait of the card, certificate photograph, admission number and name.

use super::{Signed, name_of, standing};
use crate::{Caller, Enrolment, Result, application, candidate, card, desk, details, face, number, photo};
use shared::{
    contact::PhoneNumber,
    details::Details,
    document::DocumentNumber,
    enrolment::State,
    evidence::{CardSide, FaceOutcome},
    id::{CardId, PhotoId},
    number::AdmissionNumber,
    person::PersonName,
};

/// What the page of completion shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Completion {
    pub state: State,
    pub number: Option<AdmissionNumber>,
    pub name: Option<PersonName>,
    pub portrait: Option<Portrait>,
    pub photo: Option<PhotoId>,
    pub signed: Option<Signed>,
    /// An office confirmed who they are, in the place of a capture of the face.
    pub in_person: bool,
}

/// The portrait on the card: the kept picture of that side, and where the portrait is on it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Portrait {
    pub card: CardId,
    pub width_px: u32,
    pub height_px: u32,
    /// x, y, width, height; absent where nothing read the card.
    pub place: Option<[f32; 4]>,
}

/// What the health report (考生健康状况报告表) is filled in from.
#[derive(Clone, PartialEq, Debug)]
pub struct HealthFacts {
    pub name: Option<PersonName>,
    pub number: Option<AdmissionNumber>,
    pub document: DocumentNumber,
    pub phone: PhoneNumber,
    pub details: Option<Details>,
}

impl Enrolment {
    /// What the caller's own health report is filled in from.
    pub async fn health_facts(&self, caller: &Caller) -> Result<HealthFacts> {
        let (_, candidate, id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let number = number::of(&mut tx, &candidate, id).await?;
        let name = name_of(&mut tx, &candidate, id).await?;
        let details = details::load(&mut tx, &candidate, id).await?.map(|(details, _)| details);
        tx.commit().await?;
        Ok(HealthFacts { name, number, details, document: candidate.document, phone: candidate.phone })
    }

    /// What the caller keeps of their confirmation.
    pub async fn completion(&self, caller: &Caller) -> Result<Completion> {
        let (_, candidate, id) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let pages = card::of_enrolment(&mut tx, id, &candidate).await?;
        let place = pages.reading.as_ref().and_then(|reading| reading.portrait);
        let portrait = pages.side(CardSide::Portrait).map(|side| Portrait {
            card: side.card,
            width_px: side.verdict.width_px,
            height_px: side.verdict.height_px,
            place,
        });
        let face = face::of_enrolment(self, &mut tx, id).await?;
        let at_office = face.is_none_or(|face| face.receipt.outcome == FaceOutcome::Office);
        let completion = Completion {
            in_person: at_office && desk::is_confirmed(&mut tx, &candidate, id).await?,
            state: application.progress.shown(),
            number: number::of(&mut tx, &candidate, id).await?,
            name: name_of(&mut tx, &candidate, id).await?,
            portrait,
            photo: photo::of_enrolment(&mut tx, id).await?.map(|photo| photo.photo),
            signed: standing(&mut tx, &candidate, &application).await?,
        };
        tx.commit().await?;
        Ok(completion)
    }
}
