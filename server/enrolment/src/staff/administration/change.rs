//! Making and changing accounts. Whatever takes rights away, or may, ends the sessions of the account in the same transaction.

use super::{Jurisdiction, Role, manages, store};
use crate::{
    Caller, Enrolment, Result,
    audit::{Action, Entry},
    db::Tx,
    session,
    staff::{NewStaff, Officer, OneTimePassword, canonical, password, rules},
};
use shared::{
    id::StaffId,
    problem::{Field, Problem, ProblemCode},
    staff::Act,
};

/// What an administrator says of an account. Logins never change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffChange {
    pub name: String,
    pub role: Role,
    /// GB/T 2260 code; absent for the whole province.
    pub region: Option<String>,
    pub institution: Option<String>,
}

/// The same as it is typed, when nothing may be right about it yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffTyped {
    pub name: String,
    pub role: Option<Role>,
    pub region: Option<String>,
    pub institution: Option<String>,
}

/// An account that was just made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hired {
    pub staff: StaffId,
    pub password: OneTimePassword,
}

impl Enrolment {
    /// Everything that is wrong with an account as it is typed, so that it need not be found out one by one. `login`: of a new one.
    pub fn staff_faults(&self, caller: &Caller, login: Option<&str>, typed: &StaffTyped) -> Result<Vec<Problem>> {
        let officer = caller.officer(Act::ManageStaff)?;
        let login = login.map(canonical);
        Ok(rules::account_faults(self.profile(&officer.jurisdiction.province)?, login.as_deref(), typed))
    }

    /// Makes an account with a password that only serves to set another. Refused with `field.*`, `region.unknown`,
    /// `request.not_permitted` outside the own jurisdiction, `request.conflict` where the login is taken.
    pub async fn hire(&self, caller: &Caller, login: &str, change: StaffChange) -> Result<Hired> {
        let officer = caller.officer(Act::ManageStaff)?;
        let login = canonical(login);
        rules::require_login(&login)?;
        let place = self.staff_place(officer, &change)?;
        let password = OneTimePassword::new(self);
        let hash = password::hash(self, password.password()).await?;
        let mut tx = self.db().begin().await?;
        let own = self.staff_administrator(&mut tx, caller, officer).await?;
        require_within(&own, &place)?;
        let new = NewStaff {
            login,
            name: change.name,
            role: change.role,
            jurisdiction: place,
            password: password.password(),
        };
        let staff = self.insert_staff(&mut tx, officer.actor(), &new, (&hash, true)).await?;
        tx.commit().await?;
        Ok(Hired { staff, password })
    }

    /// Changes name, role and jurisdiction of an account whose `version` the caller has seen; its sessions end. Refused as
    /// [`Enrolment::hire`] is, with `staff.own_rights` and `staff.last_administrator`.
    pub async fn change_staff(&self, caller: &Caller, id: StaffId, version: i64, change: StaffChange) -> Result<()> {
        let officer = caller.officer(Act::ManageStaff)?;
        let place = self.staff_place(officer, &change)?;
        let mut tx = self.db().begin().await?;
        let own = self.staff_administrator(&mut tx, caller, officer).await?;
        let before = self.subordinate(&mut tx, officer, &own, id).await?;
        require_within(&own, &place)?;
        if before.version != version {
            return Err(ProblemCode::Conflict.into());
        }
        let (role, region, institution) = (change.role.as_str(), place.region.as_deref(), place.institution.as_deref());
        let row = store::Change { name: &change.name, role, region, institution };
        store::change(&mut tx, id, &row).await?;
        self.require_staff_administrator(&mut tx, &before).await?;
        session::end_staff(&mut tx, id, None).await?;
        let detail = serde_json::json!({
            "staff": id, "role": role, "region": region, "institution": institution,
            "before": { "role": before.role, "region": before.region, "institution": before.institution },
        });
        self.record_staff_change(tx, officer, Action::StaffChanged, detail).await
    }

