//! Review: jurisdiction, leases, decisions, and two reviewers who want the same case.

use crate::{crowd::all_inside, support::*};
use enrolment::{Caller, Error, Who, review::Holder, submission::Milestone};
use shared::{
    enrolment::{Item, ItemState, State},
    id::EnrolmentId,
    problem::ProblemCode,
    review::{Decision, ReasonCode, ReturnedItem, Role},
    time::Span,
};

fn id_of(caller: &Caller) -> EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("no candidate"),
    }
}

fn back(item: Item, reason: &str) -> Decision {
    Decision::Return(vec![ReturnedItem { item, reason: ReasonCode(reason.to_owned()) }])
}

/// Takes the case and decides it.
async fn decide(t: &Bench, reviewer: &Caller, id: EnrolmentId, decision: Decision) -> Result<(), Error> {
    t.service.take_case(reviewer, id).await?;
    let version = t.service.open_case(reviewer, id).await?.version;
    t.service.decide_case(reviewer, id, version, decision).await
}

both! {
    async fn the_queue_lists_and_counts_the_own_jurisdiction(t) {
        for n in 1..=4 {
            t.submitted_in(n, "430102").await;
            t.advance(Span::secs(1));
        }
        t.submitted_in(5, "430202").await;
        t.candidate(6).await;
        let (reviewer, colleague) = (t.reviewer().await, t.reviewer().await);
        t.service.take_next_case(&colleague).await.unwrap();
        t.service.take_next_case(&reviewer).await.unwrap();
        let queue = t.service.queue(&reviewer, None).await.unwrap();
        assert_eq!((queue.waiting, queue.mine, queue.held), (2, 1, 1));
        assert_eq!(queue.cases.len(), 3);
        assert!(matches!(&queue.cases[0].holder, Holder::Other { name, .. } if name == "Name of staff1"));
        assert!(matches!(queue.cases[1].holder, Holder::Caller { .. }));
        assert_eq!(queue.cases[2].holder, Holder::Nobody);
        assert!(queue.cases[0].document_masked.contains("****"));
        let rest = t.service.queue(&reviewer, queue.next).await.unwrap();
        assert_eq!((rest.cases.len(), rest.next), (1, None));
        let county = t.staff(Role::Reviewer, Some("430202")).await;
        assert_eq!(t.service.queue(&county, None).await.unwrap().waiting, 1);
        let province = t.staff(Role::Reviewer, None).await;
        assert_eq!(t.service.queue(&province, None).await.unwrap().waiting, 3);
    }

    async fn the_oldest_case_comes_first_until_none_is_left(t) {
        let first = t.submitted(1).await;
        t.advance(Span::secs(1));
        let second = t.submitted(2).await;
        let reviewer = t.reviewer().await;
        assert_eq!(t.service.take_next_case(&reviewer).await.unwrap(), id_of(&first));
        assert_eq!(t.service.take_next_case(&reviewer).await.unwrap(), id_of(&second));
        assert_eq!(refusal(t.service.take_next_case(&reviewer).await), ProblemCode::QueueEmpty);
    }

    async fn only_who_holds_the_case_sees_it_whole(t) {
        let candidate = t.submitted(1).await;
        let id = id_of(&candidate);
        let (reviewer, colleague) = (t.reviewer().await, t.reviewer().await);
        assert_eq!(refusal(t.service.open_case(&reviewer, id).await), ProblemCode::LeaseLost);
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        assert_eq!((case.document.text, case.phone.text), (document_no(1).masked(), phone(1).masked()));
        assert_eq!(case.state, State::InReview);
        assert!(case.photo.is_some());
        assert_eq!(refusal(t.service.open_case(&colleague, id).await), ProblemCode::LeaseLost);
        assert_eq!(refusal(t.service.take_case(&colleague, id).await), ProblemCode::CaseTaken);
        assert_eq!(refusal(t.service.release_case(&colleague, id).await), ProblemCode::LeaseLost);
    }

    async fn staff_of_other_places_and_roles_get_nothing(t) {
        let id = id_of(&t.submitted(1).await);
        let elsewhere = t.staff(Role::Reviewer, Some("430200")).await;
        assert_eq!(refusal(t.service.take_case(&elsewhere, id).await), ProblemCode::NotPermitted);
        assert_eq!(refusal(t.service.open_case(&elsewhere, id).await), ProblemCode::NotPermitted);
        assert_eq!(refusal(t.service.take_next_case(&elsewhere).await), ProblemCode::QueueEmpty);
        for role in [Role::Auditor, Role::DeskOfficer, Role::Operator, Role::InstitutionOperator, Role::ProvinceAdministrator] {
            let other = t.staff(role, None).await;
            assert_eq!(refusal(t.service.take_case(&other, id).await), ProblemCode::NotPermitted);
            assert_eq!(refusal(t.service.queue(&other, None).await), ProblemCode::NotPermitted);
        }
        assert_eq!(refusal(t.service.queue(&t.guest().await, None).await), ProblemCode::SessionNeeded);
        let candidate = t.candidate(2).await;
        assert_eq!(refusal(t.service.take_case(&candidate, id).await), ProblemCode::SessionNeeded);
    }

    async fn one_case_wanted_at_the_same_moment_goes_to_one(t) {
        let id = id_of(&t.submitted(1).await);
        let mut reviewers = Vec::new();
        for _ in 0..6 {
            reviewers.push(t.reviewer().await);
        }
        let results = all_inside(t, 6, |n| {
            let (service, reviewer) = (t.service.clone(), reviewers[n as usize].clone());
            async move { service.take_case(&reviewer, id).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::CaseTaken), 1);
    }

    async fn next_cases_pulled_at_the_same_moment_are_different(t) {
        for n in 0..4 {
            t.submitted(n).await;
        }
        let mut reviewers = Vec::new();
        for _ in 0..6 {
            reviewers.push(t.reviewer().await);
        }
        let results = all_inside(t, 6, |n| {
            let (service, reviewer) = (t.service.clone(), reviewers[n as usize].clone());
            async move { service.take_next_case(&reviewer).await }
        }).await;
        let mut taken: Vec<_> = results.iter().filter_map(|result| result.as_ref().ok()).collect();
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), 4);
        assert_eq!(successes(results, ProblemCode::QueueEmpty), 4);
    }

    async fn an_expired_lease_gives_the_case_to_the_next(t) {
        let candidate = t.submitted(1).await;
        let id = id_of(&candidate);
        let (slow, quick) = (t.reviewer().await, t.reviewer().await);
        t.service.take_case(&slow, id).await.unwrap();
        let version = t.service.open_case(&slow, id).await.unwrap().version;
        t.advance(Span::minutes(15));
        assert_eq!(t.service.queue(&quick, None).await.unwrap().waiting, 1);
        assert_eq!(refusal(t.service.decide_case(&slow, id, version, Decision::Approve).await), ProblemCode::LeaseLost);
        assert_eq!(t.service.take_next_case(&quick).await.unwrap(), id);
        assert_eq!(refusal(t.service.decide_case(&slow, id, version, Decision::Approve).await), ProblemCode::LeaseLost);
        decide(t, &quick, id, Decision::Approve).await.unwrap();
        assert_eq!(t.service.status(&candidate).await.unwrap().state, State::Approved);
    }

    async fn a_renewed_lease_lasts_and_keeps_the_version(t) {
        let id = id_of(&t.submitted(1).await);
        let (reviewer, colleague) = (t.reviewer().await, t.reviewer().await);
        t.service.take_case(&reviewer, id).await.unwrap();
        let version = t.service.open_case(&reviewer, id).await.unwrap().version;
        for _ in 0..2 {
            t.advance(Span::minutes(14));
            t.service.take_case(&reviewer, id).await.unwrap();
        }
        assert_eq!(refusal(t.service.take_case(&colleague, id).await), ProblemCode::CaseTaken);
        t.service.decide_case(&reviewer, id, version, Decision::Approve).await.unwrap();
    }

    async fn the_sweep_returns_expired_cases(t) {
        let id = id_of(&t.submitted(1).await);
        let reviewer = t.reviewer().await;
        t.service.take_case(&reviewer, id).await.unwrap();
        t.service.sweep().await.unwrap();
        assert_eq!(t.service.queue(&reviewer, None).await.unwrap().mine, 1);
        t.advance(Span::minutes(15));
        t.service.sweep().await.unwrap();
        let queue = t.service.queue(&reviewer, None).await.unwrap();
        assert_eq!((queue.waiting, queue.mine), (1, 0));
        assert_eq!(queue.cases[0].holder, Holder::Nobody);
    }

    async fn a_released_case_waits_again(t) {
        let id = id_of(&t.submitted(1).await);
        let (reviewer, colleague) = (t.reviewer().await, t.reviewer().await);
        t.service.take_case(&reviewer, id).await.unwrap();
        t.service.release_case(&reviewer, id).await.unwrap();
        assert_eq!(refusal(t.service.open_case(&reviewer, id).await), ProblemCode::LeaseLost);
        assert_eq!(t.service.take_next_case(&colleague).await.unwrap(), id);
    }

    async fn decided_at_the_same_moment_it_is_decided_once(t) {
        let candidate = t.submitted(1).await;
        let id = id_of(&candidate);
        let reviewer = t.reviewer().await;
        t.service.take_case(&reviewer, id).await.unwrap();
        let version = t.service.open_case(&reviewer, id).await.unwrap().version;
        let results = all_inside(t, 8, |n| {
            let (service, reviewer) = (t.service.clone(), reviewer.clone());
            let decision = if n % 2 == 0 { Decision::Approve } else { back(Item::Photo, "photo.background") };
            async move { service.decide_case(&reviewer, id, version, decision).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::LeaseLost), 1);
        let timeline = t.service.status(&candidate).await.unwrap().timeline;
        let decided = |what| matches!(what, Milestone::Approved | Milestone::Returned | Milestone::Refused);
        assert_eq!(timeline.iter().filter(|entry| decided(entry.what)).count(), 1);
    }

    async fn a_decision_on_an_old_version_is_refused(t) {
        let id = id_of(&t.submitted(1).await);
        let reviewer = t.reviewer().await;
        t.service.take_case(&reviewer, id).await.unwrap();
        let version = t.service.open_case(&reviewer, id).await.unwrap().version;
        t.service.release_case(&reviewer, id).await.unwrap();
        t.service.take_case(&reviewer, id).await.unwrap();
        assert_eq!(refusal(t.service.decide_case(&reviewer, id, version, Decision::Approve).await), ProblemCode::Conflict);
    }

    async fn a_returned_item_is_open_again_and_the_rest_is_not(t) {
        let (candidate, receipt) = t.submitted_in(1, "430102").await;
        let (id, reviewer) = (id_of(&candidate), t.reviewer().await);
        decide(t, &reviewer, id, back(Item::Photo, "photo.background")).await.unwrap();
        let status = t.service.status(&candidate).await.unwrap();
        assert_eq!(status.state, State::Returned);
        let photo = status.items.iter().find(|item| item.item == Item::Photo).unwrap();
        assert_eq!((photo.state, photo.open), (ItemState::Returned, true));
        assert_eq!(photo.reason, Some(ReasonCode("photo.background".to_owned())));
        let document = status.items.iter().find(|item| item.item == Item::Document).unwrap();
        assert_eq!((document.state, document.open), (ItemState::Accepted, false));
        assert_eq!(refusal(t.service.change_document(&candidate, document_no(9)).await), ProblemCode::ItemClosed);
        assert_eq!(refusal(t.service.submit_application(&candidate, "again", consent()).await), ProblemCode::Incomplete);
        // the window may be over: what was returned can be mended until the review closes
        t.clock.set(hunan().windows[1].closes_at + Span::minutes(1));
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        let candidate = t.service.sign_in(&guest, &province(), &phone(1), &code).await.unwrap().caller;
        t.photo(&candidate, b"good new photo").await;
        let again = t.service.submit_application(&candidate, "again", consent()).await.unwrap();
        assert_eq!(again.number, receipt.number);
        let reviewer = t.reviewer().await;
        decide(t, &reviewer, id, Decision::Approve).await.unwrap();
        let status = t.service.status(&candidate).await.unwrap();
        assert_eq!(status.state, State::Approved);
        assert!(status.items.iter().all(|item| item.state == ItemState::Accepted && item.reason.is_none()));
        let last: Vec<_> = status.timeline.iter().rev().take(4).map(|entry| entry.what).collect();
        assert_eq!(last, [Milestone::Approved, Milestone::ReviewStarted, Milestone::Submitted, Milestone::PhotoProvided]);
    }

    async fn a_returned_document_can_be_replaced(t) {
        let candidate = t.submitted(1).await;
        let reviewer = t.reviewer().await;
        decide(t, &reviewer, id_of(&candidate), back(Item::Document, "document.mismatch")).await.unwrap();
        t.service.change_document(&candidate, document_no(9)).await.unwrap();
        t.service.submit_application(&candidate, "again", consent()).await.unwrap();
    }

    async fn what_was_returned_is_closed_when_the_review_closes(t) {
        let candidate = t.submitted(1).await;
        let reviewer = t.reviewer().await;
        decide(t, &reviewer, id_of(&candidate), back(Item::Photo, "photo.background")).await.unwrap();
        t.clock.set(hunan().windows[1].review_closes_at);
        let late = t.service.submit_photo(&candidate, b"good".to_vec(), None, None).await;
        assert_eq!(refusal(late), ProblemCode::WindowClosed);
        assert!(!t.service.status(&candidate).await.unwrap().open);
    }

    async fn a_reason_must_be_one_that_the_profile_words_for_the_item(t) {
        let id = id_of(&t.submitted(1).await);
        let reviewer = t.reviewer().await;
        for decision in [
            back(Item::Photo, "no.such.reason"),
            back(Item::Photo, "document.mismatch"),
            Decision::Return(vec![]),
        ] {
            assert_eq!(refusal(decide(t, &reviewer, id, decision).await), ProblemCode::ReasonNeeded);
        }
    }

    async fn only_senior_reviewers_refuse_an_application(t) {
        let candidate = t.submitted(1).await;
        let id = id_of(&candidate);
        let reason = hunan().reasons.iter().find(|reason| reason.item.is_none()).unwrap().code.clone();
        let reviewer = t.reviewer().await;
        let junior = decide(t, &reviewer, id, Decision::Refuse(reason.clone())).await;
        assert_eq!(refusal(junior), ProblemCode::NotPermitted);
        t.service.release_case(&reviewer, id).await.unwrap();
        let senior = t.staff(Role::SeniorReviewer, Some("430100")).await;
        let worded_for_an_item = Decision::Refuse(ReasonCode("photo.background".to_owned()));
        assert_eq!(refusal(decide(t, &senior, id, worded_for_an_item).await), ProblemCode::ReasonNeeded);
        decide(t, &senior, id, Decision::Refuse(reason.clone())).await.unwrap();
        let status = t.service.status(&candidate).await.unwrap();
        assert_eq!((status.state, status.refusal), (State::Refused, Some(reason)));
        assert_eq!(refusal(t.service.take_case(&senior, id).await), ProblemCode::WrongState);
    }
}
