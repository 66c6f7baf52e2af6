//! What an officer compared with the document: the photograph and the particulars. A keyed hash over it is kept with the check, so that
//! what was changed afterwards is known not to be covered.

use super::{
    check::DeskOutcome,
    open::{Person, person_of_card, person_of_details},
    store,
};
use crate::{Enrolment, Result, candidate::Candidate, card, crypto::Hashed, db::Tx, details, photo};
use shared::{id::EnrolmentId, person::CodeTable};

/// Nothing where there is nobody to compare, or where card and details speak of two.
pub(super) async fn index(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    id: EnrolmentId,
) -> Result<Option<Vec<u8>>> {
    let Some(photo) = photo::of_enrolment(tx, id).await? else { return Ok(None) };
    let card = card::of_enrolment(tx, id, candidate).await?.record.map(person_of_card);
    let details = details::load(tx, candidate, id).await?.map(|(details, _)| person_of_details(details));
    let Some(person) = one(card, details) else { return Ok(None) };
    let (document, born) = (&candidate.document, person.birth_date.to_string());
    let parts: [&[u8]; 8] = [
        id.0.as_bytes(),
        photo.photo.0.as_bytes(),
        document.kind().as_str().as_bytes(),
        document.expose().as_bytes(),
        person.name.expose().as_bytes(),
        person.sex.code().as_bytes(),
        born.as_bytes(),
        person.ethnicity.map_or("", CodeTable::code).as_bytes(),
    ];
    Ok(Some(enrolment.keys().hash(Hashed::Seen, &parts)))
}

fn one(card: Option<Person>, details: Option<Person>) -> Option<Person> {
    let (card, details) = match (card, details) {
        (Some(card), Some(details)) => (card, details),
        (card, details) => return card.or(details),
    };
    let ethnicity = card.ethnicity.or(details.ethnicity);
    let card = Person { ethnicity, ..card };
    (card == details).then_some(card)
}

/// Whether an officer confirmed person and document, and what they compared still is what stands there.
pub(crate) async fn has_compared(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    id: EnrolmentId,
) -> Result<bool> {
    let Some(check) = store::standing(tx, id).await? else { return Ok(false) };
    if check.outcome != DeskOutcome::Confirmed.as_str() {
        return Ok(false);
    }
    let Some(seen) = check.seen_index else { return Ok(false) };
    Ok(index(enrolment, tx, candidate, id).await?.as_ref() == Some(&seen))
}
