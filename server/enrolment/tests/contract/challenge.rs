//! What a capture is asked to show: for one session, once, not for long, and answered once, whoever tries otherwise.

use crate::{engines::*, support::*, uploads::hash};
use enrolment::{
    Caller, Error,
    face::{Challenge, FaceReceipt},
    uploads::{NewUpload, Taken},
};
use shared::{
    evidence::{FaceOutcome, UploadPurpose},
    id::{ChallengeId, UploadId},
    liveness::{Expected, Way},
    problem::ProblemCode,
    profile::{CONSENT_CARD, CONSENT_FACE},
    time::Span,
};
use std::sync::atomic::Ordering;

/// The n-th candidate of a province where digits are read aloud, before the capture.
async fn before(t: &Bench, n: u32) -> Caller {
    t.engines.verifies.store(true, Ordering::SeqCst);
    let caller = t.newcomer_of(&spoken().province, n).await.caller;
    for notice in [CONSENT_CARD, CONSENT_FACE] {
        t.agree(&caller, notice).await;
    }
    t.confirmed(&caller).await;
    caller
}

fn says(expected: &Expected) -> Vec<u8> {
    capture(&format!("says {}", answer(expected)))
}

async fn answered(t: &Bench, caller: &Caller, id: ChallengeId, bytes: Vec<u8>) -> Result<FaceReceipt, Error> {
    let asked = t.service.answer_challenge(caller, id).await?;
    t.service.submit_face_as_asked(caller, Some(asked), bytes).await
}

fn announced(bytes: &[u8], challenge: Option<ChallengeId>) -> NewUpload {
    let (size_bytes, content_type) = (bytes.len() as u64, "video/webm".to_owned());
    NewUpload { purpose: UploadPurpose::Face, size_bytes, sha256: hash(bytes), content_type, challenge }
}

