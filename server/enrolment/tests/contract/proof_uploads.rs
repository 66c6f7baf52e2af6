//! Proofs that come piece by piece: to their place, once, from where proofs may come.

use crate::{attachments::*, engines::count, facts::Facts, support::*};
use enrolment::{
    Caller, Error,
    attachments::{Attachments, Place},
    crypto::sha256,
    db::Db,
    handoff::Claim,
    session::SignedIn,
    uploads::{NewUpload, Taken, UploadState},
};
use shared::{
    attachment::{COUNT_MAX, OTHER, SIZE_MAX},
    enrolment::{Item, ItemState},
    evidence::UploadPurpose,
    id::{AttachmentId, UploadId},
    problem::ProblemCode,
    profile::Level,
    time::Span,
};

const CHUNK: usize = 64 * 1024;
/// 药学 after a passed education check: one proof.
const PHARMACY: Facts<'static> =
    Facts { major: "100701", level: Level::Bachelor, education_passed: true, identity_changed: false };

fn hash(bytes: &[u8]) -> [u8; 32] {
    sha256(bytes).try_into().unwrap()
}

/// A PDF of two pieces, different for each `n`.
fn pdf(n: u8) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.7\n% {n}\n").into_bytes();
    bytes.resize(CHUNK + 100, b' ');
    bytes.extend(b"\n%%EOF\n");
    bytes
}

fn announced(bytes: &[u8]) -> NewUpload {
    let (size_bytes, content_type) = (bytes.len() as u64, "application/pdf".to_owned());
    NewUpload { purpose: UploadPurpose::Attachment, size_bytes, sha256: hash(bytes), content_type, challenge: None }
}

async fn send_pieces(t: &Bench, caller: &Caller, id: UploadId, bytes: &[u8]) {
    for (place, piece) in bytes.chunks(CHUNK).enumerate() {
        t.service.put_chunk(caller, id, place as u32, &hash(piece), piece).await.unwrap();
    }
}

/// Everything but the finish.
async fn sent(t: &Bench, caller: &Caller, bytes: &[u8]) -> UploadState {
    let upload = t.service.begin_upload(caller, &announced(bytes)).await.unwrap();
    send_pieces(t, caller, upload.id, bytes).await;
    upload
}

fn place(kind: &str) -> Place {
    Place { kind: kind.to_owned(), ..Place::default() }
}

fn attached(taken: &Taken) -> AttachmentId {
    match taken {
        Taken::Attachment { attachment } => *attachment,
        other => panic!("{other:?}"),
    }
}

async fn shown(t: &Bench, caller: &Caller) -> Attachments {
    t.service.attachments(caller).await.unwrap()
}

/// As if the process had died after the proof was attached and before the upload kept the answer.
async fn forget_the_answer(t: &Bench) {
    let sql = "UPDATE upload SET finished_at = NULL, answer = NULL, claimed_until = NULL";
    match t.service.db() {
        Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(drop).unwrap(),
        Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(drop).unwrap(),
    }
}

