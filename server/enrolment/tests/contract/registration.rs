//! Registration: the window, documents that belong to somebody, and coming back on another device.

use crate::{administration, support::*};
use enrolment::{Who, registration::Registration};
use shared::{
    document::{DocumentNumber, DocumentType},
    enrolment::{Item, State},
    problem::ProblemCode,
    review::Role,
    time::{Span, Timestamp},
};

fn enrolment_of(caller: &enrolment::Caller) -> shared::id::EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("no candidate"),
    }
}

both! {
    async fn a_second_registration_of_a_document_is_refused(t) {
        t.register(&phone(1), &document_no(1)).await.unwrap();
        assert_eq!(refusal(t.register(&phone(2), &document_no(1)).await), ProblemCode::DocumentNotAvailable);
        // the second phone is free for its own document
        t.advance(Span::minutes(1));
        t.register(&phone(2), &document_no(2)).await.unwrap();
    }

    async fn nobody_registers_without_consent(t) {
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        let form = Registration { phone: phone(1), code, document: document_no(1), region: "430102".to_owned() };
        let without = t.service.register(&guest, &province(), form.clone(), None).await;
        assert_eq!(refusal(without), ProblemCode::ConsentNeeded);
        t.service.register(&guest, &province(), form, consent()).await.unwrap();
    }

    async fn a_phone_registers_one_document(t) {
        t.register(&phone(1), &document_no(1)).await.unwrap();
        t.advance(Span::minutes(1));
        assert_eq!(refusal(t.register(&phone(1), &document_no(2)).await), ProblemCode::DocumentNotAvailable);
    }

    async fn one_document_registered_at_the_same_moment_belongs_to_one(t) {
        let mut forms = Vec::new();
        for n in 0..8 {
            let guest = t.guest().await;
            let code = t.code(&guest, &phone(n)).await;
            let form = Registration { phone: phone(n), code, document: document_no(1), region: "430102".to_owned() };
            forms.push((guest, form));
        }
        let results = at_once(8, |n| {
            let (service, (guest, form)) = (t.service.clone(), forms[n as usize].clone());
            async move { service.register(&guest, &province(), form, consent()).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::DocumentNotAvailable), 1);
    }

    async fn a_refused_document_uses_the_code_up(t) {
        t.register(&phone(1), &document_no(1)).await.unwrap();
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(2)).await;
        let form = |n| Registration {
            phone: phone(2), code: code.clone(), document: document_no(n), region: "430102".to_owned(),
        };
        assert_eq!(refusal(t.service.register(&guest, &province(), form(1), consent()).await), ProblemCode::DocumentNotAvailable);
        assert_eq!(refusal(t.service.register(&guest, &province(), form(2), consent()).await), ProblemCode::CodeSpent);
    }

    async fn registering_again_goes_on_with_the_same_application(t) {
        let first = t.candidate(1).await;
        t.advance(Span::minutes(1));
        let again = t.register(&phone(1), &document_no(1)).await.unwrap().caller;
        assert_eq!(enrolment_of(&first), enrolment_of(&again));
        assert_ne!(first.session, again.session);
        t.advance(Span::minutes(1));
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        let signed_in = t.service.sign_in(&guest, &province(), &phone(1), &code).await.unwrap();
        assert_eq!(enrolment_of(&first), enrolment_of(&signed_in.caller));
    }

    async fn the_window_opens_and_closes_on_the_second(t) {
        let window = hunan().windows[1].clone();
        t.clock.set(window.opens_at - Span(1));
        assert_eq!(refusal(t.register(&phone(1), &document_no(1)).await), ProblemCode::WindowClosed);
        t.clock.set(window.opens_at + Span::minutes(1));
        t.register(&phone(1), &document_no(1)).await.unwrap();
        t.clock.set(window.closes_at);
        assert_eq!(refusal(t.register(&phone(2), &document_no(2)).await), ProblemCode::WindowClosed);
        // who registered before still gets in, to see how the application stands
        let back = t.register(&phone(1), &document_no(1)).await.unwrap();
        let status = t.service.status(&back.caller).await.unwrap();
        assert!(!status.open);
        assert_eq!(status.window.code, window.code);
    }

    async fn an_unfinished_application_of_an_old_window_is_begun_anew(t) {
        let first = t.candidate(1).await;
        let next = hunan().windows[2].clone();
        t.clock.set(next.opens_at + Span::days(1));
        let back = t.register(&phone(1), &document_no(1)).await.unwrap().caller;
        assert_ne!(enrolment_of(&first), enrolment_of(&back));
        assert_eq!(t.service.status(&back).await.unwrap().window.code, next.code);
    }

    /// Corrected too late, it leads nowhere any more; while there is time it is gone on with.
    async fn what_was_sent_back_in_an_old_window_is_begun_anew(t) {
        let first = t.in_edited(1, "430102").await.unwrap();
        t.photo(&first, b"good photo").await;
        t.service.submit_application(&first, "form", consent()).await.unwrap();
        let reviewer = t.officer(&administration::province(), Role::SeniorReviewer).await;
        t.send_back(&reviewer, enrolment_of(&first), Item::Photo, "photo.background").await.unwrap();
        t.advance(Span::minutes(2));
        let in_time = t.in_edited(1, "430102").await.unwrap();
        assert_eq!(enrolment_of(&first), enrolment_of(&in_time));
        t.clock.set(hunan().windows[2].opens_at + Span::days(1));
        let back = t.in_edited(1, "430102").await.unwrap();
        assert_ne!(enrolment_of(&first), enrolment_of(&back));
        let status = t.service.status(&back).await.unwrap();
        assert_eq!((status.state, status.open), (State::Draft, true));
    }

    async fn unknown_regions_and_documents_are_refused(t) {
        assert_eq!(refusal(t.register_in(&phone(1), &document_no(1), "110101").await), ProblemCode::RegionUnknown);
        let permit = DocumentNumber::parse(DocumentType::TaiwanTravelPermit, "12345678").unwrap();
        t.advance(Span::minutes(1));
        t.register(&phone(2), &permit).await.unwrap();
    }

    async fn the_status_shows_masks(t) {
        let caller = t.register(&phone(1), &document(DOCUMENTS[0])).await.unwrap().caller;
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!(status.phone, "138****0001");
        assert_eq!(status.document.masked, "1101**********002X");
        assert_eq!(status.timeline.len(), 1);
        assert_eq!(status.timeline[0].at, Timestamp(START.0));
    }
}
