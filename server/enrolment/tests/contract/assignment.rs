//! Assigning cases to reviewers: nothing is taken from anybody, and those concerned are told.

use crate::{crowd::all_inside, reviewing::staff_id, support::*};
use enrolment::{
    Caller, Who,
    review::{Assigned, Wanted},
};
use shared::{
    id::EnrolmentId,
    problem::ProblemCode,
    review::{Role, View},
};

fn id_of(caller: &Caller) -> EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("no candidate"),
    }
}

async fn cases(t: &Bench, count: u32) -> Vec<EnrolmentId> {
    let mut cases = Vec::new();
    for n in 0..count {
        cases.push(id_of(&t.submitted(n).await));
        t.advance(shared::time::Span::secs(1));
    }
    cases
}

fn unseen(cases: &[EnrolmentId]) -> Vec<Wanted> {
    cases.iter().map(|enrolment| Wanted { enrolment: *enrolment, seen: None }).collect()
}

async fn senior(t: &Bench) -> Caller {
    t.staff(Role::SeniorReviewer, Some("430100")).await
}

both! {
    async fn what_is_assigned_waits_for_its_reviewer_alone_who_is_told(t) {
        let cases = cases(t, 3).await;
        let (senior, reviewer, colleague) = (senior(t).await, t.reviewer().await, t.reviewer().await);
        let wanted = unseen(&cases[1..]);
        let assigned = t.service.assign_cases(&senior, &wanted, Some(staff_id(&reviewer))).await.unwrap();
        assert_eq!(assigned, Assigned { done: 2, left: vec![] });
        assert_eq!(t.listed(&colleague, View::Waiting).await, cases[..1]);
        assert_eq!(t.listed(&colleague, View::Held).await, cases[1..]);
        assert_eq!(t.listed(&reviewer, View::Mine).await, cases[1..]);
        assert_eq!(refusal(t.service.take_case(&colleague, cases[1]).await), ProblemCode::CaseAssigned);
        assert_eq!(t.queue(&reviewer).await.notices, 2);
        let told = t.service.case_notices(&reviewer).await.unwrap();
        assert!(told.cases.iter().all(|notice| notice.assigned && cases[1..].contains(&notice.enrolment)));
        t.service.put_away_notices(&reviewer, told.read_at).await.unwrap();
        assert_eq!(t.queue(&reviewer).await.notices, 0);
        // the own ones first, then those of anybody; given back they are still assigned
        assert_eq!(t.service.take_next_case(&reviewer).await.unwrap(), cases[1]);
        t.service.release_case(&reviewer, cases[1]).await.unwrap();
        assert_eq!(refusal(t.service.take_case(&colleague, cases[1]).await), ProblemCode::CaseAssigned);
        assert_eq!(t.service.take_next_case(&reviewer).await.unwrap(), cases[1]);
        assert_eq!(t.service.take_next_case(&reviewer).await.unwrap(), cases[2]);
        assert_eq!(t.service.take_next_case(&reviewer).await.unwrap(), cases[0]);
    }

    async fn an_assignment_is_changed_only_as_it_was_seen(t) {
        let cases = cases(t, 1).await;
        let (senior, one, other) = (senior(t).await, t.reviewer().await, t.reviewer().await);
        let (one_id, other_id) = (staff_id(&one), staff_id(&other));
        t.service.assign_cases(&senior, &unseen(&cases), Some(one_id)).await.unwrap();
        let blind = t.service.assign_cases(&senior, &unseen(&cases), Some(other_id)).await.unwrap();
        assert_eq!((blind.done, blind.left[0].1), (0, ProblemCode::Conflict));
        let seen = [Wanted { enrolment: cases[0], seen: Some(one_id) }];
        assert_eq!(t.service.assign_cases(&senior, &seen, Some(other_id)).await.unwrap().done, 1);
        let told = t.service.case_notices(&one).await.unwrap().cases;
        assert_eq!(told.iter().filter(|notice| !notice.assigned).count(), 1, "it was taken off them");
        let seen = [Wanted { enrolment: cases[0], seen: Some(other_id) }];
        assert_eq!(t.service.assign_cases(&senior, &seen, None).await.unwrap().done, 1);
        assert_eq!(t.listed(&one, View::Waiting).await, cases);
    }

    async fn nothing_is_taken_out_of_anybodys_hands(t) {
        let cases = cases(t, 2).await;
        let (senior, reviewer, colleague) = (senior(t).await, t.reviewer().await, t.reviewer().await);
        t.service.take_case(&colleague, cases[0]).await.unwrap();
        let assigned = t.service.assign_cases(&senior, &unseen(&cases), Some(staff_id(&reviewer))).await.unwrap();
        assert_eq!((assigned.done, assigned.left.len(), assigned.left[0].1), (1, 1, ProblemCode::CaseTaken));
        t.approve(&colleague, cases[0]).await.unwrap();
        let late = t.service.assign_cases(&senior, &unseen(&cases[..1]), Some(staff_id(&reviewer))).await.unwrap();
        assert_eq!(late.left[0].1, ProblemCode::WrongState);
    }

    async fn only_seniors_assign_and_only_within_their_jurisdiction(t) {
        let cases = cases(t, 1).await;
        let (reviewer, elsewhere) = (t.reviewer().await, t.staff(Role::Reviewer, Some("430200")).await);
        let (wanted, to) = (unseen(&cases), Some(staff_id(&reviewer)));
        assert_eq!(refusal(t.service.assign_cases(&reviewer, &wanted, to).await), ProblemCode::NotPermitted);
        assert_eq!(refusal(t.service.colleagues(&reviewer).await), ProblemCode::NotPermitted);
        let senior = senior(t).await;
        let there = t.service.assign_cases(&senior, &wanted, Some(staff_id(&elsewhere))).await;
        assert_eq!(refusal(there), ProblemCode::NotPermitted);
        let stranger = t.staff(Role::SeniorReviewer, Some("430200")).await;
        assert_eq!(refusal(t.service.assign_cases(&stranger, &wanted, None).await), ProblemCode::NotPermitted);
        let county = t.staff(Role::Reviewer, Some("430104")).await;
        let assigned = t.service.assign_cases(&senior, &wanted, Some(staff_id(&county))).await.unwrap();
        assert_eq!((assigned.done, assigned.left[0].1), (0, ProblemCode::NotPermitted), "another county's reviewer");
    }

    async fn whoever_approved_a_case_is_not_assigned_to_check_it(t) {
        t.check_twice().await;
        let cases = cases(t, 1).await;
        let (senior, first) = (senior(t).await, t.reviewer().await);
        t.approve(&first, cases[0]).await.unwrap();
        let assigned = t.service.assign_cases(&senior, &unseen(&cases), Some(staff_id(&first))).await.unwrap();
        assert_eq!((assigned.done, assigned.left[0].1), (0, ProblemCode::DecidedBefore));
    }

    async fn pulled_and_assigned_at_the_same_moment_each_case_is_somebodys(t) {
        let cases = cases(t, 8).await;
        let (senior, reviewer) = (senior(t).await, t.reviewer().await);
        let mut pullers = Vec::new();
        for _ in 0..6 {
            pullers.push(t.reviewer().await);
        }
        let results = all_inside(t, 7, |n| {
            let (service, senior, cases) = (t.service.clone(), senior.clone(), cases.clone());
            let (puller, to) = (pullers.get(n as usize).cloned(), staff_id(&reviewer));
            async move {
                match puller {
                    Some(puller) => service.take_next_case(&puller).await.map(|id| (vec![id], 0)),
                    None => service.assign_cases(&senior, &unseen(&cases), Some(to)).await.map(|done| (vec![], done.done)),
                }
            }
        }).await;
        let results: Vec<_> = results.into_iter().map(Result::unwrap).collect();
        let mut pulled: Vec<_> = results.iter().flat_map(|(pulled, _)| pulled.clone()).collect();
        let assigned: u32 = results.iter().map(|(_, done)| done).sum();
        pulled.sort();
        pulled.dedup();
        assert_eq!(pulled.len(), 6);
        let mine = t.listed(&reviewer, View::Mine).await;
        assert_eq!(mine.len(), assigned as usize);
        assert!(mine.iter().all(|id| !pulled.contains(id)), "what was pulled was not assigned");
        let counts = t.counts(&senior).await;
        assert_eq!((counts.waiting, counts.held), (2 - u64::from(assigned), 6 + u64::from(assigned)));
    }
}