both! {
    async fn a_proof_comes_to_its_place_however_often_it_is_finished(t) {
        let caller = t.prover(1, PHARMACY).await;
        let bytes = pdf(1);
        let upload = sent(t, &caller, &bytes).await;
        let finished = at_once(4, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.attach_upload(&caller, upload.id, place("major.100701.1")).await }
        }).await;
        let taken: Vec<_> = finished.iter().filter_map(|answer| answer.as_ref().ok()).map(attached).collect();
        assert!(!taken.is_empty() && taken.iter().all(|id| *id == taken[0]));
        let again = t.service.attach_upload(&caller, upload.id, place(OTHER)).await.unwrap();
        assert_eq!(attached(&again), taken[0], "asked again, answered the same");
        let proofs = shown(t, &caller).await;
        assert_eq!((proofs.files().count(), proofs.complete()), (1, true));
        assert_eq!(t.service.attachment_file(&caller, taken[0]).await.unwrap().bytes, bytes);
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
    }

    async fn a_process_that_dies_before_it_answers_attaches_no_second_one(t) {
        let caller = t.prover(1, PHARMACY).await;
        let bytes = pdf(1);
        let upload = sent(t, &caller, &bytes).await;
        let first = t.service.attach_upload(&caller, upload.id, place("major.100701.1")).await.unwrap();
        forget_the_answer(t).await;
        send_pieces(t, &caller, upload.id, &bytes).await;
        assert_eq!(t.service.attach_upload(&caller, upload.id, place("major.100701.1")).await.unwrap(), first);
        assert_eq!(count(t, "SELECT COUNT(*) FROM attachment").await, 1);
        // what was written the second time is nobody's, and goes
        t.advance(Span::hours(2));
        t.service.sweep().await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM file WHERE purpose = 'attachment'").await, 1);
    }

    async fn one_takes_the_place_of_another_and_may_be_described(t) {
        let caller = t.prover(1, PHARMACY).await;
        let first = sent(t, &caller, &pdf(1)).await;
        let first = attached(&t.service.attach_upload(&caller, first.id, place("major.100701.1")).await.unwrap());
        let second = sent(t, &caller, &pdf(2)).await;
        let to = Place { replaces: Some(first), ..place(OTHER) };
        let second = attached(&t.service.attach_upload(&caller, second.id, to).await.unwrap());
        let other = sent(t, &caller, &pdf(3)).await;
        let to = Place { description: Some(" 户口本 ".to_owned()), ..place(OTHER) };
        t.service.attach_upload(&caller, other.id, to).await.unwrap();
        let proofs = shown(t, &caller).await;
        let demanded: Vec<_> = proofs.demands.iter().flatten().flat_map(|one| &one.files).map(|file| file.id).collect();
        assert_eq!((demanded, proofs.others.len()), (vec![second], 1));
        assert_eq!(proofs.others[0].description.as_deref(), Some("户口本"));
    }

    /// One file more than may be there, finished at the same moment.
    async fn the_limit_holds_for_pieces_too(t) {
        let caller = t.prover(1, PLAIN).await;
        for n in 0..COUNT_MAX - 1 {
            t.attach(&caller, OTHER, &pdf(n as u8)).await.unwrap();
        }
        let uploads = [sent(t, &caller, &pdf(101)).await.id, sent(t, &caller, &pdf(102)).await.id];
        let finished = at_once(2, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.finish_upload(&caller, uploads[n as usize]).await }
        }).await;
        assert_eq!(successes(finished, ProblemCode::FileTooMany), 1);
        assert_eq!(shown(t, &caller).await.others.len(), COUNT_MAX);
    }

    async fn what_may_not_come_is_refused_before_a_byte_of_it_is_sent(t) {
        let caller = t.prover(1, PLAIN).await;
        let begin = async |caller: &Caller| t.service.begin_upload(caller, &announced(&pdf(1))).await;
        let large = NewUpload { size_bytes: SIZE_MAX as u64 + 1, ..announced(b"x") };
        assert_eq!(refusal(t.service.begin_upload(&caller, &large).await), ProblemCode::FileTooLarge);
        let invitation = t.service.invite_device(&caller).await.unwrap();
        let claim = t.service.claim_invitation(&t.guest().await, &proving(), &invitation.token).await.unwrap();
        let Claim::Entered(SignedIn { caller: phone, .. }) = claim else { panic!("the phone is let in") };
        assert_eq!(refusal(begin(&phone).await), ProblemCode::SessionLimited, "proofs are not taken on a phone");
        t.hand_in(&caller, "form").await.unwrap();
        begin(&caller).await.unwrap();
        t.advance(Span::days(60));
        assert_eq!(refusal(begin(&caller).await), ProblemCode::WindowClosed);
    }

    async fn what_is_no_proof_is_forgotten_and_a_wrong_place_is_not(t) {
        let caller = t.prover(1, PLAIN).await;
        let bytes = b"MZ no proof".to_vec();
        let upload = sent(t, &caller, &bytes).await;
        assert_eq!(refusal(t.service.finish_upload(&caller, upload.id).await), ProblemCode::FileFormat);
        assert_eq!(refusal(t.service.upload_state(&caller, upload.id).await), ProblemCode::NotFound);
        let upload = sent(t, &caller, &pdf(1)).await;
        let wrong: Result<_, Error> = t.service.attach_upload(&caller, upload.id, place("major.9")).await;
        assert_eq!(refusal(wrong), ProblemCode::BadRequest);
        t.service.finish_upload(&caller, upload.id).await.unwrap();
    }
}
