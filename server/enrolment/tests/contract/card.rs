//! Both sides of the identity document, and confirming what stands on them.

use crate::{engines::*, support::*};
use enrolment::{
    card::{CardOutcome, Confirmation},
    consent::Consent,
};
use shared::{
    enrolment::{Item, ItemState},
    evidence::{CardField, CardFields, CardSide},
    person::Sex,
    problem::{Field, ProblemCode},
    profile::{CONSENT_CARD, CONSENT_PHOTO},
    time::Span,
};
use std::sync::atomic::Ordering;

async fn state(t: &Bench, caller: &enrolment::Caller) -> ItemState {
    let status = t.service.status(caller).await.unwrap();
    status.items.iter().find(|item| item.item == Item::Card).unwrap().state
}

both! {
    async fn it_is_provided_once_both_sides_are_confirmed(t) {
        let caller = t.agreed(1).await;
        let portrait = t.side(&caller, CardSide::Portrait, b"raw portrait").await;
        assert!(portrait.prepared);
        assert_eq!(t.service.card_file(&caller, portrait.card).await.unwrap(), b"good made from raw portrait");
        let one = Confirmation { fields: fields(), pictures: [portrait.card; 2] };
        assert_eq!(refusal(t.service.confirm_card(&caller, one).await), ProblemCode::CardMissing);
        let emblem = t.side(&caller, CardSide::Emblem, b"good emblem").await;
        assert_eq!(state(t, &caller).await, ItemState::Missing, "nobody confirmed it");
        let pictures = [portrait.card, emblem.card];
        let record = t.service.confirm_card(&caller, Confirmation { fields: fields(), pictures }).await.unwrap();
        assert_eq!((record.engine, record.corrected.len()), (None, 0));
        assert_eq!(state(t, &caller).await, ItemState::Provided);
        let pages = t.service.card_pages(&caller).await.unwrap();
        assert_eq!(pages.record.map(|record| record.fields), Some(fields()));
    }

    /// Whoever replaces a picture confirms again; what was typed is still there.
    async fn another_picture_asks_again(t) {
        let caller = t.agreed(1).await;
        t.confirmed(&caller).await;
        let refused = t.service.submit_card_side(&caller, CardSide::Emblem, b"bad".to_vec()).await.unwrap();
        assert!(matches!(refused, CardOutcome::Refused(_)));
        assert_eq!(state(t, &caller).await, ItemState::Provided, "the picture that was accepted still stands");
        let pages = t.service.card_pages(&caller).await.unwrap();
        assert!(pages.refusal(CardSide::Emblem).is_some() && pages.side(CardSide::Emblem).is_some());
        t.side(&caller, CardSide::Emblem, b"good other emblem").await;
        assert_eq!(state(t, &caller).await, ItemState::Missing);
        let pages = t.service.card_pages(&caller).await.unwrap();
        assert!(pages.refusal(CardSide::Emblem).is_none());
        assert_eq!((pages.confirmed_at, pages.record.map(|record| record.fields)), (None, Some(fields())));
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM file").await, 2, "the emblem before is gone");
    }

    /// One device replaces a picture while another confirms: what is confirmed was seen.
    async fn what_is_confirmed_was_seen(t) {
        let caller = t.agreed(1).await;
        let pictures = t.sides(&caller).await;
        t.side(&caller, CardSide::Portrait, b"good second portrait").await;
        let old = Confirmation { fields: fields(), pictures };
        assert_eq!(refusal(t.service.confirm_card(&caller, old).await), ProblemCode::Conflict);
        for round in 0..4_u8 {
            let pages = t.service.card_pages(&caller).await.unwrap();
            let pictures = pages.both().unwrap();
            at_once(2, |n| {
                let (service, caller) = (t.service.clone(), caller.clone());
                async move {
                    if n == 0 {
                        let bytes = [&b"good "[..], &[round]].concat();
                        drop(service.submit_card_side(&caller, CardSide::Portrait, bytes).await.unwrap());
                    } else {
                        drop(service.confirm_card(&caller, Confirmation { fields: fields(), pictures }).await);
                    }
                }
            }).await;
            assert_eq!(state(t, &caller).await, ItemState::Missing, "the new picture was never confirmed");
        }
        t.service.run_due_jobs().await.unwrap();
    }

    async fn what_contradicts_the_document_is_refused(t) {
        let caller = t.agreed(1).await;
        let pictures = t.sides(&caller).await;
        for (fields, code, field) in [
            (CardFields { sex: Sex::Female, ..fields() }, ProblemCode::DocumentMismatch, Field::Sex),
            (CardFields { birth_date: "2000-01-02".parse().unwrap(), ..fields() }, ProblemCode::DocumentMismatch, Field::BirthDate),
            (CardFields { ethnicity: None, ..fields() }, ProblemCode::FieldMissing, Field::Ethnicity),
            (CardFields { valid_to: Some("2026-11-01".parse().unwrap()), ..fields() }, ProblemCode::FieldInvalid, Field::ValidTo),
        ] {
            match t.service.confirm_card(&caller, Confirmation { fields, pictures }).await {
                Err(enrolment::Error::Refused(problem)) => assert_eq!((problem.code, problem.field), (code, Some(field))),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(state(t, &caller).await, ItemState::Missing);
    }

    async fn what_differs_from_what_was_read_is_flagged(t) {
        t.engines.reads.store(true, Ordering::SeqCst);
        let caller = t.agreed(1).await;
        assert_eq!(t.confirmed(&caller).await.corrected, []);
        let portrait = t.side(&caller, CardSide::Portrait, b"good other").await.card;
        let pages = t.service.card_pages(&caller).await.unwrap();
        assert_eq!(pages.reading.as_ref().unwrap().text(CardField::Name), Some("李四"));
        let pictures = [portrait, pages.side(CardSide::Emblem).unwrap().card];
        let record = t.service.confirm_card(&caller, Confirmation { fields: fields(), pictures }).await.unwrap();
        assert_eq!(record.corrected, [CardField::Name]);
        assert_eq!(record.engine.unwrap().name, "test");
        assert_eq!(count(t, "SELECT COUNT(*) FROM attempt WHERE step = 'card' AND status = 'passed'").await, 2);
    }

    async fn only_its_candidate_and_a_phone_of_theirs_see_it(t) {
        let (caller, stranger) = (t.agreed(1).await, t.agreed(2).await);
        let pictures = t.sides(&caller).await;
        assert_eq!(refusal(t.service.card_file(&stranger, pictures[0]).await), ProblemCode::NotFound);
        assert_eq!(refusal(t.service.card_file(&t.guest().await, pictures[0]).await), ProblemCode::NotFound);
        let reviewer = t.reviewer().await;
        assert_eq!(refusal(t.service.card_file(&reviewer, pictures[0]).await), ProblemCode::NotPermitted);
        let stolen = Confirmation { fields: fields(), pictures };
        assert_eq!(refusal(t.service.confirm_card(&stranger, stolen).await), ProblemCode::CardMissing);
    }

    async fn nothing_is_taken_in_without_consent_or_late(t) {
        let caller = t.newcomer(1).await.caller;
        let side = |bytes: &[u8]| t.service.submit_card_side(&caller, CardSide::Portrait, bytes.to_vec());
        assert_eq!(refusal(side(b"good").await), ProblemCode::ConsentNeeded);
        let consent = Consent { version: "1".to_owned(), text: "agreed".to_owned() };
        let other = t.service.give_evidence_consent(&caller, CONSENT_PHOTO, &consent).await;
        assert_eq!(refusal(other), ProblemCode::BadRequest);
        t.agree(&caller, CONSENT_CARD).await;
        t.agree(&caller, CONSENT_CARD).await;
        assert_eq!(count(t, "SELECT COUNT(*) FROM consent WHERE notice = 'consent.card'").await, 1);
        assert_eq!(refusal(side(b"").await), ProblemCode::FileEmpty);
        assert_eq!(refusal(side(&vec![0; 10 * 1024 * 1024 + 1]).await), ProblemCode::FileTooLarge);
        t.advance(Span::days(60));
        assert_eq!(refusal(side(b"good").await), ProblemCode::WindowClosed);
    }

    async fn a_changed_number_asks_again(t) {
        let caller = t.agreed(1).await;
        t.confirmed(&caller).await;
        t.service.change_document(&caller, document_no(31)).await.unwrap();
        assert_eq!(state(t, &caller).await, ItemState::Missing);
    }
}
