//! Signing: what it needs, what it leads to, and that nobody gets round it by being quick.

use crate::{
    details,
    engines::*,
    in_person::{confirm, officer},
    numbers,
    support::*,
};
use enrolment::{
    Caller, Error,
    card::Confirmation,
    signature::{AfterSigning, Mark, SignedOutcome, Signing, Waits},
};
use shared::{
    details::Details,
    enrolment::{Item, ItemState, State, Step},
    evidence::CardSide,
    id::{EnrolmentId, Province},
    problem::ProblemCode,
    profile::{CONSENT_CARD, CONSENT_FACE, DecisionMode, ExistingRule, Profile},
    time::Span,
};
use std::sync::atomic::Ordering;

/// A province that decides at once about what is signed, and allots numbers at once.
pub(crate) fn sealed() -> Profile {
    let items = [Item::Document, Item::Details, Item::Card, Item::Photo, Item::Face, Item::Signature];
    let steps = items.map(Step::Provide).to_vec();
    let existing = ExistingRule { enabled: true };
    Profile { province: sealed_province(), steps, decision: DecisionMode::Automatic, existing, ..numbers::prompt() }
}

/// A province whose candidates sign, and whose reviewers decide.
pub(crate) fn signed_first() -> Profile {
    let steps = [Item::Document, Item::Photo, Item::Signature].map(Step::Provide).to_vec();
    Profile { province: "signed".parse().unwrap(), steps, ..numbers::prompt() }
}

fn sealed_province() -> Province {
    "sealed".parse().unwrap()
}

pub(crate) fn enrolment_of(caller: &Caller) -> EnrolmentId {
    match &caller.who {
        enrolment::Who::Candidate { enrolment, .. } => *enrolment,
        _ => panic!("not a candidate"),
    }
}

/// Strokes that are enough.
pub(crate) fn strokes() -> Mark {
    let points: Vec<_> = (0..30).map(|n| format!("{},{},{}", 100 + n * 20, 60 + (n * 37) % 200, n * 15)).collect();
    Mark::Drawn(points.join(" ").parse().unwrap())
}

/// Everything but the signature, as every machine likes it.
pub(crate) async fn ready(t: &Bench, n: u32) -> Caller {
    prepared(t, n, "pass", true).await
}

/// The same; `face` is what the engine says of the capture, and the number on the card may be one that it cannot read.
async fn prepared(t: &Bench, n: u32, face: &str, reads_number: bool) -> Caller {
    t.engines.reads.store(true, Ordering::SeqCst);
    t.engines.verifies.store(true, Ordering::SeqCst);
    let caller = t.newcomer_of(&sealed_province(), n).await.caller;
    for notice in [CONSENT_CARD, CONSENT_FACE] {
        t.agree(&caller, notice).await;
    }
    let number = document_no(10 * n + 1);
    let shows = if reads_number { number.expose() } else { "" };
    let portrait = format!("good number {shows}");
    let portrait = t.side(&caller, CardSide::Portrait, portrait.as_bytes()).await.card;
    let emblem = t.side(&caller, CardSide::Emblem, b"good emblem").await.card;
    t.service.confirm_card(&caller, Confirmation { fields: fields(), pictures: [portrait, emblem] }).await.unwrap();
    let saved =
        Details { name: "张三".parse().unwrap(), pinyin: "ZHANG SAN".parse().unwrap(), ..details::details(1) };
    t.service.save_details(&caller, saved, None).await.unwrap();
    t.photo(&caller, b"good photo").await;
    t.service.submit_face(&caller, capture(face)).await.unwrap();
    caller
}

pub(crate) async fn signing(t: &Bench, caller: &Caller, key: &str) -> Signing {
    let version = t.service.signature_page(caller).await.unwrap().version;
    Signing { version, key: key.to_owned(), mark: strokes(), consent: consent(), by_person: false }
}

pub(crate) async fn sign(t: &Bench, caller: &Caller) -> Result<SignedOutcome, Error> {
    let signing = signing(t, caller, "form").await;
    t.service.sign(caller, signing).await
}

async fn item(t: &Bench, caller: &Caller, item: Item) -> ItemState {
    details::item(t, caller, item).await
}

