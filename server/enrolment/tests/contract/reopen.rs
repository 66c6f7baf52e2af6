//! What was accepted and has to be judged again, because an answer that it depends on was changed.

use crate::{attachments::*, details, education, engines, facts::Facts, support::*};
use enrolment::{Caller, submission::Milestone};
use shared::{
    attachment::OTHER,
    education::{CheckOutcome, CheckState},
    enrolment::{Item, ItemState, State},
    evidence::CardSide,
    problem::ProblemCode,
    profile::{CONSENT_CARD, Level},
    time::Span,
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";
/// 护理 at college level: one proof, of its own.
const NURSING: Facts<'static> =
    Facts { major: "520201", level: Level::College, education_passed: false, identity_changed: false };

/// Sent back for one item; everything else is accepted.
async fn sent_back(t: &Bench, caller: &Caller, (item, reason): (Item, &str)) -> Caller {
    let (reviewer, id) = (t.proof_reviewer().await, id_of(caller));
    t.send_back(&reviewer, id, item, reason).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
    reviewer
}

/// A pharmacist with the proof, whose details were sent back and whose proof was accepted.
async fn pharmacist(t: &Bench, n: u32) -> (Caller, Caller) {
    let caller = t.prover(n, PHARMACY).await;
    t.attach(&caller, "major.100701.1", PDF).await.unwrap();
    t.hand_in(&caller, "form").await.unwrap();
    let reviewer = sent_back(t, &caller, (Item::Details, "details.major")).await;
    assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Accepted);
    (caller, reviewer)
}

async fn milestones(t: &Bench, caller: &Caller) -> usize {
    let timeline = t.service.status(caller).await.unwrap().timeline;
    timeline.iter().filter(|entry| entry.what == Milestone::ItemsReopened).count()
}

