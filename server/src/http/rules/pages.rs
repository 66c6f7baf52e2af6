//! Rules of the pages of `app`.

use super::{
    Line,
    Rule::{self, Candidate, Everybody, Province, SigningIn, Staff},
    about, line,
};
use shared::staff::Act;

pub(super) const PAGES: &[Line] = &[
    page("/", Everybody),
    page("/verify", Everybody),
    page("/verify/{receipt}", Everybody),
    // Candidates
    page("/{province}/", Everybody),
    page("/{province}/register", Everybody),
    page("/{province}/sign-in", Everybody),
    page("/{province}/password/reset", Everybody),
    page("/{province}/recover/questions", Everybody),
    page("/{province}/recover/office", Everybody),
    page("/{province}/recover/password", Everybody),
    page("/{province}/photo/guide", Everybody),
    page("/{province}/h/{token}", Everybody),
    page("/{province}/sign-out", Everybody),
    page("/{province}/privacy", Everybody),
    page("/{province}/accessibility", Everybody),
    page("/{province}/document", Candidate),
    page("/{province}/photo", Candidate),
    page("/{province}/account", Candidate),
    page("/{province}/consents", Candidate),
    page("/{province}/notice", Candidate),
    page("/{province}/password", Candidate),
    page("/{province}/questions", Candidate),
    page("/{province}/region", Candidate),
    page("/{province}/details", Candidate),
    page("/{province}/education", Candidate),
    page("/{province}/card", Candidate),
    page("/{province}/card/confirm", Candidate),
    page("/{province}/face", Candidate),
    page("/{province}/evidence-done", Candidate),
    page("/{province}/go-on", Candidate),
    page("/{province}/check", Candidate),
    page("/{province}/attachments", Candidate),
    page("/{province}/hand-in", Candidate),
    page("/{province}/receipt", Candidate),
    page("/{province}/amend", Candidate),
    page("/{province}/status", Candidate),
    page("/{province}/handoff", Candidate),
    page("/{province}/offices", Everybody),
    page("/{province}/booking", Candidate),
    page("/{province}/booking/slip", Candidate),
    // Staff: signing in and the own account
    page("/console/sign-in", Everybody),
    page("/console/sign-in/code", SigningIn),
    page("/console/account", Staff(&[Act::OwnAccount])),
    page("/console/account/password", SigningIn),
    page("/console/account/second-factor", SigningIn),
    page("/console/account/recovery-codes", Staff(&[Act::OwnAccount])),
    // Staff: cases
    page("/console", Staff(&[Act::Review])),
    about(page("/console/case/{case}", Staff(&[Act::Review]))),
    // Staff: in person
    page("/console/desk", Staff(&[Act::Desk])),
    about(page("/console/desk/{case}", Staff(&[Act::Desk]))),
    about(page("/console/desk/{case}/photo", Staff(&[Act::Desk]))),
    about(page("/console/desk/{case}/slip", Staff(&[Act::Desk]))),
    about(page("/console/desk/{case}/reset", Staff(&[Act::Desk]))),
    page("/console/resets", Staff(&[Act::Desk])),
    page("/console/regions", Staff(&[Act::ChangeRegion])),
    page("/console/classes", Staff(&[Act::Institution])),
    about(page("/console/classes/{list}", Staff(&[Act::Institution]))),
    // Staff: what is seen of everything
    page("/console/statistics", Staff(&[Act::Statistics])),
    page("/console/audit", Staff(&[Act::ReadAudit])),
    page("/console/admin/checks", Staff(&[Act::Operate])),
    // Staff: what a province is made of
    page("/console/admin", Staff(&[Act::Administer, Act::ManageStaff, Act::Operate])),
    page("/console/admin/windows", Province(&[Act::Administer])),
    page("/console/admin/notices", Province(&[Act::Administer])),
    page("/console/admin/tables/{part}", Province(&[Act::Administer])),
    page("/console/admin/history/{part}", Province(&[Act::Administer])),
    page("/console/admin/numbers", Province(&[Act::Administer])),
    page("/console/admin/retention", Province(&[Act::Administer])),
    page("/console/admin/exports", Province(&[Act::Administer])),
    page("/console/admin/service", Province(&[Act::Operate])),
    // Staff: accounts
    page("/console/admin/staff", Staff(&[Act::ManageStaff])),
    page("/console/admin/staff/new", Staff(&[Act::ManageStaff])),
    about(page("/console/admin/staff/{staff}", Staff(&[Act::ManageStaff]))),
];

const fn page(path: &'static str, rule: Rule) -> Line {
    line("GET", path, rule)
}