    /// The account can be used no more; its sessions end at once. Refused with `staff.own_rights` and
    /// `staff.last_administrator`.
    pub async fn disable_staff(&self, caller: &Caller, id: StaffId) -> Result<()> {
        let officer = caller.officer(Act::ManageStaff)?;
        let mut tx = self.db().begin().await?;
        let own = self.staff_administrator(&mut tx, caller, officer).await?;
        let before = self.subordinate(&mut tx, officer, &own, id).await?;
        if before.disabled_at.is_none() {
            store::set_disabled(&mut tx, id, Some(self.now())).await?;
        }
        self.require_staff_administrator(&mut tx, &before).await?;
        session::end_staff(&mut tx, id, None).await?;
        self.record_staff_change(tx, officer, Action::StaffDisabled, serde_json::json!({ "staff": id })).await
    }

    /// The account can be used again.
    pub async fn enable_staff(&self, caller: &Caller, id: StaffId) -> Result<()> {
        let officer = caller.officer(Act::ManageStaff)?;
        let mut tx = self.db().begin().await?;
        let own = self.staff_administrator(&mut tx, caller, officer).await?;
        self.subordinate(&mut tx, officer, &own, id).await?;
        store::set_disabled(&mut tx, id, None).await?;
        self.record_staff_change(tx, officer, Action::StaffEnabled, serde_json::json!({ "staff": id })).await
    }

    /// Gives an account a password that only serves to set another; its sessions end. Not for the own account.
    pub async fn reset_staff_password(&self, caller: &Caller, id: StaffId) -> Result<OneTimePassword> {
        let officer = caller.officer(Act::ManageStaff)?;
        let password = OneTimePassword::new(self);
        let hash = password::hash(self, password.password()).await?;
        let mut tx = self.db().begin().await?;
        let own = self.staff_administrator(&mut tx, caller, officer).await?;
        let before = self.subordinate(&mut tx, officer, &own, id).await?;
        if !before.must_change_password {
            let kept = rules::REMEMBERED as i64 - 1;
            store::keep_old(&mut tx, id, &before.password_hash, kept, self.now()).await?;
        }
        store::set_password(&mut tx, id, &hash, true).await?;
        session::end_staff(&mut tx, id, None).await?;
        self.record_staff_change(tx, officer, Action::StaffPasswordReset, serde_json::json!({ "staff": id })).await?;
        Ok(password)
    }

    /// Takes the second factor and the recovery codes off an account, whose phone is lost; its sessions end. Not for the own.
    pub async fn reset_second_factor(&self, caller: &Caller, id: StaffId) -> Result<()> {
        let officer = caller.officer(Act::ManageStaff)?;
        let mut tx = self.db().begin().await?;
        let own = self.staff_administrator(&mut tx, caller, officer).await?;
        self.subordinate(&mut tx, officer, &own, id).await?;
        store::second_factor::clear(&mut tx, id).await?;
        session::end_staff(&mut tx, id, None).await?;
        self.record_staff_change(tx, officer, Action::SecondFactorReset, serde_json::json!({ "staff": id })).await
    }

    /// The jurisdiction that is asked for, in the officer's province.
    fn staff_place(&self, officer: Officer<'_>, change: &StaffChange) -> Result<Jurisdiction> {
        rules::require_name(&change.name)?;
        let province = officer.jurisdiction.province.clone();
        let place = Jurisdiction { province, region: change.region.clone(), institution: change.institution.clone() };
        rules::require_place(self.profile(&place.province)?, change.role, &place)?;
        Ok(place)
    }

    async fn record_staff_change(
        &self,
        mut tx: Tx,
        officer: Officer<'_>,
        action: Action,
        detail: serde_json::Value,
    ) -> Result<()> {
        let province = Some(&officer.jurisdiction.province);
        self.record(&mut tx, Entry { actor: officer.actor(), action, province, enrolment: None, detail }).await?;
        tx.commit().await
    }
}

/// Refused with `request.not_permitted` where the jurisdiction to be given reaches beyond the own one.
fn require_within(own: &Jurisdiction, place: &Jurisdiction) -> Result<()> {
    if manages(own, place) { Ok(()) } else { Err(Problem::at(ProblemCode::NotPermitted, Field::Region).into()) }
}
