//! What the candidate's card says, as the details form needs it. The one seam to the area of the cards.

use crate::{Enrolment, Result, candidate::Candidate, db::Tx};
use shared::{details::CardFields, id::EnrolmentId};

/// What was read from the card and confirmed; `None` where no card was confirmed.
pub(crate) async fn card_fields(
    _enrolment: &Enrolment,
    _tx: &mut Tx,
    _candidate: &Candidate,
    _id: EnrolmentId,
) -> Result<Option<CardFields>> {
    Ok(None)
}
