//! Approvals that a second reviewer checks, cases passed on to a senior, and everybody who would get round it.

use crate::{
    crowd::all_inside,
    engines::count,
    reviewing::{approval, back},
    support::*,
};
use enrolment::{Caller, Who, db::Db, submission::Milestone};
use shared::{
    enrolment::{Item, State},
    id::EnrolmentId,
    problem::ProblemCode,
    review::{Decision, Note, Role, Ruling, View},
    time::Span,
};

/// Closes an account, as an administrator does.
async fn close(t: &Bench, of: &Caller) {
    let sql = "UPDATE staff SET disabled_at = 1 WHERE id = $1";
    let staff = crate::reviewing::staff_id(of);
    match t.service.db() {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).bind(staff).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(sql).bind(staff).execute(pool).await.unwrap()),
    }
}

const REASON: &str = "photo.background";

fn id_of(caller: &Caller) -> EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("no candidate"),
    }
}

/// A candidate whose case was approved once, and the reviewer.
async fn approved_once(t: &Bench, n: u32) -> (Caller, EnrolmentId, Caller) {
    let candidate = t.submitted(n).await;
    let (id, first) = (id_of(&candidate), t.reviewer().await);
    t.approve(&first, id).await.unwrap();
    (candidate, id, first)
}

async fn state(t: &Bench, candidate: &Caller) -> State {
    t.service.status(candidate).await.unwrap().state
}

fn why() -> Option<Note> {
    Note::parse("another look, please").unwrap()
}

