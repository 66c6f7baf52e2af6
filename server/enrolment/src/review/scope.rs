//! Which part of the queue somebody sees: a province, a prefecture or a county of it.

use crate::{Result, staff::Officer};
use shared::{
    id::{Province, StaffId},
    problem::ProblemCode,
    staff::Act,
};

/// Each is found by an index of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Province,
    Prefecture,
    County,
}

/// A part of the queue in the eyes of one officer.
#[derive(Clone, Debug)]
pub(super) struct Scope<'a> {
    pub(super) province: &'a Province,
    pub(super) place: Place,
    /// The digits that its region codes begin with: none, four or six.
    pub(super) prefix: String,
    pub(super) staff: StaffId,
    /// Whether the officer decides what was passed on.
    pub(super) senior: bool,
}

impl<'a> Scope<'a> {
    /// The officer's jurisdiction, or a region of it. Refused with `request.not_permitted` for one outside.
    pub(super) fn new(officer: &Officer<'a>, region: Option<&str>) -> Result<Self> {
        let jurisdiction = officer.jurisdiction;
        let prefix = match region {
            None => jurisdiction.prefix(),
            Some(region) if !jurisdiction.covers(&jurisdiction.province, region) => {
                return Err(ProblemCode::NotPermitted.into());
            }
            Some(region) => region.strip_suffix("00").unwrap_or(region),
        };
        let (place, prefix) = match prefix.len() {
            0..4 => (Place::Province, String::new()),
            4 => (Place::Prefecture, prefix.to_owned()),
            _ => (Place::County, prefix.to_owned()),
        };
        let (staff, senior) = (officer.staff, officer.role.may(Act::SeniorReview));
        Ok(Self { province: &jurisdiction.province, place, prefix, staff, senior })
    }

    /// The codes from the first to before the second: an index finds them as one piece.
    pub(super) fn codes(&self) -> (String, String) {
        let after = self.prefix.parse::<u32>().map_or_else(|_| "9999999".to_owned(), |number| (number + 1).to_string());
        (self.prefix.clone(), after)
    }
}