both! {
    async fn another_major_opens_the_proofs_that_were_accepted_for_the_first(t) {
        let (caller, reviewer) = pharmacist(t, 1).await;
        t.save_facts(&caller, NURSING).await.unwrap();
        let status = t.service.status(&caller).await.unwrap();
        let proofs = status.items.iter().find(|item| item.item == Item::Attachments).unwrap();
        assert_eq!((proofs.state, proofs.open, proofs.reopened), (ItemState::Missing, true, true));
        assert_eq!(milestones(t, &caller).await, 1);
        // the proof for the first major is none for the second
        assert_eq!(refusal(t.hand_in(&caller, "again").await), ProblemCode::Incomplete);
        t.attach(&caller, "major.520201.1", PDF).await.unwrap();
        t.hand_in(&caller, "again").await.unwrap();
        let id = id_of(&caller);
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        let changed: Vec<_> = case.items.iter().filter(|item| item.changed).map(|item| item.item).collect();
        assert_eq!(changed, [Item::Details, Item::Attachments]);
        assert!(case.timeline.iter().any(|entry| entry.what == Milestone::ItemsReopened));
        let states: Vec<_> = case.items.iter().map(|item| (item.item, item.state)).collect();
        assert!(states.contains(&(Item::Photo, ItemState::Accepted)));
        assert!(states.contains(&(Item::Attachments, ItemState::Provided)));
    }

    async fn what_is_demanded_as_before_stays_accepted(t) {
        let (caller, _) = pharmacist(t, 1).await;
        t.save_facts(&caller, PHARMACY).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Accepted);
        t.save_facts(&caller, PLAIN).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Accepted);
        assert_eq!(milestones(t, &caller).await, 0);
        t.hand_in(&caller, "again").await.unwrap();
    }

    /// A file that happens to be there already was never looked at for this demand.
    async fn a_proof_that_lay_there_is_looked_at_before_it_counts(t) {
        let (caller, _) = pharmacist(t, 1).await;
        t.save_facts(&caller, PLAIN).await.unwrap();
        t.save_facts(&caller, PHARMACY).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
        assert_eq!(milestones(t, &caller).await, 1);
        t.hand_in(&caller, "again").await.unwrap();
    }

    async fn another_former_name_is_another_proof(t) {
        let caller = t.prover(1, Facts { identity_changed: true, ..PLAIN }).await;
        t.attach(&caller, "identity_change", PDF).await.unwrap();
        t.hand_in(&caller, "form").await.unwrap();
        sent_back(t, &caller, (Item::Details, "details.wrong")).await;
        let mut details = t.service.details_form(&caller).await.unwrap().saved.unwrap();
        details.former.as_mut().unwrap().name = Some("仇大".parse().unwrap());
        t.service.save_details(&caller, details, None).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
    }

    /// Handed in again, it may be amended; what would be missing is refused as ever.
    async fn what_was_handed_in_is_not_opened_to_become_incomplete(t) {
        let (caller, _) = pharmacist(t, 1).await;
        t.save_facts(&caller, PHARMACY).await.unwrap();
        t.hand_in(&caller, "again").await.unwrap();
        assert_eq!(refusal(t.save_facts(&caller, NURSING).await), ProblemCode::AttachmentMissing);
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!((status.state, t.item(&caller, Item::Attachments).await), (State::Submitted, ItemState::Accepted));
        assert_eq!(milestones(t, &caller).await, 0);
        t.save_facts(&caller, PLAIN).await.unwrap();
    }

    /// Whatever comes first, what is handed in has the proofs that its major demands.
    async fn changing_the_major_against_handing_in(t) {
        let (caller, _) = pharmacist(t, 1).await;
        t.save_facts(&caller, PHARMACY).await.unwrap();
        let reminder = t.service.open_reminder(&caller).await.unwrap();
        t.clock.set(reminder.ready_at);
        let saved = t.service.details_form(&caller).await.unwrap().saved.unwrap();
        let nursing = shared::details::Details { major: details::major("520201", "护理", Level::College), ..saved };
        at_once(6, |n| {
            let (service, caller, nursing) = (t.service.clone(), caller.clone(), nursing.clone());
            async move {
                if n % 2 == 0 {
                    drop(service.submit_application(&caller, "again", consent()).await);
                } else {
                    drop(service.save_details(&caller, nursing, None).await);
                }
            }
        }).await;
        let status = t.service.status(&caller).await.unwrap();
        let saved = t.service.details_form(&caller).await.unwrap().saved.unwrap();
        let proofs = t.item(&caller, Item::Attachments).await;
        match status.state {
            State::Submitted => assert_eq!((saved.major.code.as_str(), proofs), ("100701", ItemState::Accepted)),
            _ => assert_eq!((saved.major.code.as_str(), proofs), ("520201", ItemState::Missing)),
        }
    }

    async fn a_pass_about_another_number_no_longer_counts(t) {
        let caller = t.prover(1, Facts { major: "050101", ..PHARMACY }).await;
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
        t.service.change_document(&caller, document_no(3)).await.unwrap();
        let check = t.service.education_status(&caller).await.unwrap();
        assert_eq!((check.check.outcome(), check.check.diploma, check.open), (None, CheckState::Unasked, true));
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Missing);
        assert_eq!(refusal(t.hand_in(&caller, "form").await), ProblemCode::Incomplete);
        t.advance(Span(1));
        education::pass(t, &caller).await;
        assert_eq!(t.service.education_status(&caller).await.unwrap().check.outcome(), Some(CheckOutcome::Passed));
        t.hand_in(&caller, "form").await.unwrap();
    }

    async fn a_returned_number_opens_what_was_accepted_about_the_old_one(t) {
        let caller = t.prover(1, PHARMACY).await;
        t.attach(&caller, "major.100701.1", PDF).await.unwrap();
        t.hand_in(&caller, "form").await.unwrap();
        sent_back(t, &caller, (Item::Document, "document.mismatch")).await;
        // the same number again changes nothing
        t.service.change_document(&caller, document_no(1)).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Accepted);
        t.service.change_document(&caller, document_no(3)).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Missing, "the register knows the old number only");
        assert_eq!(t.item(&caller, Item::Details).await, ItemState::Accepted, "born on the same day, of the same sex");
        t.advance(Span(1));
        education::pass(t, &caller).await;
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
        t.hand_in(&caller, "again").await.unwrap();
    }

    /// An even order number belongs to a woman: what was said of the person no longer fits.
    async fn a_number_that_contradicts_the_details_asks_for_them_again(t) {
        let caller = t.prover(1, PLAIN).await;
        t.attach(&caller, OTHER, PDF).await.unwrap();
        t.hand_in(&caller, "form").await.unwrap();
        sent_back(t, &caller, (Item::Document, "document.mismatch")).await;
        t.service.change_document(&caller, document_no(2)).await.unwrap();
        assert_eq!(t.item(&caller, Item::Details).await, ItemState::Missing);
        assert_eq!(milestones(t, &caller).await, 1);
        assert_eq!(refusal(t.hand_in(&caller, "again").await), ProblemCode::Incomplete);
        t.save_facts(&caller, PLAIN).await.unwrap();
        t.hand_in(&caller, "again").await.unwrap();
    }

    /// Two tabs: one changes the number while the other hands in. What is handed in was checked against the number it bears.
    async fn changing_the_number_against_handing_in(t) {
        let caller = t.prover(1, Facts { major: "050101", ..PHARMACY }).await;
        let reminder = t.service.open_reminder(&caller).await.unwrap();
        t.clock.set(reminder.ready_at);
        at_once(6, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move {
                if n % 2 == 0 {
                    drop(service.submit_application(&caller, "form", consent()).await);
                } else {
                    drop(service.change_document(&caller, document_no(3)).await);
                }
            }
        }).await;
        let status = t.service.status(&caller).await.unwrap();
        let passed = t.service.education_status(&caller).await.unwrap().check.outcome() == Some(CheckOutcome::Passed);
        assert_eq!(status.state == State::Submitted, passed);
    }

    async fn an_accepted_card_is_judged_beside_the_new_number(t) {
        let province = engines::proof().province;
        let caller = t.newcomer_of(&province, 1).await.caller;
        for notice in [CONSENT_CARD, shared::profile::CONSENT_FACE] {
            t.agree(&caller, notice).await;
        }
        t.confirmed(&caller).await;
        t.service.face_at_office(&caller).await.unwrap();
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        let reviewer = t.reviewer_of(&province).await;
        let id = id_of(&caller);
        t.send_back(&reviewer, id, Item::Document, "document.mismatch").await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        t.service.change_document(&caller, document_no(33)).await.unwrap();
        assert_eq!(t.item(&caller, Item::Card).await, ItemState::Provided, "it fits the number, and is judged again");
        t.service.change_document(&caller, document_no(34)).await.unwrap();
        assert_eq!(t.item(&caller, Item::Card).await, ItemState::Missing, "it is a man's card");
        assert_eq!(refusal(t.service.submit_application(&caller, "again", consent()).await), ProblemCode::Incomplete);
        t.service.change_document(&caller, document_no(33)).await.unwrap();
        t.side(&caller, CardSide::Portrait, b"good new portrait").await;
        t.confirmed(&caller).await;
        t.service.submit_application(&caller, "again", consent()).await.unwrap();
    }
}
