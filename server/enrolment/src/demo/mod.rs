//! Demonstration data: staff and candidates that a developer finds after `cargo xtask run`. Never for production.
//!
//! People (`person`), telephones and document numbers are invented (the check digits are right). Pictures are drawings marked DEMO
//! that go the candidates' own way (`journey`); the engine's real verdict about the photograph – no face – is attached, so a
//! reviewer sees a case that must go back.

mod journey;
mod person;

mod bulk;

use crate::{
    Caller, Enrolment, Result, Who,
    error::Cause,
    session::Jurisdiction,
    staff::{self, NewStaff, password},
};
use person::Person;
use shared::{
    enrolment::{Item, State},
    id::{EnrolmentId, Province, SessionId},
    profile::{Profile, Region},
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

/// Accounts of each province, after its name and a dot.
pub(crate) const ACCOUNTS: [&str; 8] =
    ["reviewer", "neighbour", "senior", "desk", "institution", "admin", "auditor", "operator"];
/// The institution of the demonstration account where the profile names none.
const INSTITUTION: &str = "D001";

/// An account to be made; without a region it is one of the whole province.
struct DemoStaff {
    account: &'static str,
    title: String,
    role: Role,
    region: Option<String>,
    institution: Option<String>,
}

/// One of every role; the reviewers and the desk in two prefectures.
fn demo_staff(first: &Region, second: &Region, school: &str) -> [DemoStaff; 8] {
    let [reviewer, neighbour, senior, desk, institution, admin, auditor, operator] = ACCOUNTS;
    let of = |account, place: &Region, what: &str, role| DemoStaff {
        account,
        title: format!("{}{what}", place.name),
        role,
        region: Some(place.code.clone()),
        institution: None,
    };
    let whole = |account, title: &str, role| DemoStaff {
        account,
        title: title.to_owned(),
        role,
        region: None,
        institution: None,
    };
    let operator_of = DemoStaff {
        institution: Some(school.to_owned()),
        ..of(institution, first, "助学单位", Role::InstitutionOperator)
    };
    [
        of(reviewer, first, "审核员", Role::Reviewer),
        of(neighbour, second, "审核员", Role::Reviewer),
        of(senior, first, "高级审核员", Role::SeniorReviewer),
        of(desk, first, "现场确认点", Role::DeskOfficer),
        operator_of,
        whole(admin, "省级管理员", Role::ProvinceAdministrator),
        whole(auditor, "审计员", Role::Auditor),
        whole(operator, "运维人员", Role::Operator),
    ]
}

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
        let school = profile.institutions.first().map_or(INSTITUTION, |institution| &institution.code);
        let staff = demo_staff(first, second, school);
        let account = |name: &str| DemoAccount { login: format!("{province}.{name}"), password: PASSWORD };
        let accounts = staff.iter().map(|new| account(new.account)).collect();
        if self.has_staff(province).await? {
            return Ok(accounts);
        }
        let mut reviewer = None;
        for DemoStaff { account: name, title, role, region, institution } in staff {
            let jurisdiction = Jurisdiction { province: province.clone(), region, institution };
            let account = account(name);
            let (login, password) = (account.login, PASSWORD.to_owned().into());
            let new = NewStaff { login, name: title.clone(), role, jurisdiction: jurisdiction.clone(), password };
            let staff = self.create_staff(new).await?;
            let who = Who::Staff { staff, name: title, role, jurisdiction, stage: staff::Stage::Full };
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
        // where signing decides at once, there may be nothing to send back
        if stage == Stage::Returned && self.status(&caller).await?.state == State::Submitted {
            self.seed_return(profile, enrolment, reviewer).await?;
        }
        Ok(())
    }

    /// Sends a case back for its photograph, or for its last item where none is asked for.
    async fn seed_return(&self, profile: &Profile, enrolment: EnrolmentId, reviewer: &Caller) -> Result<()> {
        self.take_case(reviewer, enrolment).await?;
        let case = self.open_case(reviewer, enrolment).await?;
        let items: Vec<_> = case.items.iter().map(|item| item.item).collect();
        let item = items.iter().copied().find(|item| *item == Item::Photo).or(items.last().copied());
        let reason = profile.offered_reasons(item).next();
        let (item, reason) = item.zip(reason).ok_or(Cause::Corrupt("a profile without a reason for an item"))?;
        let ruling = Ruling::send_back(items, [(item, reason.code.clone())]);
        self.decide_case(reviewer, enrolment, case.version, ruling).await
    }
}
