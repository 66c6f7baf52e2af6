//! Server functions: what the forms post. POST only, stable endpoints under `/api`; each hands over to one use case.

mod preferences;
mod refusal;

pub use preferences::{SetLanguage, SetLargeType};
pub use refusal::Refusal;
