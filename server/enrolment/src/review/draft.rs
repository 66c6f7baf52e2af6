//! What a reviewer has filled in of a decision: kept sealed for a case and a reviewer, until it is decided. It survives the loss of
//! the lease, so that nobody types twice.

use super::store::rulings;
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    candidate::{self, Candidate},
    crypto::Belongs,
    db::Tx,
};
use shared::{
    enrolment::State,
    id::{EnrolmentId, StaffId},
    problem::ProblemCode,
    staff::Act,
};

/// Longest draft in bytes.
const LONGEST: usize = 16 * 1024;

const fn draft_of(staff: StaffId) -> Belongs {
    Belongs::to("ruling_draft.sealed", staff.0)
}

impl Enrolment {
    /// Keeps what the caller has filled in so far, whether or not they still hold the case. Refused with `field.too_long`,
    /// `request.not_permitted`, and with `enrolment.wrong_state` where there is nothing to decide.
    pub async fn save_ruling_draft(&self, caller: &Caller, id: EnrolmentId, json: &str) -> Result<()> {
        let reviewer = caller.officer(Act::Review)?;
        if json.len() > LONGEST {
            return Err(ProblemCode::FieldTooLong.into());
        }
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        reviewer.require(&application.province, &application.region)?;
        if !matches!(application.progress.state, State::Submitted | State::InReview) {
            return Err(ProblemCode::WrongState.into());
        }
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        let sealed = candidate.key.seal(&*self.parts().randomness, draft_of(reviewer.staff), json.as_bytes());
        rulings::save_draft(&mut tx, (id, reviewer.staff), application.round, &sealed, self.now()).await?;
        tx.commit().await
    }
}

/// What the caller had filled in since the case was handed in last.
pub(super) async fn load(
    tx: &mut Tx,
    caller: &Caller,
    application: &Application,
    candidate: &Candidate,
) -> Result<Option<String>> {
    let me = caller.officer(Act::Review)?.staff;
    let sealed = rulings::draft(tx, (application.id, me), application.round).await?;
    Ok(sealed.map(|sealed| candidate.key.open_text(draft_of(me), &sealed)).transpose()?)
}
