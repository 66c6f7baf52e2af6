//! The reminder and its countdown, amending against taking, and receipts that anybody may verify.

use crate::{attachments::*, support::*};
use enrolment::{Error, photo::PhotoOutcome};
use shared::{
    attachment::OTHER,
    enrolment::{Item, State},
    problem::ProblemCode,
    time::Span,
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// The seconds that a refusal asks to wait.
fn wait<T: std::fmt::Debug>(result: Result<T, Error>) -> u32 {
    match result {
        Err(Error::Refused(problem)) if problem.code == ProblemCode::SubmitTooSoon => problem.retry_after_secs.unwrap(),
        other => panic!("{other:?}"),
    }
}

both! {
    async fn the_reminder_has_to_be_read_and_a_reload_does_not_begin_anew(t) {
        let caller = t.prover(1, PLAIN).await;
        let submit = async |key: &str| t.service.submit_application(&caller, key, consent()).await;
        assert_eq!(t.service.reminder(&caller).await.unwrap(), None);
        assert_eq!(wait(submit("form").await), 10);
        let opened = t.service.open_reminder(&caller).await.unwrap();
        t.advance(Span(9_999));
        assert_eq!(t.service.open_reminder(&caller).await.unwrap(), opened);
        assert_eq!(t.service.reminder(&caller).await.unwrap(), Some(opened));
        assert_eq!(wait(submit("form").await), 1);
        t.advance(Span(1));
        let receipt = submit("form").await.unwrap();
        assert_eq!(submit("form").await.unwrap(), receipt);
        assert_eq!(refusal(t.service.open_reminder(&caller).await), ProblemCode::WrongState);
    }

    async fn a_changed_answer_begins_the_countdown_anew(t) {
        let caller = t.prover(1, PLAIN).await;
        t.service.open_reminder(&caller).await.unwrap();
        t.advance(Span::secs(10));
        t.attach(&caller, OTHER, PDF).await.unwrap();
        assert_eq!(t.service.reminder(&caller).await.unwrap(), None);
        assert_eq!(wait(t.service.submit_application(&caller, "form", consent()).await), 10);
        let opened = t.service.open_reminder(&caller).await.unwrap();
        assert_eq!(opened.ready_at, t.service.now() + Span::secs(10));
    }

    async fn two_tabs_share_one_countdown(t) {
        let caller = t.prover(1, PLAIN).await;
        let opened = at_once(6, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.open_reminder(&caller).await.unwrap() }
        }).await;
        assert!(opened.iter().all(|reminder| *reminder == opened[0]));
        let early = at_once(6, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move {
                service.open_reminder(&caller).await.unwrap();
                service.submit_application(&caller, &format!("tab {n}"), consent()).await
            }
        }).await;
        assert_eq!(successes(early, ProblemCode::SubmitTooSoon), 0);
        t.advance(Span::secs(10));
        let late = at_once(6, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.submit_application(&caller, &format!("tab {n}"), consent()).await }
        }).await;
        assert_eq!(successes(late, ProblemCode::WrongState), 1);
    }

    async fn only_a_complete_application_has_a_reminder(t) {
        let caller = t.prover(1, crate::facts::Facts { identity_changed: true, ..PLAIN }).await;
        assert_eq!(refusal(t.service.open_reminder(&caller).await), ProblemCode::Incomplete);
    }

    async fn a_province_without_a_reminder_is_handed_in_at_once(t) {
        let (_, receipt) = t.submitted_in(1, "430102").await;
        assert!(receipt.number.starts_with("202704-"));
    }

    async fn the_photograph_can_be_replaced_until_a_reviewer_takes_the_case(t) {
        let caller = t.prover(1, PLAIN).await;
        t.hand_in(&caller, "form").await.unwrap();
        let status = t.service.status(&caller).await.unwrap();
        assert!(status.amendable && !status.open);
        let amendable: Vec<_> = status.items.iter().filter(|item| item.amendable).map(|item| item.item).collect();
        assert_eq!(amendable, [Item::Photo, Item::Details, Item::Attachments]);
        let receipt = t.photo(&caller, b"good and newer").await;
        t.service.run_due_jobs().await.unwrap();
        let (reviewer, id) = (t.proof_reviewer().await, id_of(&caller));
        t.service.take_case(&reviewer, id).await.unwrap();
        assert_eq!(t.service.open_case(&reviewer, id).await.unwrap().photo, Some(receipt));
        let late = t.service.submit_photo(&caller, b"good but late".to_vec(), None, None).await;
        assert_eq!(refusal(late), ProblemCode::WrongState);
        assert!(!t.service.status(&caller).await.unwrap().amendable);
    }

    /// Whoever comes first: the reviewer sees what the candidate sees, and no amendment is lost or half done.
    async fn amending_against_taking(t) {
        let caller = t.prover(1, PLAIN).await;
        t.hand_in(&caller, "form").await.unwrap();
        let (reviewer, id) = (t.proof_reviewer().await, id_of(&caller));
        for round in 0..4 {
            let results = at_once(6, |n| {
                let (service, caller, reviewer) = (t.service.clone(), caller.clone(), reviewer.clone());
                async move {
                    match n {
                        0 => service.take_case(&reviewer, id).await.map(|_| false),
                        1 | 2 => {
                            let bytes = format!("good {round} {n}").into_bytes();
                            let outcome = service.submit_photo(&caller, bytes, None, None).await;
                            outcome.map(|outcome| matches!(outcome, PhotoOutcome::Kept(_)))
                        }
                        _ => service.add_attachment(&caller, enrolment::attachments::NewAttachment {
                            kind: OTHER.to_owned(), description: None, replaces: None, bytes: PDF.to_vec(),
                        }).await.map(|_| true),
                    }
                }
            }).await;
            let amended = successes(results, ProblemCode::WrongState);
            assert!(amended >= 1);
            let case = t.service.open_case(&reviewer, id).await.unwrap();
            assert_eq!(case.photo, t.service.current_photo(&caller).await.unwrap());
            let files = t.service.attachments(&caller).await.unwrap();
            assert_eq!(case.attachments.unwrap().others, files.others);
            assert_eq!(t.service.status(&caller).await.unwrap().state, State::InReview);
            t.service.release_case(&reviewer, id).await.unwrap();
        }
    }

    async fn a_receipt_is_known_to_anybody_and_nothing_else_is(t) {
        let (caller, receipt) = t.submitted_in(1, "430102").await;
        let typed = receipt.number.to_lowercase().replace('-', " ");
        let verified = t.service.verify_receipt(&typed).await.unwrap().unwrap();
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!((verified.number, verified.province), (receipt.number.clone(), province()));
        assert_eq!((verified.state, verified.submitted_at), (State::Submitted, receipt.submitted_at));
        assert_eq!(verified.document, status.document);
        assert!(verified.document.masked.contains('*'));
        let mut forged = receipt.number.clone();
        let last = if forged.ends_with('0') { "1" } else { "0" };
        forged.replace_range(forged.len() - 1.., last);
        for unknown in [forged.as_str(), "", "202704-00000-00000", "' OR 1=1 --"] {
            assert_eq!(t.service.verify_receipt(unknown).await.unwrap(), None);
        }
    }
}
