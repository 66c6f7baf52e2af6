//! Paths of the console, for staff: its sections.

use crate::id::{ClassBatchId, EnrolmentId, PhotoId};

/// Whether whoever a page was made for is still signed in: 204, or 401, or 409 where somebody else is; `?staff=ID`.
pub const SIGNED_IN: &str = "/console/signed-in";

/// The queue of cases.
pub const QUEUE: &str = super::CONSOLE;
/// The photograph of somebody who looks like the candidate of a case, for the reviewer who holds the case.
pub fn alike_photo(case: EnrolmentId, photo: PhotoId) -> String {
    format!("/console/case/{case}/alike/{photo}")
}

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

/// Letting a candidate choose a new password after their card was checked.
pub fn desk_reset(id: EnrolmentId) -> String {
    format!("{DESK}/{id}/reset")
}

/// Requests for another region that wait for this office.
pub const REGION_CHANGES: &str = "/console/regions";
/// New passwords that one officer asked for and another has to confirm.
pub const RESETS: &str = "/console/resets";

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
/// The same as a file.
pub const STATISTICS_CSV: &str = "/console/statistics.csv";
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
/// The same as a file.
pub const AUDIT_CSV: &str = "/console/audit.csv";
/// What the checks of the data found.
pub const CHECKS: &str = "/console/admin/checks";
/// The own account: password, second factor, sessions.
pub const ACCOUNT: &str = "/console/account";
/// Changing the own password.
pub const ACCOUNT_PASSWORD: &str = "/console/account/password";
/// Setting up the second factor, another phone, new recovery codes.
pub const ACCOUNT_FACTOR: &str = "/console/account/second-factor";
/// New recovery codes, shown once.
pub const ACCOUNT_CODES: &str = "/console/account/recovery-codes";
/// The second step of signing in.
pub const SIGN_IN_CODE: &str = "/console/sign-in/code";
/// Accounts of staff.
pub const STAFF: &str = "/console/admin/staff";
/// A new account.
pub const STAFF_NEW: &str = "/console/admin/staff/new";

/// One account of staff.
pub fn staff(id: crate::id::StaffId) -> String {
    format!("/console/admin/staff/{id}")
}
