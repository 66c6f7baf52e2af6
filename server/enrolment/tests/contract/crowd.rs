//! Many who want the same thing, brought to the worst moment on purpose: each has read, none has committed.

use crate::support::Bench;
use enrolment::db::Tx;
use std::{future::Future, time::Duration};

/// Holds the end of the audit chain. Whatever changes something writes there last: whoever comes waits with its reading done.
const HOLD: &str = "UPDATE audit_head SET seq = seq WHERE one = 1";
/// How many transactions of this database wait for a lock.
const WAITING: &str =
    "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
/// On a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs `count` futures, each in a task and on a connection of its own, and lets none commit before all of them wait: for a
/// lock that protects what they want, or, where nothing protects it, for the end of the audit chain with stale readings in
/// hand. On SQLite, which has one writer, they queue before they read.
pub(crate) async fn all_inside<T, F>(t: &Bench, count: u32, make: impl Fn(u32) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let held = hold(t).await;
    let tasks: Vec<_> = (0..count).map(|n| tokio::spawn(make(n))).collect();
    if matches!(held, Tx::Postgres(_)) {
        tokio::time::timeout(PATIENCE, until_all_wait(t, i64::from(count))).await.expect("all of them come to wait");
    }
    held.commit().await.unwrap();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("the task does not panic"));
    }
    results
}

async fn hold(t: &Bench) -> Tx {
    let mut tx = t.service.db().begin().await.unwrap();
    if let Tx::Postgres(tx) = &mut tx {
        sqlx::query(HOLD).execute(&mut **tx).await.unwrap();
    }
    tx
}

async fn until_all_wait(t: &Bench, count: i64) {
    loop {
        // A transaction of its own each time: inside one the statistics stand still.
        let Tx::Postgres(mut tx) = t.service.db().begin().await.unwrap() else { return };
        let waiting: i64 = sqlx::query_scalar(WAITING).fetch_one(&mut *tx).await.unwrap();
        if waiting == count {
            return;
        }
        tokio::task::yield_now().await;
    }
}
