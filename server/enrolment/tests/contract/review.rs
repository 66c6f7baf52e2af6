//! Review: jurisdiction, leases, decisions, and two reviewers who want the same case.

use crate::{
    crowd::all_inside,
    reviewing::{approval, back, items},
    support::*,
};
use enrolment::{
    Caller, Who,
    review::{Holder, QueueQuery},
    submission::Milestone,
};
use shared::{
    enrolment::{Item, ItemState, State},
    id::EnrolmentId,
    problem::ProblemCode,
    review::{Note, ReasonCode, Role, Ruling},
    time::Span,
};

fn id_of(caller: &Caller) -> EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("no candidate"),
    }
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
        let queue = t.queue(&reviewer).await;
        assert_eq!((queue.counts.waiting, queue.counts.mine, queue.counts.held), (2, 1, 1));
        assert_eq!(queue.cases.len(), 3);
        assert!(matches!(&queue.cases[0].holder, Holder::Other { name, .. } if name == "Name of staff1"));
        assert!(matches!(queue.cases[1].holder, Holder::Caller { .. }));
        assert_eq!(queue.cases[2].holder, Holder::Nobody);
        let rest = QueueQuery { after: queue.next, ..QueueQuery::default() };
        let rest = t.service.queue(&reviewer, &rest).await.unwrap();
        assert_eq!((rest.cases.len(), rest.next), (1, None));
        let county = t.staff(Role::Reviewer, Some("430202")).await;
        assert_eq!(t.counts(&county).await.waiting, 1);
        let province = t.staff(Role::Reviewer, None).await;
        assert_eq!(t.counts(&province).await.waiting, 3);
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
            assert_eq!(refusal(t.service.queue(&other, &QueueQuery::default()).await), ProblemCode::NotPermitted);
        }
        assert_eq!(refusal(t.service.queue(&t.guest().await, &QueueQuery::default()).await), ProblemCode::SessionNeeded);
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
        let case = t.service.open_case(&slow, id).await.unwrap();
        let decide = async || t.service.decide_case(&slow, id, case.version, approval(&case)).await;
        t.advance(Span::minutes(15));
        assert_eq!(t.counts(&quick).await.waiting, 1);
        assert_eq!(refusal(decide().await), ProblemCode::LeaseLost);
        assert_eq!(t.service.take_next_case(&quick).await.unwrap(), id);
        assert_eq!(refusal(decide().await), ProblemCode::LeaseLost);
        t.approve(&quick, id).await.unwrap();
        assert_eq!(t.service.status(&candidate).await.unwrap().state, State::Approved);
    }

    async fn a_renewed_lease_lasts_and_keeps_the_version(t) {
        let id = id_of(&t.submitted(1).await);
        let (reviewer, colleague) = (t.reviewer().await, t.reviewer().await);
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        for _ in 0..2 {
            t.advance(Span::minutes(14));
            t.service.take_case(&reviewer, id).await.unwrap();
        }
        assert_eq!(refusal(t.service.take_case(&colleague, id).await), ProblemCode::CaseTaken);
        t.service.decide_case(&reviewer, id, case.version, approval(&case)).await.unwrap();
    }

    async fn the_sweep_returns_expired_cases(t) {
        let id = id_of(&t.submitted(1).await);
        let reviewer = t.reviewer().await;
        t.service.take_case(&reviewer, id).await.unwrap();
        t.service.sweep().await.unwrap();
        assert_eq!(t.counts(&reviewer).await.mine, 1);
        t.advance(Span::minutes(15));
        t.service.sweep().await.unwrap();
        let queue = t.queue(&reviewer).await;
        assert_eq!((queue.counts.waiting, queue.counts.mine), (1, 0));
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
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        let results = all_inside(t, 8, |n| {
            let (service, reviewer, version) = (t.service.clone(), reviewer.clone(), case.version);
            let ruling = if n % 2 == 0 { approval(&case) } else { back(&case, Item::Photo, "photo.background") };
            async move { service.decide_case(&reviewer, id, version, ruling).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 4, "who sent the decision that counts, and none of the others");
        let timeline = t.service.status(&candidate).await.unwrap().timeline;
        let decided = |what| matches!(what, Milestone::Approved | Milestone::Returned | Milestone::Refused);
        assert_eq!(timeline.iter().filter(|entry| decided(entry.what)).count(), 1);
    }

    async fn a_decision_on_an_old_version_is_refused(t) {
        let id = id_of(&t.submitted(1).await);
        let reviewer = t.reviewer().await;
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        t.service.release_case(&reviewer, id).await.unwrap();
        t.service.take_case(&reviewer, id).await.unwrap();
        let late = t.service.decide_case(&reviewer, id, case.version, approval(&case)).await;
        assert_eq!(refusal(late), ProblemCode::Conflict);
    }

    async fn a_returned_item_is_open_again_and_the_rest_is_not(t) {
        let (candidate, receipt) = t.submitted_in(1, "430102").await;
        let (id, reviewer) = (id_of(&candidate), t.reviewer().await);
        t.send_back(&reviewer, id, Item::Photo, "photo.background").await.unwrap();
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
        t.approve(&reviewer, id).await.unwrap();
        let status = t.service.status(&candidate).await.unwrap();
        assert_eq!(status.state, State::Approved);
        assert!(status.items.iter().all(|item| item.state == ItemState::Accepted && item.reason.is_none()));
        let last: Vec<_> = status.timeline.iter().rev().take(4).map(|entry| entry.what).collect();
        assert_eq!(last, [Milestone::Approved, Milestone::ReviewStarted, Milestone::Submitted, Milestone::PhotoProvided]);
    }

    async fn a_returned_document_can_be_replaced(t) {
        let candidate = t.submitted(1).await;
        let reviewer = t.reviewer().await;
        t.send_back(&reviewer, id_of(&candidate), Item::Document, "document.mismatch").await.unwrap();
        t.service.change_document(&candidate, document_no(9)).await.unwrap();
        t.service.submit_application(&candidate, "again", consent()).await.unwrap();
    }

    async fn what_was_returned_is_closed_when_the_review_closes(t) {
        let candidate = t.submitted(1).await;
        let reviewer = t.reviewer().await;
        t.send_back(&reviewer, id_of(&candidate), Item::Photo, "photo.background").await.unwrap();
        t.clock.set(hunan().windows[1].review_closes_at);
        let late = t.service.submit_photo(&candidate, b"good".to_vec(), None, None).await;
        assert_eq!(refusal(late), ProblemCode::WindowClosed);
        assert!(!t.service.status(&candidate).await.unwrap().open);
    }

    async fn a_reason_must_be_one_that_the_profile_words_for_the_item(t) {
        let id = id_of(&t.submitted(1).await);
        let reviewer = t.reviewer().await;
        for (item, reason) in [(Item::Photo, "no.such.reason"), (Item::Photo, "document.mismatch"), (Item::Face, "photo.background")] {
            assert_eq!(refusal(t.send_back(&reviewer, id, item, reason).await), ProblemCode::ReasonNeeded);
        }
        let nothing = t.rule(&reviewer, id, |case| Ruling::send_back(items(case), [])).await;
        assert_eq!(refusal(nothing), ProblemCode::ReasonNeeded);
    }

    async fn every_item_is_decided_before_the_whole_is(t) {
        let candidate = t.submitted(1).await;
        let (id, reviewer) = (id_of(&candidate), t.reviewer().await);
        let some = t.rule(&reviewer, id, |_| Ruling::approve([Item::Photo])).await;
        assert_eq!(refusal(some), ProblemCode::DecisionIncomplete);
        let blurred = || [(Item::Photo, ReasonCode("photo.background".to_owned()))];
        let some = t.rule(&reviewer, id, |_| Ruling::send_back([], blurred())).await;
        assert_eq!(refusal(some), ProblemCode::DecisionIncomplete);
        let both = t.rule(&reviewer, id, |case| Ruling { decision: shared::review::Decision::Approve, ..Ruling::send_back(items(case), blurred()) }).await;
        assert_eq!(refusal(both), ProblemCode::DecisionContradicts);
        assert_eq!(t.service.status(&candidate).await.unwrap().state, State::InReview);
    }

    async fn the_candidate_reads_the_word_about_an_item_and_staff_theirs(t) {
        let candidate = t.submitted(1).await;
        let (id, reviewer) = (id_of(&candidate), t.reviewer().await);
        t.rule(&reviewer, id, |case| {
            let mut ruling = back(case, Item::Photo, "photo.background");
            let (reason, note) = (ReasonCode("photo.background".to_owned()), Note::parse("a plain wall, please").unwrap());
            ruling.items.insert(Item::Photo, shared::review::ItemVerdict::Return { reason, note });
            ruling.note = Note::parse("seems to be the brother").unwrap();
            ruling
        }).await.unwrap();
        let status = t.service.status(&candidate).await.unwrap();
        let notes: Vec<_> = status.items.iter().filter_map(|item| item.note.as_ref()).map(Note::expose).collect();
        assert_eq!(notes, ["a plain wall, please"]);
        assert_eq!(t.counts(&reviewer).await.returned, 1);
        t.photo(&candidate, b"good new photo").await;
        t.service.submit_application(&candidate, "again", consent()).await.unwrap();
        assert_eq!(t.counts(&reviewer).await.returned, 0);
        let colleague = t.reviewer().await;
        t.service.take_case(&colleague, id).await.unwrap();
        let past = t.service.open_case(&colleague, id).await.unwrap().past;
        assert_eq!(past.len(), 1);
        assert_eq!(past[0].note.as_ref().map(Note::expose), Some("seems to be the brother"));
        assert!(past[0].effective && past[0].items.iter().any(|item| item.item == Item::Photo && item.note.is_some()));
    }

    async fn what_was_filled_in_outlives_the_lease_and_is_its_writers_alone(t) {
        let id = id_of(&t.submitted(1).await);
        let (slow, quick) = (t.reviewer().await, t.reviewer().await);
        t.service.take_case(&slow, id).await.unwrap();
        t.service.save_ruling_draft(&slow, id, r#"{"note":"half"}"#).await.unwrap();
        t.advance(Span::minutes(15));
        t.service.save_ruling_draft(&slow, id, r#"{"note":"whole"}"#).await.unwrap();
        t.service.take_case(&quick, id).await.unwrap();
        assert_eq!(t.service.open_case(&quick, id).await.unwrap().draft, None);
        t.service.release_case(&quick, id).await.unwrap();
        t.service.take_case(&slow, id).await.unwrap();
        assert_eq!(t.service.open_case(&slow, id).await.unwrap().draft.as_deref(), Some(r#"{"note":"whole"}"#));
        let elsewhere = t.staff(Role::Reviewer, Some("430200")).await;
        assert_eq!(refusal(t.service.save_ruling_draft(&elsewhere, id, "{}").await), ProblemCode::NotPermitted);
        assert_eq!(refusal(t.service.save_ruling_draft(&slow, id, &" ".repeat(17_000)).await), ProblemCode::FieldTooLong);
        t.send_back(&slow, id, Item::Photo, "photo.background").await.unwrap();
        assert_eq!(refusal(t.service.save_ruling_draft(&slow, id, "{}").await), ProblemCode::WrongState);
    }

    async fn a_lease_that_ran_out_is_not_renewed(t) {
        let id = id_of(&t.submitted(1).await);
        let reviewer = t.reviewer().await;
        assert_eq!(refusal(t.service.renew_case(&reviewer, id).await), ProblemCode::LeaseLost);
        t.service.take_case(&reviewer, id).await.unwrap();
        t.advance(Span::minutes(14));
        let until = t.service.renew_case(&reviewer, id).await.unwrap();
        assert_eq!(until - t.service.now(), Span::minutes(15));
        t.advance(Span::minutes(15));
        assert_eq!(refusal(t.service.renew_case(&reviewer, id).await), ProblemCode::LeaseLost);
    }

    async fn only_senior_reviewers_refuse_an_application(t) {
        let candidate = t.submitted(1).await;
        let id = id_of(&candidate);
        let reason = hunan().reasons.iter().find(|reason| reason.item.is_none()).unwrap().code.clone();
        let reviewer = t.reviewer().await;
        let junior = t.rule(&reviewer, id, |_| Ruling::refuse(reason.clone())).await;
        assert_eq!(refusal(junior), ProblemCode::NotPermitted);
        t.service.release_case(&reviewer, id).await.unwrap();
        let senior = t.staff(Role::SeniorReviewer, Some("430100")).await;
        let worded_for_an_item = Ruling::refuse(ReasonCode("photo.background".to_owned()));
        assert_eq!(refusal(t.rule(&senior, id, |_| worded_for_an_item).await), ProblemCode::ReasonNeeded);
        t.rule(&senior, id, |_| Ruling::refuse(reason.clone())).await.unwrap();
        let status = t.service.status(&candidate).await.unwrap();
        assert_eq!((status.state, status.refusal), (State::Refused, Some(reason)));
        assert_eq!(refusal(t.service.take_case(&senior, id).await), ProblemCode::WrongState);
    }
}
