//! Who among the staff may do what, where. Every use case of staff begins with [`Caller::officer`]: what it does not allow is
//! denied, whatever page or request asked.

use crate::{Caller, Result, Who, audit::Actor, session::Jurisdiction};
use shared::{
    id::{Province, StaffId},
    problem::ProblemCode,
    review::Role,
    staff::Act,
};

/// A staff member who may do what was asked of [`Caller::officer`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Officer<'a> {
    pub(crate) staff: StaffId,
    pub(crate) role: Role,
    pub(crate) jurisdiction: &'a Jurisdiction,
}

impl Caller {
    /// Refused with `session.needed` for anybody but staff, and with `request.not_permitted` for roles that may not.
    pub(crate) fn officer(&self, act: Act) -> Result<Officer<'_>> {
        match &self.who {
            Who::Staff { staff, role, jurisdiction, .. } if role.may(act) => {
                Ok(Officer { staff: *staff, role: *role, jurisdiction })
            }
            Who::Staff { .. } => Err(ProblemCode::NotPermitted.into()),
            Who::Guest | Who::Candidate { .. } => Err(ProblemCode::SessionNeeded.into()),
        }
    }
}

impl Officer<'_> {
    /// Refused with `request.not_permitted` where the place is not in the officer's jurisdiction.
    pub(crate) fn require(self, province: &Province, region: &str) -> Result<()> {
        if self.jurisdiction.covers(province, region) { Ok(()) } else { Err(ProblemCode::NotPermitted.into()) }
    }

    pub(crate) const fn actor(self) -> Actor {
        Actor::staff(self.staff)
    }
}
