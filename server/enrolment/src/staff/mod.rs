//! Staff accounts and their sign-in: argon2id, locks against guessing (`attempts`), the same answer for an unknown login.

mod access;
mod attempts;
pub(crate) mod password;
mod store;

pub(crate) use access::Officer;
pub(crate) use attempts::{Origin, delete_attempts};
pub use password::Password;

use crate::{
    Caller, Enrolment, Result, Who,
    audit::{Action, Actor, Entry},
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
            institution: new.jurisdiction.institution,
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

    /// Signs a staff member in from `address`. The old session ends. Refused with `sign_in.wrong` or `sign_in.locked`.
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
        self.forgive(&mut tx, &origin).await?;
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
}

fn canonical(login: &str) -> String {
    login.trim().to_lowercase()
}

fn who(row: &store::Row) -> Result<Who> {
    let role = Role::parse(&row.role).ok_or(Cause::Corrupt("staff.role"))?;
    let jurisdiction = Jurisdiction {
        province: row.province.clone(),
        region: row.region.clone(),
        institution: row.institution.clone(),
    };
    Ok(Who::Staff { staff: row.id, name: row.name.clone(), role, jurisdiction })
}