both! {
    async fn an_approval_that_is_drawn_takes_effect_when_a_second_reviewer_agrees(t) {
        t.check_twice().await;
        let (candidate, id, _) = approved_once(t, 1).await;
        let status = t.service.status(&candidate).await.unwrap();
        assert_eq!((status.state, status.amendable), (State::InReview, false));
        assert!(!status.timeline.iter().any(|entry| entry.what == Milestone::Approved));
        assert_eq!(t.inbox.messages().iter().filter(|message| message.code.is_none()).count(), 0, "nobody is told yet");
        let amended = t.service.submit_photo(&candidate, b"good other".to_vec(), None, None).await;
        assert_eq!(refusal(amended), ProblemCode::WrongState);
        let second = t.reviewer().await;
        t.approve(&second, id).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::Approved);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.inbox.messages().iter().filter(|message| message.code.is_none()).count(), 1);
    }

    async fn nobody_checks_what_they_approved_themselves(t) {
        t.check_twice().await;
        let (candidate, id, first) = approved_once(t, 1).await;
        let queue = t.queue(&first).await;
        assert!(queue.cases[0].barred);
        assert_eq!(refusal(t.service.take_case(&first, id).await), ProblemCode::DecidedBefore);
        assert_eq!(refusal(t.service.take_next_case(&first).await), ProblemCode::QueueEmpty);
        let results = at_once(6, |_| {
            let (service, first) = (t.service.clone(), first.clone());
            async move { service.take_case(&first, id).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::DecidedBefore), 0);
        assert_eq!(state(t, &candidate).await, State::InReview);
    }

    async fn approved_many_times_at_once_it_is_checked_by_somebody_else_all_the_same(t) {
        t.check_twice().await;
        let candidate = t.submitted(1).await;
        let (id, first) = (id_of(&candidate), t.reviewer().await);
        t.service.take_case(&first, id).await.unwrap();
        let case = t.service.open_case(&first, id).await.unwrap();
        let results = all_inside(t, 6, |_| {
            let (service, first, ruling) = (t.service.clone(), first.clone(), approval(&case));
            async move { service.decide_case(&first, id, case.version, ruling).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 6, "a double click is one decision");
        assert_eq!(state(t, &candidate).await, State::InReview);
        assert_eq!(t.counts(&first).await.waiting, 1);
    }

    async fn the_second_reviewer_sees_nothing_of_the_first_decision(t) {
        t.check_twice().await;
        let (_, id, _) = approved_once(t, 1).await;
        let second = t.reviewer().await;
        let queue = t.queue(&second).await;
        assert_eq!((queue.counts.waiting, queue.counts.second, queue.cases[0].changed), (1, 0, false));
        assert_eq!(refusal(t.service.queue(&second, &query(View::Second)).await), ProblemCode::NotPermitted);
        assert_eq!(t.service.take_next_case(&second).await.unwrap(), id);
        let case = t.service.open_case(&second, id).await.unwrap();
        assert!(case.past.is_empty() && case.draft.is_none() && !case.senior);
        assert!(!case.timeline.iter().any(|entry| entry.what == Milestone::Approved));
    }

    async fn where_two_do_not_agree_a_senior_sees_both_and_decides(t) {
        t.check_twice().await;
        let (candidate, id, first) = approved_once(t, 1).await;
        let second = t.reviewer().await;
        t.send_back(&second, id, Item::Photo, REASON).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::InReview);
        assert!(t.service.status(&candidate).await.unwrap().items.iter().all(|item| item.reason.is_none()));
        for reviewer in [&first, &second, &t.reviewer().await] {
            assert_eq!(refusal(t.service.take_case(reviewer, id).await), ProblemCode::NotPermitted);
            assert_eq!(t.counts(reviewer).await.waiting, 0);
        }
        let senior = t.staff(Role::SeniorReviewer, Some("430100")).await;
        assert_eq!(t.listed(&senior, View::Escalated).await, [id]);
        assert_eq!(t.service.take_next_case(&senior).await.unwrap(), id);
        let case = t.service.open_case(&senior, id).await.unwrap();
        let decisions: Vec<_> = case.past.iter().map(|past| (past.decision.clone(), past.effective)).collect();
        assert_eq!(decisions, [(Decision::Approve, false), (Decision::Return, false)]);
        assert!(case.senior);
        t.service.decide_case(&senior, id, case.version, back(&case, Item::Photo, REASON)).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::Returned);
        // from the beginning again
        t.photo(&candidate, b"good new photo").await;
        t.service.submit_application(&candidate, "again", consent()).await.unwrap();
        assert_eq!(t.listed(&first, View::Waiting).await, [id]);
        t.approve(&first, id).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::InReview);
    }

    async fn what_nobody_could_check_takes_effect_at_once_and_on_the_record(t) {
        t.check_all();
        let (first, second) = (t.submitted(1).await, t.submitted(2).await);
        let elsewhere = t.staff(Role::Reviewer, Some("430200")).await;
        let only = t.reviewer().await;
        t.approve(&only, id_of(&first)).await.unwrap();
        assert_eq!(state(t, &first).await, State::Approved, "a reviewer of another place could not check it");
        let noted = "SELECT COUNT(*) FROM audit WHERE detail LIKE '%\"check\":\"nobody\"%'";
        assert_eq!(count(t, noted).await, 1);
        // as soon as somebody of the whole province is there, they check
        let _senior = t.staff(Role::SeniorReviewer, None).await;
        t.approve(&only, id_of(&second)).await.unwrap();
        assert_eq!(state(t, &second).await, State::InReview);
        assert_eq!(count(t, noted).await, 1);
        assert_eq!(refusal(t.service.take_next_case(&elsewhere).await), ProblemCode::QueueEmpty);
    }

    async fn a_check_that_no_account_could_make_any_more_is_left_out_after_days_once(t) {
        t.check_all();
        let (only, other) = (t.reviewer().await, t.reviewer().await);
        let candidate = t.submitted(1).await;
        let id = id_of(&candidate);
        t.approve(&only, id).await.unwrap();
        t.advance(Span::days(4));
        t.service.sweep().await.unwrap();
        assert_eq!(state(t, &candidate).await, State::InReview, "somebody could check it");
        close(t, &other).await;
        t.advance(Span::days(-2));
        t.service.sweep().await.unwrap();
        assert_eq!(state(t, &candidate).await, State::InReview, "an account may come back");
        t.advance(Span::days(2));
        all_inside(t, 4, |_| {
            let service = t.service.clone();
            async move { service.sweep().await }
        }).await;
        assert_eq!(state(t, &candidate).await, State::Approved);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'case.approved'").await, 1);
        let effective = "SELECT COUNT(*) FROM ruling WHERE effective";
        assert_eq!(count(t, effective).await, 1, "the approval counts now");
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.inbox.messages().iter().filter(|message| message.code.is_none()).count(), 1, "and the candidate is told once");
    }

    async fn a_senior_does_not_settle_what_they_decided_before(t) {
        t.check_twice().await;
        let candidate = t.submitted(1).await;
        let (id, senior) = (id_of(&candidate), t.staff(Role::SeniorReviewer, Some("430100")).await);
        t.approve(&senior, id).await.unwrap();
        assert_eq!(t.listed(&senior, View::Second).await, [id]);
        let second = t.reviewer().await;
        t.send_back(&second, id, Item::Photo, REASON).await.unwrap();
        assert_eq!(refusal(t.service.take_case(&senior, id).await), ProblemCode::DecidedBefore);
        let other = t.staff(Role::SeniorReviewer, None).await;
        t.approve(&other, id).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::Approved);
    }

    async fn what_a_reviewer_passes_on_a_senior_decides_for_good(t) {
        t.check_twice().await;
        let candidate = t.submitted(1).await;
        let (id, reviewer) = (id_of(&candidate), t.reviewer().await);
        let silent = t.rule(&reviewer, id, |_| Ruling::escalate(None)).await;
        assert_eq!(refusal(silent), ProblemCode::ReasonNeeded);
        t.rule(&reviewer, id, |_| Ruling::escalate(why())).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::InReview);
        assert_eq!(refusal(t.service.take_case(&reviewer, id).await), ProblemCode::NotPermitted);
        let senior = t.staff(Role::SeniorReviewer, Some("430100")).await;
        t.service.take_case(&senior, id).await.unwrap();
        let case = t.service.open_case(&senior, id).await.unwrap();
        assert_eq!(case.past[0].note, why());
        let further = t.service.decide_case(&senior, id, case.version, Ruling::escalate(why())).await;
        assert_eq!(refusal(further), ProblemCode::WrongState);
        t.service.decide_case(&senior, id, case.version, approval(&case)).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::Approved, "two have seen it already");
    }

    async fn a_second_check_given_back_or_run_out_stays_one(t) {
        t.check_twice().await;
        let (candidate, id, first) = approved_once(t, 1).await;
        let (second, third) = (t.reviewer().await, t.reviewer().await);
        t.service.take_case(&second, id).await.unwrap();
        t.advance(Span::minutes(15));
        t.service.sweep().await.unwrap();
        assert_eq!(refusal(t.service.take_case(&first, id).await), ProblemCode::DecidedBefore);
        t.service.take_case(&second, id).await.unwrap();
        t.service.release_case(&second, id).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::InReview);
        t.approve(&third, id).await.unwrap();
        assert_eq!(state(t, &candidate).await, State::Approved);
    }

    async fn the_share_that_is_drawn_is_that_of_the_profile(t) {
        t.service.profiles().replace(shared::profile::Profile { second_check_share: 0.5, ..short() });
        let (reviewer, _) = (t.reviewer().await, t.reviewer().await);
        let mut drawn = 0;
        for n in 0..24 {
            let candidate = t.submitted(n).await;
            t.approve(&reviewer, id_of(&candidate)).await.unwrap();
            drawn += u32::from(state(t, &candidate).await == State::InReview);
            t.advance(Span::hours(1));
        }
        assert!((5..20).contains(&drawn), "{drawn} of 24 with a share of one half");
        assert_eq!(t.counts(&reviewer).await.waiting, u64::from(drawn));
    }
}

fn query(view: View) -> enrolment::review::QueueQuery {
    enrolment::review::QueueQuery { view, ..Default::default() }
}
