//! Staff sign-in and its lock.

use crate::support::*;
use enrolment::{Error, session::Jurisdiction, staff::NewStaff};
use shared::{problem::ProblemCode, review::Role, time::Span};
use std::net::{IpAddr, Ipv4Addr};

async fn try_in(t: &Bench, login: &str, password: &str) -> Result<(), Error> {
    let guest = t.guest().await;
    t.service.sign_in_staff(&guest, login, password.to_owned().into(), ADDRESS).await.map(drop)
}

/// From the n-th network.
async fn try_from(t: &Bench, network: u32, password: &str) -> Result<(), Error> {
    let guest = t.guest().await;
    t.service.sign_in_staff(&guest, "anna", password.to_owned().into(), stranger(network)).await.map(drop)
}

fn stranger(network: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + network))
}

both! {
    async fn the_right_password_signs_in_whatever_the_case_of_the_login(t) {
        t.account("Anna", Role::Reviewer, Some("430100")).await;
        try_in(t, " ANNA ", PASSWORD).await.unwrap();
        assert_eq!(refusal(try_in(t, "anna", "wrong").await), ProblemCode::SignInWrong);
    }

    async fn a_login_is_given_once(t) {
        t.account("anna", Role::Reviewer, None).await;
        let jurisdiction = Jurisdiction { province: province(), region: None, institution: None };
        let (login, name, password) = ("ANNA".to_owned(), "Other".to_owned(), PASSWORD.to_owned().into());
        let second = NewStaff { login, name, role: Role::Auditor, jurisdiction, password };
        assert_eq!(refusal(t.service.create_staff(second).await), ProblemCode::Conflict);
    }

    async fn five_wrong_passwords_lock_for_a_minute_then_longer(t) {
        t.account("anna", Role::Reviewer, None).await;
        for _ in 0..5 {
            assert_eq!(refusal(try_in(t, "anna", "wrong").await), ProblemCode::SignInWrong);
        }
        match try_in(t, "anna", PASSWORD).await {
            Err(Error::Refused(problem)) => {
                assert_eq!((problem.code, problem.retry_after_secs), (ProblemCode::SignInLocked, Some(60)));
            }
            other => panic!("{other:?}"),
        }
        t.advance(Span::minutes(1));
        assert_eq!(refusal(try_in(t, "anna", "wrong").await), ProblemCode::SignInWrong);
        t.advance(Span::minutes(1));
        assert_eq!(refusal(try_in(t, "anna", PASSWORD).await), ProblemCode::SignInLocked);
        t.advance(Span::minutes(1));
        try_in(t, "anna", PASSWORD).await.unwrap();
        // a right password sets the count back
        assert_eq!(refusal(try_in(t, "anna", "wrong").await), ProblemCode::SignInWrong);
        try_in(t, "anna", PASSWORD).await.unwrap();
    }

    async fn an_unknown_login_answers_and_locks_like_a_known_one(t) {
        for _ in 0..5 {
            assert_eq!(refusal(try_in(t, "nobody", "wrong").await), ProblemCode::SignInWrong);
        }
        assert_eq!(refusal(try_in(t, "nobody", "wrong").await), ProblemCode::SignInLocked);
        t.advance(Span::hours(25));
        t.service.sweep().await.unwrap();
        for _ in 0..5 {
            assert_eq!(refusal(try_in(t, "nobody", "wrong").await), ProblemCode::SignInWrong);
        }
    }

    async fn passwords_tried_at_the_same_moment_all_count(t) {
        t.account("anna", Role::Reviewer, None).await;
        let guest = t.guest().await;
        let results = at_once(16, |_| {
            let (service, guest) = (t.service.clone(), guest.clone());
            async move { service.sign_in_staff(&guest, "anna", "wrong".to_owned().into(), ADDRESS).await }
        }).await;
        let code = |result: &Result<_, Error>| match result {
            Err(Error::Refused(problem)) => problem.code,
            other => panic!("{other:?}"),
        };
        let compared = results.iter().filter(|result| code(result) == ProblemCode::SignInWrong).count();
        assert_eq!(compared, 5, "no more than five passwords were looked at");
    }

    async fn nobody_is_locked_out_where_they_sign_in_from(t) {
        t.account("anna", Role::Reviewer, None).await;
        try_in(t, "anna", PASSWORD).await.unwrap();
        for network in 0..30 {
            assert!(try_from(t, network, "wrong").await.is_err());
        }
        try_in(t, "anna", PASSWORD).await.unwrap();
        // neither do strangers lock each other out where none of them fails
        for _ in 0..5 {
            assert_eq!(refusal(try_from(t, 99, "wrong").await), ProblemCode::SignInWrong);
        }
        assert_eq!(refusal(try_from(t, 99, PASSWORD).await), ProblemCode::SignInLocked);
        try_from(t, 100, PASSWORD).await.unwrap();
    }

    async fn strangers_from_many_networks_have_to_wait_between_tries(t) {
        t.account("anna", Role::Reviewer, None).await;
        for network in 0..20 {
            assert_eq!(refusal(try_from(t, network, "wrong").await), ProblemCode::SignInWrong);
        }
        for minute in 1..4 {
            match try_from(t, 100 * minute, PASSWORD).await {
                Err(Error::Refused(problem)) => {
                    assert_eq!((problem.code, problem.retry_after_secs), (ProblemCode::SignInLocked, Some(60)));
                }
                other => panic!("{other:?}"),
            }
            t.advance(Span::minutes(1));
            assert_eq!(refusal(try_from(t, 100 * minute + 1, "wrong").await), ProblemCode::SignInWrong);
        }
        t.advance(Span::minutes(1));
        try_from(t, 999, PASSWORD).await.unwrap();
        // the right password sets the count back for everybody
        assert_eq!(refusal(try_from(t, 1000, "wrong").await), ProblemCode::SignInWrong);
        assert_eq!(refusal(try_from(t, 1001, "wrong").await), ProblemCode::SignInWrong);
    }

    async fn a_known_address_is_locked_by_its_own_wrong_passwords(t) {
        t.account("anna", Role::Reviewer, None).await;
        try_in(t, "anna", PASSWORD).await.unwrap();
        for _ in 0..5 {
            assert_eq!(refusal(try_in(t, "anna", "wrong").await), ProblemCode::SignInWrong);
        }
        assert_eq!(refusal(try_in(t, "anna", PASSWORD).await), ProblemCode::SignInLocked);
        try_from(t, 1, PASSWORD).await.unwrap();
    }

    async fn an_address_stays_known_for_three_months(t) {
        t.account("anna", Role::Reviewer, None).await;
        for (days, known) in [(89, true), (91, false)] {
            try_in(t, "anna", PASSWORD).await.unwrap();
            t.advance(Span::days(days));
            t.service.sweep().await.unwrap();
            for network in 0..20 {
                assert_eq!(refusal(try_from(t, network, "wrong").await), ProblemCode::SignInWrong);
            }
            assert_eq!(try_in(t, "anna", PASSWORD).await.is_ok(), known, "after {days} days");
            t.advance(Span::hours(25));
            t.service.sweep().await.unwrap();
        }
    }

    async fn passwords_tried_at_the_same_moment_from_many_networks_all_count(t) {
        t.account("anna", Role::Reviewer, None).await;
        let guest = t.guest().await;
        let results = at_once(32, |n| {
            let (service, guest) = (t.service.clone(), guest.clone());
            async move { service.sign_in_staff(&guest, "anna", "wrong".to_owned().into(), stranger(n)).await }
        }).await;
        let looked_at = results.into_iter().filter(|result| {
            matches!(result, Err(Error::Refused(problem)) if problem.code == ProblemCode::SignInWrong)
        });
        assert_eq!(looked_at.count(), 20, "no more than twenty passwords were looked at");
    }
}
