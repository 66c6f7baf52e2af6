//! Reading the document by an engine: what was left out is made up for, once, and nobody has to wait for it.

use crate::{
    engines::*,
    support::*,
    turns::{full_line, until},
};
use enrolment::{
    Caller,
    attempts::Turn,
    card::{Confirmation, ReadingState},
};
use shared::{
    evidence::{CardField, CardSide, FaceOutcome},
    problem::ProblemCode,
    profile::{CONSENT_CARD, CONSENT_FACE},
    time::Span,
};
use std::{sync::atomic::Ordering, time::Duration};

async fn tries(t: &Bench, status: &str) -> i64 {
    count(t, &format!("SELECT COUNT(*) FROM attempt WHERE step = 'card' AND status = '{status}'")).await
}

async fn reading(t: &Bench, caller: &Caller) -> ReadingState {
    t.service.card_reading(caller).await.unwrap()
}

/// What was read of the name.
async fn name(t: &Bench, caller: &Caller) -> Option<String> {
    let pages = t.service.card_pages(caller).await.unwrap();
    pages.reading.and_then(|reading| reading.text(CardField::Name).map(str::to_owned))
}

both! {
    async fn without_an_engine_at_work_it_can_be_asked_for_later(t) {
        let caller = t.agreed(1).await;
        assert_eq!(reading(t, &caller).await, ReadingState::ByHand, "nothing is there yet");
        t.sides(&caller).await;
        assert_eq!((reading(t, &caller).await, tries(t, "refunded").await), (ReadingState::LeftOut, 1));
        assert_eq!(refusal(t.service.read_card_again(&caller).await), ProblemCode::Unavailable);
        t.engines.reads.store(true, Ordering::SeqCst);
        t.service.read_card_again(&caller).await.unwrap();
        assert_eq!((reading(t, &caller).await, name(t, &caller).await), (ReadingState::Done, Some("张三".to_owned())));
        t.service.read_card_again(&caller).await.unwrap();
        assert_eq!(t.engines.read.load(Ordering::SeqCst), 1, "what was read is not read again");
    }

    /// The tests' process lets three wait: both pictures are kept, the reading waits for its candidate.
    async fn a_full_line_loses_no_picture_and_costs_no_try(t) {
        t.engines.reads.store(true, Ordering::SeqCst);
        t.engines.verifies.store(true, Ordering::SeqCst);
        let held = full_line(t, 2).await;
        let caller = t.agreed(1).await;
        let pictures = t.sides(&caller).await;
        assert_eq!((reading(t, &caller).await, tries(t, "refunded").await), (ReadingState::LeftOut, 1));
        assert_eq!(refusal(t.service.read_card_again(&caller).await), ProblemCode::Unavailable);
        t.engines.release.store(true, Ordering::SeqCst);
        for held in held {
            held.await.unwrap().unwrap();
        }
        t.service.read_card_again(&caller).await.unwrap();
        assert_eq!((reading(t, &caller).await, tries(t, "passed").await), (ReadingState::Done, 1));
        let record = t.service.confirm_card(&caller, Confirmation { fields: fields(), pictures }).await.unwrap();
        assert_eq!(record.engine.unwrap().name, "test");
    }

    /// Whoever presses again and again, on two devices, spends one try.
    async fn asked_for_at_the_same_moment_it_is_read_once(t) {
        let caller = t.agreed(1).await;
        t.sides(&caller).await;
        t.engines.reads.store(true, Ordering::SeqCst);
        at_once(8, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.read_card_again(&caller).await.unwrap() }
        }).await;
        assert_eq!((t.engines.read.load(Ordering::SeqCst), tries(t, "passed").await), (1, 1));
        assert_eq!(reading(t, &caller).await, ReadingState::Done);
    }

    /// It waits and is read where the page can see it, and what stands on the document can be typed meanwhile.
    async fn while_it_is_read_nobody_has_to_wait(t) {
        t.engines.reads.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        let emblem = t.side(&caller, CardSide::Emblem, b"good emblem").await.card;
        let (service, sender) = (t.service.clone(), caller.clone());
        let sent = tokio::spawn(async move {
            service.submit_card_side(&sender, CardSide::Portrait, b"good held".to_vec()).await
        });
        until(t, &caller, |turn| turn == Turn::Judging).await;
        assert_eq!(reading(t, &caller).await, ReadingState::Running(Turn::Judging));
        assert_eq!(t.service.face_pages(&caller).await.unwrap().turn, Turn::Idle, "the face does not wait");
        t.service.read_card_again(&caller).await.unwrap();
        let portrait = t.service.card_pages(&caller).await.unwrap().side(CardSide::Portrait).unwrap().card;
        let typed = Confirmation { fields: fields(), pictures: [portrait, emblem] };
        assert_eq!(t.service.confirm_card(&caller, typed).await.unwrap().engine, None);
        t.engines.release.store(true, Ordering::SeqCst);
        sent.await.unwrap().unwrap();
        assert_eq!((reading(t, &caller).await, t.engines.read.load(Ordering::SeqCst)), (ReadingState::Done, 1));
        let other = t.agreed(2).await;
        t.engines.reads.store(false, Ordering::SeqCst);
        t.confirmed(&other).await;
        assert_eq!(reading(t, &other).await, ReadingState::ByHand, "who has typed is not asked to have it read");
    }

    /// What is read after the candidate has typed is compared with it all the same.
    async fn what_is_read_late_is_compared_with_what_was_typed(t) {
        t.engines.reads.store(true, Ordering::SeqCst);
        t.engines.verifies.store(true, Ordering::SeqCst);
        let province = proof().province;
        let caller = t.newcomer_of(&province, 1).await.caller;
        for notice in [CONSENT_CARD, CONSENT_FACE] {
            t.agree(&caller, notice).await;
        }
        let emblem = t.side(&caller, CardSide::Emblem, b"good emblem").await.card;
        let (service, sender) = (t.service.clone(), caller.clone());
        let sent = tokio::spawn(async move {
            service.submit_card_side(&sender, CardSide::Portrait, b"good held other".to_vec()).await
        });
        until(t, &caller, |turn| turn == Turn::Judging).await;
        let portrait = t.service.card_pages(&caller).await.unwrap().side(CardSide::Portrait).unwrap().card;
        let typed = Confirmation { fields: fields(), pictures: [portrait, emblem] };
        t.service.confirm_card(&caller, typed).await.unwrap();
        t.engines.release.store(true, Ordering::SeqCst);
        sent.await.unwrap().unwrap();
        assert_eq!(name(t, &caller).await.as_deref(), Some("李四"));
        t.service.submit_face(&caller, capture("pass")).await.unwrap();
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        let reviewer = t.reviewer_of(&province).await;
        let id = t.queue(&reviewer).await.cases[0].enrolment;
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        assert!(case.differing.contains(&CardField::Name), "{:?}", case.differing);
        assert_eq!(case.card.record.unwrap().corrected, [], "what was confirmed stays as it was confirmed");
    }

    /// From two devices, or by one in a hurry.
    async fn both_sides_at_the_same_moment_are_read_once(t) {
        t.engines.reads.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        at_once(2, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            let (side, bytes) = if n == 0 { (CardSide::Portrait, "good portrait") } else { (CardSide::Emblem, "good emblem") };
            async move { drop(service.submit_card_side(&caller, side, bytes.as_bytes().to_vec()).await.unwrap()) }
        }).await;
        assert_eq!((t.engines.read.load(Ordering::SeqCst), tries(t, "passed").await), (1, 1));
        assert_eq!(reading(t, &caller).await, ReadingState::Done);
    }

    /// The process dies while it reads.
    async fn cut_off_in_mid_reading_it_can_be_asked_for(t) {
        t.engines.reads.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        t.side(&caller, CardSide::Emblem, b"good emblem").await;
        let (service, sender) = (t.service.clone(), caller.clone());
        let dying = tokio::spawn(async move {
            service.submit_card_side(&sender, CardSide::Portrait, b"good held".to_vec()).await
        });
        until(t, &caller, |turn| turn == Turn::Judging).await;
        dying.abort();
        assert!(dying.await.is_err());
        t.engines.release.store(true, Ordering::SeqCst);
        t.advance(Span::secs(91));
        assert_eq!(reading(t, &caller).await, ReadingState::LeftOut);
        t.service.read_card_again(&caller).await.unwrap();
        assert_eq!((reading(t, &caller).await, name(t, &caller).await), (ReadingState::Done, Some("张三".to_owned())));
    }

    /// A form without scripts whose line drops, or whose server has somebody else to answer meanwhile.
    async fn what_a_form_brought_is_judged_without_it(t) {
        t.engines.reads.store(true, Ordering::SeqCst);
        t.engines.verifies.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        let sides = [(CardSide::Emblem, b"good emblem".to_vec()), (CardSide::Portrait, b"good held".to_vec())].to_vec();
        let (service, sender) = (t.service.clone(), caller.clone());
        let form = tokio::spawn(async move { service.bring_card_sides(&sender, sides).await });
        until(t, &caller, |turn| turn == Turn::Judging).await;
        form.abort();
        let (service, sender) = (t.service.clone(), caller.clone());
        let form = tokio::spawn(async move { service.bring_face(&sender, None, capture("held")).await });
        while t.engines.judged.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        form.abort();
        t.engines.release.store(true, Ordering::SeqCst);
        until(t, &caller, |turn| turn == Turn::Idle).await;
        assert_eq!(reading(t, &caller).await, ReadingState::Done);
        let face = t.service.face_pages(&caller).await.unwrap();
        assert_eq!((face.receipt.unwrap().outcome, face.turn), (FaceOutcome::Passed, Turn::Idle));
    }
}