both! {
    async fn where_every_machine_agrees_signing_hands_in_approves_and_allots(t) {
        let caller = ready(t, 1).await;
        let page = t.service.signature_page(&caller).await.unwrap();
        assert!(page.ready && page.signed.is_none());
        assert_eq!(page.after, AfterSigning::Decision);
        let outcome = sign(t, &caller).await.unwrap();
        assert_eq!((outcome.state, outcome.waits), (State::Approved, vec![]));
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!(status.state, State::Approved);
        let number = status.number.expect("allotted with it").expose().to_owned();
        assert_eq!(number, "270401020001");
        assert!(status.receipt.is_some() && status.signature.is_some());
        t.service.run_due_jobs().await.unwrap();
        let told: Vec<_> = t.inbox.messages().into_iter().filter(|message| message.text.contains(&number)).collect();
        assert_eq!(told.len(), 1, "told once, with the number");
        let by_nobody = "SELECT COUNT(*) FROM audit WHERE action = 'case.approved' AND actor = 'system'";
        assert_eq!(count(t, by_nobody).await, 1);
        let completion = t.service.completion(&caller).await.unwrap();
        assert!(!completion.in_person);
        assert_eq!(completion.number.unwrap().expose(), number);
        assert_eq!(completion.portrait.unwrap().place, Some([1.0, 2.0, 3.0, 4.0]));
        assert!(completion.photo.is_some());
        assert_eq!(completion.name.unwrap().expose(), "张三");
    }

    async fn what_a_machine_doubts_waits_for_a_reviewer_and_says_why(t) {
        let doubtful = prepared(t, 1, "doubt", true).await;
        let outcome = sign(t, &doubtful).await.unwrap();
        assert_eq!((outcome.state, outcome.waits), (State::Submitted, vec![Waits::Face]));
        let status = t.service.status(&doubtful).await.unwrap();
        assert_eq!(status.state, State::Submitted);
        assert_eq!(status.signature.unwrap().waits, vec![Waits::Face]);
        assert!(!status.amendable, "what was signed stays");
        // another one who is called the same and was born on the same day; whose number could not be read
        let alike = prepared(t, 2, "pass", false).await;
        let outcome = sign(t, &alike).await.unwrap();
        assert_eq!(outcome.waits, vec![Waits::Card, Waits::Registrations]);
        assert_eq!(t.service.status(&alike).await.unwrap().number, None);
        assert_eq!(count(t, "SELECT COUNT(*) FROM admission_number").await, 0);
    }

    /// A machine that is away, or a candidate who wants people, never ends in a refusal.
    async fn without_engines_people_decide(t) {
        let caller = prepared(t, 1, "break", true).await;
        let outcome = sign(t, &caller).await.unwrap();
        assert_eq!((outcome.state, outcome.waits), (State::Submitted, vec![Waits::Face]));
        let reviewer = t.reviewer_of(&sealed_province()).await;
        t.approve(&reviewer, enrolment_of(&caller)).await.unwrap();
        assert!(t.service.status(&caller).await.unwrap().number.is_some());
    }

    async fn everything_else_comes_first(t) {
        let caller = t.newcomer_of(&sealed_province(), 1).await.caller;
        assert!(!t.service.signature_page(&caller).await.unwrap().ready);
        assert_eq!(refusal(sign(t, &caller).await), ProblemCode::Incomplete);
        let caller = ready(t, 2).await;
        let mut form = signing(t, &caller, "form").await;
        form.consent = None;
        assert_eq!(refusal(t.service.sign(&caller, form.clone()).await), ProblemCode::ConsentNeeded);
        form.consent = consent();
        form.version -= 1;
        assert_eq!(refusal(t.service.sign(&caller, form).await), ProblemCode::Conflict, "another page than that of now");
        assert_eq!(item(t, &caller, Item::Signature).await, ItemState::Missing);
        assert_eq!(count(t, "SELECT COUNT(*) FROM signature").await, 0);
    }

    /// Whatever happens afterwards: an officer who confirms them does not make the machine decide after all.
    async fn who_asks_for_a_person_is_not_approved_by_a_machine(t) {
        let caller = ready(t, 1).await;
        let form = Signing { by_person: true, ..signing(t, &caller, "form").await };
        let outcome = t.service.sign(&caller, form.clone()).await.unwrap();
        assert_eq!((outcome.state, outcome.waits.clone()), (State::Submitted, vec![Waits::Asked]));
        assert_eq!(t.service.sign(&caller, form).await.unwrap(), outcome, "the same form sent twice");
        confirm(t, &officer(t).await, &caller).await;
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!((status.state, status.signature.unwrap().waits), (State::Submitted, vec![Waits::Asked]));
        let reviewer = t.reviewer_of(&sealed_province()).await;
        t.approve(&reviewer, enrolment_of(&caller)).await.unwrap();
        assert!(t.service.status(&caller).await.unwrap().number.is_some());
        let by_nobody = "SELECT COUNT(*) FROM audit WHERE action = 'case.approved' AND actor = 'system'";
        assert_eq!(count(t, by_nobody).await, 0);
    }

    async fn a_typed_name_is_the_registered_one(t) {
        let caller = ready(t, 1).await;
        let form = signing(t, &caller, "form").await;
        let typed = |name: &str| Signing { mark: Mark::Typed(name.parse().unwrap()), ..form.clone() };
        assert_eq!(refusal(t.service.sign(&caller, typed("李四")).await), ProblemCode::SignatureName);
        assert_eq!(t.service.sign(&caller, typed("张三")).await.unwrap().state, State::Approved);
    }

    async fn too_late_is_too_late(t) {
        let caller = ready(t, 1).await;
        t.advance(Span::days(60));
        // signed in again, for the session has ended too
        let form = signing(t, &caller, "form").await;
        assert_eq!(refusal(t.service.sign(&caller, form).await), ProblemCode::WindowClosed);
    }

    async fn signing_twice_at_once_signs_once(t) {
        let caller = ready(t, 1).await;
        let form = signing(t, &caller, "form").await;
        let same = at_once(6, |_| {
            let (service, caller, form) = (t.service.clone(), caller.clone(), form.clone());
            async move { service.sign(&caller, form).await.unwrap().id }
        }).await;
        assert!(same.iter().all(|id| *id == same[0]), "the same form gives the same answer");
        assert_eq!(count(t, "SELECT COUNT(*) FROM signature").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM admission_number").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'enrolment.submitted'").await, 1);
    }

    async fn two_forms_sign_once(t) {
        let caller = ready(t, 1).await;
        let form = signing(t, &caller, "").await;
        let results = at_once(6, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            let form = Signing { key: format!("form {n}"), ..form.clone() };
            async move { service.sign(&caller, form).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::WrongState), 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM admission_number").await, 1);
    }

    /// Whichever comes first: what is approved is what was signed.
    async fn a_change_that_arrives_meanwhile_is_signed_or_refused(t) {
        let caller = ready(t, 1).await;
        let form = signing(t, &caller, "form").await;
        let done = at_once(4, |n| {
            let (service, caller, form) = (t.service.clone(), caller.clone(), form.clone());
            async move {
                if n == 0 {
                    service.sign(&caller, form).await.map(drop)
                } else {
                    let photo = format!("good photo {n}").into_bytes();
                    service.submit_photo(&caller, photo, Some("me.jpg"), None).await.map(drop)
                }
            }
        }).await;
        for result in &done {
            let expected = [ProblemCode::Conflict, ProblemCode::WrongState, ProblemCode::ItemClosed];
            assert!(matches!(result, Ok(()) | Err(Error::Refused(_))), "{result:?}");
            if let Err(Error::Refused(problem)) = result {
                assert!(expected.contains(&problem.code), "{problem:?}");
            }
        }
        let signed = done[0].is_ok();
        assert_eq!(item(t, &caller, Item::Signature).await == ItemState::Accepted, signed);
        let (count, faults) = t.service.verify_signatures().await.unwrap();
        assert_eq!((count, faults), (u64::from(signed), vec![]));
        if !signed {
            assert_eq!(sign(t, &caller).await.unwrap().state, State::Approved, "what is there now can be signed");
        }
    }

    /// Reviewers decide, and the candidate hands in on the page where the answers are checked.
    async fn where_reviewers_decide_a_signature_is_an_item_like_others(t) {
        let caller = t.newcomer_of(&"signed".parse().unwrap(), 1).await.caller;
        t.photo(&caller, b"good photo").await;
        assert_eq!(refusal(t.service.submit_application(&caller, "k", consent()).await), ProblemCode::Incomplete);
        assert_eq!(t.service.signature_page(&caller).await.unwrap().after, AfterSigning::HandIn);
        let outcome = sign(t, &caller).await.unwrap();
        assert_eq!((outcome.state, outcome.waits), (State::Draft, vec![]));
        t.photo(&caller, b"good photo 2").await;
        assert_eq!(item(t, &caller, Item::Signature).await, ItemState::Missing, "another photo is not signed yet");
        assert_eq!(refusal(t.service.submit_application(&caller, "k", consent()).await), ProblemCode::Incomplete);
        let again = signing(t, &caller, "second").await;
        t.service.sign(&caller, again).await.unwrap();
        t.service.submit_application(&caller, "k", consent()).await.unwrap();
        assert_eq!(t.service.status(&caller).await.unwrap().state, State::Submitted);
    }

    async fn what_is_sent_back_is_signed_again_and_a_reviewer_sees_it_again(t) {
        let caller = prepared(t, 1, "doubt", true).await;
        let first = sign(t, &caller).await.unwrap().id;
        let reviewer = t.reviewer_of(&sealed_province()).await;
        t.send_back(&reviewer, enrolment_of(&caller), Item::Photo, "photo.background").await.unwrap();
        assert_eq!(item(t, &caller, Item::Face).await, ItemState::Accepted);
        t.photo(&caller, b"good photo 2").await;
        assert_eq!(item(t, &caller, Item::Signature).await, ItemState::Missing);
        let page = t.service.signature_page(&caller).await.unwrap();
        assert!(page.ready);
        assert_eq!(page.after, AfterSigning::Review, "nobody is promised an approval at once");
        let form = signing(t, &caller, "second").await;
        let outcome = t.service.sign(&caller, form).await.unwrap();
        assert_eq!(outcome.state, State::Submitted);
        assert!(outcome.waits.contains(&Waits::SentBack));
        let old = t.service.verify_signature(&sealed_province(), first).await.unwrap().unwrap();
        assert!(old.superseded_at.is_some() && !old.stands());
        t.approve(&reviewer, enrolment_of(&caller)).await.unwrap();
        assert!(t.service.status(&caller).await.unwrap().number.is_some());
    }

    async fn the_demo_signs_too(t) {
        for name in ["sealed", "signed"] {
            t.service.seed_demo(&name.parse().unwrap()).await.unwrap();
        }
        t.service.run_due_jobs().await.unwrap();
        assert!(count(t, "SELECT COUNT(*) FROM signature").await >= 8);
        let (_, faults) = t.service.verify_signatures().await.unwrap();
        assert_eq!(faults, vec![]);
    }
}
