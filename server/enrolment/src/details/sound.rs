//! Whether details fit what they are judged by: the profile of today, the document's number and the card, each of which may have
//! changed since they were saved.

use super::{binding, load};
use crate::{
    Enrolment, Result,
    application::Application,
    candidate::{self, Candidate},
    db::Tx,
};
use shared::{
    details::{CardFields, Details},
    document::DocumentNumber,
    enrolment::{Event, Item, ItemState},
    person::{Education, Mismatch, number},
    problem::{Field, Problem, ProblemCode},
    profile::{Level, Profile},
};

/// What keeps the saved details from being handed in, unless a reviewer accepted them: nothing saved, a region or major that the
/// profile has dropped, or a document that says otherwise.
pub(crate) async fn problem(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    application: &Application,
) -> Result<Option<Problem>> {
    match application.progress.items.get(&Item::Details) {
        None | Some(ItemState::Accepted) => return Ok(None),
        Some(ItemState::Missing | ItemState::Provided | ItemState::Returned) => {}
    }
    let Some((details, _)) = load(tx, candidate, application.id).await? else {
        return Ok(Some(ProblemCode::Incomplete.into()));
    };
    let profile = enrolment.profile(&application.province)?;
    let card = binding(profile, tx, candidate, application.id).await?;
    let chosen = check_choices(profile, &details);
    Ok(chosen.and_then(|()| check_document(candidate, card.as_ref(), &details)).err())
}

/// Asks for the details again where they contradict the document's number or the card as these are now, also where a reviewer had
/// accepted them.
pub(crate) async fn recheck(enrolment: &Enrolment, tx: &mut Tx, application: &mut Application) -> Result<()> {
    if !application.progress.items.contains_key(&Item::Details) {
        return Ok(());
    }
    let candidate = candidate::load(enrolment, tx, application.candidate).await?;
    let Some((details, _)) = load(tx, &candidate, application.id).await? else { return Ok(()) };
    let card = binding(enrolment.profile(&application.province)?, tx, &candidate, application.id).await?;
    if check_document(&candidate, card.as_ref(), &details).is_ok() {
        return Ok(());
    }
    application.advance(&Event::Reopen(Item::Details))?;
    application.advance(&Event::Withdraw(Item::Details))
}

/// What has to be in the profile of today.
pub(super) fn check_choices(profile: &Profile, details: &Details) -> Result<(), Problem> {
    if profile.region(&details.region).is_none() {
        return Err(Problem::at(ProblemCode::RegionUnknown, Field::Region));
    }
    let chosen = &details.major;
    let major = profile.major(&chosen.code).filter(|major| major.level == chosen.level);
    if major.is_none() {
        return Err(Problem::at(ProblemCode::MajorUnknown, Field::Major));
    }
    if chosen.level == Level::Bachelor && !details.education.at_least(Education::College) {
        return Err(Problem::at(ProblemCode::EducationTooLow, Field::Education));
    }
    Ok(())
}

/// What was retired is no longer offered; whoever chose it before keeps it.
pub(super) fn check_offered(profile: &Profile, details: &Details, saved: Option<&Details>) -> Result<(), Problem> {
    let keeps_region = saved.is_some_and(|saved| saved.region == details.region);
    if !keeps_region && profile.region(&details.region).is_some_and(|region| region.retired) {
        return Err(Problem::at(ProblemCode::RegionUnknown, Field::Region));
    }
    let keeps_major = saved.is_some_and(|saved| saved.major == details.major);
    if !keeps_major && profile.major(&details.major.code).is_some_and(|major| major.retired) {
        return Err(Problem::at(ProblemCode::MajorUnknown, Field::Major));
    }
    Ok(())
}

/// The diploma is described where the register is asked about it, and nowhere else.
pub(super) fn check_diploma(profile: &Profile, details: Details) -> Result<Details, Problem> {
    if !profile.education.is_automatic() || details.major.level != Level::Bachelor {
        return Ok(Details { earlier: None, ..details });
    }
    if details.earlier.is_none() {
        return Err(Problem::at(ProblemCode::FieldMissing, Field::School));
    }
    Ok(details)
}

/// The number knows birth date and sex.
pub(super) fn check_number(document: &DocumentNumber, details: &Details) -> Result<(), Problem> {
    let mismatches = number::mismatches(document, Some(details.birth_date), Some(details.sex));
    let field = mismatches.first().map(|mismatch| match mismatch {
        Mismatch::BirthDate => Field::BirthDate,
        Mismatch::Sex => Field::Sex,
    });
    field.map_or(Ok(()), |field| Err(Problem::at(ProblemCode::DocumentMismatch, field)))
}

/// Neither the number nor what was confirmed of the card says otherwise.
fn check_document(candidate: &Candidate, card: Option<&CardFields>, details: &Details) -> Result<(), Problem> {
    check_number(&candidate.document, details)?;
    match card {
        Some(card) if card.over(details.clone()) != *details => {
            Err(Problem::at(ProblemCode::DocumentMismatch, Field::Name))
        }
        _ => Ok(()),
    }
}
