//! Files that come piece by piece: cut off anywhere, in any order, from two devices, and with lies in them.

use crate::{engines::*, support::*};
use enrolment::{
    Caller, Error,
    card::CardOutcome,
    crypto::sha256,
    uploads::{NewUpload, Taken, UploadState},
};
use shared::{
    evidence::{CardSide, UploadPurpose},
    id::UploadId,
    problem::ProblemCode,
    profile::CONSENT_CARD,
    time::Span,
};

const CHUNK: usize = 64 * 1024;

pub(crate) fn hash(bytes: &[u8]) -> [u8; 32] {
    sha256(bytes).try_into().unwrap()
}

/// Three pieces and a bit, different for each `n`.
fn picture(n: u8) -> Vec<u8> {
    let mut bytes = b"good picture ".to_vec();
    bytes.extend((0..3 * CHUNK).map(|at| (at % 251) as u8 ^ n));
    bytes
}

fn announced(purpose: UploadPurpose, bytes: &[u8]) -> NewUpload {
    let (size_bytes, content_type) = (bytes.len() as u64, "image/jpeg".to_owned());
    NewUpload { purpose, size_bytes, sha256: hash(bytes), content_type, challenge: None }
}

async fn begin(t: &Bench, caller: &Caller, bytes: &[u8]) -> UploadState {
    t.service.begin_upload(caller, &announced(UploadPurpose::CardPortrait, bytes)).await.unwrap()
}

async fn put(t: &Bench, caller: &Caller, id: UploadId, bytes: &[u8], place: u32) -> Result<UploadState, Error> {
    let piece = bytes.chunks(CHUNK).nth(place as usize).unwrap();
    t.service.put_chunk(caller, id, place, &hash(piece), piece).await
}

async fn rows(t: &Bench, table: &str) -> i64 {
    count(t, &format!("SELECT COUNT(*) FROM {table}")).await
}

