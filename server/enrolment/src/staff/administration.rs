//! Accounts of staff, as an administrator keeps them: inside the own jurisdiction, never one's own rights. Changes of a province
//! are made one after the other, each deciding by what stands after the one before.

mod change;
mod list;

pub use change::{Hired, StaffChange, StaffTyped};
pub use list::{StaffCursor, StaffFilter, StaffMember, StaffPage, StaffState};

use super::{Officer, jurisdiction, role, store};
use crate::{Caller, Enrolment, Error, Result, db::Tx, session::Jurisdiction};
use shared::{id::StaffId, problem::ProblemCode, review::Role, staff::Act};

impl Enrolment {
    /// Takes the lock of the caller's province and asks again whether they may: somebody may have disabled or demoted them
    /// while this request waited. Gives their jurisdiction.
    async fn staff_administrator(&self, tx: &mut Tx, caller: &Caller, officer: Officer<'_>) -> Result<Jurisdiction> {
        store::lock_province(tx, &officer.jurisdiction.province, self.now()).await?;
        let account = self.own_account(tx, caller, officer.staff).await?;
        if role(&account)?.may(Act::ManageStaff) {
            Ok(jurisdiction(&account))
        } else {
            Err(ProblemCode::NotPermitted.into())
        }
    }

    /// The account to be changed, locked. `NotFound` outside the jurisdiction, `staff.own_rights` for the own one.
    async fn subordinate(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        own: &Jurisdiction,
        id: StaffId,
    ) -> Result<store::Row> {
        if id == officer.staff {
            return Err(ProblemCode::StaffOwnRights.into());
        }
        let row = store::lock(tx, id).await?.filter(|row| manages(own, &jurisdiction(row)));
        row.ok_or(Error::NotFound)
    }

    /// After a change, before the commit. Refused with `staff.last_administrator`.
    async fn require_staff_administrator(&self, tx: &mut Tx, before: &store::Row) -> Result<()> {
        let was_one = role(before)? == Role::ProvinceAdministrator && before.region.is_none();
        if was_one && store::administrators(tx, &before.province).await? == 0 {
            return Err(ProblemCode::StaffLastAdministrator.into());
        }
        Ok(())
    }
}

/// Whether accounts with the jurisdiction `other` are an administrator's to keep: all of it lies in the administrator's own.
fn manages(own: &Jurisdiction, other: &Jurisdiction) -> bool {
    let region = match (&own.region, &other.region) {
        (None, _) => true,
        (Some(_), Some(region)) => own.covers(&other.province, region),
        (Some(_), None) => false,
    };
    own.province == other.province && region && (own.institution.is_none() || own.institution == other.institution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_keeps_what_lies_wholly_in_the_own_jurisdiction() {
        let of = |province: &str, region: Option<&str>, institution: Option<&str>| Jurisdiction {
            province: province.parse().unwrap(),
            region: region.map(str::to_owned),
            institution: institution.map(str::to_owned),
        };
        let (whole, changsha) = (of("hunan", None, None), of("hunan", Some("430100"), None));
        assert!(manages(&whole, &of("hunan", None, None)));
        assert!(manages(&whole, &of("hunan", Some("430102"), Some("X1"))));
        assert!(!manages(&whole, &of("hubei", None, None)));
        assert!(manages(&changsha, &of("hunan", Some("430102"), None)));
        assert!(!manages(&changsha, &of("hunan", None, None)), "nobody above");
        assert!(!manages(&changsha, &of("hunan", Some("430200"), None)));
        assert!(!manages(&of("hunan", None, Some("X1")), &changsha));
    }
}
