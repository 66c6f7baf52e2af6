//! Handing in, doing it twice, and correcting the document.

use crate::support::*;
use enrolment::submission::Milestone;
use shared::{
    document::{DocumentNumber, DocumentType},
    enrolment::{Item, ItemState, State},
    problem::ProblemCode,
    time::Span,
};

both! {
    async fn a_complete_application_is_handed_in(t) {
        let (caller, receipt) = t.submitted_in(1, "430102").await;
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!(status.state, State::Submitted);
        assert!(receipt.number.starts_with("202704-"), "{}", receipt.number);
        assert_eq!(status.receipt, Some(receipt));
        let milestones: Vec<_> = status.timeline.iter().map(|entry| entry.what).collect();
        assert_eq!(milestones, [Milestone::Registered, Milestone::PhotoProvided, Milestone::Submitted]);
        assert!(status.items.iter().all(|item| item.state == ItemState::Provided && !item.open));
    }

    async fn an_incomplete_application_is_not(t) {
        let caller = t.candidate(1).await;
        let result = t.service.submit_application(&caller, "form", consent()).await;
        assert_eq!(refusal(result), ProblemCode::Incomplete);
        assert_eq!(t.service.status(&caller).await.unwrap().state, State::Draft);
    }

    async fn without_consent_nothing_is_handed_in(t) {
        let caller = t.candidate(1).await;
        t.photo(&caller, b"good photo").await;
        assert_eq!(refusal(t.service.submit_application(&caller, "form", None).await), ProblemCode::ConsentNeeded);
        assert_eq!(refusal(t.service.submit_application(&caller, "", consent()).await), ProblemCode::BadRequest);
    }

    async fn the_same_form_twice_gives_the_same_receipt(t) {
        let (caller, receipt) = t.submitted_in(1, "430102").await;
        t.advance(Span::minutes(1));
        assert_eq!(t.service.submit_application(&caller, "form", consent()).await.unwrap(), receipt);
        let other = t.service.submit_application(&caller, "another form", consent()).await;
        assert_eq!(refusal(other), ProblemCode::WrongState);
    }

    async fn the_same_form_at_the_same_moment_is_handed_in_once(t) {
        let caller = t.candidate(1).await;
        t.photo(&caller, b"good photo").await;
        let results = at_once(12, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.submit_application(&caller, "form", consent()).await.unwrap() }
        }).await;
        assert!(results.iter().all(|receipt| *receipt == results[0]));
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!(status.timeline.iter().filter(|entry| entry.what == Milestone::Submitted).count(), 1);
    }

    async fn nothing_is_handed_in_after_the_window(t) {
        let caller = t.candidate(1).await;
        t.photo(&caller, b"good photo").await;
        t.clock.set(hunan().windows[1].closes_at);
        assert_eq!(refusal(t.service.submit_application(&caller, "form", consent()).await), ProblemCode::WindowClosed);
        t.clock.set(hunan().windows[1].closes_at - Span(1));
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
    }

    async fn a_draft_s_document_can_be_corrected(t) {
        let (anna, bao) = (t.candidate(1).await, t.candidate(2).await);
        let permit = DocumentNumber::parse(DocumentType::HongKongMacaoTravelPermit, "H12345678").unwrap();
        t.service.change_document(&anna, permit.clone()).await.unwrap();
        assert_eq!(t.service.status(&anna).await.unwrap().document.masked, permit.masked());
        assert_eq!(refusal(t.service.change_document(&bao, permit).await), ProblemCode::DocumentNotAvailable);
        // what was given up is free again
        t.service.change_document(&bao, document_no(1)).await.unwrap();
        t.service.change_document(&bao, document_no(1)).await.unwrap();
    }

    async fn a_document_taken_at_the_same_moment_belongs_to_one(t) {
        let mut callers = Vec::new();
        for n in 0..6 {
            callers.push(t.candidate(n).await);
        }
        let results = at_once(6, |n| {
            let (service, caller) = (t.service.clone(), callers[n as usize].clone());
            async move { service.change_document(&caller, document_no(500)).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::DocumentNotAvailable), 1);
    }

    async fn a_submitted_document_stays(t) {
        let caller = t.submitted(1).await;
        assert_eq!(refusal(t.service.change_document(&caller, document_no(9)).await), ProblemCode::WrongState);
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!(status.items.iter().map(|item| item.item).collect::<Vec<_>>(), [Item::Document, Item::Photo]);
    }
}
