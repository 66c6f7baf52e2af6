//! Server functions: what the forms post. POST only, stable endpoints under `/api`; each hands over to one use case.

pub mod account;
pub mod application;
pub mod card_form;
pub mod checks;
pub mod console;
pub mod decision;
pub mod details;
pub mod details_form;
pub mod evidence;
pub mod forms;
pub mod handoff;
pub(crate) mod posting;
pub mod preferences;
pub mod refusal;
pub mod registration;

pub use account::{
    AcceptNotice, ChangePassword, ChoosePassword, ProvePhone, RequestOwnCode, ResetPassword, SignInWithPassword,
    WithdrawConsent,
};
pub use application::{ChangeDocument, HandIn, Submit, VerifyReceipt};
pub use checks::RunChecks;
pub use console::{DecideCase, ReleaseCase, SignInStaff, TakeCase, TakeNextCase};
pub use details::{BeginEducationCheck, ChooseMajor, GiveUpEducationCheck, SaveDetails};
pub use evidence::{ConfirmCard, FaceByPeople, GiveConsent};
pub use handoff::{AnswerDevice, InviteDevice, OpenInvitation, RevokeDevices};
pub use preferences::{SetLanguage, SetLargeType};
pub use refusal::Refusal;
pub use registration::{Register, RequestCode, SignIn, SignOut};
