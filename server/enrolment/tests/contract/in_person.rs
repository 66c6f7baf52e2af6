//! Completing a registration at the office: before and after signing, and what the office cannot complete.

use crate::{
    desk::{ALL, hired},
    details,
    engines::*,
    reviewing::staff_id,
    signature::{enrolment_of, sealed, sign, signing},
    support::*,
};
use enrolment::{
    Caller,
    card::Confirmation,
    classes::{Headings, RowOutcome},
    desk::DeskCase,
    review::Wanted,
    signature::Waits,
};
use shared::{
    details::Details,
    enrolment::{Item, ItemState, State},
    evidence::CardSide,
    id::Province,
    profile::{CONSENT_CARD, CONSENT_FACE, CONSENT_PHOTO},
    review::{ReasonCode, Role},
    time::Span,
};
use std::sync::atomic::Ordering;

fn place() -> Province {
    sealed().province
}

fn said(name: &str) -> Details {
    Details { name: name.parse().unwrap(), pinyin: "ZHANG SAN".parse().unwrap(), ..details::details(1) }
}

/// Somebody with details and photograph who has shown neither card nor face.
async fn begun(t: &Bench) -> Caller {
    let caller = t.newcomer_of(&place(), 1).await.caller;
    t.service.save_details(&caller, said("张三"), None).await.unwrap();
    t.photo(&caller, b"good photo").await;
    caller
}

async fn with_card(t: &Bench, caller: &Caller) {
    t.engines.reads.store(true, Ordering::SeqCst);
    t.agree(caller, CONSENT_CARD).await;
    let portrait = format!("good number {}", document_no(11).expose());
    let portrait = t.side(caller, CardSide::Portrait, portrait.as_bytes()).await.card;
    let emblem = t.side(caller, CardSide::Emblem, b"good emblem").await.card;
    t.service.confirm_card(caller, Confirmation { fields: fields(), pictures: [portrait, emblem] }).await.unwrap();
}

/// The same with the card, who chose the office and signed.
async fn signed(t: &Bench) -> Caller {
    let caller = begun(t).await;
    with_card(t, &caller).await;
    t.service.face_at_office(&caller).await.unwrap();
    let outcome = sign(t, &caller).await.unwrap();
    assert_eq!((outcome.state, outcome.waits), (State::Submitted, vec![Waits::Office]));
    caller
}

pub(crate) async fn officer(t: &Bench) -> Caller {
    hired(t, &place(), Role::DeskOfficer, Some("430100"), None).await
}

async fn opened(t: &Bench, officer: &Caller, caller: &Caller) -> DeskCase {
    let id = t.service.find_at_desk(officer, document_no(11).expose()).await.unwrap();
    assert_eq!(id, enrolment_of(caller));
    t.service.open_at_desk(officer, id).await.unwrap()
}

pub(crate) async fn confirm(t: &Bench, officer: &Caller, caller: &Caller) {
    let version = opened(t, officer, caller).await.version;
    t.service.confirm_at_desk(officer, enrolment_of(caller), version, ALL, "").await.unwrap();
}

async fn state(t: &Bench, caller: &Caller) -> State {
    t.service.status(caller).await.unwrap().state
}

async fn waits(t: &Bench, caller: &Caller) -> Vec<Waits> {
    t.service.status(caller).await.unwrap().signature.unwrap().waits
}

async fn numbers(t: &Bench) -> i64 {
    count(t, "SELECT COUNT(*) FROM admission_number").await
}

