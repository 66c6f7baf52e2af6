//! Drawn approvals where nobody could check them. Where no other account is entitled to, the approval takes effect at once: waiting
//! would help nobody, for no account will ever come of it. One that waits already, because the last account that could have checked
//! it was closed, takes effect after some days, in which an account can be opened again. Both stand in the audit trail.

use super::{
    assign::Colleague,
    decide::tell,
    entered::has_entered,
    store::{alone as store, rulings},
};
use crate::{
    Enrolment, Result,
    application::{self, Application},
    audit::{Action, Actor, Entry},
    db::Tx,
};
use serde_json::json;
use shared::{
    enrolment::{Event, Stage, State},
    id::{EnrolmentId, StaffId},
    profile::Profile,
    time::Span,
};

/// In a place with more reviewers than this somebody can check: two at most are barred from a case.
const FEW: usize = 3;
/// Cases of a place looked at in one round.
const AT_ONCE: i64 = 50;

/// Whether there is an account that may check a case as it stands: of a reviewer of the place who neither decided on it nor
/// entered something of it.
pub(super) async fn can_be_checked(tx: &mut Tx, application: &Application, but: Option<StaffId>) -> Result<bool> {
    for colleague in Colleague::all(tx, &application.province).await? {
        if !colleague.covers(application) || Some(colleague.staff) == but {
            continue;
        }
        let barred = has_entered(tx, application.id, colleague.staff).await?
            || rulings::has_decided(tx, application.id, application.round, colleague.staff).await?;
        if !barred {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Enrolment {
    /// Lets approvals take effect that have waited long for a check which no account could make. Only places with few
    /// reviewers are looked at.
    pub(crate) async fn settle_unchecked(&self) -> Result<()> {
        let mut tx = self.db().read().await?;
        let mut waiting = Vec::new();
        for (province, region) in store::places(&mut tx).await? {
            // a province that this server no longer serves
            let Ok(profile) = self.profile(&province) else { continue };
            let before = self.now() - patience(profile);
            let colleagues = Colleague::all(&mut tx, &province).await?;
            if colleagues.iter().filter(|one| one.covers_region(&province, &region)).count() <= FEW {
                waiting.extend(store::waiting(&mut tx, (&province, &region), before, AT_ONCE).await?);
            }
        }
        tx.commit().await?;
        for id in waiting {
            self.settle_case(id).await?;
        }
        Ok(())
    }

    /// One of them, if nobody has taken it meanwhile and still nobody could check it.
    async fn settle_case(&self, id: EnrolmentId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        let waits = application.progress.state == State::Submitted && application.progress.stage == Stage::Second;
        let before = self.now() - patience(self.profile(&application.province)?);
        let approved = rulings::approved_first(&mut tx, id, application.round).await?;
        let Some(approved) = approved.filter(|row| waits && row.decided_at <= before) else {
            return Ok(());
        };
        if application.assignee.is_some() || can_be_checked(&mut tx, &application, None).await? {
            return Ok(());
        }
        application.advance(&Event::Take)?;
        application.advance(&Event::Approve)?;
        application.decided_at = Some(self.now());
        rulings::take_effect(&mut tx, approved.id).await?;
        application::save(&mut tx, &application).await?;
        tell(self, &mut tx, &application, Action::CaseApproved).await?;
        let detail = json!({ "stage": Stage::Second.as_str(), "check": UNCHECKED });
        let (province, enrolment) = (Some(&application.province), Some(id));
        let entry = Entry { actor: Actor::SYSTEM, action: Action::CaseApproved, province, enrolment, detail };
        self.record(&mut tx, entry).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }
}

/// How long an approval waits for an account that could check it.
fn patience(profile: &Profile) -> Span {
    Span::days(profile.second_check_days.into())
}

/// What the audit trail says of a check that was drawn and that nobody could make.
pub(super) const UNCHECKED: &str = "nobody";
