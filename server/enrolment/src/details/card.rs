//! What the candidate's card says, as the details form needs it. The one seam to the area of the cards.

use crate::{Result, candidate::Candidate, card, db::Tx};
use shared::{contact::Address, details::CardFields, id::EnrolmentId, profile::Profile};

/// What stands on the card and was confirmed; `None` where no card was confirmed, or has to be confirmed again.
pub(crate) async fn card_fields(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Option<CardFields>> {
    let pages = card::of_enrolment(tx, id, candidate).await?;
    let Some(record) = pages.record.filter(|_| pages.confirmed_at.is_some()) else { return Ok(None) };
    let fields = record.fields;
    Ok(Some(CardFields {
        name: Some(fields.name),
        ethnicity: fields.ethnicity,
        sex: Some(fields.sex),
        birth_date: Some(fields.birth_date.0),
        // one that is no postal address has to be written out in the details
        address: fields.address.and_then(|address| address.parse::<Address>().ok()),
    }))
}

/// The same, as far as it goes before what is typed: an address for letters is the candidate's own (ADR 0028).
pub(super) async fn binding(
    profile: &Profile,
    tx: &mut Tx,
    candidate: &Candidate,
    id: EnrolmentId,
) -> Result<Option<CardFields>> {
    let fields = card_fields(tx, candidate, id).await?;
    let typed = |fields| CardFields { address: None, ..fields };
    Ok(if profile.has_postal_address() { fields.map(typed) } else { fields })
}
