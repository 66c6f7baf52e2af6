//! Demonstration data: staff and candidates that a developer finds after `cargo xtask run`. Never for production.
//!
//! People (`person`), telephones and document numbers are invented (the check digits are right). Pictures are drawings marked DEMO
//! that go the candidates' own way (`journey`); the engine's real verdict about the photograph – no face – is attached, so a
//! reviewer sees a case that must go back.

mod journey;
mod person;

use crate::{
    Caller, Enrolment, Result, Who,
    error::Cause,
    session::Jurisdiction,
    staff::{NewStaff, password},
};
use person::Person;
use shared::{
    enrolment::Item,
    id::{EnrolmentId, Province, SessionId},
    profile::Profile,
    review::{Role, Ruling},
};

/// A staff account that can be signed in to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoAccount {
    /// `hunan.reviewer`
    pub login: String,
    pub password: &'static str,
}

const PASSWORD: &str = "ruji-demo-only";

/// How far a demonstration candidate has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Draft,
    Submitted,
    Returned,
}

/// Candidates of the first prefecture, then of the second.
const CANDIDATES: [(usize, Stage); 6] = [
    (0, Stage::Submitted),
    (0, Stage::Submitted),
    (0, Stage::Submitted),
    (0, Stage::Returned),
    (0, Stage::Draft),
    (1, Stage::Submitted),
];

impl Enrolment {
    /// Fills an empty database of `province`; does nothing where it has staff already. Candidates are added only while a
    /// window is open. Gives the accounts.
    pub async fn seed_demo(&self, province: &Province) -> Result<Vec<DemoAccount>> {
        let profile = self.profile(province)?;
        let offices: Vec<_> = profile.regions.iter().filter(|region| region.parent.is_none()).take(2).collect();
        let [first, second] = offices.as_slice() else {
            return Err(Cause::Corrupt("a profile with fewer than two prefectures").into());
        };
        let staff = [
            ("reviewer", format!("{}审核员", first.name), Role::Reviewer, &first.code),
            ("neighbour", format!("{}审核员", second.name), Role::Reviewer, &second.code),
            ("senior", format!("{}高级审核员", first.name), Role::SeniorReviewer, &first.code),
        ];
        let account = |name: &str| DemoAccount { login: format!("{province}.{name}"), password: PASSWORD };
        let accounts = staff.iter().map(|(name, ..)| account(name)).collect();
        if self.has_staff(province).await? {
            return Ok(accounts);
        }
        let mut reviewer = None;
        for (name, title, role, region) in staff {
            let jurisdiction =
                Jurisdiction { province: province.clone(), region: Some(region.clone()), institution: None };
            let account = account(name);
            let (login, password) = (account.login, PASSWORD.to_owned().into());
            let new = NewStaff { login, name: title.clone(), role, jurisdiction: jurisdiction.clone(), password };
            let staff = self.create_staff(new).await?;
            let who = Who::Staff { staff, name: title, role, jurisdiction };
            reviewer.get_or_insert(Caller { session: SessionId(self.new_id()), who });
        }
        if profile.open_window(self.now()).is_some()
            && let Some(reviewer) = reviewer
        {
            let hash = password::hash(self, PASSWORD.to_owned().into()).await?;
            for (n, (office, stage)) in CANDIDATES.into_iter().enumerate() {
                let person = Person::invent(profile, n, &offices[office].code)?;
                self.seed_candidate(profile, &person, &hash, (stage, &reviewer)).await?;
            }
        }
        Ok(accounts)
    }

    /// One candidate, as far as `stage`. Somebody who is there already stays as they are.
    async fn seed_candidate(
        &self,
        profile: &Profile,
        person: &Person,
        password_hash: &str,
        (stage, reviewer): (Stage, &Caller),
    ) -> Result<()> {
        let Some((caller, enrolment)) = self.seed_registration(profile, person).await? else {
            return Ok(());
        };
        if stage == Stage::Draft {
            return Ok(());
        }
        self.seed_steps(profile, person, &caller, password_hash).await?;
        self.seed_hand_in(profile, &caller, &format!("demo {}", person.n)).await?;
        if stage == Stage::Returned {
            self.seed_return(profile, enrolment, reviewer).await?;
        }
        Ok(())
    }

    /// Sends a case back for its photograph.
    async fn seed_return(&self, profile: &Profile, enrolment: EnrolmentId, reviewer: &Caller) -> Result<()> {
        self.take_case(reviewer, enrolment).await?;
        let case = self.open_case(reviewer, enrolment).await?;
        let reason = profile.reasons.iter().find(|reason| reason.item == Some(Item::Photo));
        let reason = reason.ok_or(Cause::Corrupt("a profile without a reason for photographs"))?.code.clone();
        let ruling = Ruling::send_back(case.items.iter().map(|item| item.item), [(Item::Photo, reason)]);
        self.decide_case(reviewer, enrolment, case.version, ruling).await
    }
}
