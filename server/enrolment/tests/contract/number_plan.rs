//! Numbers rehearsed, started and proved by an administrator.

use crate::{administration, reviewing::approval, support::*};
use enrolment::{Caller, Who, db::Db, review::Case};
use shared::{
    id::EnrolmentId,
    problem::ProblemCode,
    review::{Decision, Role, Ruling},
    time::Timestamp,
};
use sqlx::AssertSqlSafe;

/// 2027-01-20 17:00 in Beijing.
const REVIEW_CLOSES: Timestamp = Timestamp(1_800_435_600_000);
const WINDOW: &str = "2027-04";

pub(crate) fn enrolment_of(caller: &Caller) -> EnrolmentId {
    match &caller.who {
        Who::Candidate { enrolment, .. } => *enrolment,
        _ => panic!("not a candidate"),
    }
}

impl Bench {
    /// The n-th candidate of the province that can be edited, decided.
    pub(crate) async fn decided_in_edited(&self, n: u32, decision: Decision) -> Caller {
        let caller = self.in_edited(n, "430102").await.unwrap();
        self.photo(&caller, b"good photo").await;
        self.service.submit_application(&caller, "form", consent()).await.unwrap();
        let (reviewer, id) = (self.senior_of_edited().await, enrolment_of(&caller));
        let ruling = |case: &Case| match decision {
            Decision::Refuse(reason) => Ruling::refuse(reason),
            _ => approval(case),
        };
        self.rule(&reviewer, id, ruling).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        caller
    }

    async fn senior_of_edited(&self) -> Caller {
        self.officer(&administration::province(), Role::SeniorReviewer).await
    }
}

/// Changes a row behind the service's back.
pub(crate) async fn meddle(t: &Bench, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    match t.service.db() {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

both! {
    async fn what_is_rehearsed_is_what_is_given_and_the_proof_finds_what_was_changed(t) {
        let admin = t.administrator().await;
        let mut callers = Vec::new();
        for n in 1..=3 {
            t.advance(shared::time::Span::secs(1));
            callers.push(t.decided_in_edited(n, Decision::Approve).await);
        }
        assert_eq!(refusal(t.service.start_allotting(&admin, WINDOW).await), ProblemCode::NumberNotDue);
        let plan = t.service.rehearse_numbers(&admin, WINDOW, Some("430102"), 0).await.unwrap();
        let place = &plan.places[0];
        assert_eq!((place.count, place.without, plan.places.len()), (3, 0, 1));
        assert_eq!((place.first.as_deref(), place.last.as_deref()), (Some("270401020001"), Some("270401020003")));
        let progress = t.service.number_progress(&admin).await.unwrap();
        let session = progress.iter().find(|session| session.window == WINDOW).unwrap();
        assert_eq!((session.approved, session.numbered, session.is_due), (3, 0, false), "a rehearsal stores nothing");

        t.clock.set(REVIEW_CLOSES);
        let admin = t.administrator().await;
        t.service.start_allotting(&admin, WINDOW).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        for (n, planned) in plan.numbers.iter().enumerate() {
            let number = t.service.status(&callers[n]).await.unwrap().number.unwrap();
            assert_eq!(Some(number.expose()), planned.number.as_deref());
        }
        let check = t.service.check_numbers(&admin, WINDOW).await.unwrap();
        assert!(check.is_sound() && check.places[0].count == 3, "{check:?}");
        meddle(t, "UPDATE admission_number SET serial = 7 WHERE serial = 2").await;
        let check = t.service.check_numbers(&admin, WINDOW).await.unwrap();
        assert!(!check.is_sound());
        assert_eq!((check.places[0].gaps, check.places[0].other, check.places[0].last), (4, 1, 7));
    }

    async fn allotting_started_by_many_at_once_gives_each_one_number(t) {
        for n in 1..=6 {
            t.decided_in_edited(n, Decision::Approve).await;
        }
        t.clock.set(REVIEW_CLOSES);
        let admin = t.administrator().await;
        for result in at_once(4, |_| {
            let (service, admin) = (t.service.clone(), admin.clone());
            async move {
                service.start_allotting(&admin, WINDOW).await?;
                service.run_due_jobs().await
            }
        }).await {
            result.unwrap();
        }
        let check = t.service.check_numbers(&admin, WINDOW).await.unwrap();
        assert!(check.is_sound() && check.places[0].count == 6, "{check:?}");
    }
}
