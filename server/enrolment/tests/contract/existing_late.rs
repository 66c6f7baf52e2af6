//! Numbers that became known after their owner had registered as new: taken over by whoever proves them, once, or merged.

use crate::{
    engines::count,
    existing::{HEAD, headings, known, place, row, wanted},
    number_plan::{enrolment_of, meddle},
    numbers::until_review_closes,
    reviewing::approval,
    signature::{ready, sealed, sign},
    support::*,
};
use enrolment::{
    Caller, Error,
    existing::{LateWay, OwnRecord},
    signature::Waits,
    submission::Milestone,
};
use shared::{
    enrolment::State,
    existing::MergeState,
    id::{ExistingId, Province},
    problem::ProblemCode,
    profile::Profile,
    review::Role,
    time::Span,
};

/// A province where they register, and numbers are allotted when the review period is over.
pub(crate) fn patient() -> Profile {
    Profile { province: "patient".parse().unwrap(), number: hunan().number, ..crate::existing::known() }
}

/// Proves the numbers of the n-th person in the caller's own session.
async fn prove(t: &Bench, caller: &Caller, province: &Province, n: u32) {
    t.advance(Span::minutes(2));
    t.service.ask_for_numbers(caller, province, &wanted(n), ADDRESS).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
    let code = t.inbox.code_for(phone(n).expose()).expect("a code was sent");
    t.service.prove_numbers(caller, province, &code).await.unwrap();
}

async fn take(t: &Bench, caller: &Caller, province: &Province, number: &str) -> Result<(), Error> {
    let own = t.service.proved_numbers(caller, province).await?.1;
    t.service.take_number(caller, id_of(&own, number), &number[8..]).await
}

fn id_of(own: &[OwnRecord], number: &str) -> ExistingId {
    own.iter().find(|own| own.record.number.expose() == number).expect("an own number").id
}

/// Somebody who registered as new before their two numbers were imported.
async fn late(t: &Bench) -> Caller {
    let caller = t.register_known(&t.guest().await, 1, &document_no(1)).await.unwrap().caller;
    t.two_numbers().await;
    caller
}

async fn handed_in(t: &Bench, caller: &Caller) {
    t.photo(caller, b"good photo").await;
    t.service.submit_application(caller, "form", consent()).await.unwrap();
}

/// Another device of the first person.
async fn another_device(t: &Bench) -> Caller {
    let (guest, phone) = (t.guest().await, phone(101));
    t.advance(Span::minutes(2));
    t.service.request_code(&guest, &place(), &phone, ADDRESS).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
    let code = t.inbox.code_for(phone.expose()).unwrap();
    t.service.sign_in(&guest, &place(), &phone, &code).await.unwrap().caller
}

/// A number of the first newcomer of a province.
async fn import_late(t: &Bench, province: &Province) {
    let file = HEAD.to_owned() + &row("430103000002", 11, "430103");
    let mut incoming = t.service.begin_import_for(province, "file.csv").await.unwrap();
    t.service.receive(&mut incoming, file.as_bytes()).await.unwrap();
    t.service.finish_import(incoming, &headings()).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
}

/// Somebody who is approved, waits for a number, and had one all along.
async fn approved_late(t: &Bench) -> Caller {
    let province = patient().province;
    let caller = t.newcomer_of(&province, 1).await.caller;
    handed_in(t, &caller).await;
    let reviewer = t.officer(&province, Role::SeniorReviewer).await;
    t.rule(&reviewer, enrolment_of(&caller), approval).await.unwrap();
    import_late(t, &province).await;
    caller
}

async fn choices(t: &Bench) -> i64 {
    count(t, "SELECT COUNT(*) FROM existing_choice WHERE candidate_id IS NOT NULL").await
}

