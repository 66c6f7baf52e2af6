//! Rules of the server functions of `app`: what forms post.

use super::{
    Line,
    Rule::{self, Candidate, Everybody, SigningIn, Staff},
    about, line,
};
use shared::staff::Act;

pub(super) const FUNCTIONS: &[Line] = &[
    function("/api/set-language", Everybody),
    function("/api/set-large-type", Everybody),
    function("/api/verify-receipt", Everybody),
    function("/api/sign-out", Everybody),
    // Candidates
    function("/api/request-code", Everybody),
    function("/api/register", Everybody),
    function("/api/sign-in", Everybody),
    function("/api/sign-in-with-password", Everybody),
    function("/api/reset-password", Everybody),
    function("/api/open-invitation", Everybody),
    function("/api/request-own-code", Candidate),
    function("/api/prove-phone", Candidate),
    function("/api/choose-password", Candidate),
    function("/api/change-password", Candidate),
    function("/api/accept-notice", Candidate),
    function("/api/withdraw-consent", Candidate),
    function("/api/give-consent", Candidate),
    function("/api/change-document", Candidate),
    function("/api/confirm-card", Candidate),
    function("/api/face-by-people", Candidate),
    function("/api/save-details", Candidate),
    function("/api/choose-major", Candidate),
    function("/api/begin-education-check", Candidate),
    function("/api/give-up-education-check", Candidate),
    function("/api/invite-device", Candidate),
    function("/api/answer-device", Candidate),
    function("/api/revoke-devices", Candidate),
    function("/api/submit", Candidate),
    function("/api/hand-in", Candidate),
    // Staff: signing in and the own account
    function("/api/console-sign-in", Everybody),
    function("/api/staff-code", SigningIn),
    function("/api/staff-change-password", SigningIn),
    function("/api/staff-begin-second-factor", SigningIn),
    function("/api/staff-confirm-second-factor", SigningIn),
    function("/api/staff-replace-second-factor", Staff(&[Act::OwnAccount])),
    function("/api/staff-renew-recovery-codes", Staff(&[Act::OwnAccount])),
    function("/api/staff-end-session", Staff(&[Act::OwnAccount])),
    function("/api/staff-end-other-sessions", Staff(&[Act::OwnAccount])),
    // Staff: cases
    function("/api/take-next-case", Staff(&[Act::Review])),
    about(function("/api/take-case", Staff(&[Act::Review]))),
    about(function("/api/release-case", Staff(&[Act::Review]))),
    about(function("/api/decide-case", Staff(&[Act::Review]))),
    // Staff: accounts
    about(function("/api/hire-staff", Staff(&[Act::ManageStaff]))),
    about(function("/api/change-staff", Staff(&[Act::ManageStaff]))),
    about(function("/api/disable-staff", Staff(&[Act::ManageStaff]))),
    about(function("/api/enable-staff", Staff(&[Act::ManageStaff]))),
    about(function("/api/reset-staff-password", Staff(&[Act::ManageStaff]))),
    about(function("/api/reset-second-factor", Staff(&[Act::ManageStaff]))),
];

const fn function(path: &'static str, rule: Rule) -> Line {
    line("POST", path, rule)
}
