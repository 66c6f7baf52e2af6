//! The certificate photograph beside the portrait on the document.

use crate::{engines::*, support::*, turns::full_line};
use enrolment::{Caller, photo::Likeness};
use shared::{
    enrolment::{Item, ItemState},
    evidence::CardSide,
    problem::ProblemCode,
    profile::{CONSENT_CARD, CONSENT_FACE},
};
use std::{sync::atomic::Ordering, time::Duration};

/// The n-th candidate, whose document was read.
async fn before(t: &Bench, n: u32) -> Caller {
    t.engines.reads.store(true, Ordering::SeqCst);
    let caller = t.newcomer_of(&spoken().province, n).await.caller;
    for notice in [CONSENT_CARD, CONSENT_FACE] {
        t.agree(&caller, notice).await;
    }
    t.sides(&caller).await;
    caller
}

async fn state(t: &Bench, caller: &Caller) -> ItemState {
    let status = t.service.status(caller).await.unwrap();
    status.items.iter().find(|item| item.item == Item::Photo).unwrap().state
}

both! {
    async fn the_same_person_is_provided_and_a_doubt_goes_to_a_reviewer(t) {
        for (n, photo, likeness) in [(1, &b"good"[..], Likeness::Same), (2, b"good doubtful", Likeness::Doubtful)] {
            let caller = before(t, n).await;
            let receipt = t.photo(&caller, photo).await;
            assert_eq!((receipt.likeness, state(t, &caller).await), (Some(likeness), ItemState::Provided));
            assert_eq!(receipt.compared.unwrap().comparison.engine.name, "test");
        }
    }

    /// No machine alone refuses: another photograph, or a reviewer.
    async fn somebody_else_is_not_provided_until_a_reviewer_is_asked_for(t) {
        let caller = before(t, 1).await;
        assert_eq!(t.photo(&caller, b"good other").await.likeness, Some(Likeness::Different));
        assert_eq!(state(t, &caller).await, ItemState::Missing);
        assert_eq!(t.service.photo_to_reviewer(&caller).await.unwrap().likeness, Some(Likeness::Reviewer));
        assert_eq!(state(t, &caller).await, ItemState::Provided);
        assert_eq!(refusal(t.service.photo_to_reviewer(&caller).await), ProblemCode::Conflict, "once is enough");
        assert_eq!(t.photo(&caller, b"good").await.likeness, Some(Likeness::Same), "or another photograph");
    }

    /// What an engine cannot do, people do.
    async fn without_a_comparison_the_photograph_is_provided(t) {
        let broken = before(t, 1).await;
        assert_eq!((t.photo(&broken, b"good broken").await.likeness, state(t, &broken).await), (None, ItemState::Provided));
        let unread = t.newcomer_of(&spoken().province, 2).await.caller;
        assert_eq!((t.photo(&unread, b"good other").await.likeness, state(t, &unread).await), (None, ItemState::Provided));
        assert_eq!(count(t, "SELECT COUNT(*) FROM photo WHERE likeness IS NOT NULL").await, 0);
        let elsewhere = t.candidate(3).await;
        assert_eq!(t.photo(&elsewhere, b"good other").await.likeness, None, "the province does not ask for it");
    }

    /// The photograph is not lost where too many wait for an engine: a reviewer compares. The tests' process lets three wait.
    async fn where_the_line_is_full_the_photograph_is_kept(t) {
        let caller = before(t, 1).await;
        t.engines.verifies.store(true, Ordering::SeqCst);
        let held = full_line(t, 2).await;
        assert_eq!((t.photo(&caller, b"good").await.likeness, state(t, &caller).await), (None, ItemState::Provided));
        t.engines.release.store(true, Ordering::SeqCst);
        for held in held {
            held.await.unwrap().unwrap();
        }
        assert_eq!(t.photo(&caller, b"good").await.likeness, Some(Likeness::Same), "another one is compared");
    }

    /// Comparing faces needs the consent for face data, which nobody has to give.
    async fn without_consent_to_face_data_nothing_is_compared(t) {
        t.engines.reads.store(true, Ordering::SeqCst);
        let caller = t.newcomer_of(&spoken().province, 1).await.caller;
        t.agree(&caller, CONSENT_CARD).await;
        t.sides(&caller).await;
        assert_eq!((t.photo(&caller, b"good other").await.likeness, state(t, &caller).await), (None, ItemState::Provided));
    }

    async fn a_comparison_with_another_picture_of_the_document_counts_no_more(t) {
        let caller = before(t, 1).await;
        t.photo(&caller, b"good").await;
        t.side(&caller, CardSide::Emblem, b"good another emblem").await;
        assert_eq!(t.service.current_photo(&caller).await.unwrap().unwrap().likeness, Some(Likeness::Same));
        t.side(&caller, CardSide::Portrait, b"good another portrait").await;
        let photo = t.service.current_photo(&caller).await.unwrap().unwrap();
        assert_eq!((photo.likeness, photo.compared), (None, None));
    }

    /// Somebody's own card first, another's while the photograph is compared with it.
    async fn a_document_that_changes_while_a_photograph_is_compared_is_seen(t) {
        let caller = before(t, 1).await;
        let (service, sender) = (t.service.clone(), caller.clone());
        let comparing = tokio::spawn(async move { service.submit_photo(&sender, b"good held".to_vec(), None, None).await });
        while t.engines.compared.load(Ordering::SeqCst) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        t.side(&caller, CardSide::Portrait, b"good another portrait").await;
        t.engines.release.store(true, Ordering::SeqCst);
        comparing.await.unwrap().unwrap();
        let photo = t.service.current_photo(&caller).await.unwrap().unwrap();
        assert_eq!((photo.likeness, photo.compared), (None, None), "it was another document that it is like");
    }

    /// What was measured of a face goes with the consent, and is measured again only under another one.
    async fn a_comparison_goes_with_the_consent_to_face_data(t) {
        let caller = before(t, 1).await;
        t.photo(&caller, b"good").await;
        t.service.withdraw_consent(&caller, CONSENT_FACE).await.unwrap();
        let photo = t.service.current_photo(&caller).await.unwrap().unwrap();
        assert_eq!((photo.likeness, photo.compared), (None, None));
        assert_eq!(state(t, &caller).await, ItemState::Provided, "the photograph itself stays");
        t.photo(&caller, b"good other").await;
        assert_eq!(count(t, "SELECT COUNT(*) FROM photo WHERE comparison IS NOT NULL").await, 0);
    }
}