both! {
    async fn what_was_signed_is_complete_once_the_office_has_confirmed(t) {
        let (caller, officer) = (signed(t).await, officer(t).await);
        confirm(t, &officer, &caller).await;
        let status = t.service.status(&caller).await.unwrap();
        let number = status.number.expect("allotted with it").expose().to_owned();
        assert_eq!((status.state, number.as_str()), (State::Approved, "270401020001"));
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.inbox.messages().iter().filter(|message| message.text.contains(&number)).count(), 1);
        let by_nobody = "SELECT COUNT(*) FROM audit WHERE action = 'case.approved' AND actor = 'system' AND detail LIKE '%in_person%'";
        assert_eq!(count(t, by_nobody).await, 1);
        let case = opened(t, &officer, &caller).await;
        assert_eq!(case.number.unwrap().expose(), number, "the officer can tell them");
        assert!(t.service.completion(&caller).await.unwrap().in_person, "not online");
        assert_eq!(t.service.verify_signatures().await.unwrap(), (1, vec![]));
        let operator = t.staff(Role::Operator, None).await;
        t.service.run_checks(&operator).await.unwrap();
        assert!(t.service.checks(&operator).await.unwrap().iter().all(|check| check.found == 0));
    }

    async fn who_comes_first_signs_and_is_complete(t) {
        let (caller, officer) = (begun(t).await, officer(t).await);
        confirm(t, &officer, &caller).await;
        let case = opened(t, &officer, &caller).await;
        assert!(case.completes && case.number.is_none() && case.state == State::Draft);
        t.advance(Span::hours(20));
        let outcome = sign(t, &caller).await.unwrap();
        assert_eq!((outcome.state, outcome.waits), (State::Approved, vec![]));
        assert_eq!(numbers(t).await, 1);
    }

    /// An officer vouches for what they saw, and for nothing else.
    async fn what_was_changed_after_the_office_waits_for_a_reviewer(t) {
        let (caller, officer) = (begun(t).await, officer(t).await);
        confirm(t, &officer, &caller).await;
        t.photo(&caller, b"good photo of somebody else").await;
        let outcome = sign(t, &caller).await.unwrap();
        assert_eq!((outcome.state, outcome.waits), (State::Submitted, vec![Waits::Card, Waits::Face]));
        assert_eq!(numbers(t).await, 0);
    }

    async fn another_name_after_the_office_waits_too(t) {
        let (caller, officer) = (begun(t).await, officer(t).await);
        confirm(t, &officer, &caller).await;
        t.service.save_details(&caller, said("李四"), None).await.unwrap();
        assert_eq!(sign(t, &caller).await.unwrap().state, State::Submitted);
        assert_eq!(numbers(t).await, 0);
    }

    async fn what_the_officer_did_not_compare_may_be_changed(t) {
        let (caller, officer) = (begun(t).await, officer(t).await);
        confirm(t, &officer, &caller).await;
        let other = Details { postcode: Some("410000".parse().unwrap()), ..said("张三") };
        t.service.save_details(&caller, other, None).await.unwrap();
        assert_eq!(sign(t, &caller).await.unwrap().state, State::Approved);
    }

    async fn who_is_refused_is_not_complete_until_another_visit(t) {
        let (caller, officer) = (signed(t).await, officer(t).await);
        let version = opened(t, &officer, &caller).await.version;
        let reason = ReasonCode("photo.background".to_owned());
        t.service.refuse_at_desk(&officer, enrolment_of(&caller), version, reason, "").await.unwrap();
        assert_eq!((state(t, &caller).await, numbers(t).await), (State::Submitted, 0));
        confirm(t, &officer, &caller).await;
        assert_eq!((state(t, &caller).await, numbers(t).await), (State::Approved, 1));
    }

    async fn without_the_rest_nothing_is_complete(t) {
        let officer = officer(t).await;
        let caller = t.newcomer_of(&place(), 1).await.caller;
        t.photo(&caller, b"good photo").await;
        confirm(t, &officer, &caller).await;
        assert_eq!(state(t, &caller).await, State::Draft);
        assert_eq!(refusal(sign(t, &caller).await), shared::problem::ProblemCode::Incomplete, "no details");
        assert_eq!(numbers(t).await, 0);
    }

    /// Who asked for a reviewer, or was sent back by one, waits for one.
    async fn what_a_reviewer_was_asked_for_is_theirs(t) {
        let officer = officer(t).await;
        let caller = begun(t).await;
        with_card(t, &caller).await;
        t.agree(&caller, CONSENT_FACE).await;
        t.service.face_to_reviewer(&caller).await.unwrap();
        assert_eq!(sign(t, &caller).await.unwrap().waits, [Waits::Face]);
        confirm(t, &officer, &caller).await;
        assert_eq!((state(t, &caller).await, waits(t, &caller).await), (State::Submitted, vec![Waits::Face]));
        let reviewer = t.reviewer_of(&place()).await;
        t.send_back(&reviewer, enrolment_of(&caller), Item::Photo, "photo.background").await.unwrap();
        t.photo(&caller, b"good photo 2").await;
        confirm(t, &officer, &caller).await;
        let again = signing(t, &caller, "again").await;
        let outcome = t.service.sign(&caller, again).await.unwrap();
        assert!(outcome.state == State::Submitted && outcome.waits.contains(&Waits::SentBack));
    }

    async fn a_case_that_somebody_was_given_is_theirs(t) {
        let (caller, officer) = (signed(t).await, officer(t).await);
        let senior = hired(t, &place(), Role::SeniorReviewer, Some("430100"), None).await;
        let wanted = [Wanted { enrolment: enrolment_of(&caller), seen: None }];
        t.service.assign_cases(&senior, &wanted, Some(staff_id(&senior))).await.unwrap();
        confirm(t, &officer, &caller).await;
        assert_eq!((state(t, &caller).await, numbers(t).await), (State::Submitted, 0));
        t.approve(&senior, enrolment_of(&caller)).await.unwrap();
        assert_eq!(numbers(t).await, 1);
    }

    async fn a_consent_that_was_taken_back_is_for_people(t) {
        let (caller, officer) = (signed(t).await, officer(t).await);
        t.service.withdraw_consent(&caller, CONSENT_PHOTO).await.unwrap();
        confirm(t, &officer, &caller).await;
        assert_eq!((state(t, &caller).await, waits(t, &caller).await), (State::Submitted, vec![Waits::Photo]));
    }

    /// A list of an institution names people; nobody compared what was entered.
    async fn a_class_list_completes_nothing(t) {
        let caller = signed(t).await;
        let operator = hired(t, &place(), Role::InstitutionOperator, Some("430100"), Some("xiangjiang")).await;
        let headings = Headings { number: &["number"], name: &["name"], class: &["class"] };
        let file = format!("number,name,class\n{},张三,One\n", document_no(11).expose());
        let batch = t.service.send_class(&operator, file.as_bytes(), headings).await.unwrap();
        t.service.confirm_class(&operator, batch).await.unwrap();
        assert_eq!(t.service.class_list(&operator, batch).await.unwrap().rows[0].outcome, RowOutcome::Confirmed);
        assert_eq!((state(t, &caller).await, numbers(t).await), (State::Submitted, 0));
    }

    /// Several officers, and a reviewer who takes the case: one of them is first, and nobody gets two numbers.
    async fn at_the_same_moment_it_is_completed_once_or_reviewed(t) {
        let (caller, officer) = (signed(t).await, officer(t).await);
        let (id, version) = (enrolment_of(&caller), opened(t, &officer, &caller).await.version);
        let reviewer = t.reviewer_of(&place()).await;
        let done = at_once(6, |n| {
            let (service, officer, reviewer) = (t.service.clone(), officer.clone(), reviewer.clone());
            async move {
                if n == 0 {
                    return service.take_case(&reviewer, id).await.is_ok();
                }
                service.confirm_at_desk(&officer, id, version, ALL, "").await.is_ok()
            }
        }).await;
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
        assert_eq!(numbers(t).await, i64::from(!done[0]));
        let approved = "SELECT COUNT(*) FROM audit WHERE action = 'case.approved'";
        assert_eq!(count(t, approved).await, i64::from(!done[0]));
    }

    /// Details came first, with an address for letters: the card says another one, and neither is asked for again (ADR 0028).
    async fn an_address_for_letters_need_not_be_the_cards(t) {
        let caller = begun(t).await;
        with_card(t, &caller).await;
        assert_eq!(details::item(t, &caller, Item::Details).await, ItemState::Provided);
        let basis = t.service.details_form(&caller).await.unwrap();
        let (own, card) = (basis.saved.clone().unwrap().address, basis.card_address.unwrap());
        assert!(basis.postal && own == said("张三").address && own != card, "the card's is shown beside it");
        t.service.save_details(&caller, said("张三"), None).await.unwrap();
        assert_eq!(t.service.details_form(&caller).await.unwrap().saved.unwrap().address, own, "kept when saved again");
        t.service.save_details(&caller, Details { address: card.clone(), ..said("张三") }, None).await.unwrap();
        assert_eq!(t.service.details_form(&caller).await.unwrap().saved.unwrap().address, card, "or the card's is taken");
        t.service.save_details(&caller, said("张三"), None).await.unwrap();
        t.service.face_at_office(&caller).await.unwrap();
        assert_eq!(sign(t, &caller).await.unwrap().waits, [Waits::Office]);
        let reviewer = t.reviewer_of(&place()).await;
        t.service.take_case(&reviewer, enrolment_of(&caller)).await.unwrap();
        let case = t.service.open_case(&reviewer, enrolment_of(&caller)).await.unwrap();
        assert!(case.differing.is_empty(), "{:?}", case.differing);
    }

    /// Who somebody is goes by the card, whatever came first.
    async fn another_name_on_the_card_asks_for_the_details_again(t) {
        let caller = t.newcomer_of(&place(), 1).await.caller;
        t.service.save_details(&caller, said("李四"), None).await.unwrap();
        with_card(t, &caller).await;
        assert_eq!(details::item(t, &caller, Item::Details).await, ItemState::Missing);
        t.service.save_details(&caller, said("李四"), None).await.unwrap();
        let saved = t.service.details_form(&caller).await.unwrap().saved.unwrap();
        assert_eq!((saved.name.expose(), saved.address), ("张三", said("张三").address));
    }
}
