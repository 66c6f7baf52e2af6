//! Server functions: what the forms post. POST only, stable endpoints under `/api`; each hands over to one use case.

pub mod account;
pub mod administration;
pub mod application;
pub mod card_form;
pub mod case;
pub mod checks;
pub mod console;
pub mod contact_change;
pub mod decision;
pub mod desk;
pub mod details;
pub mod details_form;
pub mod evidence;
pub mod existing;
pub mod forms;
pub mod handoff;
pub mod operation;
pub(crate) mod posting;
pub mod preferences;
pub mod queue;
pub mod recovery;
pub mod refusal;
pub mod region;
pub mod registration;
pub mod signature;
pub mod staff_account;
pub mod staff_administration;
pub mod visits;

pub use account::{
    AcceptNotice, ChangePassword, ChoosePassword, ProvePhone, RequestOwnCode, ResetPassword, SignInWithPassword,
    WithdrawConsent,
};
pub use application::{ChangeDocument, HandIn, Submit, VerifyReceipt};
pub use case::{JudgeDuplicate, RevealPrivate};
pub use checks::RunChecks;
pub use console::{DecideCase, ReleaseCase, RenewCase, SaveDecision, SignInStaff, TakeCase, TakeNextCase};
pub use contact_change::{ChangeContact, RequestNewContactCode, RequestOldContactCode};
pub use desk::{ConfirmClass, DecideAtDesk, FindAtDesk};
pub use details::{
    BeginEducationCheck, CheckEducation, ChooseMajor, GiveUpEducationCheck, LeaveDetails, ProposePinyin, SaveDetails,
};
pub use evidence::{ConfirmCard, FaceByPeople, GiveConsent, PhotoByPeople, ReadCard};
pub use handoff::{AnswerDevice, InviteDevice, OpenInvitation, RevokeDevices};
pub use preferences::{SetDensity, SetLanguage, SetLargeType};
pub use queue::{AssignCases, DeleteFilter, PutAwayNotices, SaveFilter};
pub use recovery::{
    AnswerQuestions, AskQuestions, ChooseRecoveredPassword, ConfirmReset, ProveRecovery, RedeemReset, RefuseReset,
    RequestRecoveryCode, ResetAtDesk, SaveQuestions,
};
pub use refusal::Refusal;
pub use region::{AskRegionChange, DecideRegionChange, WithdrawRegionChange};
pub use registration::{Register, RequestCode, RequestEmailCode, SignIn, SignOut};
pub use signature::{Sign, VerifySignature};
pub use staff_account::{
    BeginSecondFactor, ChangeStaffPassword, ConfirmSecondFactor, EndOtherSessions, EndOwnSession, GiveCode,
    RenewRecoveryCodes, ReplaceSecondFactor,
};
pub use staff_administration::{
    ChangeStaff, DisableStaff, EnableStaff, HireStaff, ResetSecondFactor, ResetStaffPassword, SearchStaff,
};
pub use visits::{BookVisit, CancelVisit};
