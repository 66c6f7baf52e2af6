//! Who is at the desk: somebody whom the officer found by what they brought, or who booked a visit for today. Only their case
//! opens, and only while they can still be there is their photograph shown.

use super::store;
use crate::{
    Caller, Enrolment, Result,
    application::Application,
    audit::{Action, Entry},
    db::Tx,
    office,
    staff::Officer,
};
use shared::{
    id::{EnrolmentId, PhotoId},
    problem::ProblemCode,
    staff::Act,
    time::Span,
};

/// As long as finding somebody counts.
const STAY: Span = Span::hours(1);

impl Enrolment {
    /// Remembers that the officer found somebody.
    pub(super) async fn arrive(&self, tx: &mut Tx, officer: Officer<'_>, id: EnrolmentId) -> Result<()> {
        let now = self.now();
        store::forget_presence(tx, officer.staff, now - STAY).await?;
        store::save_presence(tx, officer.staff, id, now).await
    }

    /// Refused with `request.not_permitted` for another place, and with `desk.not_here` for somebody whom the officer did not
    /// find and who has no visit today.
    pub(super) async fn require_here(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        application: &Application,
    ) -> Result<()> {
        officer.require(&application.province, &application.region)?;
        if store::is_present(tx, officer.staff, application.id, self.now() - STAY).await? {
            return Ok(());
        }
        let today = self.today().0.to_string();
        if office::booking_of(tx, application.id).await?.is_none_or(|booked| booked.day != today) {
            return Err(ProblemCode::DeskNotHere.into());
        }
        self.arrive(tx, officer, application.id).await
    }

    /// Records that the officer reads the photograph of somebody who is here, in the transaction that makes sure of it.
    pub(crate) async fn record_photo_at_desk(
        &self,
        caller: &Caller,
        application: &Application,
        photo: PhotoId,
    ) -> Result<()> {
        let officer = caller.officer(Act::Desk)?;
        let mut tx = self.db().begin().await?;
        self.require_here(&mut tx, officer, application).await?;
        let detail = serde_json::json!({ "photo": photo });
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        let (actor, action) = (officer.actor(), Action::PhotoRead);
        self.record(&mut tx, Entry { actor, action, province, enrolment, detail }).await?;
        tx.commit().await
    }
}
