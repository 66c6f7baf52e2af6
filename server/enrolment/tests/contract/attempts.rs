//! Tries that engines judge: three in all, whatever the devices; given back where nothing was judged.

use crate::{engines::*, support::*};
use enrolment::ports::FaceReason;
use shared::{evidence::FaceOutcome, problem::ProblemCode, time::Span};
use std::sync::atomic::Ordering;

async fn tries(t: &Bench, status: &str) -> i64 {
    count(t, &format!("SELECT COUNT(*) FROM attempt WHERE step = 'face' AND status = '{status}'")).await
}

both! {
    async fn three_tries_in_all_and_then_a_reviewer(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        for left in [2, 1, 0] {
            let receipt = t.service.submit_face(&caller, capture("fail")).await.unwrap();
            assert_eq!((receipt.outcome, receipt.reasons), (FaceOutcome::Failed, vec![FaceReason::OtherPerson]));
            assert_eq!(t.service.face_pages(&caller).await.unwrap().tries_left, Some(left));
        }
        assert_eq!(refusal(t.service.submit_face(&caller, capture("pass")).await), ProblemCode::AttemptsSpent);
        assert_eq!(t.engines.judged.load(Ordering::SeqCst), 3);
        let receipt = t.service.face_to_reviewer(&caller).await.unwrap();
        assert_eq!((receipt.outcome, receipt.has_file), (FaceOutcome::Manual, true), "with the last capture");
        assert_eq!(tries(t, "failed").await, 3);
    }

    /// Two devices send what they have at the same moment: the engine is never asked a fourth time.
    async fn at_the_same_moment_the_fourth_never_runs(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        let sent = at_once(8, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.submit_face(&caller, capture("fail")).await }
        }).await;
        assert_eq!(successes(sent, ProblemCode::AttemptsSpent), 3);
        assert_eq!(t.engines.judged.load(Ordering::SeqCst), 3);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM face_capture").await, 1);
    }

    async fn a_failure_of_ours_costs_no_try(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        for _ in 0..4 {
            let receipt = t.service.submit_face(&caller, capture("break")).await.unwrap();
            assert_eq!(receipt.outcome, FaceOutcome::Manual, "a reviewer looks");
        }
        assert_eq!((tries(t, "refunded").await, t.service.face_pages(&caller).await.unwrap().tries_left), (4, Some(3)));
    }

    /// The process is killed while it judges: after a while the try counts no more, and is given back for good by the sweep.
    async fn cut_off_in_mid_judgement_it_is_given_back(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        for _ in 0..3 {
            let (service, sender) = (t.service.clone(), caller.clone());
            let judging = tokio::spawn(async move { service.submit_face(&sender, capture("slow")).await });
            while tries(t, "running").await == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            judging.abort();
            assert!(judging.await.is_err());
            let left = t.service.face_pages(&caller).await.unwrap().tries_left;
            assert_eq!(left, Some(2), "it counts while it may still be judged");
            t.advance(Span::secs(90));
            t.service.sweep().await.unwrap();
            assert_eq!(tries(t, "running").await, 0);
        }
        let receipt = t.service.submit_face(&caller, capture("pass")).await.unwrap();
        assert_eq!(receipt.outcome, FaceOutcome::Passed);
        assert_eq!((tries(t, "refunded").await, tries(t, "passed").await), (3, 1));
    }
}
