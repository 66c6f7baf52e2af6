//! What handing in depends on, read again in its transaction: an earlier answer may have been overtaken by a later one, or by the
//! profile.

use crate::{
    Enrolment, Result, account, application::Application, attachments, candidate, card, consent, db::Tx, desk, details,
    face, photo, signature,
};
use shared::{
    enrolment::{Item, ItemState, Step},
    problem::ProblemCode,
    profile::ENROLMENT_RULES,
};

impl Enrolment {
    /// Every item still holds what it has to. What a reviewer accepted is not asked again.
    pub(crate) async fn require_all_sound(&self, tx: &mut Tx, application: &Application) -> Result<()> {
        let candidate = candidate::load(self, tx, application.candidate).await?;
        for (item, state) in &application.progress.items {
            if *state == ItemState::Accepted {
                continue;
            }
            match item {
                Item::Document => {}
                // an officer saw the document itself
                Item::Card if desk::is_confirmed(tx, &candidate, application.id).await? => {}
                Item::Card => card::require_sound(tx, application, &candidate).await?,
                Item::Photo if photo::of_enrolment(tx, application.id).await?.is_some() => {}
                Item::Face if face::is_given(tx, application.id).await? => {}
                Item::Signature if signature::is_given(tx, application.id).await? => {}
                Item::Photo | Item::Face | Item::Signature => return Err(ProblemCode::Incomplete.into()),
                Item::Details => {
                    let problem = details::problem(self, tx, &candidate, application).await?;
                    problem.map_or(Ok(()), Err)?;
                }
                Item::Attachments => attachments::require_met(self, tx, application).await?,
            }
        }
        Ok(())
    }

    /// The steps that provide no item: the notice accepted, a password chosen. Refused with `enrolment.incomplete`.
    pub(crate) async fn require_steps(&self, tx: &mut Tx, application: &Application) -> Result<()> {
        let (province, profile) = (&application.province, self.profile(&application.province)?);
        let notice = !profile.has_step(Step::Notice)
            || consent::accepted(self, tx, (province, application.id), ENROLMENT_RULES).await?;
        let password =
            !profile.has_step(Step::Password) || candidate::password_hash(tx, application.candidate).await?.is_some();
        let questions = !profile.has_step(Step::Questions) || account::has_answers(tx, application.candidate).await?;
        if notice && password && questions { Ok(()) } else { Err(ProblemCode::Incomplete.into()) }
    }
}
