//! Why an application that was signed waits for a reviewer where the province decides at once. None of it is held against anybody:
//! machines approve what all of them find right, and refuse nothing.

use super::store;
use crate::{
    Enrolment, Result,
    application::Application,
    candidate::Candidate,
    card, consent,
    db::Tx,
    desk, details, education, existing, face,
    photo::{self, Likeness, PhotoReceipt},
    ports::FaceVerdict,
    review,
};
use serde::{Deserialize, Serialize};
use shared::{
    enrolment::Item,
    evidence::{CardField, FaceOutcome},
    profile::{CONSENT_PHOTO, Level},
};

/// What a person has to look at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// The card was not read whole, says something else, or the candidate corrected what was read.
    Card,
    /// The face was not compared, neither by machine nor at an office, it did not agree, or a desk refused.
    Face,
    /// The candidate chose to be seen at an office, and still has to come.
    Office,
    /// The photograph was not compared, or it did not agree.
    Photo,
    /// The register has not confirmed the earlier education.
    Education,
    /// There are proofs that only people read.
    Attachments,
    /// Something has to be compared with other registrations.
    Registrations,
    /// A reviewer sent it back before, and sees it again.
    SentBack,
    /// The candidate wants a person to decide.
    Asked,
}

impl Waits {
    pub const ALL: &[Self] = &[
        Self::Card,
        Self::Face,
        Self::Office,
        Self::Photo,
        Self::Education,
        Self::Attachments,
        Self::Registrations,
        Self::SentBack,
        Self::Asked,
    ];
}

/// A reviewer who sent it back sees it again, whatever the machines say of it now.
pub(super) const fn was_sent_back(application: &Application) -> bool {
    application.round > 0
}

/// Everything that a person has to look at; nothing where every machine agrees and the candidate did not ask for a person.
pub(super) async fn reasons(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (application, candidate): (&Application, &Candidate),
    by_person: bool,
) -> Result<Vec<Waits>> {
    let (id, asked) = (application.id, |item| application.progress.items.contains_key(&item));
    let mut reasons = Vec::new();
    let mut note = |waits: bool, why: Waits| {
        if waits {
            reasons.push(why);
        }
    };
    // an officer who saw person and document vouches for what they compared
    let seen = desk::has_compared(enrolment, tx, candidate, id).await?;
    note(asked(Item::Card) && !seen && !is_card_read(tx, application, candidate).await?, Waits::Card);
    let awaited = asked(Item::Face) && desk::is_awaited(tx, id).await?;
    note(awaited, Waits::Office);
    let compared = is_face_compared(enrolment, tx, application, seen).await?;
    note(!awaited && (desk::is_refused(tx, id).await? || (asked(Item::Face) && !compared)), Waits::Face);
    note(asked(Item::Photo) && !is_photo_right(enrolment, tx, application, seen).await?, Waits::Photo);
    note(!is_education_known(enrolment, tx, (application, candidate)).await?, Waits::Education);
    let demanded = details::demands_of(enrolment, tx, application).await?.unwrap_or_default();
    let attached = store::files(tx, id).await?.iter().any(|row| row.what == "attachment");
    note(!demanded.is_empty() || attached, Waits::Attachments);
    let known = existing::late::are_any(tx, candidate.id).await?;
    note(known || review::looks_like_somebody(enrolment, tx, candidate).await?, Waits::Registrations);
    note(was_sent_back(application), Waits::SentBack);
    note(by_person, Waits::Asked);
    Ok(reasons)
}

/// An engine read the card without complaint, the number is the registered one, and nothing was corrected.
async fn is_card_read(tx: &mut Tx, application: &Application, candidate: &Candidate) -> Result<bool> {
    let pages = card::of_enrolment(tx, application.id, candidate).await?;
    let (Some(reading), Some(record)) = (pages.reading, pages.record) else { return Ok(false) };
    let number = reading.text(CardField::Number) == Some(candidate.document.expose());
    let name = reading.text(CardField::Name).is_some_and(|read| record.fields.agrees(CardField::Name, read));
    Ok(number && name && reading.problems.is_empty() && record.corrected.is_empty() && record.engine.is_some())
}

/// By an engine, or at an office where that was chosen. A capture that waits for a reviewer goes on waiting.
async fn is_face_compared(enrolment: &Enrolment, tx: &mut Tx, application: &Application, seen: bool) -> Result<bool> {
    let Some(case) = face::of_enrolment(enrolment, tx, application.id).await? else { return Ok(false) };
    if case.receipt.outcome == FaceOutcome::Office {
        return Ok(seen);
    }
    let agreed = case.judgement.is_some_and(|judgement| judgement.verdict == FaceVerdict::Pass);
    Ok(agreed && case.receipt.outcome == FaceOutcome::Passed && case.receipt.has_file)
}

/// It keeps every rule, and shows the person of the document where the province has that compared: an officer who saw both settles what
/// no machine compared or was sure of, but not what a reviewer was asked for. The consent to it still stands.
async fn is_photo_right(enrolment: &Enrolment, tx: &mut Tx, application: &Application, seen: bool) -> Result<bool> {
    let compared = enrolment.profile(&application.province)?.compare_photo_with_card;
    let photo = photo::of_enrolment(tx, application.id).await?;
    let agrees = |photo: &PhotoReceipt| match photo.likeness {
        Some(Likeness::Same) => true,
        None | Some(Likeness::Doubtful) => !compared || seen,
        Some(Likeness::Different | Likeness::Reviewer) => !compared,
    };
    let right = photo.is_some_and(|photo| photo.verdict.passes() && agrees(&photo));
    Ok(right && consent::stands(tx, application.id, CONSENT_PHOTO).await?)
}

/// Majors of the bachelor level build on an earlier education; for the others nothing is asked.
async fn is_education_known(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (application, candidate): (&Application, &Candidate),
) -> Result<bool> {
    let Some((saved, _)) = details::load(tx, candidate, application.id).await? else { return Ok(true) };
    if saved.major.level != Level::Bachelor {
        return Ok(true);
    }
    let card = details::card_fields(tx, candidate, application.id).await?;
    let subject = details::subject(enrolment, candidate, Some(&saved), card.as_ref());
    let check = education::check_of(enrolment, tx, application.id, subject).await?;
    Ok(check.outcome() == Some(shared::education::CheckOutcome::Passed))
}
