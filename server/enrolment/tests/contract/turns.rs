//! Waiting for an engine: first come, first served, with a place in the line that the page can ask for; a line that is full sends
//! people away without costing them a try; a process that dies gives tries back.

use crate::{engines::*, support::*};
use enrolment::{Caller, Result, attempts::Turn, face::FaceReceipt};
use shared::{evidence::FaceOutcome, problem::ProblemCode, time::Span};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::task::JoinHandle;

pub(crate) async fn until(t: &Bench, caller: &Caller, turn: impl Fn(Turn) -> bool) -> Turn {
    for _ in 0..1000 {
        let now = t.service.turn(caller, None).await.unwrap();
        if turn(now) {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it never came");
}

/// Captures of five candidates, from the n-th on: two at work, and as many waiting as the tests' process lets wait.
pub(crate) async fn full_line(t: &Bench, first: u32) -> Vec<JoinHandle<Result<FaceReceipt>>> {
    let mut sent = Vec::new();
    for n in first..first + 5 {
        let (service, caller) = (t.service.clone(), t.agreed(n).await);
        let sender = caller.clone();
        sent.push(tokio::spawn(async move { service.submit_face(&sender, capture("held")).await }));
        until(t, &caller, |turn| turn != Turn::Idle).await;
    }
    sent
}

both! {
    /// Two work at once; the third and the fourth stand in line and are told how many are before them.
    async fn a_place_in_the_line_is_told(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let mut sent = Vec::new();
        let mut callers = Vec::new();
        for n in 1..=4 {
            let caller = t.agreed(n).await;
            assert_eq!(t.service.turn(&caller, None).await.unwrap(), Turn::Idle);
            let (service, sender) = (t.service.clone(), caller.clone());
            sent.push(tokio::spawn(async move { service.submit_face(&sender, capture("held")).await }));
            let turn = until(t, &caller, |turn| turn == Turn::Judging || matches!(turn, Turn::Waiting { .. }) && n > 2).await;
            let expected = if n <= 2 { Turn::Judging } else { Turn::Waiting { ahead: n - 3 } };
            assert_eq!(turn, expected);
            callers.push(caller);
            t.advance(Span::secs(1));
        }
        t.engines.release.store(true, Ordering::SeqCst);
        for (sent, caller) in sent.into_iter().zip(&callers) {
            assert_eq!(sent.await.unwrap().unwrap().outcome, FaceOutcome::Passed);
            assert_eq!(t.service.turn(caller, None).await.unwrap(), Turn::Idle);
        }
    }

    /// The tests' process lets three wait.
    async fn a_full_line_sends_away_and_costs_no_try(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let sent = full_line(t, 1).await;
        let late = t.agreed(6).await;
        assert_eq!(refusal(t.service.submit_face(&late, capture("pass")).await), ProblemCode::Unavailable);
        assert_eq!(t.service.face_pages(&late).await.unwrap().tries_left, Some(3));
        t.engines.release.store(true, Ordering::SeqCst);
        for sent in sent {
            assert_eq!(sent.await.unwrap().unwrap().outcome, FaceOutcome::Passed);
        }
        assert_eq!(t.service.submit_face(&late, capture("pass")).await.unwrap().outcome, FaceOutcome::Passed);
    }

    /// Another process has the last place; killed, it loses it, and what it judged meanwhile counts no more.
    async fn a_try_of_a_dead_process_is_given_back(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        for _ in 0..2 {
            t.service.submit_face(&caller, capture("fail")).await.unwrap();
        }
        let other = t.another_process().await;
        let sender = caller.clone();
        let dying = tokio::spawn(async move { other.submit_face(&sender, capture("held")).await });
        until(t, &caller, |turn| turn == Turn::Judging).await;
        assert_eq!(refusal(t.service.submit_face(&caller, capture("pass")).await), ProblemCode::AttemptsSpent);
        dying.abort();
        t.engines.release.store(true, Ordering::SeqCst);
        t.advance(Span::secs(91));
        assert_eq!(t.service.turn(&caller, None).await.unwrap(), Turn::Idle);
        assert_eq!(t.service.submit_face(&caller, capture("pass")).await.unwrap().outcome, FaceOutcome::Passed);
        t.service.sweep().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM attempt WHERE status = 'refunded'").await, 1);
    }
}
