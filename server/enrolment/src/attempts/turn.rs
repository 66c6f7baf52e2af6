//! The turn that evidence waits for: as many engines work at once as the machine has room for, the rest stand in line, and whoever
//! comes when the line is full is asked to come again. A try holds its place by a lease that is renewed while it waits and is judged:
//! a process that dies gives it back.

use super::{Counted, LONGEST, store};
use crate::{Caller, Enrolment, Error, Result, db::Tx, ports::EngineFailure};
use serde::Serialize;
use shared::{
    id::{AttemptId, EnrolmentId},
    problem::{Problem, ProblemCode},
    time::Timestamp,
};
use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How often a lease is renewed: several times before it runs out.
const RENEW: Duration = Duration::from_secs(20);
/// When to come again where the line is full.
const COME_AGAIN_SECS: u32 = 10;

/// Engines at work and the line before them, in this process.
pub(crate) struct Turns {
    slots: Arc<Semaphore>,
    waiting: AtomicUsize,
    waiting_max: usize,
}

/// Somebody in the line; leaves it when dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Turns {
    pub(crate) fn new(slots: usize, waiting_max: usize) -> Self {
        Self { slots: Arc::new(Semaphore::new(slots.max(1))), waiting: AtomicUsize::new(0), waiting_max }
    }

    /// Comes back when it is one's turn, first come, first served. Refused with `service.unavailable` where the line is full.
    async fn take(&self) -> Result<OwnedSemaphorePermit> {
        if let Ok(slot) = self.slots.clone().try_acquire_owned() {
            return Ok(slot);
        }
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= self.waiting_max {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(Problem::new(ProblemCode::Unavailable).retry_after(COME_AGAIN_SECS).into());
        }
        let _place = Waiting(&self.waiting);
        Ok(self.slots.clone().acquire_owned().await.expect("the semaphore is never closed"))
    }
}

/// Where the caller's evidence is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Turn {
    /// Nothing is waiting or being judged.
    Idle,
    /// So many came before.
    Waiting {
        ahead: u32,
    },
    Judging,
}

/// Where evidence for one step is.
pub(crate) async fn of_step(tx: &mut Tx, id: EnrolmentId, step: Counted, now: Timestamp) -> Result<Turn> {
    turn(tx, (id, Some(step.as_str())), now).await
}

async fn turn(tx: &mut Tx, of: (EnrolmentId, Option<&str>), now: Timestamp) -> Result<Turn> {
    let Some(running) = store::running(tx, of, now).await? else { return Ok(Turn::Idle) };
    if running.begun_at.is_some() {
        return Ok(Turn::Judging);
    }
    let ahead = store::ahead(tx, (running.id, running.started_at), now).await?;
    Ok(Turn::Waiting { ahead: u32::try_from(ahead).unwrap_or(u32::MAX) })
}

impl Enrolment {
    /// Whether evidence of the caller, for one step or for any, waits for an engine, and how many came before it, in every process.
    pub async fn turn(&self, caller: &Caller, step: Option<Counted>) -> Result<Turn> {
        let (.., enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        turn(&mut tx, (enrolment, step.map(Counted::as_str)), self.now()).await
    }

    /// Does blocking work when its turn comes, and holds the try's lease meanwhile. Nothing where the engine failed, which is logged
    /// under `what`. Refused with `service.unavailable` where too many wait.
    pub(crate) async fn in_turn<T: Send + 'static>(
        &self,
        attempt: Option<AttemptId>,
        what: &'static str,
        work: impl FnOnce() -> Result<T, EngineFailure> + Send + 'static,
    ) -> Result<Option<T>> {
        let work = async {
            let slot = self.inner.identity.take().await?;
            if let Some(attempt) = attempt {
                self.begin_judging(attempt).await?;
            }
            let work = tokio::task::spawn_blocking(move || {
                // held until the work is done, even when the request has gone away meanwhile
                let _slot = slot;
                work()
            });
            Ok::<_, Error>(work.await)
        };
        let done = tokio::select! {
            done = work => done?,
            never = self.renewing(attempt) => match never {},
        };
        Ok(match done {
            Ok(Ok(result)) => Some(result),
            Ok(Err(failure)) => {
                tracing::error!(what, cause = %failure, "an engine failed");
                None
            }
            Err(stopped) => {
                tracing::error!(what, cause = %stopped, "an engine stopped");
                None
            }
        })
    }

    async fn begin_judging(&self, attempt: AttemptId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let now = self.now();
        let held = store::begin_judging(&mut tx, attempt, now, now + LONGEST).await?;
        tx.commit().await?;
        // given back meanwhile: this process was taken for dead
        if held { Ok(()) } else { Err(ProblemCode::Unavailable.into()) }
    }

    /// Renews the lease again and again, beside the work. One that cannot be renewed now is tried again before it runs out.
    async fn renewing(&self, attempt: Option<AttemptId>) -> Infallible {
        let Some(attempt) = attempt else { return std::future::pending().await };
        loop {
            tokio::time::sleep(RENEW).await;
            if let Err(error) = self.renew_lease(attempt).await {
                tracing::warn!(cause = %error, "the lease of a try could not be renewed");
            }
        }
    }

    async fn renew_lease(&self, attempt: AttemptId) -> Result<()> {
        let mut tx = self.db().begin().await?;
        let now = self.now();
        store::renew(&mut tx, attempt, now, now + LONGEST).await?;
        tx.commit().await
    }
}
