//! Server functions: what the forms post. POST only, stable endpoints under `/api`; each hands over to one use case.

pub mod application;
pub mod console;
pub mod decision;
pub mod forms;
pub(crate) mod posting;
pub mod preferences;
pub mod refusal;
pub mod registration;

pub use application::{ChangeDocument, HandIn, InviteDevice, OpenInvitation, Submit, VerifyReceipt};
pub use console::{DecideCase, ReleaseCase, SignInStaff, TakeCase, TakeNextCase};
pub use preferences::{SetLanguage, SetLargeType};
pub use refusal::Refusal;
pub use registration::{Register, RequestCode, SignIn, SignOut};