async fn finished(t: &Bench, caller: &Caller, id: UploadId, bytes: &[u8]) -> FaceReceipt {
    t.service.put_chunk(caller, id, 0, &hash(bytes), bytes).await.unwrap();
    match t.service.finish_upload(caller, id).await.unwrap() {
        Taken::Face(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

async fn asked(t: &Bench, caller: &Caller, way: Way) -> Challenge {
    t.service.ask_face(caller, way).await.unwrap()
}

both! {
    async fn the_right_digits_or_movements_pass_and_others_do_not(t) {
        for (n, way) in [(1, Way::Speaking), (2, Way::Moving)] {
            let caller = before(t, n).await;
            let first = asked(t, &caller, way).await;
            assert_eq!(matches!(first.expected, Expected::Digits(_)), way == Way::Speaking);
            let wrong = answered(t, &caller, first.id, capture("says 0000")).await.unwrap();
            assert_eq!((wrong.outcome, wrong.reasons.len()), (FaceOutcome::Failed, 1));
            let second = asked(t, &caller, way).await;
            let right = answered(t, &caller, second.id, says(&second.expected)).await.unwrap();
            assert_eq!(right.outcome, FaceOutcome::Passed);
        }
    }

    /// Neither a plain form nor an upload goes round it.
    async fn without_a_challenge_nothing_is_taken_in(t) {
        let caller = before(t, 1).await;
        assert_eq!(refusal(t.service.submit_face(&caller, capture("pass")).await), ProblemCode::ChallengeExpired);
        let begun = t.service.begin_upload(&caller, &announced(b"x", None)).await;
        assert_eq!(refusal(begun), ProblemCode::ChallengeExpired);
        assert_eq!(t.engines.judged.load(Ordering::SeqCst), 0);
    }

    async fn it_is_shown_once_to_the_session_that_asked(t) {
        let (caller, stranger) = (before(t, 1).await, before(t, 2).await);
        let id = t.service.prepare_challenge(&caller, Way::Speaking).await.unwrap();
        let other_device = Caller { session: stranger.session, who: caller.who.clone() };
        for nobody in [&stranger, &other_device] {
            assert_eq!(t.service.show_challenge(nobody, id).await.unwrap(), None);
        }
        let shown = at_once(4, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.show_challenge(&caller, id).await.unwrap() }
        }).await;
        assert_eq!(shown.iter().flatten().count(), 1);
        assert_eq!(refusal(t.service.answer_challenge(&other_device, id).await), ProblemCode::ChallengeExpired);
        assert_eq!(refusal(t.service.answer_challenge(&stranger, id).await), ProblemCode::ChallengeExpired);
        assert!(t.service.answer_challenge(&caller, id).await.is_ok());
    }

    /// One film, one challenge: by forms, by uploads, and by both at the same moment.
    async fn it_is_answered_once(t) {
        let caller = before(t, 1).await;
        let challenge = asked(t, &caller, Way::Speaking).await.id;
        let answers = at_once(8, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move {
                if n % 2 == 0 {
                    service.answer_challenge(&caller, challenge).await.map(drop)
                } else {
                    let film = format!("film {n}");
                    service.begin_upload(&caller, &announced(film.as_bytes(), Some(challenge))).await.map(drop)
                }
            }
        }).await;
        assert_eq!(successes(answers, ProblemCode::ChallengeExpired), 1);
    }

    /// The answer has to begin in time. A slow line may take longer; what was announced can no longer become another film.
    async fn an_answer_begins_in_time_and_may_take_longer(t) {
        let caller = before(t, 1).await;
        let late = asked(t, &caller, Way::Speaking).await;
        t.advance(Span::secs(181));
        assert_eq!(refusal(answered(t, &caller, late.id, says(&late.expected)).await), ProblemCode::ChallengeExpired);
        let challenge = asked(t, &caller, Way::Speaking).await;
        let film = says(&challenge.expected);
        let upload = t.service.begin_upload(&caller, &announced(&film, Some(challenge.id))).await.unwrap();
        let other = says(&Expected::Digits([9, 8, 9, 8]));
        assert!(t.service.put_chunk(&caller, upload.id, 0, &hash(&other), &other[1..]).await.is_err());
        t.advance(Span::minutes(30));
        assert_eq!(finished(t, &caller, upload.id, &film).await.outcome, FaceOutcome::Passed);
        let again = t.service.begin_upload(&caller, &announced(&film, Some(challenge.id))).await;
        assert_eq!(refusal(again), ProblemCode::ChallengeExpired);
    }

    async fn a_new_one_ends_the_one_before(t) {
        let caller = before(t, 1).await;
        let first = asked(t, &caller, Way::Speaking).await;
        asked(t, &caller, Way::Moving).await;
        let old = answered(t, &caller, first.id, says(&first.expected)).await;
        assert_eq!(refusal(old), ProblemCode::ChallengeExpired);
    }

    /// Somebody with one film draws until its digits come: not more often than an hour allows, from however many devices.
    async fn drawing_is_limited(t) {
        let caller = before(t, 1).await;
        let drawn = at_once(20, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.ask_face(&caller, Way::Speaking).await }
        }).await;
        assert_eq!(successes(drawn, ProblemCode::ChallengeTooMany), 12);
        t.advance(Span::minutes(61));
        asked(t, &caller, Way::Speaking).await;
    }

    async fn with_every_try_used_nothing_is_asked(t) {
        let caller = before(t, 1).await;
        for _ in 0..3 {
            let challenge = asked(t, &caller, Way::Speaking).await;
            answered(t, &caller, challenge.id, capture("fail")).await.unwrap();
        }
        assert_eq!(refusal(t.service.ask_face(&caller, Way::Speaking).await), ProblemCode::AttemptsSpent);
    }

    /// A province that asks for presence asks for nothing else.
    async fn nothing_is_asked_where_presence_suffices(t) {
        let caller = t.agreed(1).await;
        assert_eq!(refusal(t.service.ask_face(&caller, Way::Speaking).await), ProblemCode::BadRequest);
    }

    /// A reviewer sees every try with what was asked and from which device, and the stills, marked; each look is recorded.
    async fn a_reviewer_sees_every_try_and_the_stills(t) {
        let caller = before(t, 1).await;
        let first = asked(t, &caller, Way::Speaking).await;
        answered(t, &caller, first.id, capture("says 0000")).await.unwrap();
        let second = asked(t, &caller, Way::Speaking).await;
        answered(t, &caller, second.id, says(&second.expected)).await.unwrap();
        t.photo(&caller, b"good photo").await;
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        let reviewer = t.reviewer_of(&spoken().province).await;
        let id = t.queue(&reviewer).await.cases[0].enrolment;
        t.service.take_case(&reviewer, id).await.unwrap();
        let face = t.service.open_case(&reviewer, id).await.unwrap().face.unwrap();
        assert_eq!(face.asked, Some(second.expected.clone()));
        let tries: Vec<_> = face.history.iter().map(|one| (one.asked.clone(), one.device)).collect();
        assert_eq!(tries, [(Some(first.expected), Some(1)), (Some(second.expected.clone()), Some(1))]);
        assert_eq!(face.history[0].judgement.as_ref().unwrap().heard.as_deref(), Some("0000"));
        assert_eq!(face.parts.len(), 2);
        for part in &face.parts {
            assert_eq!(t.service.face_part(&caller, part.part).await.unwrap().0, part.kind, "one's own");
            let (_, bytes) = t.service.face_part(&reviewer, part.part).await.unwrap();
            assert!(bytes == b"a sound" || bytes.starts_with(b"a still seen by of-spoken"), "{bytes:?}");
        }
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'face.read' AND actor = 'staff'").await, 2);
        let stranger = before(t, 2).await;
        assert_eq!(refusal(t.service.face_part(&stranger, face.parts[0].part).await), ProblemCode::NotFound);
    }

    /// Stills go with the capture: replaced, left for the office, or with the consent taken back.
    async fn stills_go_with_the_capture(t) {
        let caller = before(t, 1).await;
        let files = count(t, "SELECT COUNT(*) FROM file").await;
        for _ in 0..2 {
            let challenge = asked(t, &caller, Way::Speaking).await;
            answered(t, &caller, challenge.id, says(&challenge.expected)).await.unwrap();
            t.service.run_due_jobs().await.unwrap();
            assert_eq!(count(t, "SELECT COUNT(*) FROM file").await, files + 3);
        }
        t.service.face_to_reviewer(&caller).await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM face_part").await, 2, "a reviewer sees them");
        t.service.face_at_office(&caller).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM file").await, files);
        assert_eq!(count(t, "SELECT COUNT(*) FROM face_part").await, 0);
    }
}
