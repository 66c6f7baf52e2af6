//! Accounts to be looked through: filtered, page by page.

use super::{jurisdiction, manages, role, store};
use crate::{Caller, Enrolment, Error, Result, session::Jurisdiction};
use shared::{id::StaffId, review::Role, staff::Act, time::Timestamp};

/// Which accounts are shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StaffFilter {
    /// Part of the login or of the name.
    pub text: String,
    pub role: Option<Role>,
    pub state: Option<StaffState>,
}

/// Whether an account can be used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StaffState {
    Active,
    Disabled,
}

impl StaffState {
    pub const ALL: &[Self] = &[Self::Active, Self::Disabled];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == text)
    }
}

/// Where the next page begins: after this login.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffCursor(pub String);

/// One page of accounts, in the order of their logins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffPage {
    pub members: Vec<StaffMember>,
    pub next: Option<StaffCursor>,
}

/// One account, without its secrets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaffMember {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub jurisdiction: Jurisdiction,
    pub has_second_factor: bool,
    pub must_change_password: bool,
    pub created_at: Timestamp,
    pub signed_in_at: Option<Timestamp>,
    pub disabled_at: Option<Timestamp>,
    /// Counts changes; a change names the version that it was made from.
    pub version: i64,
    /// The caller's own.
    pub own: bool,
}

impl Enrolment {
    /// A page of the accounts in the caller's jurisdiction.
    pub async fn staff_page(
        &self,
        caller: &Caller,
        filter: &StaffFilter,
        after: Option<StaffCursor>,
    ) -> Result<StaffPage> {
        let officer = caller.officer(Act::ManageStaff)?;
        let (own, page) = (officer.jurisdiction, self.settings().staff_page as usize);
        let after = after.map(|cursor| cursor.0).unwrap_or_default();
        let wanted = store::list::Wanted {
            province: &own.province,
            region: own.prefix(),
            institution: own.institution.as_deref().unwrap_or_default(),
            text: &literal(&filter.text),
            role: filter.role.map_or("", Role::as_str),
            state: filter.state.map_or("", StaffState::as_str),
            after: &after,
        };
        let mut tx = self.db().read().await?;
        let mut rows = store::list::page(&mut tx, &wanted, page as i64 + 1).await?;
        let more = rows.len() > page;
        rows.truncate(page);
        let next = rows.last().filter(|_| more).map(|row| StaffCursor(row.login.clone()));
        let members = rows.into_iter().map(|row| member(row, officer.staff)).collect::<Result<_>>()?;
        Ok(StaffPage { members, next })
    }

    /// One account. `NotFound` outside the caller's jurisdiction.
    pub async fn staff_member(&self, caller: &Caller, id: StaffId) -> Result<StaffMember> {
        let officer = caller.officer(Act::ManageStaff)?;
        let mut tx = self.db().read().await?;
        let row = store::load(&mut tx, id).await?;
        let row = row.filter(|row| manages(officer.jurisdiction, &jurisdiction(row))).ok_or(Error::NotFound)?;
        member(row, officer.staff)
    }
}

fn member(row: store::Row, caller: StaffId) -> Result<StaffMember> {
    Ok(StaffMember {
        role: role(&row)?,
        jurisdiction: jurisdiction(&row),
        id: row.id,
        login: row.login,
        name: row.name,
        has_second_factor: row.totp_sealed.is_some(),
        must_change_password: row.must_change_password,
        created_at: row.created_at,
        signed_in_at: row.signed_in_at,
        disabled_at: row.disabled_at,
        version: row.version,
        own: row.id == caller,
    })
}

/// For `LIKE`: wildcards of the database are letters like others.
fn literal(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    lower.chars().flat_map(|c| matches!(c, '!' | '%' | '_').then_some('!').into_iter().chain([c])).collect()
}
