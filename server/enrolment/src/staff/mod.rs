//! Staff accounts and their sign-in: argon2id, locks against guessing (`attempts`), the same answer for an unknown login; then
//! the second factor (`second_factor`) and what else has to be done first (`Stage`).

mod access;
mod account;
mod administration;
mod attempts;
pub(crate) mod password;
mod rules;
mod second_factor;
mod sign_ins;
mod stage;
mod store;
mod terminal;

pub(crate) use access::Officer;
pub use account::{AccountState, OwnSession};
pub use administration::{
    Hired, StaffChange, StaffCursor, StaffFilter, StaffMember, StaffPage, StaffState, StaffTyped,
};
pub(crate) use attempts::{Origin, delete_attempts};
pub use password::{OneTimePassword, Password};
pub use second_factor::{Enrolling, RecoveryCodes};
pub(crate) use sign_ins::delete_sign_ins;
pub use sign_ins::{SignInEntry, SignInOutcome};
pub use stage::Stage;
pub(crate) use stage::Standing;

use crate::{
    Caller, Enrolment, Result, Who,
    audit::{Action, Actor, Entry},
    db::Tx,
    error::Cause,
    session::{self, Jurisdiction, SignedIn},
};
use shared::{
    id::{Province, StaffId},
    problem::{Field, Problem, ProblemCode},
    review::Role,
};
use std::net::IpAddr;

/// A staff account to be made.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// Case does not matter.
    pub login: String,
    pub name: String,
    pub role: Role,
    pub jurisdiction: Jurisdiction,
    pub password: Password,
}

impl Enrolment {
    /// Makes an account whose owner chose the password. Refused with `request.conflict` when the login is taken.
    pub async fn create_staff(&self, new: NewStaff) -> Result<StaffId> {
        self.create_account(Actor::SYSTEM, new, false).await
    }

    /// The same with a password that somebody else chose: it only serves to set another.
    pub async fn create_staff_to_change(&self, new: NewStaff) -> Result<StaffId> {
        self.create_account(Actor::SYSTEM, new, true).await
    }

