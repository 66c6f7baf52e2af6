//! Work that follows a use case: enqueued in its transaction, run at least once, retried or given up explicitly.

use crate::{Enrolment, Result};

/// How the job table stands, for metrics.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct JobCounts {
    pub waiting: u64,
    pub given_up: u64,
    /// Age of the oldest waiting job that is due, in seconds.
    pub oldest_secs: u32,
}

impl Enrolment {
    /// Runs every job that is due now; gives their number.
    pub async fn run_due_jobs(&self) -> Result<u32> {
        Err(crate::error::Cause::Unfinished("run_due_jobs").into())
    }

    /// Runs jobs and the periodic sweep until `stop` turns true; a job that has begun is finished first.
    pub async fn work(&self, stop: tokio::sync::watch::Receiver<bool>) {
        let _ = stop;
    }

    pub async fn job_counts(&self) -> Result<JobCounts> {
        Err(crate::error::Cause::Unfinished("job_counts").into())
    }
}