both! {
    async fn who_proves_a_late_number_goes_on_with_it_where_it_belongs(t) {
        let caller = late(t).await;
        assert_eq!(t.service.late_way(&caller).await.unwrap(), LateWay::TakeOver);
        assert_eq!(refusal(take(t, &caller, &place(), "430103000002").await), ProblemCode::ExistingClaimNeeded);
        prove(t, &caller, &place(), 1).await;
        let own = t.service.proved_numbers(&caller, &place()).await.unwrap().1;
        let (first, second) = (id_of(&own, "430102000001"), id_of(&own, "430103000002"));
        assert_eq!(refusal(t.service.take_number(&caller, second, "0001").await), ProblemCode::ExistingDigits);
        take(t, &caller, &place(), "430103000002").await.unwrap();
        t.service.take_number(&caller, second, "0002").await.unwrap();
        assert_eq!(refusal(t.service.take_number(&caller, first, "0001").await), ProblemCode::ExistingChosen);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'existing.taken'").await, 1, "again changes nothing");
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!(status.region, "430103");
        assert!(status.timeline.iter().any(|entry| entry.what == Milestone::NumberTaken));
        assert!(t.service.late_numbers(&caller).await.unwrap().is_empty());
        let numbers = t.service.numbers(&caller).await.unwrap().unwrap();
        assert_eq!((numbers.own.number.expose(), numbers.others.len()), ("430103000002", 1));
        assert_eq!(numbers.others[0].number, "430102000001", "proved: not masked");
        handed_in(t, &caller).await;
        let reviewer = t.officer(&place(), Role::Reviewer).await;
        let id = t.service.take_next_case(&reviewer).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        let known = case.known.expect("the reviewer sees it");
        assert_eq!((known.masked.as_str(), known.region.as_str()), ("4301******02", "430103"));
        assert!(known.taken_at.is_some() && case.late.is_empty());
        t.approve(&reviewer, id).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.number_of(&caller).await.as_deref(), Some("430103000002"));
    }

    async fn a_number_of_somebody_else_is_not_taken_over(t) {
        let caller = late(t).await;
        t.import((HEAD.to_owned() + &row("430102000009", 2, "430102")).as_bytes()).await;
        prove(t, &caller, &place(), 2).await;
        assert_eq!(refusal(take(t, &caller, &place(), "430102000009").await), ProblemCode::NotFound);
        prove(t, &caller, &place(), 1).await;
        let stranger = t.register_known(&t.guest().await, 3, &document_no(3)).await.unwrap().caller;
        meddle(t, "INSERT INTO existing_choice (province, document_index, record_id, candidate_id, chosen_at) \
                   SELECT r.province, r.document_index, r.id, c.id, 0 FROM existing_record r JOIN candidate own \
                   ON own.document_index = r.document_index JOIN candidate c ON c.id <> own.id ORDER BY r.id LIMIT 1").await;
        for number in ["430102000001", "430103000002"] {
            assert_eq!(refusal(take(t, &caller, &place(), number).await), ProblemCode::ExistingTaken);
        }
        assert_eq!(t.service.status(&caller).await.unwrap().region, "430104", "nothing moved");
        drop(stranger);
    }

    async fn where_machines_decide_it_is_approved_once_the_number_is_taken_over(t) {
        let (province, caller) = (sealed().province, ready(t, 1).await);
        import_late(t, &province).await;
        let outcome = sign(t, &caller).await.unwrap();
        assert_eq!((outcome.state, outcome.waits), (State::Submitted, vec![Waits::Registrations]));
        prove(t, &caller, &province, 11).await;
        take(t, &caller, &province, "430103000002").await.unwrap();
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!((status.state, status.region.as_str()), (State::Approved, "430103"));
        assert_eq!(status.number.unwrap().expose(), "430103000002");
        let why = "SELECT COUNT(*) FROM audit WHERE action = 'case.approved' AND detail LIKE '%number_taken%'";
        assert_eq!(count(t, why).await, 1);
        assert_eq!(t.service.verify_signatures().await.unwrap(), (1, vec![]), "what was signed for the place of then stands");
        t.service.run_due_jobs().await.unwrap();
        let operator = t.staff(Role::Operator, None).await;
        t.service.run_checks(&operator).await.unwrap();
        assert!(t.service.checks(&operator).await.unwrap().iter().all(|check| check.found == 0));
    }

    async fn two_devices_that_take_over_at_the_same_moment_get_one_number(t) {
        let first = late(t).await;
        let second = another_device(t).await;
        let guest = t.proved(&wanted(1)).await;
        prove(t, &first, &place(), 1).await;
        prove(t, &second, &place(), 1).await;
        let own = t.service.proved_numbers(&first, &place()).await.unwrap().1;
        let results = at_once(4, |n| {
            let (service, own) = (t.service.clone(), own[n as usize % 2].clone());
            let caller = [&first, &second][n as usize / 2].clone();
            async move { service.take_number(&caller, own.id, own.record.number.last_digits()).await }
        }).await;
        assert_eq!(choices(t).await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'existing.taken'").await, 1);
        let taken = results.iter().filter(|result| result.is_ok()).count();
        assert!((1..=2).contains(&taken), "once, and again on the other device at most");
        let as_guest = t.choose(&guest, own[0].record.number.expose()).await;
        let numbers = t.service.numbers(&first).await.unwrap().unwrap();
        assert_eq!(as_guest.is_ok(), numbers.own.number == own[0].record.number, "chosen for good");
    }

    async fn a_case_in_the_hands_of_a_reviewer_is_theirs(t) {
        let caller = late(t).await;
        handed_in(t, &caller).await;
        let reviewer = t.officer(&place(), Role::Reviewer).await;
        t.service.take_next_case(&reviewer).await.unwrap();
        prove(t, &caller, &place(), 1).await;
        assert_eq!(refusal(take(t, &caller, &place(), "430102000001").await), ProblemCode::CaseTaken);
        let LateWay::Closed(problem) = t.service.late_way(&caller).await.unwrap() else { panic!("closed") };
        assert_eq!(problem.code, ProblemCode::CaseTaken);
        t.advance(Span::hours(2));
        prove(t, &caller, &place(), 1).await;
        take(t, &caller, &place(), "430102000001").await.unwrap();
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!((status.state, status.region.as_str()), (State::Submitted, "430102"));
    }

    async fn a_request_for_another_place_ends_with_it(t) {
        let caller = late(t).await;
        let id = enrolment_of(&caller);
        let zeros = "INSERT INTO region_change (id, province, enrolment_id, from_region, to_region, reason_sealed, asked_at, state) \
                     SELECT id, province, id, region, '430102', data_key, 0, 'waiting' FROM \
                     (SELECT e.id, e.province, e.region, c.data_key FROM enrolment e JOIN candidate c ON c.id = e.candidate_id) AS own";
        meddle(t, zeros).await;
        prove(t, &caller, &place(), 1).await;
        take(t, &caller, &place(), "430103000002").await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM region_change WHERE state = 'withdrawn'").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'region.withdrawn'").await, 1, "{id:?}");
    }

    async fn who_is_approved_and_waits_for_a_number_gets_the_one_from_before(t) {
        let caller = approved_late(t).await;
        assert_eq!(t.service.late_way(&caller).await.unwrap(), LateWay::InPlaceOfNew);
        prove(t, &caller, &patient().province, 11).await;
        take(t, &caller, &patient().province, "430103000002").await.unwrap();
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!((status.state, status.region.as_str()), (State::Approved, "430103"), "still approved");
        assert!(status.number.is_none() && t.service.late_numbers(&caller).await.unwrap().is_empty());
        until_review_closes(t);
        t.service.sweep().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM admission_number").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM number_counter WHERE last > 0").await, 0, "no new one was made");
        assert_eq!(count(t, "SELECT COUNT(*) FROM admission_number WHERE serial IS NULL AND region = '430103'").await, 1);
        t.service.run_due_jobs().await.unwrap();
        let told = t.inbox.messages().into_iter().filter(|message| message.text.contains("430103000002")).count();
        assert_eq!(told, 1, "told once, with the number from before");
        let operator = t.staff(Role::Operator, None).await;
        t.service.run_checks(&operator).await.unwrap();
        assert!(t.service.checks(&operator).await.unwrap().iter().all(|check| check.found == 0));
    }

    /// Whichever comes first: one number, and it is the one from before exactly where taking it over succeeded.
    async fn taking_over_while_numbers_are_allotted_leaves_one_number(t) {
        let caller = approved_late(t).await;
        t.advance(Span::days(1));
        prove(t, &caller, &patient().province, 11).await;
        let own = t.service.proved_numbers(&caller, &patient().province).await.unwrap().1.remove(0);
        let due = t.restarted(Profile { province: patient().province, ..known() }).await;
        let results = at_once(4, |n| {
            let (service, due, caller, id) = (t.service.clone(), due.clone(), caller.clone(), own.id);
            async move {
                if n == 0 { service.take_number(&caller, id, "0002").await } else { due.allot_due_numbers().await.map(drop) }
            }
        }).await;
        assert!(results[1..].iter().all(Result::is_ok), "{results:?}");
        let taken = match &results[0] {
            Ok(()) => true,
            Err(Error::Refused(problem)) => {
                assert_eq!(problem.code, ProblemCode::ExistingNumbered);
                false
            }
            Err(error) => panic!("{error:?}"),
        };
        due.allot_due_numbers().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM admission_number").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM admission_number WHERE serial IS NULL").await, i64::from(taken));
        assert_eq!(choices(t).await, i64::from(taken));
    }

    async fn who_has_a_number_by_now_has_the_late_one_merged_into_it(t) {
        let caller = t.register_known(&t.guest().await, 1, &document_no(1)).await.unwrap().caller;
        t.approve_known(&caller).await;
        assert!(t.service.numbers(&caller).await.unwrap().is_none(), "a new number only");
        t.two_numbers().await;
        assert_eq!(t.service.late_way(&caller).await.unwrap(), LateWay::Merge);
        prove(t, &caller, &place(), 1).await;
        assert_eq!(refusal(take(t, &caller, &place(), "430102000001").await), ProblemCode::ExistingNumbered);
        let numbers = t.service.numbers(&caller).await.unwrap().unwrap();
        assert_eq!(Some(numbers.own.number.expose()), t.number_of(&caller).await.as_deref());
        assert!(numbers.others.iter().all(|other| other.number.starts_with("4301******")), "not proved to be theirs: masked");
        let id = numbers.others[0].id;
        let results = at_once(3, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.request_merge(&caller, id).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::MergeAsked), 1);
        assert_eq!(t.service.late_numbers(&caller).await.unwrap().len(), 1, "the other one is still to be settled");
        let officer = t.officer_in("near", "430104").await;
        let merge = t.service.merges(&officer, true).await.unwrap().remove(0);
        let case = t.service.open_merge(&officer, merge.id).await.unwrap();
        assert!(case.is_confirmed && case.own.record.is_none());
        t.service.decide_merge(&officer, merge.id, true, "").await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let numbers = t.service.numbers(&caller).await.unwrap().unwrap();
        let other = numbers.others.iter().find(|other| other.id == id).unwrap();
        assert_eq!(other.merge, Some(MergeState::Accepted));
        assert_eq!(choices(t).await, 0);
    }

    async fn a_corrected_document_brings_and_takes_away_what_is_known_of_it(t) {
        let caller = t.register_known(&t.guest().await, 1, &document_no(2)).await.unwrap().caller;
        t.two_numbers().await;
        assert!(t.service.late_numbers(&caller).await.unwrap().is_empty());
        t.service.change_document(&caller, document_no(1)).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.service.late_numbers(&caller).await.unwrap().len(), 2, "told at once, not by the check of the night");
        t.service.change_document(&caller, document_no(2)).await.unwrap();
        assert!(t.service.late_numbers(&caller).await.unwrap().is_empty(), "they are somebody else's");
        t.service.run_due_jobs().await.unwrap();
    }
}
