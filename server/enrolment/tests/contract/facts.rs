//! Details of which only what decides about proofs matters.

use crate::{details, education, support::*};
use enrolment::{Caller, Error};
use shared::{
    details::{Details, FormerIdentity},
    person::{Education, number},
    profile::Level,
};

/// What decides about proofs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) major: &'a str,
    pub(crate) level: Level,
    /// The national register confirmed the education.
    pub(crate) education_passed: bool,
    pub(crate) identity_changed: bool,
}

impl Bench {
    /// Saves details with these facts, and has the register asked where it is to confirm.
    pub(crate) async fn save_facts(&self, caller: &Caller, facts: Facts<'_>) -> Result<(), Error> {
        let sex = number::sex(&self.service.own_document(caller).await?).unwrap();
        let name = hunan().major(facts.major).unwrap().name.clone();
        let former = FormerIdentity { name: Some("单大".parse().unwrap()), number: None };
        let details = Details {
            sex,
            major: details::major(facts.major, &name, facts.level),
            education: Education::College,
            former: facts.identity_changed.then_some(former),
            earlier: None,
            ..details::details(1)
        };
        self.service.save_details(caller, details, None).await?;
        if facts.education_passed {
            education::pass(self, caller).await;
        }
        Ok(())
    }
}
