//! Retention: exactly what was said is deleted, nothing else; broken off and taken up again; and who is deleted can come back.

use crate::{engines::count, number_plan::enrolment_of, support::*};
use shared::{
    problem::ProblemCode,
    profile::RetentionRule,
    review::{Decision, ReasonCode, Role},
    time::{Span, Timestamp},
};

/// Ninety days after the review period of 2027-04: 2027-04-20 17:00 in Beijing.
const UNFINISHED_DUE: Timestamp = Timestamp(1_808_211_600_000);

fn refuse() -> Decision {
    Decision::Refuse(ReasonCode("refused.not_eligible".to_owned()))
}

async fn due(t: &Bench, rule: RetentionRule) -> u64 {
    let admin = t.administrator_of_today().await;
    let (rules, _) = t.service.retention(&admin).await.unwrap();
    rules.into_iter().find(|view| view.rule == rule).unwrap().due
}

impl Bench {
    /// Signed in now: older sessions may be over.
    async fn administrator_of_today(&self) -> enrolment::Caller {
        self.administrator().await
    }

    async fn apply(&self, rule: RetentionRule, expected: u64) {
        let admin = self.administrator_of_today().await;
        self.service.start_retention(&admin, rule, expected).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
    }
}

both! {
    async fn unfinished_applications_go_and_everything_of_theirs_and_nobody_else(t) {
        let gone = t.in_edited(1, "430102").await.unwrap();
        t.photo(&gone, b"good photo").await;
        t.in_edited(2, "430103").await.unwrap();
        let kept = t.decided_in_edited(3, Decision::Approve).await;
        t.clock.set(UNFINISHED_DUE - Span(1));
        assert_eq!(due(t, RetentionRule::Unfinished).await, 0);
        t.clock.set(UNFINISHED_DUE);
        assert_eq!(due(t, RetentionRule::Unfinished).await, 2);
        let admin = t.administrator_of_today().await;
        let wrong = t.service.start_retention(&admin, RetentionRule::Unfinished, 1).await;
        assert_eq!(refusal(wrong), ProblemCode::CountChanged);
        let audited = count(t, "SELECT COUNT(*) FROM audit").await;
        t.apply(RetentionRule::Unfinished, 2).await;
        assert_eq!(count(t, "SELECT COUNT(*) FROM enrolment WHERE province = 'edited'").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM file").await, 1, "the photograph of the approved one");
        assert!(count(t, "SELECT COUNT(*) FROM audit").await > audited, "the trail only grows");
        assert!(t.service.status(&kept).await.is_ok());
        assert_eq!(refusal(t.service.status(&gone).await), ProblemCode::NotFound);
        t.service.sweep().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM candidate WHERE province = 'edited'").await, 1);
    }

    async fn who_was_refused_goes_after_a_year_and_is_unreadable(t) {
        let caller = t.decided_in_edited(1, refuse()).await;
        t.advance(Span::days(366));
        assert_eq!(due(t, RetentionRule::Refused).await, 1);
        let admin = t.administrator_of_today().await;
        t.service.start_retention(&admin, RetentionRule::Refused, 1).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(refusal(t.service.status(&caller).await), ProblemCode::NotFound);
        let readable = "SELECT COUNT(*) FROM candidate WHERE province = 'edited' AND data_key IS NOT NULL";
        assert_eq!(count(t, readable).await, 0);
    }

    async fn who_was_deleted_can_register_anew_with_phone_and_document(t) {
        let caller = t.in_edited(1, "430102").await.unwrap();
        t.clock.set(UNFINISHED_DUE);
        t.apply(RetentionRule::Unfinished, 1).await;
        // 2027-06-02: the next window is open
        t.clock.set(START + Span::days(183));
        let again = t.in_edited(1, "430102").await.unwrap();
        assert_ne!(enrolment_of(&again), enrolment_of(&caller));
    }

    async fn broken_off_anywhere_and_taken_up_again_it_deletes_what_it_said(t) {
        for n in 1..=8 {
            t.in_edited(n, "430102").await.unwrap();
        }
        t.clock.set(UNFINISHED_DUE);
        let admin = t.administrator_of_today().await;
        t.service.start_retention(&admin, RetentionRule::Unfinished, 8).await.unwrap();
        for round in 0..20_u64 {
            let service = t.service.clone();
            let task = tokio::spawn(async move { service.run_due_jobs().await });
            tokio::time::sleep(std::time::Duration::from_micros(300 * round)).await;
            task.abort();
            drop(task.await);
            t.advance(Span::minutes(2));
        }
        crate::jobs::finish(t).await;
        let admin = t.administrator_of_today().await;
        let (_, runs) = t.service.retention(&admin).await.unwrap();
        assert_eq!((runs[0].expected, runs[0].deleted, runs[0].finished_at.is_some()), (8, 8, true));
        assert_eq!(count(t, "SELECT COUNT(*) FROM enrolment WHERE province = 'edited'").await, 0);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'retention.deleted'").await, 8);
    }

    async fn many_who_start_the_same_rule_start_it_once(t) {
        t.in_edited(1, "430102").await.unwrap();
        t.clock.set(UNFINISHED_DUE);
        let admin = t.administrator_of_today().await;
        let results = at_once(6, |_| {
            let (service, admin) = (t.service.clone(), admin.clone());
            async move { service.start_retention(&admin, RetentionRule::Unfinished, 1).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 1);
    }

    async fn the_daily_run_comes_once_a_day_at_night(t) {
        t.in_edited(1, "430102").await.unwrap();
        // 2027-05-01 02:59 and 03:00 in Beijing
        t.clock.set(Timestamp(1_809_111_540_000));
        t.service.sweep().await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM retention_run").await, 0);
        t.advance(Span::minutes(1));
        for result in at_once(4, |_| {
            let service = t.service.clone();
            async move { service.sweep().await }
        }).await {
            result.unwrap();
        }
        t.service.run_due_jobs().await.unwrap();
        let runs = "SELECT COUNT(*) FROM retention_run WHERE province = 'edited' AND rule = 'unfinished' AND deleted = 1";
        assert_eq!(count(t, runs).await, 1);
    }

    async fn nobody_but_the_administrator_deletes(t) {
        for role in [Role::Operator, Role::Auditor, Role::SeniorReviewer] {
            let caller = t.officer(&crate::administration::province(), role).await;
            let started = t.service.start_retention(&caller, RetentionRule::Unfinished, 0).await;
            assert_eq!(refusal(started), ProblemCode::NotPermitted);
        }
    }
}
