//! What reviewers decide, and staff roles.

use crate::enrolment::Item;
use serde::{Deserialize, Serialize};

/// Code of a reason that the profile words for candidates, e.g. `photo.background`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReasonCode(pub String);

/// One item sent back, with the reason the candidate will read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReturnedItem {
    pub item: Item,
    pub reason: ReasonCode,
}

/// A reviewer's decision about a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approve,
    Return(Vec<ReturnedItem>),
    Refuse(ReasonCode),
}

/// What a staff member may do; each within a jurisdiction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Reviewer,
    SeniorReviewer,
    DeskOfficer,
    InstitutionOperator,
    ProvinceAdministrator,
    Auditor,
    Operator,
}

impl Role {
    pub const ALL: &[Self] = &[
        Self::Reviewer,
        Self::SeniorReviewer,
        Self::DeskOfficer,
        Self::InstitutionOperator,
        Self::ProvinceAdministrator,
        Self::Auditor,
        Self::Operator,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::SeniorReviewer => "senior_reviewer",
            Self::DeskOfficer => "desk_officer",
            Self::InstitutionOperator => "institution_operator",
            Self::ProvinceAdministrator => "province_administrator",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text)
    }
}
