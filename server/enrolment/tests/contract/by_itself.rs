//! The register asked by itself (前置学历自动核验): when it is, what comes of each answer, and the two documents in its place.

use crate::{joining::*, support::*};
use enrolment::{Caller, education::EducationStatus};
use shared::{
    attachment::Reason,
    details::Details,
    education::CheckOutcome,
    enrolment::{Item, ItemState},
    problem::{Field, Problem, ProblemCode},
    time::Span,
};

const CONFIRMED: &str = "100001202006000001";
const UNKNOWN: &str = "100001202006000003";

async fn education(t: &Bench, caller: &Caller) -> EducationStatus {
    t.service.education_status(caller).await.unwrap()
}

/// Saves and gives the register its turn.
async fn save(t: &Bench, caller: &Caller, certificate: &str) -> Option<CheckOutcome> {
    t.service.save_details(caller, joining_bachelor(1, certificate), None).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
    education(t, caller).await.check.outcome()
}

/// Codes of what is demanded.
async fn demanded(t: &Bench, caller: &Caller) -> Vec<String> {
    let shown = t.service.attachments(caller).await.unwrap();
    shown.demands.unwrap().into_iter().map(|demanded| demanded.demand.code).collect()
}

const TWO: [&str; 2] = ["education.certification", "education.filing_form"];

both! {
    async fn without_consent_nobody_is_asked_and_then_at_once(t) {
        let caller = t.joined(1).await;
        assert_eq!(save(t, &caller, CONFIRMED).await, None);
        assert_eq!(demanded(t, &caller).await, TWO);
        assert_eq!(refusal(t.service.check_education_by_itself(&caller, None).await), ProblemCode::ConsentNeeded);
        t.service.check_education_by_itself(&caller, consent()).await.unwrap();
        assert!(education(t, &caller).await.check.is_waiting());
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(education(t, &caller).await.check.outcome(), Some(CheckOutcome::Passed));
        assert!(demanded(t, &caller).await.is_empty());
        let items = t.service.status(&caller).await.unwrap().items;
        assert!(items.iter().any(|own| own.item == Item::Attachments && own.state == ItemState::Provided));
    }

    async fn a_diploma_that_is_not_confirmed_is_proved_by_two_documents(t) {
        let caller = t.joined(1).await;
        save(t, &caller, UNKNOWN).await;
        t.service.check_education_by_itself(&caller, consent()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(education(t, &caller).await.check.outcome(), Some(CheckOutcome::Failed));
        let shown = t.service.attachments(&caller).await.unwrap();
        let reasons: Vec<_> = shown.demands.unwrap().into_iter().map(|demanded| demanded.demand.reason).collect();
        let names: Vec<_> = reasons.iter().map(|reason| match reason {
            Reason::Document { name } => name.zh.as_str(),
            other => panic!("{other:?}"),
        }).collect();
        assert_eq!(names, ["《中国高等教育学历认证报告》", "《教育部学历证书电子注册备案表》"]);
        // a slip of the pen is mended, and asked about by itself
        assert_eq!(save(t, &caller, CONFIRMED).await, Some(CheckOutcome::Passed));
        assert!(demanded(t, &caller).await.is_empty());
        assert_eq!(save(t, &caller, UNKNOWN).await, Some(CheckOutcome::Failed), "what passed was another diploma");
        assert_eq!(demanded(t, &caller).await, TWO);
    }

    async fn somebody_elses_diploma_is_no_pass(t) {
        let caller = t.joined(1).await;
        save(t, &caller, CONFIRMED).await;
        t.service.check_education_by_itself(&caller, consent()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(save(t, &caller, "100001202006000002").await, Some(CheckOutcome::Failed));
        t.service.save_details(&caller, joining_bachelor(1, "100001202006000002"), None).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(demanded(t, &caller).await, TWO);
    }

    async fn a_register_that_is_away_is_asked_again_and_one_that_refuses_is_not(t) {
        let caller = t.joined(1).await;
        save(t, &caller, CONFIRMED).await;
        t.service.check_education_by_itself(&caller, consent()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(save(t, &caller, "100001202006000008").await, None);
        assert!(education(t, &caller).await.check.is_waiting());
        assert_eq!(demanded(t, &caller).await, TWO, "the candidate need not wait for it");
        t.advance(Span::minutes(20));
        t.service.run_due_jobs().await.unwrap();
        assert!(!education(t, &caller).await.check.is_waiting(), "until it is too late");
        assert_eq!(save(t, &caller, "100001202006000009").await, None);
        assert!(education(t, &caller).await.check.manual);
    }

    async fn the_diploma_is_described_where_it_is_asked_about_and_only_there(t) {
        let caller = t.joined(1).await;
        let without = Details { earlier: None, ..joining_bachelor(1, CONFIRMED) };
        match t.service.save_details(&caller, without, None).await {
            Err(enrolment::Error::Refused(problem)) => {
                assert_eq!(problem, Problem::at(ProblemCode::FieldMissing, Field::School));
            }
            other => panic!("{other:?}"),
        }
        let college = Details { earlier: joining_bachelor(1, CONFIRMED).earlier, ..joining_details(1) };
        t.service.save_details(&caller, college, None).await.unwrap();
        assert_eq!(t.service.details_form(&caller).await.unwrap().saved.unwrap().earlier, None);
        assert!(demanded(t, &caller).await.is_empty());
    }
}
