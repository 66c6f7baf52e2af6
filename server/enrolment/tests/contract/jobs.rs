//! The job table and its runner.

use crate::support::*;
use shared::time::Span;
use std::{sync::atomic::Ordering, time::Duration};

/// Runs jobs until none waits, as a worker does that comes again and again: on PostgreSQL what a task held that was broken off comes
/// free some time later, and is passed over until then.
pub(crate) async fn finish(t: &Bench) {
    for _ in 0..600 {
        t.service.run_due_jobs().await.unwrap();
        if t.service.job_counts().await.unwrap().waiting == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("jobs are left over");
}

both! {
    async fn runners_at_the_same_moment_do_each_job_once(t) {
        let guest = t.guest().await;
        for n in 0..20 {
            t.service.request_code(&guest, &province(), &phone(n), ADDRESS).await.unwrap();
        }
        assert_eq!(t.service.job_counts().await.unwrap().waiting, 20);
        let done = at_once(4, |_| {
            let service = t.service.clone();
            async move { service.run_due_jobs().await.unwrap() }
        }).await;
        assert_eq!(done.iter().sum::<u32>(), 20);
        assert_eq!(t.inbox.messages().len(), 20);
    }

    async fn a_failing_job_waits_longer_each_time(t) {
        let guest = t.guest().await;
        t.gateway.failures.store(3, Ordering::SeqCst);
        t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await.unwrap();
        for delay in [0, 2, 4, 8] {
            t.advance(Span(delay * 1000 - 1));
            assert_eq!(t.service.run_due_jobs().await.unwrap(), 0);
            t.advance(Span(1));
            assert_eq!(t.service.run_due_jobs().await.unwrap(), 1);
        }
        assert_eq!(t.inbox.messages().len(), 1);
        assert_eq!(t.service.job_counts().await.unwrap().waiting, 0);
    }

    async fn the_runner_is_woken_and_stops_when_told(t) {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let service = t.service.clone();
        let runner = tokio::spawn(async move { service.work(stopped).await });
        let guest = t.guest().await;
        t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await.unwrap();
        let sent = async {
            while t.inbox.code_for(phone(1).expose()).is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), sent).await.expect("the runner sends the code");
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(10), runner).await.expect("the runner stops").unwrap();
    }
}
