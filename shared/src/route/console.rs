//! Paths of the console, for staff: its sections.

/// The queue of cases.
pub const QUEUE: &str = super::CONSOLE;
/// 现场确认: confirming people at the desk.
pub const DESK: &str = "/console/desk";
/// 助学单位: confirming the classes of an institution.
pub const CLASSES: &str = "/console/classes";
/// Figures of districts and reviewers.
pub const STATISTICS: &str = "/console/statistics";
/// The same as a file.
pub const STATISTICS_CSV: &str = "/console/statistics.csv";
/// Windows, majors, notices, staff and what else an administrator keeps.
pub const ADMINISTRATION: &str = "/console/admin";
/// The audit trail.
pub const AUDIT: &str = "/console/audit";
/// The same as a file.
pub const AUDIT_CSV: &str = "/console/audit.csv";
/// What the checks of the data found.
pub const CHECKS: &str = "/console/admin/checks";
/// The own account: password, second factor, sessions.
pub const ACCOUNT: &str = "/console/account";
