//! Paths of the console, for staff: its sections.

use crate::id::{ClassBatchId, EnrolmentId};

/// The queue of cases.
pub const QUEUE: &str = super::CONSOLE;
/// 现场确认: confirming people at the desk.
pub const DESK: &str = "/console/desk";

/// A candidate at the desk.
pub fn desk_case(id: EnrolmentId) -> String {
    format!("{DESK}/{id}")
}

/// Taking the photograph at the desk; POST takes the multipart form.
pub fn desk_photo(id: EnrolmentId) -> String {
    format!("{DESK}/{id}/photo")
}

/// What the desk found, printable.
pub fn desk_slip(id: EnrolmentId) -> String {
    format!("{DESK}/{id}/slip")
}

/// 助学单位: confirming the classes of an institution.
pub const CLASSES: &str = "/console/classes";

/// A list that an institution sent, with what became of it.
pub fn class_list(id: ClassBatchId) -> String {
    format!("{CLASSES}/{id}")
}

/// The same as a file.
pub fn class_result(id: ClassBatchId) -> String {
    format!("{CLASSES}/{id}/result.csv")
}

/// Figures of districts and reviewers.
pub const STATISTICS: &str = "/console/statistics";
/// Windows, majors, notices, staff and what else an administrator keeps.
pub const ADMINISTRATION: &str = "/console/admin";
/// The audit trail.
pub const AUDIT: &str = "/console/audit";
/// The own account: password, second factor, sessions.
pub const ACCOUNT: &str = "/console/account";
