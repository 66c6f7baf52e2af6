//! What is done to accounts at the terminal of the server: the first administrator of a province, and help in an emergency.

use super::{NewStaff, OneTimePassword, canonical, password, rules, store};
use crate::{
    Enrolment, Error, Result,
    audit::{Action, Actor, Entry},
    session::{self, Jurisdiction},
};
use shared::{
    id::Province,
    problem::{Problem, ProblemCode},
    review::Role,
};

impl Enrolment {
    /// Makes the first administrator of a province, with a password that only serves to set another. Refused with
    /// `request.conflict` where the province has an administrator already, or the login is taken.
    pub async fn create_first_administrator(
        &self,
        province: &Province,
        login: &str,
        name: &str,
    ) -> Result<OneTimePassword> {
        self.profile(province)?;
        let login = canonical(login);
        rules::require_login(&login)?;
        rules::require_name(name)?;
        let password = OneTimePassword::new(self);
        let hash = password::hash(self, password.password()).await?;
        let jurisdiction = Jurisdiction { province: province.clone(), region: None, institution: None };
        let (name, role) = (name.to_owned(), Role::ProvinceAdministrator);
        let new = NewStaff { login, name, role, jurisdiction, password: password.password() };
        let mut tx = self.db().begin().await?;
        store::lock_province(&mut tx, province, self.now()).await?;
        if store::administrators(&mut tx, province).await? > 0 {
            return Err(Problem::new(ProblemCode::Conflict).into());
        }
        self.insert_staff(&mut tx, Actor::SYSTEM, &new, (&hash, true)).await?;
        tx.commit().await?;
        Ok(password)
    }

    /// Takes the second factor off an account when nobody else can; its sessions end.
    pub async fn reset_second_factor_of(&self, login: &str) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let account = store::by_login(&mut tx, &canonical(login)).await?.ok_or(Error::NotFound)?;
        store::second_factor::clear(&mut tx, account.id).await?;
        session::end_staff(&mut tx, account.id, None).await?;
        let (actor, action, province) = (Actor::SYSTEM, Action::SecondFactorReset, Some(&account.province));
        let detail = serde_json::json!({ "staff": account.id });
        self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        tx.commit().await
    }

    /// Logins of demonstration accounts whose password everybody knows and that can be used here. There must be none in
    /// production.
    pub async fn demo_logins(&self) -> Result<Vec<String>> {
        let mut tx = self.db().read().await?;
        let logins = store::list::logins(&mut tx).await?;
        let demo = |login: &String| {
            let (province, name) = login.split_once('.').unwrap_or_default();
            self.profiles().iter().any(|profile| profile.province.as_str() == province)
                && crate::demo::ACCOUNTS.contains(&name)
        };
        Ok(logins.into_iter().filter(demo).collect())
    }
}
