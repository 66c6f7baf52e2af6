//! STUB, to be replaced by the area `details` (part D): what decides about proofs, kept in memory of this process. The seam that
//! stays is [`demands_of`]; `save_facts` gives way to saving the details form.

use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    db::Tx,
};
use shared::{
    attachment::{self, Demand, Facts},
    enrolment::{Event, Item},
    id::EnrolmentId,
    profile::Level,
};
use std::{collections::BTreeMap, sync::Mutex};

#[derive(Clone, Debug)]
struct Kept {
    major: String,
    level: Level,
    education_passed: bool,
    identity_changed: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Stub(Mutex<BTreeMap<EnrolmentId, Kept>>);

impl Stub {
    fn all(&self) -> std::sync::MutexGuard<'_, BTreeMap<EnrolmentId, Kept>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The proofs that the application demands at present; `None` while there are no details to judge by.
#[expect(clippy::unused_async, reason = "the area that replaces this reads rows")]
pub(crate) async fn demands_of(
    enrolment: &Enrolment,
    _: &mut Tx,
    application: &Application,
) -> Result<Option<Vec<Demand>>> {
    let profile = enrolment.profile(&application.province)?;
    let kept = enrolment.details_stub().all().get(&application.id).cloned();
    Ok(kept.map(|kept| {
        let Kept { major, level, education_passed, identity_changed } = &kept;
        let (education_passed, identity_changed) = (*education_passed, *identity_changed);
        attachment::demands(profile, Facts { major, level: *level, education_passed, identity_changed })
    }))
}

impl Enrolment {
    /// What saving the details form will do.
    pub async fn save_facts(&self, caller: &Caller, facts: Facts<'_>) -> Result<()> {
        let (.., id) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, id).await?;
        application.require_changeable(self)?;
        application.advance(&Event::Provide(Item::Details))?;
        let Facts { level, education_passed, identity_changed, .. } = facts;
        let kept = Kept { major: facts.major.to_owned(), level, education_passed, identity_changed };
        let before = self.details_stub().all().insert(id, kept);
        if let Err(error) = crate::attachments::recompute(self, &mut tx, &mut application).await {
            let mut all = self.details_stub().all();
            match before {
                Some(before) => all.insert(id, before),
                None => all.remove(&id),
            };
            return Err(error);
        }
        application::save(&mut tx, &application).await?;
        tx.commit().await
    }
}
