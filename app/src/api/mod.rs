//! Server functions: what the forms post. POST only, stable endpoints under `/api`; each hands over to one use case.

pub mod application;
pub mod console;
pub mod decision;
pub mod details;
pub mod details_form;
pub mod forms;
pub(crate) mod posting;
pub mod preferences;
pub mod refusal;
pub mod registration;

pub use application::{ChangeDocument, InviteDevice, OpenInvitation, Submit};
pub use console::{DecideCase, ReleaseCase, SignInStaff, TakeCase, TakeNextCase};
pub use details::{BeginEducationCheck, ChooseMajor, GiveUpEducationCheck, SaveDetails};
pub use preferences::{SetLanguage, SetLargeType};
pub use refusal::Refusal;
pub use registration::{Register, RequestCode, SignIn, SignOut};
