//! Who among the staff may do what, where. Every use case of staff begins with [`Caller::officer`]: what it does not allow is
//! denied, whatever page or request asked.

use super::Stage;
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
    /// Refused with `session.needed` for anybody but staff, with `session.unfinished` before signing in is complete, and with
    /// `request.not_permitted` for roles that may not.
    pub(crate) fn officer(&self, act: Act) -> Result<Officer<'_>> {
        let officer = self.at_stage(&[Stage::Full])?;
        if officer.role.may(act) { Ok(officer) } else { Err(ProblemCode::NotPermitted.into()) }
    }

    /// For the steps of signing in themselves. Refused as [`Caller::officer`] is.
    pub(super) fn at_stage(&self, stages: &[Stage]) -> Result<Officer<'_>> {
        match &self.who {
            Who::Staff { staff, role, jurisdiction, stage, .. } if stages.contains(stage) => {
                Ok(Officer { staff: *staff, role: *role, jurisdiction })
            }
            Who::Staff { .. } => Err(ProblemCode::SignInUnfinished.into()),
            Who::Guest | Who::Candidate { .. } => Err(ProblemCode::SessionNeeded.into()),
        }
    }

    /// How far a staff member's signing in has come; `None` for anybody else.
    pub const fn stage(&self) -> Option<Stage> {
        match &self.who {
            Who::Staff { stage, .. } => Some(*stage),
            Who::Guest | Who::Candidate { .. } => None,
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
