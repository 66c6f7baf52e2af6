//! Staff accounts and their sign-in: argon2id, lockout with growing delay, the same answer for an unknown login.

mod password;
mod store;

pub use password::Password;

use crate::{
    Caller, Enrolment, Result, Who,
    audit::{Action, Actor, Entry},
    crypto::Hashed,
    db::Tx,
    error::Cause,
    session::{self, Jurisdiction, SignedIn},
};
use shared::{
    id::{Province, StaffId},
    problem::{Field, Problem, ProblemCode},
    review::Role,
    time::{Span, Timestamp},
};

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
    /// Makes an account. Refused with `request.conflict` when the login is taken.
    pub async fn create_staff(&self, new: NewStaff) -> Result<StaffId> {
        let id = StaffId(self.new_id());
        let row = store::Row {
            id,
            login: canonical(&new.login),
            name: new.name,
            role: new.role.as_str().to_owned(),
            province: new.jurisdiction.province,
            region: new.jurisdiction.region,
            password_hash: password::hash(self, new.password).await?,
        };
        let mut tx = self.db().begin().await?;
        if !store::insert(&mut tx, &row, self.now()).await? {
            return Err(Problem::at(ProblemCode::Conflict, Field::Login).into());
        }
        let detail = serde_json::json!({ "staff": id, "role": row.role, "region": row.region });
        let (actor, action, province) = (Actor::SYSTEM, Action::StaffCreated, Some(&row.province));
        self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Signs a staff member in. The old session ends. Refused with `sign_in.wrong` or `sign_in.locked`.
    pub async fn sign_in_staff(&self, caller: &Caller, login: &str, password: Password) -> Result<SignedIn> {
        let login = canonical(login);
        let index = self.keys().hash(Hashed::Login, &[login.as_bytes()]);
        let mut tx = self.db().begin().await?;
        self.count_attempt(&mut tx, &index).await?;
        let account = store::by_login(&mut tx, &login).await?;
        tx.commit().await?;
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let fits = password::fits(self, password, hash).await?;
        let mut tx = self.db().begin().await?;
        let Some(account) = account.as_ref().filter(|_| fits) else {
            let (actor, action) = (Actor::GUEST, Action::StaffSignInFailed);
            let (province, staff) = (account.as_ref().map(|row| &row.province), account.as_ref().map(|row| row.id));
            let detail = serde_json::json!({ "staff": staff });
            self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
            tx.commit().await?;
            return Err(ProblemCode::SignInWrong.into());
        };
        store::set_attempts(&mut tx, &index, 0, Timestamp(0)).await?;
        let signed_in = session::rotate(self, &mut tx, caller, who(account)?).await?;
        let (actor, action) = (Actor::staff(account.id), Action::StaffSignedIn);
        let (province, detail) = (Some(&account.province), serde_json::json!({}));
        self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Whether a province has any staff.
    pub(crate) async fn has_staff(&self, province: &Province) -> Result<bool> {
        let mut tx = self.db().read().await?;
        Ok(store::count(&mut tx, province).await? > 0)
    }

    /// Counts the try as a failure before the password is looked at, so that tries made at the same moment all count; a
    /// right password sets the count back. Refused with `sign_in.locked`.
    async fn count_attempt(&self, tx: &mut Tx, index: &[u8]) -> Result<()> {
        let now = self.now();
        let (failures, locked_until) = store::lock_attempts(tx, index, now).await?;
        if locked_until > now {
            let wait = (locked_until - now).whole_secs();
            return Err(Problem::new(ProblemCode::SignInLocked).retry_after(wait).into());
        }
        let failures = failures + 1;
        store::set_attempts(tx, index, failures, now + self.lock_after(failures)).await
    }

    /// No lock for the first tries, then one that doubles.
    fn lock_after(&self, failures: i64) -> Span {
        let settings = self.settings();
        match u32::try_from(failures - i64::from(settings.staff_tries)) {
            Ok(over) => Span((settings.staff_lock.0 << over.min(20)).min(settings.staff_lock_max.0)),
            Err(_) => Span(0),
        }
    }
}

/// Forgets attempts that are long past.
pub(crate) async fn delete_attempts(tx: &mut Tx, before: Timestamp, now: Timestamp) -> Result<()> {
    store::delete_attempts(tx, before, now).await
}

fn canonical(login: &str) -> String {
    login.trim().to_lowercase()
}

fn who(row: &store::Row) -> Result<Who> {
    let role = Role::parse(&row.role).ok_or(Cause::Corrupt("staff.role"))?;
    let jurisdiction = Jurisdiction { province: row.province.clone(), region: row.region.clone() };
    Ok(Who::Staff { staff: row.id, name: row.name.clone(), role, jurisdiction })
}
