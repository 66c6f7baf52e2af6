//! The own account of a staff member: password, sessions, how the second factor stands.

use super::{Stage, password, rules, store};
use crate::{
    Caller, Enrolment, Error, Result,
    audit::{Action, Actor, Entry},
    session::{self, SignedIn},
};
use shared::{
    id::{SessionId, StaffId},
    problem::{Field, Problem, ProblemCode},
    staff::Act,
    time::Timestamp,
};
use std::net::IpAddr;

/// How the caller's account stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountState {
    pub login: String,
    pub has_second_factor: bool,
    /// The service demands a second factor.
    pub second_factor_required: bool,
    pub recovery_codes_left: u32,
}

/// A browser that is signed in to the caller's account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnSession {
    pub id: SessionId,
    pub began_at: Timestamp,
    pub last_used_at: Timestamp,
    pub address: Option<String>,
    /// The one that asks.
    pub current: bool,
}

impl Enrolment {
    /// Allowed as soon as the code is given, for the page on which the password has to be changed.
    pub async fn account_state(&self, caller: &Caller) -> Result<AccountState> {
        let officer = caller.at_stage(&[Stage::Password, Stage::SecondFactor, Stage::Full])?;
        let mut tx = self.db().read().await?;
        let account = store::load(&mut tx, officer.staff).await?.ok_or(ProblemCode::SessionNeeded)?;
        let left = store::second_factor::codes_left(&mut tx, officer.staff).await?;
        Ok(AccountState {
            login: account.login,
            has_second_factor: account.totp_sealed.is_some(),
            second_factor_required: self.settings().staff_second_factor,
            recovery_codes_left: left as u32,
        })
    }

    /// Changes the password with the old one. Every other session ends, this one goes on under a new token. Refused with
    /// `password.*`, `staff_password.*` or `sign_in.locked`.
    pub async fn change_staff_password(
        &self,
        caller: &Caller,
        old: String,
        new: String,
        address: IpAddr,
    ) -> Result<SignedIn> {
        let officer = caller.at_stage(&[Stage::Password, Stage::Full])?;
        let mut tx = self.db().read().await?;
        let known = store::load(&mut tx, officer.staff).await?.ok_or(ProblemCode::SessionNeeded)?;
        let earlier = store::old_passwords(&mut tx, officer.staff).await?;
        tx.commit().await?;
        Self::require_sound_staff(&known, &new)?;
        self.require_password(officer.staff, old, address).await?;
        self.require_new_staff(&known, earlier, &new).await?;
        let hash = password::hash(self, new.into()).await?;
        let mut tx = self.db().begin().await?;
        let mut account = self.own_account(&mut tx, caller, officer.staff).await?;
        if account.password_hash != known.password_hash {
            return Err(ProblemCode::Conflict.into());
        }
        let kept = rules::REMEMBERED as i64 - 1;
        store::keep_old(&mut tx, account.id, &account.password_hash, kept, self.now()).await?;
        store::set_password(&mut tx, account.id, &hash, false).await?;
        account.must_change_password = false;
        session::end_staff(&mut tx, account.id, Some(caller.session)).await?;
        // A session at one of these stages has given its code wherever the account has a second factor.
        let verified = account.totp_sealed.is_some();
        let signed_in = self.admit_staff(&mut tx, caller, &account, (verified, address)).await?;
        self.record_own(&mut tx, &account, Action::StaffPasswordChanged).await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Asks for the password once more, counted as signing in is. Refused with `password.wrong` or `sign_in.locked`.
    pub(super) async fn require_password(&self, staff: StaffId, typed: String, address: IpAddr) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let account = store::load(&mut tx, staff).await?.ok_or(ProblemCode::SessionNeeded)?;
        let origin = self.origin(&account.login, address);
        self.count_attempt(&mut tx, &origin).await?;
        tx.commit().await?;
        if !password::fits(self, typed.into(), Some(account.password_hash)).await? {
            return Err(Problem::at(ProblemCode::PasswordWrong, Field::Password).into());
        }
        let mut tx = self.db().begin().await?;
        self.forgive(&mut tx, &origin).await?;
        tx.commit().await
    }

    /// Where the caller's account is signed in, newest first.
    pub async fn own_sessions(&self, caller: &Caller) -> Result<Vec<OwnSession>> {
        let officer = caller.officer(Act::OwnAccount)?;
        let mut tx = self.db().read().await?;
        let rows = session::of_staff(&mut tx, officer.staff, self.now()).await?;
        let idle = self.settings().staff_idle;
        let session = |row: session::StaffSession| OwnSession {
            id: row.id,
            began_at: row.created_at,
            last_used_at: row.idle_until - idle,
            address: row.address,
            current: row.id == caller.session,
        };
        Ok(rows.into_iter().map(session).collect())
    }

    /// Ends one session of the caller's account. `NotFound` where it is not theirs or has ended.
    pub async fn end_own_session(&self, caller: &Caller, id: SessionId) -> Result<()> {
        let officer = caller.officer(Act::OwnAccount)?;
        let mut tx = self.db().begin().await?;
        if !session::end_staff_session(&mut tx, officer.staff, id).await? {
            return Err(Error::NotFound);
        }
        let (action, province) = (Action::StaffSessionsEnded, Some(&officer.jurisdiction.province));
        let detail = serde_json::json!({ "sessions": 1 });
        self.record(&mut tx, Entry { actor: officer.actor(), action, province, enrolment: None, detail }).await?;
        tx.commit().await
    }

    /// Ends every session of the caller's account but this one.
    pub async fn end_other_sessions(&self, caller: &Caller) -> Result<()> {
        let officer = caller.officer(Act::OwnAccount)?;
        let mut tx = self.db().begin().await?;
        let ended = session::end_staff(&mut tx, officer.staff, Some(caller.session)).await?;
        let (actor, action) = (Actor::staff(officer.staff), Action::StaffSessionsEnded);
        let (province, detail) = (Some(&officer.jurisdiction.province), serde_json::json!({ "sessions": ended }));
        self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        tx.commit().await
    }
}
