//! One-time codes: limits, lifetime, tries, one use, and what the gateway's failures lead to.

use crate::support::*;
use enrolment::{
    Error,
    registration::{CodeDelivery, Registration},
};
use shared::{problem::ProblemCode, time::Span};
use std::sync::atomic::Ordering;

/// A six-digit code that is not `right`.
fn wrong(right: &str) -> String {
    if right == "000000" { "000001".to_owned() } else { "000000".to_owned() }
}

both! {
    /// No gateway takes the message: that is said, nothing is lost, and the code comes as soon as one does.
    async fn a_code_that_does_not_leave_is_said_to_be_late(t) {
        let guest = t.guest().await;
        let delivery = async || t.service.code_delivery(&guest).await.unwrap();
        assert_eq!(delivery().await, None);
        t.gateway.failures.store(2, Ordering::SeqCst);
        t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await.unwrap();
        let sign_in = async |code: &str| refusal(t.service.sign_in(&guest, &province(), &phone(1), code).await);
        assert_eq!((delivery().await, sign_in("123456").await), (Some(CodeDelivery::Sending), ProblemCode::CodeNotSent));
        t.service.run_due_jobs().await.unwrap();
        t.advance(Span::secs(3));
        assert_eq!((delivery().await, sign_in("123456").await), (Some(CodeDelivery::Late), ProblemCode::CodeNotSent));
        assert_eq!(sign_in("").await, ProblemCode::CodeMissing);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!((delivery().await, t.inbox.messages().len()), (Some(CodeDelivery::Late), 0));
        t.advance(Span::secs(4));
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(delivery().await, Some(CodeDelivery::Sent));
        let code = t.inbox.code_for(phone(1).expose()).unwrap();
        assert_eq!(sign_in(&wrong(&code)).await, ProblemCode::CodeWrong);
        assert_eq!(sign_in(&code).await, ProblemCode::SignInWrong, "the code is right, and nobody has registered");
    }

    async fn a_code_that_was_refused_is_said_to_have_failed(t) {
        let guest = t.guest().await;
        t.gateway.refuses.store(true, Ordering::SeqCst);
        t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.service.code_delivery(&guest).await.unwrap(), Some(CodeDelivery::Failed));
        let other = t.guest().await;
        assert_eq!(t.service.code_delivery(&other).await.unwrap(), None);
    }

    async fn a_right_code_works_once(t) {
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        let form = |n| Registration {
            phone: phone(1), code: code.clone(), document: document_no(n), region: "430102".to_owned(),
        };
        t.service.register(&guest, &province(), form(1), consent()).await.unwrap();
        assert_eq!(refusal(t.service.register(&guest, &province(), form(1), consent()).await), ProblemCode::CodeSpent);
    }

    async fn a_code_is_forgiven_five_times_not_six(t) {
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        for left in [4, 3, 2, 1] {
            match t.service.sign_in(&guest, &province(), &phone(1), &wrong(&code)).await {
                Err(Error::Refused(problem)) => {
                    assert_eq!((problem.code, problem.tries_left), (ProblemCode::CodeWrong, Some(left)));
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &wrong(&code)).await), ProblemCode::CodeSpent);
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &code).await), ProblemCode::CodeSpent);
    }

    async fn tries_made_at_the_same_moment_all_count(t) {
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        let results = at_once(24, |_| {
            let (service, guest, code) = (t.service.clone(), guest.clone(), wrong(&code));
            async move { service.sign_in(&guest, &province(), &phone(1), &code).await }
        }).await;
        let compared = results.iter().filter(|result| matches!(result, Err(Error::Refused(problem)) if problem.code == ProblemCode::CodeWrong));
        assert_eq!(compared.count(), 4, "four wrong codes, and the fifth spends it");
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &code).await), ProblemCode::CodeSpent);
    }

    async fn a_right_code_sent_at_the_same_moment_registers_once(t) {
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        let results = at_once(12, |n| {
            let (service, guest) = (t.service.clone(), guest.clone());
            let form = Registration {
                phone: phone(1), code: code.clone(), document: document_no(n), region: "430102".to_owned(),
            };
            async move { service.register(&guest, &province(), form, consent()).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::CodeSpent), 1);
    }

    async fn a_code_expires(t) {
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        t.advance(Span::minutes(5));
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &code).await), ProblemCode::CodeExpired);
    }

    async fn a_code_belongs_to_its_session_and_phone(t) {
        let (guest, other) = (t.guest().await, t.guest().await);
        let code = t.code(&guest, &phone(1)).await;
        assert_eq!(refusal(t.service.sign_in(&other, &province(), &phone(1), &code).await), ProblemCode::CodeExpired);
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(2), &code).await), ProblemCode::CodeExpired);
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), "none").await), ProblemCode::CodeMissing);
        // right, but nobody registered with this number
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &code).await), ProblemCode::SignInWrong);
    }

    async fn a_newer_code_replaces_the_older(t) {
        let guest = t.guest().await;
        let first = t.code(&guest, &phone(1)).await;
        t.advance(Span::secs(60));
        let second = t.code(&guest, &phone(1)).await;
        assert_ne!(first, second);
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &first).await), ProblemCode::CodeWrong);
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &second).await), ProblemCode::SignInWrong);
    }

    async fn another_message_has_to_wait(t) {
        let guest = t.guest().await;
        t.code(&guest, &phone(1)).await;
        t.advance(Span::secs(20));
        match t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await {
            Err(Error::Refused(problem)) => {
                assert_eq!((problem.code, problem.retry_after_secs), (ProblemCode::ResendTooSoon, Some(40)));
            }
            other => panic!("{other:?}"),
        }
        t.advance(Span::secs(40));
        t.code(&guest, &phone(1)).await;
    }

    async fn requests_at_the_same_moment_send_one_message(t) {
        let mut guests = Vec::new();
        for _ in 0..12 {
            guests.push(t.guest().await);
        }
        let results = at_once(12, |n| {
            let (service, guest) = (t.service.clone(), guests[n as usize].clone());
            async move { service.request_code(&guest, &province(), &phone(1), ADDRESS).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::ResendTooSoon), 1);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.inbox.messages().len(), 1);
    }

    async fn a_phone_gets_four_messages_an_hour_and_eight_a_day(t) {
        let guest = t.guest().await;
        for _ in 0..4 {
            t.code(&guest, &phone(1)).await;
            t.advance(Span::minutes(2));
        }
        match t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await {
            Err(Error::Refused(problem)) => {
                assert_eq!((problem.code, problem.retry_after_secs), (ProblemCode::SmsHourlyLimit, Some(52 * 60)));
            }
            other => panic!("{other:?}"),
        }
        t.advance(Span::hours(1));
        let guest = t.guest().await;
        for _ in 0..4 {
            t.code(&guest, &phone(1)).await;
            t.advance(Span::minutes(2));
        }
        t.advance(Span::hours(1));
        let asked = t.service.request_code(&t.guest().await, &province(), &phone(1), ADDRESS).await;
        assert_eq!(refusal(asked), ProblemCode::SmsDailyLimit);
    }

    async fn an_address_causes_sixty_messages_an_hour(t) {
        let guest = t.guest().await;
        let results = at_once(80, |n| {
            let (service, guest) = (t.service.clone(), guest.clone());
            async move { service.request_code(&guest, &province(), &phone(n), ADDRESS).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::SmsHourlyLimit), 60);
        let elsewhere = "192.0.2.2".parse().unwrap();
        t.service.request_code(&guest, &province(), &phone(99), elsewhere).await.unwrap();
    }

    async fn the_answer_is_the_same_for_a_registered_number(t) {
        t.candidate(1).await;
        t.advance(Span::minutes(2));
        let guest = t.guest().await;
        let known = t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await.unwrap();
        let unknown = t.service.request_code(&guest, &province(), &phone(2), ADDRESS).await.unwrap();
        assert_eq!(known, unknown);
    }

    async fn a_failed_send_is_repeated_with_a_fresh_code(t) {
        let guest = t.guest().await;
        t.gateway.failures.store(2, Ordering::SeqCst);
        t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.inbox.messages().len(), 0);
        t.advance(Span::secs(2));
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.inbox.messages().len(), 0);
        t.advance(Span::secs(4));
        t.service.run_due_jobs().await.unwrap();
        let code = t.inbox.code_for(phone(1).expose()).unwrap();
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &code).await), ProblemCode::SignInWrong);
    }

    async fn a_message_refused_for_good_is_given_up(t) {
        let guest = t.guest().await;
        t.gateway.refuses.store(true, Ordering::SeqCst);
        t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await.unwrap();
        assert_eq!(t.service.run_due_jobs().await.unwrap(), 1);
        let counts = t.service.job_counts().await.unwrap();
        assert_eq!((counts.waiting, counts.given_up), (0, 1));
    }

    async fn a_code_asked_for_long_ago_is_not_sent(t) {
        let guest = t.guest().await;
        t.service.request_code(&guest, &province(), &phone(1), ADDRESS).await.unwrap();
        t.advance(Span::minutes(6));
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.inbox.messages().len(), 0);
    }

    async fn old_codes_are_forgotten(t) {
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        t.advance(Span::hours(26));
        t.service.sweep().await.unwrap();
        assert_eq!(refusal(t.service.sign_in(&guest, &province(), &phone(1), &code).await), ProblemCode::CodeExpired);
    }
}
