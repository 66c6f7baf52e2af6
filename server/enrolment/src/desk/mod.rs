//! The desk (现场确认): an officer finds a candidate, sees what has to be compared, takes the photograph, confirms or refuses.
//! Whoever does this of a case may not decide it; where the province decides at once, confirming may be the last thing that was left
//! (ADR 0028). What a confirmation stands for is here too, for institutions (`classes`).

mod check;
mod day;
mod find;
mod open;
mod presence;
mod seen;
mod store;

pub use check::{Checks, DeskOutcome, DeskRecord};
pub(crate) use check::{Found, enter, is_awaited, is_confirmed, is_refused, require_compared, stand_for, standing};
pub use day::{DeskDay, Visitor};
pub use open::{DeskCase, InPerson, Person};
pub(crate) use seen::has_compared;

use crate::{Caller, Enrolment, Result, application::Application, db::Tx, staff::Officer};
use shared::{
    enrolment::{Event, State},
    id::EnrolmentId,
    problem::ProblemCode,
    staff::Act,
};

/// Lets an officer change what is entered of an application: of their own place, in time, and not while a reviewer has it. A
/// lease that ran out is ended. The caller locked the application and saves it.
pub(crate) fn require_reachable(
    enrolment: &Enrolment,
    officer: Officer<'_>,
    application: &mut Application,
) -> Result<()> {
    officer.require(&application.province, &application.region)?;
    if application.progress.state == State::InReview {
        if application.lease.is_some_and(|lease| lease.until > enrolment.now()) {
            return Err(ProblemCode::CaseTaken.into());
        }
        application.lease = None;
        application.advance(&Event::Release)?;
    }
    application.require_changeable(enrolment)
}

/// The same, asked by a request.
pub(crate) fn require_desk(enrolment: &Enrolment, caller: &Caller, application: &mut Application) -> Result<()> {
    require_reachable(enrolment, caller.officer(Act::Desk)?, application)
}

/// What was found no longer stands: the document is another one.
pub(crate) async fn lapse(enrolment: &Enrolment, tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    store::lapse(tx, id, enrolment.now()).await
}
