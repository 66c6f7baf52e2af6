//! Staff sign-in and its lock.

use crate::support::*;
use enrolment::{Error, session::Jurisdiction, staff::NewStaff};
use shared::{problem::ProblemCode, review::Role, time::Span};

async fn try_in(t: &Bench, login: &str, password: &str) -> Result<(), Error> {
    let guest = t.guest().await;
    t.service.sign_in_staff(&guest, login, password.to_owned().into()).await.map(drop)
}

both! {
    async fn the_right_password_signs_in_whatever_the_case_of_the_login(t) {
        t.account("Anna", Role::Reviewer, Some("430100")).await;
        try_in(t, " ANNA ", PASSWORD).await.unwrap();
        assert_eq!(refusal(try_in(t, "anna", "wrong").await), ProblemCode::SignInWrong);
    }

    async fn a_login_is_given_once(t) {
        t.account("anna", Role::Reviewer, None).await;
        let jurisdiction = Jurisdiction { province: province(), region: None };
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
            async move { service.sign_in_staff(&guest, "anna", "wrong".to_owned().into()).await }
        }).await;
        let code = |result: &Result<_, Error>| match result {
            Err(Error::Refused(problem)) => problem.code,
            other => panic!("{other:?}"),
        };
        let compared = results.iter().filter(|result| code(result) == ProblemCode::SignInWrong).count();
        assert_eq!(compared, 5, "no more than five passwords were looked at");
    }
}
