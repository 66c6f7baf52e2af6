//! What staff may do: acts, and which role may do which. Everything not listed is denied. Where somebody may act is the
//! jurisdiction of their account.

use crate::review::Role;
use serde::{Deserialize, Serialize};

/// Something that staff do, as far as permission goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The own account: password, second factor, sessions.
    OwnAccount,
    /// Taking cases from the queue and deciding them.
    Review,
    /// Refusing, assigning cases to others, taking what was escalated.
    SeniorReview,
    /// Figures of districts and reviewers.
    Statistics,
    /// Confirming people in person (现场确认).
    Desk,
    /// Deciding whether candidates may change their region (考区变更).
    ChangeRegion,
    /// Confirming the classes of an institution (助学单位) as a batch.
    Institution,
    /// Windows, majors, regions, offices, reasons, notices, numbers, imports and exports, retention.
    Administer,
    /// Accounts of staff.
    ManageStaff,
    /// The service as a whole: banner, maintenance mode, checks of what must always hold.
    Operate,
    /// The audit trail.
    ReadAudit,
}

impl Act {
    pub const ALL: &[Self] = &[
        Self::OwnAccount,
        Self::Review,
        Self::SeniorReview,
        Self::Statistics,
        Self::Desk,
        Self::ChangeRegion,
        Self::Institution,
        Self::Administer,
        Self::ManageStaff,
        Self::Operate,
        Self::ReadAudit,
    ];

    /// The roles that may do it.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::OwnAccount => Role::ALL,
            Self::Review => &[Role::Reviewer, Role::SeniorReviewer],
            Self::SeniorReview => &[Role::SeniorReviewer],
            Self::Statistics => &[Role::SeniorReviewer, Role::ProvinceAdministrator, Role::Auditor],
            Self::Desk => &[Role::DeskOfficer],
            Self::ChangeRegion => &[Role::Reviewer, Role::SeniorReviewer, Role::DeskOfficer],
            Self::Institution => &[Role::InstitutionOperator],
            Self::Administer | Self::ManageStaff => &[Role::ProvinceAdministrator],
            Self::Operate => &[Role::ProvinceAdministrator, Role::Operator],
            Self::ReadAudit => &[Role::Auditor],
        }
    }
}

impl Role {
    pub fn may(self, act: Act) -> bool {
        act.roles().contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_decides_neither_administers_nor_audits() {
        for role in [Role::Reviewer, Role::SeniorReviewer, Role::DeskOfficer, Role::InstitutionOperator] {
            for act in [Act::Administer, Act::ManageStaff, Act::Operate, Act::ReadAudit] {
                assert!(!role.may(act), "{role:?} may {act:?}");
            }
        }
        for role in [Role::Auditor, Role::Operator, Role::ProvinceAdministrator] {
            for act in [Act::Review, Act::SeniorReview, Act::Desk, Act::ChangeRegion, Act::Institution] {
                assert!(!role.may(act), "{role:?} may {act:?}");
            }
        }
    }
}