    async fn create_account(&self, actor: Actor, new: NewStaff, must_change: bool) -> Result<StaffId> {
        let hash = password::hash(self, new.password.clone()).await?;
        let mut tx = self.db().begin().await?;
        let id = self.insert_staff(&mut tx, actor, &new, (&hash, must_change)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// `password`: its hash, and whether it must be changed.
    pub(crate) async fn insert_staff(
        &self,
        tx: &mut Tx,
        actor: Actor,
        new: &NewStaff,
        (password_hash, must_change_password): (&str, bool),
    ) -> Result<StaffId> {
        let (id, login, place) = (StaffId(self.new_id()), canonical(&new.login), &new.jurisdiction);
        let row = store::New {
            id,
            login: &login,
            name: &new.name,
            role: new.role.as_str(),
            province: &place.province,
            region: place.region.as_deref(),
            institution: place.institution.as_deref(),
            password_hash,
            must_change_password,
        };
        if !store::insert(tx, &row, self.now()).await? {
            return Err(Problem::at(ProblemCode::Conflict, Field::Login).into());
        }
        let detail = serde_json::json!({ "staff": id, "role": row.role, "region": row.region });
        let (action, province) = (Action::StaffCreated, Some(&place.province));
        self.record(tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        Ok(id)
    }

    /// Signs a staff member in from `address` with the password; what is to be done next is the stage of the session. The old
    /// session ends. Refused with `sign_in.wrong` or `sign_in.locked`.
    pub async fn sign_in_staff(
        &self,
        caller: &Caller,
        login: &str,
        password: Password,
        address: IpAddr,
    ) -> Result<SignedIn> {
        let login = canonical(login);
        let origin = self.origin(&login, address);
        let mut tx = self.db().begin().await?;
        self.count_attempt(&mut tx, &origin).await?;
        let known = store::by_login(&mut tx, &login).await?;
        tx.commit().await?;
        let hash = known.as_ref().map(|account| account.password_hash.clone());
        let fits = password::fits(self, password, hash).await?;
        let mut tx = self.db().begin().await?;
        let account = match &known {
            Some(known) if fits => unchanged(&mut tx, known).await?,
            _ => None,
        };
        let Some(account) = account else { return self.refuse_password(tx, known.as_ref(), address).await };
        self.forgive(&mut tx, &origin).await?;
        store::set_signed_in(&mut tx, account.id, self.now()).await?;
        self.note_sign_in(&mut tx, account.id, address, SignInOutcome::PasswordRight).await?;
        let signed_in = self.admit_staff(&mut tx, caller, &account, (false, address)).await?;
        self.record_own(&mut tx, &account, Action::StaffSignedIn).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    async fn refuse_password(&self, mut tx: Tx, known: Option<&store::Row>, address: IpAddr) -> Result<SignedIn> {
        if let Some(account) = known {
            self.note_sign_in(&mut tx, account.id, address, SignInOutcome::PasswordWrong).await?;
        }
        let (actor, action) = (Actor::GUEST, Action::StaffSignInFailed);
        let province = known.map(|row| &row.province);
        let detail = serde_json::json!({ "staff": known.map(|row| row.id) });
        self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        tx.commit().await?;
        Err(ProblemCode::SignInWrong.into())
    }

    /// A session for an account under a new token, at the stage that follows from how the account stands now.
    async fn admit_staff(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        account: &store::Row,
        (verified, address): (bool, IpAddr),
    ) -> Result<SignedIn> {
        let standing = Standing {
            has_factor: account.totp_sealed.is_some(),
            must_change_password: account.must_change_password,
            factor_required: self.settings().staff_second_factor,
        };
        let who = who(account, Stage::of(standing, verified))?;
        session::rotate_staff(self, tx, caller, who, (verified, address)).await
    }

    /// Records what somebody did about their own account.
    async fn record_own(&self, tx: &mut Tx, account: &store::Row, action: Action) -> Result<()> {
        let (actor, province, detail) = (Actor::staff(account.id), Some(&account.province), serde_json::json!({}));
        self.record(tx, Entry { actor, action, province, enrolment: None, detail }).await
    }

    /// Whether a province has any staff.
    pub(crate) async fn has_staff(&self, province: &Province) -> Result<bool> {
        let mut tx = self.db().read().await?;
        Ok(store::count(&mut tx, province).await? > 0)
    }
}

/// Locks the account; `None` where it was disabled or its password changed since it was read.
async fn unchanged(tx: &mut Tx, known: &store::Row) -> Result<Option<store::Row>> {
    let now = store::lock(tx, known.id).await?;
    Ok(now.filter(|now| now.disabled_at.is_none() && now.password_hash == known.password_hash))
}

impl Enrolment {
    /// Locks the caller's own account. Refused with `session.needed` where it is disabled, or this session has ended, by now:
    /// no request that is under way outlives the end of its session.
    async fn own_account(&self, tx: &mut Tx, caller: &Caller, id: StaffId) -> Result<store::Row> {
        let row = store::lock(tx, id).await?.filter(|row| row.disabled_at.is_none());
        let alive = session::is_alive(tx, caller.session, self.now()).await?;
        row.filter(|_| alive).ok_or_else(|| ProblemCode::SessionNeeded.into())
    }
}

fn canonical(login: &str) -> String {
    login.trim().to_lowercase()
}

fn role(row: &store::Row) -> Result<Role> {
    Ok(Role::parse(&row.role).ok_or(Cause::Corrupt("staff.role"))?)
}

fn jurisdiction(row: &store::Row) -> Jurisdiction {
    let (province, region, institution) = (row.province.clone(), row.region.clone(), row.institution.clone());
    Jurisdiction { province, region, institution }
}

fn who(row: &store::Row, stage: Stage) -> Result<Who> {
    Ok(Who::Staff { staff: row.id, name: row.name.clone(), role: role(row)?, jurisdiction: jurisdiction(row), stage })
}
