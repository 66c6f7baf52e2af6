//! The live capture of the face, and the ways without one.

use crate::{engines::*, support::*};
use enrolment::face::Container;
use shared::{
    enrolment::{Item, ItemState},
    evidence::{CardFields, CardSide, FaceOutcome},
    problem::ProblemCode,
    profile::{CONSENT_CARD, CONSENT_FACE},
};
use std::sync::atomic::Ordering;

async fn state(t: &Bench, caller: &enrolment::Caller) -> ItemState {
    let status = t.service.status(caller).await.unwrap();
    status.items.iter().find(|item| item.item == Item::Face).unwrap().state
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

    /// Evidence is for the reviewer who holds the case; every look is recorded.
    async fn a_reviewer_who_holds_the_case_sees_it(t) {
        t.engines.verifies.store(true, Ordering::SeqCst);
        let province = proof().province;
        let caller = t.newcomer_of(&province, 1).await.caller;
        for notice in [CONSENT_CARD, CONSENT_FACE] {
            t.agree(&caller, notice).await;
        }
        t.confirmed(&caller).await;
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
