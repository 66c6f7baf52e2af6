//! Whether the process lives, and whether it can do its work.

use super::{Site, problem::Refusal};
use axum::extract::State;
use shared::problem::ProblemCode;
use std::{io, path::Path};

pub(super) async fn live() -> &'static str {
    "live"
}

/// The database answers and the file store can be written.
pub(super) async fn ready(State(site): State<Site>) -> Result<&'static str, Refusal> {
    let database = site.enrolment.check_ready().await;
    let files = probe(&site.settings.files.directory).await;
    if let Err(error) = &database {
        tracing::warn!(%error, "not ready: the database does not answer");
    }
    if let Err(error) = &files {
        tracing::warn!(%error, "not ready: the file store cannot be written");
    }
    if database.is_ok() && files.is_ok() { Ok("ready") } else { Err(ProblemCode::Unavailable.into()) }
}

/// Writes and removes a file. One name, so that a crash leaves at most one behind.
pub async fn probe(directory: &Path) -> io::Result<()> {
    let file = directory.join(".probe");
    tokio::fs::write(&file, b"ready?").await?;
    match tokio::fs::remove_file(&file).await {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
