//! Words about staff: roles, how signing in went, whether an account can be used.

use crate::text::{Text, t};
use enrolment::staff::{SignInOutcome, StaffState};
use shared::review::Role;

pub const fn role(role: Role) -> Text {
    match role {
        Role::Reviewer => t::console_staff::ROLE_REVIEWER,
        Role::SeniorReviewer => t::console_staff::ROLE_SENIOR_REVIEWER,
        Role::DeskOfficer => t::console_staff::ROLE_DESK_OFFICER,
        Role::InstitutionOperator => t::console_staff::ROLE_INSTITUTION_OPERATOR,
        Role::ProvinceAdministrator => t::console_staff::ROLE_PROVINCE_ADMINISTRATOR,
        Role::Auditor => t::console_staff::ROLE_AUDITOR,
        Role::Operator => t::console_staff::ROLE_OPERATOR,
    }
}

pub const fn outcome(outcome: SignInOutcome) -> Text {
    match outcome {
        SignInOutcome::PasswordRight => t::console_account::OUTCOME_PASSWORD_RIGHT,
        SignInOutcome::PasswordWrong => t::console_account::OUTCOME_PASSWORD_WRONG,
        SignInOutcome::CodeRight => t::console_account::OUTCOME_CODE_RIGHT,
        SignInOutcome::CodeWrong => t::console_account::OUTCOME_CODE_WRONG,
        SignInOutcome::RecoveryCode => t::console_account::OUTCOME_RECOVERY_CODE,
    }
}

pub const fn state(state: StaffState) -> Text {
    match state {
        StaffState::Active => t::console_staff::ACTIVE,
        StaffState::Disabled => t::console_staff::DISABLED,
    }
}
