//! Paths of the console, for staff: its sections.

/// The queue of cases.
pub const QUEUE: &str = super::CONSOLE;
/// 现场确认: confirming people at the desk.
pub const DESK: &str = "/console/desk";
/// 助学单位: confirming the classes of an institution.
pub const CLASSES: &str = "/console/classes";
/// Figures of districts and reviewers.
pub const STATISTICS: &str = "/console/statistics";
/// Windows, majors, notices, staff and what else an administrator keeps.
pub const ADMINISTRATION: &str = "/console/admin";
/// Enrolment windows; `?edit=CODE` or `?edit=new` for one.
pub const ADMIN_WINDOWS: &str = "/console/admin/windows";
/// Notices; `?edit=CODE` for one.
pub const ADMIN_NOTICES: &str = "/console/admin/notices";
/// Banner and maintenance mode.
pub const ADMIN_SERVICE: &str = "/console/admin/service";
/// Admission numbers.
pub const ADMIN_NUMBERS: &str = "/console/admin/numbers";
/// Retention rules and what they would delete.
pub const ADMIN_RETENTION: &str = "/console/admin/retention";
/// Exports of enrolments.
pub const ADMIN_EXPORTS: &str = "/console/admin/exports";
/// Accounts of staff.
pub const ADMIN_STAFF: &str = "/console/admin/staff";
/// What must always hold.
pub const ADMIN_CHECKS: &str = "/console/admin/checks";

/// A table of the profile; `?edit=CODE` or `?edit=` for a row.
pub fn admin_table(part: &str) -> String {
    format!("/console/admin/tables/{part}")
}

/// GET: the table as CSV. POST: an import of one.
pub fn admin_table_file(part: &str) -> String {
    format!("/console/admin/tables/{part}/file")
}

/// The versions of a part of the profile.
pub fn admin_history(part: &str) -> String {
    format!("/console/admin/history/{part}")
}

/// An export as a file.
pub fn admin_export_file(id: crate::id::ExportId) -> String {
    format!("/console/admin/exports/{id}/file")
}
/// The audit trail.
pub const AUDIT: &str = "/console/audit";
/// The own account: password, second factor, sessions.
pub const ACCOUNT: &str = "/console/account";
