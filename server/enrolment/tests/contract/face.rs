//! The live capture of the face, and the ways without one.

use crate::{engines::*, support::*};
use enrolment::{
    Caller, Result,
    attempts::Ending,
    card::Confirmation,
    face::{Container, FaceReceipt},
};
use shared::{
    enrolment::{Item, ItemState},
    evidence::{CardFields, CardSide, FaceOutcome},
    problem::ProblemCode,
    profile::{CONSENT_CARD, CONSENT_FACE},
    time::Span,
};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::task::JoinHandle;

async fn state(t: &Bench, caller: &Caller) -> ItemState {
    let status = t.service.status(caller).await.unwrap();
    status.items.iter().find(|item| item.item == Item::Face).unwrap().state
}

/// A capture that an engine has before it.
async fn judged(t: &Bench, caller: &Caller, says: &str) -> JoinHandle<Result<FaceReceipt>> {
    let before = t.engines.judged.load(Ordering::SeqCst);
    let (service, sender, bytes) = (t.service.clone(), caller.clone(), capture(says));
    let judging = tokio::spawn(async move { service.submit_face(&sender, bytes).await });
    while t.engines.judged.load(Ordering::SeqCst) == before {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    judging
}

both! {
    async fn without_an_engine_a_reviewer_looks(t) {
        let caller = t.agreed(1).await;
        let receipt = t.service.submit_face(&caller, capture("pass")).await.unwrap();
        assert_eq!((receipt.outcome, receipt.has_file), (FaceOutcome::Manual, true));
        assert_eq!(state(t, &caller).await, ItemState::Provided);
        let file = t.service.face_file(&caller, receipt.face).await.unwrap();
        assert_eq!(file, (Container::WebM, capture("pass")));
        let again = t.service.submit_face(&caller, capture("other")).await.unwrap();
        assert_ne!(again.face, receipt.face);
        assert_eq!(refusal(t.service.face_file(&caller, receipt.face).await), ProblemCode::NotFound);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM file").await, 1);
    }

    /// Chosen from an album, a video knows where it was taken.
    async fn the_place_of_a_video_is_not_kept(t) {
        let caller = t.agreed(1).await;
        let place = b"\x12\x54\xc3\x67\x96LOCATION +28.19+112.98/";
        let head = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm";
        let tagged = [head.as_slice(), place.as_slice()].concat();
        let receipt = t.service.submit_face(&caller, tagged.clone()).await.unwrap();
        let (container, kept) = t.service.face_file(&caller, receipt.face).await.unwrap();
        assert_eq!((container, kept.len()), (Container::WebM, tagged.len()));
        assert!(!kept.windows(8).any(|window| window == b"LOCATION"));
    }

    async fn an_engine_passes_fails_or_doubts(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        for (n, says, outcome, expected) in [
            (1, "pass", FaceOutcome::Passed, ItemState::Provided),
            (2, "fail", FaceOutcome::Failed, ItemState::Missing),
            (3, "doubt", FaceOutcome::Manual, ItemState::Provided),
        ] {
            let caller = t.agreed(n).await;
            t.confirmed(&caller).await;
            assert_eq!(t.service.submit_face(&caller, capture(says)).await.unwrap().outcome, outcome);
            assert_eq!(state(t, &caller).await, expected);
        }
    }

    /// Face is never the only way: neither a capture nor a consent is needed for the office or a reviewer.
    async fn it_is_never_the_only_way(t) {
        let caller = t.newcomer(1).await.caller;
        assert_eq!(refusal(t.service.submit_face(&caller, capture("pass")).await), ProblemCode::ConsentNeeded);
        let receipt = t.service.face_at_office(&caller).await.unwrap();
        assert_eq!((receipt.outcome, receipt.has_file), (FaceOutcome::Office, false));
        assert_eq!(state(t, &caller).await, ItemState::Provided);
        assert_eq!(refusal(t.service.face_file(&caller, receipt.face).await), ProblemCode::NotFound);
        assert_eq!(t.service.face_to_reviewer(&caller).await.unwrap().outcome, FaceOutcome::Manual);
    }

    /// Who passes with their own document and then hands in somebody else's did not pass beside that one.
    async fn who_passed_beside_another_picture_of_the_document_waits_for_a_reviewer(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        t.sides(&caller).await;
        assert_eq!(t.service.submit_face(&caller, capture("pass")).await.unwrap().outcome, FaceOutcome::Passed);
        let outcome = async || t.service.face_pages(&caller).await.unwrap().receipt.unwrap().outcome;
        t.side(&caller, CardSide::Emblem, b"good another emblem").await;
        assert_eq!(outcome().await, FaceOutcome::Passed);
        t.side(&caller, CardSide::Portrait, b"good another portrait").await;
        assert_eq!((outcome().await, state(t, &caller).await), (FaceOutcome::Manual, ItemState::Provided));
    }

    async fn a_document_that_changes_while_a_face_is_judged_is_seen(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        t.sides(&caller).await;
        let judging = judged(t, &caller, "held").await;
        t.side(&caller, CardSide::Portrait, b"good another portrait").await;
        t.engines.release.store(true, Ordering::SeqCst);
        assert_eq!(judging.await.unwrap().unwrap().outcome, FaceOutcome::Manual);
        assert_eq!(count(t, "SELECT COUNT(*) FROM attempt WHERE status = 'passed'").await, 1, "the try itself passed");
    }

    /// What a late judgement says takes nothing away from who chose a person or an office meanwhile. The reviewer has something to look
    /// at by it; for the office no capture is kept.
    async fn what_is_chosen_while_a_face_is_judged_stands(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let (asks, goes) = (t.agreed(1).await, t.agreed(2).await);
        let (refused, passed) = (judged(t, &asks, "held fail").await, judged(t, &goes, "held").await);
        t.service.face_to_reviewer(&asks).await.unwrap();
        t.service.face_at_office(&goes).await.unwrap();
        t.engines.release.store(true, Ordering::SeqCst);
        let chosen = [(refused, &asks, (FaceOutcome::Manual, true)), (passed, &goes, (FaceOutcome::Office, false))];
        for (late, caller, expected) in chosen {
            let receipt = late.await.unwrap().unwrap();
            assert_eq!((receipt.outcome, receipt.has_file), expected);
            assert_eq!(state(t, caller).await, ItemState::Provided);
        }
        assert_eq!(count(t, "SELECT COUNT(*) FROM attempt WHERE status = 'running'").await, 0);
    }

    /// Of two devices the one that passes counts, whichever ends last.
    async fn a_late_refusal_takes_nothing_from_who_passed(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        let late = judged(t, &caller, "held fail").await;
        assert_eq!(t.service.submit_face(&caller, capture("pass")).await.unwrap().outcome, FaceOutcome::Passed);
        t.engines.release.store(true, Ordering::SeqCst);
        assert_eq!(late.await.unwrap().unwrap().outcome, FaceOutcome::Passed);
        assert_eq!(state(t, &caller).await, ItemState::Provided);
    }

    /// Evidence is for the reviewer who holds the case; every look is recorded.
    async fn a_reviewer_who_holds_the_case_sees_it(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let province = proof().province;
        let caller = t.newcomer_of(&province, 1).await.caller;
        for notice in [CONSENT_CARD, CONSENT_FACE] {
            t.agree(&caller, notice).await;
        }
        let pictures = t.sides(&caller).await;
        t.advance(Span::secs(1));
        t.engines.reads.store(true, Ordering::SeqCst);
        t.service.read_card_again(&caller).await.unwrap();
        t.service.confirm_card(&caller, Confirmation { fields: fields(), pictures }).await.unwrap();
        let receipt = t.service.submit_face(&caller, capture("pass")).await.unwrap();
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        let late = t.service.submit_card_side(&caller, CardSide::Portrait, b"good other".to_vec()).await;
        assert_eq!(refusal(late), ProblemCode::WrongState, "what is handed in is not replaced");
        let reviewer = t.reviewer_of(&province).await;
        assert_eq!(refusal(t.service.face_file(&reviewer, receipt.face).await), ProblemCode::LeaseLost);
        let id = t.queue(&reviewer).await.cases[0].enrolment;
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        let [portrait, _] = case.card.both().unwrap();
        let shown = CardFields { address: Some("湖南***".to_owned()), ..fields() };
        assert_eq!(case.card.record.unwrap().fields, shown, "where somebody lives is uncovered for a reason");
        let tries = case.card_tries.iter().map(|one| {
            (one.ending.unwrap(), one.device.unwrap(), one.judgement.is_some(), one.engine.as_ref().map(|engine| engine.name.as_str()))
        });
        let expected = [(Ending::Refunded, 1, false, None), (Ending::Passed, 1, true, Some("test"))];
        assert_eq!(tries.collect::<Vec<_>>(), expected, "every reading of the document");
        let face = case.face.unwrap();
        assert_eq!((face.receipt.outcome, face.tries, face.judgement.unwrap().engine.name.as_str()), (FaceOutcome::Passed, 1, "test"));
        t.service.card_file(&reviewer, portrait).await.unwrap();
        t.service.face_file(&reviewer, receipt.face).await.unwrap();
        for action in ["card.read", "face.read"] {
            let read = format!("SELECT COUNT(*) FROM audit WHERE action = '{action}' AND actor = 'staff'");
            assert_eq!(count(t, &read).await, 1);
        }
    }

    async fn choosing_the_office_deletes_the_capture(t) {
        let caller = t.agreed(1).await;
        t.service.submit_face(&caller, capture("pass")).await.unwrap();
        t.service.face_at_office(&caller).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM file").await, 0);
    }

    async fn what_is_no_video_and_what_is_another_s_is_refused(t) {
        let (caller, stranger) = (t.agreed(1).await, t.agreed(2).await);
        for (bytes, code) in [
            (Vec::new(), ProblemCode::FileEmpty),
            (b"\0\0\0\x18ftypheic".to_vec(), ProblemCode::FileFormat),
            (b"a text".to_vec(), ProblemCode::FileFormat),
            (vec![0; 20 * 1024 * 1024 + 1], ProblemCode::FileTooLarge),
        ] {
            assert_eq!(refusal(t.service.submit_face(&caller, bytes).await), code);
        }
        let receipt = t.service.submit_face(&caller, capture("pass")).await.unwrap();
        assert_eq!(refusal(t.service.face_file(&stranger, receipt.face).await), ProblemCode::NotFound);
        let reviewer = t.reviewer().await;
        assert_eq!(refusal(t.service.face_file(&reviewer, receipt.face).await), ProblemCode::NotPermitted);
    }
}
