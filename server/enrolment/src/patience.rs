//! Work that a request begins and that may outlast it: evidence waits for its turn longer than anybody holds a line.

use crate::{Result, error::Cause};
use std::{future::Future, time::Duration};

/// A request waits this long for the answer; then its page says how it stands.
const PATIENCE: Duration = Duration::from_secs(20);

/// Does work in a task of its own, which goes on when the line drops. Nothing where it is not done yet; a failure after that is
/// logged.
pub(crate) async fn within<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<Option<T>> {
    let mut work = tokio::spawn(work);
    if let Ok(done) = tokio::time::timeout(PATIENCE, &mut work).await {
        return done.map_err(Cause::from)?.map(Some);
    }
    tokio::spawn(async move {
        if let Ok(Err(error)) = work.await {
            tracing::warn!(cause = %error, "what outlasted its request was refused or failed");
        }
    });
    Ok(None)
}
