//! Hearing of what happened to an application, in whichever process it happened: one task a process reads the audit trail's
//! new entries while somebody watches, and wakes those whom they concern.
//!
//! No entry is passed over although they are read by number: `audit::record` takes its number by updating the one row of
//! `audit_head`, and holds that row until its transaction is over. So a number is given only after every smaller one was
//! committed (or taken back with its transaction, and given again), and on both databases whoever sees an entry sees all
//! entries before it.

mod store;

use crate::{Enrolment, Result};
use shared::{id::EnrolmentId, problem::ProblemCode};
use std::{collections::HashMap, time::Duration};
use tokio::sync::{Mutex, watch};

/// How often new entries are looked for.
const EVERY: Duration = Duration::from_millis(500);
/// Entries read at a time.
const PAGE: i64 = 1000;

/// Who watches what in this process.
#[derive(Default)]
pub(crate) struct Watching(Mutex<State>);

#[derive(Default)]
struct State {
    watchers: HashMap<EnrolmentId, watch::Sender<i64>>,
    /// The task is at work.
    reading: bool,
    /// The process is stopping.
    ended: bool,
}

impl Enrolment {
    /// Hears when something happened to an application from now on: read what you need after this call, then wait for a
    /// change. The value is the number of an entry and says nothing else. The sender goes when the process stops.
    pub async fn watch(&self, enrolment: EnrolmentId) -> Result<watch::Receiver<i64>> {
        let mut state = self.inner.watching.0.lock().await;
        if state.ended {
            return Err(ProblemCode::Unavailable.into());
        }
        if !state.reading {
            // before this returns, so that nothing falls between what the caller reads next and what the task reads first
            let mut tx = self.db().read().await?;
            let last = store::last(&mut tx).await?;
            tx.commit().await?;
            state.reading = true;
            tokio::spawn(self.clone().read_news(last));
        }
        Ok(state.watchers.entry(enrolment).or_insert_with(|| watch::channel(0).0).subscribe())
    }

    /// Lets go of everybody who watches: the process is stopping.
    pub async fn end_watching(&self) {
        let mut state = self.inner.watching.0.lock().await;
        state.ended = true;
        state.watchers.clear();
    }

    /// Ends when nobody watches any more.
    async fn read_news(self, mut last: i64) {
        let mut failed = false;
        loop {
            tokio::time::sleep(EVERY).await;
            let mut state = self.inner.watching.0.lock().await;
            state.watchers.retain(|_, sender| sender.receiver_count() > 0);
            if state.watchers.is_empty() {
                state.reading = false;
                return;
            }
            drop(state);
            match self.wake_since(last).await {
                Ok(now) => (last, failed) = (now, false),
                Err(error) if !failed => {
                    tracing::warn!(%error, "watchers hear nothing: the audit trail cannot be read");
                    failed = true;
                }
                Err(_) => {}
            }
        }
    }

    /// Wakes whom the entries after `last` concern; gives the number of the last one.
    async fn wake_since(&self, mut last: i64) -> Result<i64> {
        loop {
            let mut tx = self.db().read().await?;
            let news = store::since(&mut tx, last, PAGE).await?;
            tx.commit().await?;
            let state = self.inner.watching.0.lock().await;
            for (seq, enrolment) in &news {
                last = *seq;
                if let Some(sender) = enrolment.and_then(|enrolment| state.watchers.get(&enrolment)) {
                    sender.send_replace(*seq);
                }
            }
            if (news.len() as i64) < PAGE {
                return Ok(last);
            }
        }
    }
}
