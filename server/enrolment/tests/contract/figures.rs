//! Figures of districts and reviewers.

use crate::{reviewing, support::*};
use enrolment::{
    Caller, Who,
    figures::{Period, day_of},
    review::Case,
};
use shared::{
    enrolment::Item,
    problem::ProblemCode,
    review::{Role, Ruling},
    time::Span,
};

const ALL: Period = Period { first: 20_600, last: 20_900 };

async fn decide(t: &Bench, reviewer: &Caller, ruling: impl FnOnce(&Case) -> Ruling) {
    let id = t.service.take_next_case(reviewer).await.unwrap();
    t.rule(reviewer, id, ruling).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
}

fn back(case: &Case) -> Ruling {
    reviewing::back(case, Item::Photo, "photo.background")
}

both! {
    async fn figures_are_the_same_before_and_after_they_are_summed_up(t) {
        for n in 0..3 {
            t.submitted_in(n, "430102").await;
        }
        t.submitted_in(7, "430202").await;
        let reviewer = t.reviewer().await;
        t.advance(Span::hours(3));
        decide(t, &reviewer, reviewing::approval).await;
        let reviewer = t.reviewer().await;
        t.advance(Span::hours(7));
        let colleague = t.reviewer().await;
        decide(t, &colleague, back).await;
        let whole = t.staff(Role::Auditor, None).await;
        let live = t.service.statistics(&whole, ALL).await.unwrap();
        assert_eq!((live.total.submitted, live.total.approved, live.total.returned), (4, 1, 1));
        assert_eq!(live.reasons, [("photo.background".to_owned(), 1)]);
        assert_eq!(live.districts.keys().collect::<Vec<_>>(), ["430100", "430200"]);
        assert_eq!(live.reviewers.len(), 2);
        assert!((2.0..=4.0).contains(&live.total.median_hours().unwrap()));
        assert!((8.0..=12.0).contains(&live.total.p90_hours().unwrap()));
        t.service.sweep().await.unwrap();
        assert_eq!(t.service.statistics(&whole, ALL).await.unwrap(), live);
        t.service.sweep().await.unwrap();
        assert_eq!(t.service.statistics(&whole, ALL).await.unwrap(), live, "nothing is counted twice");
        assert!(matches!(reviewer.who, Who::Staff { .. }));
    }

    /// A check counts for whoever approved first, in the days before it is summed up and after.
    async fn second_checks_are_counted_for_those_whose_approvals_were_checked(t) {
        t.check_twice().await;
        let (first, second) = (t.reviewer().await, t.reviewer().await);
        for n in 0..3 {
            t.submitted_in(n, "430102").await;
            t.approve(&first, t.service.take_next_case(&first).await.unwrap()).await.unwrap();
        }
        for n in 0..3 {
            let id = t.service.take_next_case(&second).await.unwrap();
            t.rule(&second, id, if n == 0 { back } else { reviewing::approval }).await.unwrap();
        }
        let auditor = t.staff(Role::Auditor, None).await;
        let live = t.service.statistics(&auditor, ALL).await.unwrap();
        assert_eq!((live.total.checked, live.total.disputed), (3, 1));
        assert_eq!((live.districts["430100"].checked, live.districts["430100"].disputed), (3, 1));
        let of = |n: usize| (live.reviewers[n].1.checked, live.reviewers[n].1.disputed, live.reviewers[n].1.approved);
        let mut all = [of(0), of(1)];
        all.sort_unstable();
        assert_eq!(all, [(0, 0, 2), (3, 1, 0)], "the second reviewer decided, the first one was checked");
        t.service.sweep().await.unwrap();
        assert_eq!(t.service.statistics(&auditor, ALL).await.unwrap(), live);
    }

    async fn figures_are_those_of_the_own_jurisdiction_and_period(t) {
        t.submitted_in(1, "430102").await;
        t.submitted_in(2, "430202").await;
        t.service.sweep().await.unwrap();
        let changsha = t.staff(Role::SeniorReviewer, Some("430100")).await;
        let figures = t.service.statistics(&changsha, ALL).await.unwrap();
        assert_eq!(figures.total.submitted, 1);
        assert_eq!(figures.districts.keys().collect::<Vec<_>>(), ["430102"], "counties where a prefecture looks");
        let today = day_of(START);
        let later = Period { first: today + 1, last: today + 9 };
        assert_eq!(t.service.statistics(&changsha, later).await.unwrap().total.submitted, 0);
        assert_eq!(t.service.statistics(&changsha, Period { first: today, last: today }).await.unwrap().total.submitted, 1);
        for period in [Period { first: 2, last: 1 }, Period { first: 0, last: 400 }] {
            assert_eq!(refusal(t.service.statistics(&changsha, period).await), ProblemCode::BadRequest);
        }
    }

    async fn who_only_decides_sees_no_figures(t) {
        for role in [Role::Reviewer, Role::DeskOfficer, Role::InstitutionOperator, Role::Operator] {
            let other = t.staff(role, None).await;
            assert_eq!(refusal(t.service.statistics(&other, ALL).await), ProblemCode::NotPermitted);
        }
    }

    async fn summed_up_at_the_same_moment_everything_counts_once(t) {
        for n in 0..3 {
            t.submitted(n).await;
        }
        at_once(4, |_| {
            let service = t.service.clone();
            async move { service.sweep().await.unwrap() }
        }).await;
        let auditor = t.staff(Role::Auditor, None).await;
        assert_eq!(t.service.statistics(&auditor, ALL).await.unwrap().total.submitted, 3);
    }
}
