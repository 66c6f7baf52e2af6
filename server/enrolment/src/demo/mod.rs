//! Demonstration data: staff and candidates that a developer finds after `cargo xtask run`. Never for production.
//!
//! People, telephones and document numbers are invented (the check digits are right). The photographs are a drawing marked
//! DEMO; the engine's real verdict about it – no face – is attached, so a reviewer sees a case that must go back.

mod bulk;

use crate::{
    Caller, Enrolment, Result, Who, application,
    audit::{Action, Actor, Entry},
    candidate,
    consent::{self, Consent},
    error::Cause,
    session::{self, Jurisdiction, Scope},
    staff::{NewStaff, password},
    submission,
};
use shared::{
    contact::PhoneNumber,
    document::{DocumentNumber, DocumentType},
    enrolment::{Event, Item},
    id::{EnrolmentId, Province, SessionId},
    locale::Locale,
    profile::{CONSENT_PHOTO, ENROLMENT_RULES, Profile},
    review::{Decision, ReturnedItem, Role},
    time::Span,
};

/// A staff account that can be signed in to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoAccount {
    /// `hunan.reviewer`
    pub login: String,
    pub password: &'static str,
}

const PASSWORD: &str = "ruji-demo-only";
const PHOTO: &[u8] = include_bytes!("placeholder.jpg");

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
            for (n, (office, stage)) in CANDIDATES.into_iter().enumerate() {
                self.seed_candidate(profile, n, (&offices[office].code, stage), &reviewer).await?;
            }
        }
        Ok(accounts)
    }

    async fn seed_candidate(
        &self,
        profile: &Profile,
        n: usize,
        (office, stage): (&str, Stage),
        reviewer: &Caller,
    ) -> Result<()> {
        let Some((caller, enrolment)) = self.seed_registration(profile, n, office).await? else {
            return Ok(());
        };
        if stage == Stage::Draft {
            return Ok(());
        }
        self.keep_whatever_the_verdict(&caller, PHOTO).await?;
        self.seed_rest(profile, enrolment).await?;
        let notice = profile.notice(CONSENT_PHOTO).ok_or(Cause::Corrupt("a profile without its notices"))?;
        let (version, text) = (notice.version.to_string(), notice.body.get(Locale::Chinese).to_owned());
        self.submit_application(&caller, &format!("demo {n}"), Some(Consent { version, text })).await?;
        if stage == Stage::Returned {
            self.take_case(reviewer, enrolment).await?;
            let version = self.open_case(reviewer, enrolment).await?.version;
            let reason = profile.reasons.iter().find(|reason| reason.item == Some(Item::Photo));
            let reason = reason.ok_or(Cause::Corrupt("a profile without a reason for photographs"))?.code.clone();
            let decision = Decision::Return(vec![ReturnedItem { item: Item::Photo, reason }]);
            self.decide_case(reviewer, enrolment, version, decision).await?;
        }
        Ok(())
    }

    /// Marks what else the province asks for as provided, without content; the password is the one of the demo accounts.
    async fn seed_rest(&self, profile: &Profile, enrolment: EnrolmentId) -> Result<()> {
        let hash = password::hash(self, PASSWORD.to_owned().into()).await?;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, enrolment).await?;
        let items: Vec<_> = application.progress.items.keys().copied().collect();
        for item in items {
            application.advance(&Event::Provide(item))?;
        }
        application::save(&mut tx, &application).await?;
        candidate::set_password(&mut tx, application.candidate, &hash, self.now()).await?;
        if let Some(notice) = profile.notice(ENROLMENT_RULES) {
            let (version, text) = (notice.version.to_string(), notice.body.get(Locale::Chinese).to_owned());
            consent::record(self, &mut tx, enrolment, ENROLMENT_RULES, &Consent { version, text }).await?;
        }
        // as if it had been read already
        let read_at = self.now() - Span::minutes(5);
        let saved = application::load(&mut tx, enrolment).await?;
        submission::open_reminder_at(&mut tx, &saved, read_at).await?;
        tx.commit().await
    }

    /// Registers past the one-time code, whose message nobody would read. `None` where somebody has the number already.
    async fn seed_registration(
        &self,
        profile: &Profile,
        n: usize,
        office: &str,
    ) -> Result<Option<(Caller, EnrolmentId)>> {
        let province = &profile.province;
        let window = profile.open_window(self.now()).ok_or(Cause::Corrupt("no open window"))?;
        let region = profile.regions.iter().find(|region| region.parent.as_deref() == Some(office));
        let region = region.map_or(office, |region| region.code.as_str());
        let (phone, document) = (invented_phone(n)?, invented_document(region, n)?);
        let mut tx = self.db().begin().await?;
        let Some(candidate) = candidate::insert(self, &mut tx, province, &phone, &document).await? else {
            return Ok(None);
        };
        let enrolment = application::insert(self, &mut tx, candidate, (province, &window.code, region)).await?;
        let enrolment = enrolment.ok_or(Cause::Corrupt("a new candidate with an application"))?;
        let who = Who::Candidate { province: province.clone(), candidate, enrolment, scope: Scope::Full };
        let caller = session::open(self, &mut tx, who).await?.caller;
        let (actor, detail) = (Actor::candidate(candidate), serde_json::json!({ "demo": true }));
        let entry =
            Entry { actor, action: Action::Registered, province: Some(province), enrolment: Some(enrolment), detail };
        self.record(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(Some((caller, enrolment)))
    }
}

/// `1990000000n`
fn invented_phone(n: usize) -> Result<PhoneNumber, Cause> {
    format!("199{n:08}").parse().map_err(|_| Cause::Corrupt("an invented phone number"))
}

/// A number of the region with the birth date 2000-01-01 and the check character that fits.
fn invented_document(region: &str, n: usize) -> Result<DocumentNumber, Cause> {
    let body = format!("{region}20000101{n:03}");
    let fits = |last| DocumentNumber::parse(DocumentType::ResidentIdCard, &format!("{body}{last}")).ok();
    "0123456789X".chars().find_map(fits).ok_or(Cause::Corrupt("an invented document number"))
}
