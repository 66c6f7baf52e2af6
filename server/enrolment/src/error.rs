//! The one error of the use cases. A refusal is a [`Problem`] that may cross the wire; everything else stays inside and is
//! logged once, under a reference that the person sees.

use shared::{
    enrolment::NotAllowed,
    problem::{Problem, ProblemCode},
};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The service says no, and why.
    #[error("refused: {0}")]
    Refused(#[from] Problem),
    /// No such thing, or none that the caller may know of.
    #[error("not found")]
    NotFound,
    /// Something failed on our side. Never shown; see [`crate::Enrolment::problem`].
    #[error("internal: {0}")]
    Internal(#[from] Cause),
}

/// Causes of internal errors.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error("database")]
    Database(#[from] sqlx::Error),
    #[error("migrating the database")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("file store")]
    Files(#[from] std::io::Error),
    #[error("stored data cannot be decrypted: {0}")]
    Decrypt(&'static str),
    #[error("stored data is not what it should be: {0}")]
    Corrupt(&'static str),
    #[error("stored JSON is not what it should be")]
    Json(#[from] serde_json::Error),
    #[error("password hashing")]
    Password,
    #[error("a background task stopped")]
    Task(#[from] tokio::task::JoinError),
    #[error("PostgreSQL {0} is too old, 13 or newer is needed")]
    OldServer(i32),
    #[error("the database address begins neither with sqlite: nor with postgres:")]
    Scheme,
}

impl From<ProblemCode> for Error {
    fn from(code: ProblemCode) -> Self {
        Self::Refused(code.into())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<NotAllowed> for Error {
    fn from(reason: NotAllowed) -> Self {
        match reason {
            NotAllowed::WrongState => ProblemCode::WrongState,
            NotAllowed::ItemClosed => ProblemCode::ItemClosed,
            NotAllowed::Incomplete => ProblemCode::Incomplete,
            NotAllowed::NothingReturned => ProblemCode::ReasonNeeded,
        }
        .into()
    }
}

impl crate::Enrolment {
    /// What the person is told. An internal error is logged here, once, with the reference that they see.
    pub fn problem(&self, error: Error) -> Problem {
        match error {
            Error::Refused(problem) => problem,
            Error::NotFound => ProblemCode::NotFound.into(),
            Error::Internal(cause) => {
                let reference = crate::crypto::hex(&self.random::<4>());
                tracing::error!(reference, cause = %chain(&cause), "a use case failed");
                let code = if is_overload(&cause) { ProblemCode::Unavailable } else { ProblemCode::Internal };
                Problem { reference: Some(reference), ..Problem::new(code) }
            }
        }
    }
}

/// The cause and what caused it. Database errors quote constraint and column names, never values bound.
pub fn chain(cause: &dyn std::error::Error) -> String {
    let mut text = cause.to_string();
    let mut source = cause.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

/// The database is out of connections or away, or the file store does not take or give a file: worth trying again.
fn is_overload(cause: &Cause) -> bool {
    use sqlx::Error::{Io, PoolClosed, PoolTimedOut};
    matches!(cause, Cause::Database(PoolTimedOut | PoolClosed | Io(_)) | Cause::Files(_))
}