both! {
    /// A page that is reloaded after any piece finds the same upload and sends what is missing, in any order.
    async fn cut_off_after_every_piece_it_goes_on(t) {
        let caller = t.agreed(1).await;
        let bytes = picture(1);
        let first = begin(t, &caller, &bytes).await;
        assert_eq!((first.chunks, first.chunk_bytes, first.have.len()), (4, CHUNK as u32, 0));
        for (sent, place) in [3, 1, 0, 2].into_iter().enumerate() {
            assert_eq!(refusal(t.service.finish_upload(&caller, first.id).await), ProblemCode::UploadDamaged);
            let again = begin(t, &caller, &bytes).await;
            assert_eq!((again.id, again.have.len()), (first.id, sent));
            put(t, &caller, first.id, &bytes, place).await.unwrap();
            let twice = put(t, &caller, first.id, &bytes, place).await.unwrap();
            assert_eq!(twice.have.len(), sent + 1, "the same piece twice is one");
        }
        let taken = t.service.finish_upload(&caller, first.id).await.unwrap();
        let Taken::Card(CardOutcome::Kept(receipt)) = &taken else { panic!("{taken:?}") };
        assert_eq!(t.service.card_file(&caller, receipt.card).await.unwrap(), bytes);
        assert_eq!(t.service.finish_upload(&caller, first.id).await.unwrap(), taken, "asked again, answered the same");
        assert!(t.service.upload_state(&caller, first.id).await.unwrap().finished);
        assert_eq!(rows(t, "upload_chunk").await, 0);
        t.service.run_due_jobs().await.unwrap();
    }

    async fn two_devices_send_and_finish_one_file(t) {
        let caller = t.agreed(1).await;
        let bytes = picture(1);
        let ids = at_once(4, |_| {
            let (service, caller, new) = (t.service.clone(), caller.clone(), announced(UploadPurpose::CardPortrait, &picture(1)));
            async move { service.begin_upload(&caller, &new).await.unwrap().id }
        }).await;
        assert!(ids.iter().all(|id| *id == ids[0]), "begun at the same moment it is one upload");
        let sent = at_once(8, |n| {
            let (service, caller, id, bytes) = (t.service.clone(), caller.clone(), ids[0], bytes.clone());
            async move {
                let piece = bytes.chunks(CHUNK).nth(n as usize % 4).unwrap();
                service.put_chunk(&caller, id, n % 4, &hash(piece), piece).await
            }
        }).await;
        assert!(sent.iter().all(Result::is_ok));
        let finished = at_once(4, |_| {
            let (service, caller, id) = (t.service.clone(), caller.clone(), ids[0]);
            async move { service.finish_upload(&caller, id).await }
        }).await;
        let answers: Vec<_> = finished.iter().filter_map(|answer| answer.as_ref().ok()).collect();
        assert!(answers.iter().all(|answer| *answer == answers[0]) && !answers.is_empty());
        assert!(successes(finished, ProblemCode::Conflict) >= 1);
        assert_eq!(rows(t, "card_side").await, 1);
    }

    async fn lies_about_size_and_content_are_found(t) {
        let caller = t.agreed(1).await;
        let (bytes, other) = (picture(1), picture(2));
        let upload = begin(t, &caller, &bytes).await;
        let wrong_hash = t.service.put_chunk(&caller, upload.id, 0, &hash(b"other"), &bytes[..CHUNK]).await;
        assert_eq!(refusal(wrong_hash), ProblemCode::UploadDamaged);
        let short = t.service.put_chunk(&caller, upload.id, 0, &hash(b"short"), b"short").await;
        assert_eq!(refusal(short), ProblemCode::UploadDamaged);
        let beyond = t.service.put_chunk(&caller, upload.id, 4, &hash(b"x"), b"x").await;
        assert_eq!(refusal(beyond), ProblemCode::UploadDamaged);
        assert_eq!(rows(t, "upload_chunk").await, 0, "nothing of it is kept");
        for place in 0..4 {
            put(t, &caller, upload.id, &other, place).await.unwrap();
        }
        assert_eq!(refusal(t.service.finish_upload(&caller, upload.id).await), ProblemCode::UploadDamaged);
        assert_eq!(rows(t, "card_side").await, 0);
        assert_ne!(begin(t, &caller, &bytes).await.id, upload.id, "it begins anew");
        let announced = |size_bytes| NewUpload { size_bytes, ..announced(UploadPurpose::CardPortrait, b"x") };
        assert_eq!(refusal(t.service.begin_upload(&caller, &announced(0)).await), ProblemCode::FileEmpty);
        let large = t.service.begin_upload(&caller, &announced(10 * 1024 * 1024 + 1)).await;
        assert_eq!(refusal(large), ProblemCode::FileTooLarge);
    }

    async fn what_belongs_to_somebody_else_is_not_there(t) {
        let (caller, stranger) = (t.agreed(1).await, t.agreed(2).await);
        let bytes = picture(1);
        let upload = begin(t, &caller, &bytes).await;
        assert_eq!(refusal(put(t, &stranger, upload.id, &bytes, 0).await), ProblemCode::NotFound);
        assert_eq!(refusal(t.service.upload_state(&stranger, upload.id).await), ProblemCode::NotFound);
        assert_eq!(refusal(t.service.finish_upload(&stranger, upload.id).await), ProblemCode::NotFound);
        t.service.cancel_upload(&stranger, upload.id).await.unwrap();
        assert_ne!(begin(t, &stranger, &bytes).await.id, upload.id);
        assert_eq!(t.service.upload_state(&caller, upload.id).await.unwrap().have.len(), 0);
        t.service.cancel_upload(&caller, upload.id).await.unwrap();
        assert_eq!(refusal(t.service.upload_state(&caller, upload.id).await), ProblemCode::NotFound);
    }

    /// A picture begun again for another file gives way; so nobody is shut out by what they no longer want.
    async fn at_most_five_are_unfinished(t) {
        let caller = t.agreed(1).await;
        let mut ids = Vec::new();
        for n in 0..6 {
            ids.push(begin(t, &caller, &picture(n)).await.id);
            t.advance(Span::secs(1));
        }
        assert_eq!(rows(t, "upload").await, 5);
        assert_eq!(refusal(t.service.upload_state(&caller, ids[0]).await), ProblemCode::NotFound);
        let begun = at_once(6, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            let new = announced(UploadPurpose::Face, &capture(&n.to_string()));
            async move { service.begin_upload(&caller, &new).await }
        }).await;
        successes(begun, ProblemCode::FileTooMany);
        assert_eq!(rows(t, "upload").await, 5);
    }

    async fn a_day_later_it_is_gone(t) {
        let caller = t.agreed(1).await;
        let bytes = picture(1);
        let upload = begin(t, &caller, &bytes).await;
        put(t, &caller, upload.id, &bytes, 0).await.unwrap();
        t.advance(Span::hours(24));
        assert_eq!(refusal(put(t, &caller, upload.id, &bytes, 1).await), ProblemCode::UploadExpired);
        assert_eq!(refusal(t.service.finish_upload(&caller, upload.id).await), ProblemCode::UploadExpired);
        t.service.sweep().await.unwrap();
        assert_eq!((rows(t, "upload").await, rows(t, "upload_chunk").await), (0, 0));
    }

    async fn nothing_comes_without_consent_or_into_what_is_closed(t) {
        // a province without these steps has no use for it
        let (other, caller) = (t.candidate(3).await, t.newcomer(1).await.caller);
        let new = announced(UploadPurpose::CardPortrait, &picture(1));
        assert_eq!(refusal(t.service.begin_upload(&caller, &new).await), ProblemCode::ConsentNeeded);
        assert_eq!(refusal(t.service.begin_upload(&other, &new).await), ProblemCode::ItemClosed);
        t.agree(&caller, CONSENT_CARD).await;
        t.service.begin_upload(&caller, &new).await.unwrap();
        let face = announced(UploadPurpose::Face, &capture("pass"));
        assert_eq!(refusal(t.service.begin_upload(&caller, &face).await), ProblemCode::ConsentNeeded, "asked separately");
        t.advance(Span::days(60));
        assert_eq!(refusal(t.service.begin_upload(&caller, &new).await), ProblemCode::WindowClosed);
        assert_eq!(refusal(t.service.begin_upload(&t.guest().await, &new).await), ProblemCode::SessionNeeded);
    }

    async fn a_face_comes_in_pieces_too_and_what_is_no_video_is_forgotten(t) {
        let caller = t.agreed(1).await;
        for (bytes, expected) in [(capture("pass"), None), (b"%PDF-1.7".to_vec(), Some(ProblemCode::FileFormat))] {
            let upload = t.service.begin_upload(&caller, &announced(UploadPurpose::Face, &bytes)).await.unwrap();
            put(t, &caller, upload.id, &bytes, 0).await.unwrap();
            let taken = t.service.finish_upload(&caller, upload.id).await;
            match expected {
                None => assert!(matches!(taken, Ok(Taken::Face(_)))),
                Some(code) => {
                    assert_eq!(refusal(taken), code);
                    assert_eq!(refusal(t.service.upload_state(&caller, upload.id).await), ProblemCode::NotFound);
                }
            }
        }
        assert_eq!(t.service.card_pages(&caller).await.unwrap().side(CardSide::Portrait), None);
    }
}
