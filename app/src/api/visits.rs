//! What candidates do about visits to offices: book or move one, cancel it.

use super::{Refusal, posting::Posting};
use leptos::prelude::*;
use shared::problem::{Field, Problem, ProblemCode};

/// Books a visit, in place of the one before.
#[server(name = BookVisit, prefix = "/api", endpoint = "book-visit")]
pub async fn book_visit(
    province: String,
    office: String,
    day: String,
    #[server(default)] slot: String,
) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let unreadable = || Problem::at(ProblemCode::BookingClosed, Field::Slot);
    let day = day.parse().map_err(|_| unreadable())?;
    let slot = slot.parse().map_err(|_| unreadable())?;
    posting.context.enrolment.book_visit(&posting.caller, &office, day, slot).await?;
    leptos_axum::redirect(&posting.routes().booking());
    Ok(())
}

/// Gives the place back.
#[server(name = CancelVisit, prefix = "/api", endpoint = "cancel-visit")]
pub async fn cancel_visit(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.context.enrolment.cancel_visit(&posting.caller).await?;
    leptos_axum::redirect(&posting.routes().booking());
    Ok(())
}
