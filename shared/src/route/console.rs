//! Paths of the console, for staff: its sections.

use crate::id::{EnrolmentId, PhotoId};

/// The queue of cases.
pub const QUEUE: &str = super::CONSOLE;
/// The photograph of somebody who looks like the candidate of a case, for the reviewer who holds the case.
pub fn alike_photo(case: EnrolmentId, photo: PhotoId) -> String {
    format!("/console/case/{case}/alike/{photo}")
}

/// 现场确认: confirming people at the desk.
pub const DESK: &str = "/console/desk";
/// 助学单位: confirming the classes of an institution.
pub const CLASSES: &str = "/console/classes";
/// Figures of districts and reviewers.
pub const STATISTICS: &str = "/console/statistics";
/// Windows, majors, notices, staff and what else an administrator keeps.
pub const ADMINISTRATION: &str = "/console/admin";
/// The audit trail.
pub const AUDIT: &str = "/console/audit";
/// The own account: password, second factor, sessions.
pub const ACCOUNT: &str = "/console/account";
