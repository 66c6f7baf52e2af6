//! The own account of staff: passwords that must be changed, sessions, history, and the first administrator.

use crate::{
    staff_second_factor::{set_up, sign_in},
    support::*,
};
use enrolment::{
    Caller, Error,
    review::QueueQuery,
    session::Jurisdiction,
    staff::{NewStaff, SignInOutcome, Stage},
};
use shared::{problem::ProblemCode, review::Role, time::Span};

async fn change(t: &Bench, caller: &Caller, old: &str, new: &str) -> Result<Caller, Error> {
    let changed = t.service.change_staff_password(caller, old.to_owned(), new.to_owned(), ADDRESS).await;
    changed.map(|signed_in| signed_in.caller)
}

/// Anna with a password that somebody else set.
async fn to_change(t: &Bench) -> Caller {
    let jurisdiction = Jurisdiction { province: province(), region: None, institution: None };
    let (login, name, password) = ("anna".to_owned(), "王安娜".to_owned(), PASSWORD.to_owned().into());
    let new = NewStaff { login, name, role: Role::Reviewer, jurisdiction, password };
    t.service.create_staff_to_change(new).await.unwrap();
    sign_in(t, "anna").await
}

both! {
    async fn a_password_that_somebody_else_set_only_serves_to_set_another(t) {
        let anna = to_change(t).await;
        assert_eq!(anna.stage(), Some(Stage::Password));
        assert_eq!(refusal(t.service.queue(&anna, &QueueQuery::default()).await), ProblemCode::SignInUnfinished);
        assert_eq!(refusal(t.service.begin_second_factor(&anna).await), ProblemCode::SignInUnfinished);
        let anna = change(t, &anna, PASSWORD, "four brand new cold words").await.unwrap();
        assert_eq!(anna.stage(), Some(Stage::Full));
        t.service.queue(&anna, &QueueQuery::default()).await.unwrap();
    }

    async fn a_new_password_is_long_rare_not_the_own_name_and_not_an_old_one(t) {
        let anna = to_change(t).await;
        let refused = [
            ("short", ProblemCode::StaffPasswordShort),
            ("password1234", ProblemCode::PasswordCommon),
            ("anna of the cold lakes", ProblemCode::StaffPasswordPersonal),
            ("cold lakes of 王安娜 and hills", ProblemCode::StaffPasswordPersonal),
            (PASSWORD, ProblemCode::StaffPasswordReused),
        ];
        for (new, code) in refused {
            assert_eq!(refusal(change(t, &anna, PASSWORD, new).await), code, "{new}");
        }
        assert_eq!(refusal(change(t, &anna, "wrong", "four brand new cold words").await), ProblemCode::PasswordWrong);
    }

    async fn the_last_five_passwords_do_not_come_back(t) {
        t.account("anna", Role::Reviewer, None).await;
        let mut anna = sign_in(t, "anna").await;
        let words = ["first", "second", "third", "fourth", "fifth"].map(|nth| format!("{nth} mountain lake in winter"));
        let mut old = PASSWORD.to_owned();
        for new in &words {
            anna = change(t, &anna, &old, new).await.unwrap();
            old.clone_from(new);
            t.advance(Span::minutes(1));
        }
        for used in &words {
            assert_eq!(refusal(change(t, &anna, &words[4], used).await), ProblemCode::StaffPasswordReused, "{used}");
        }
        change(t, &anna, &words[4], PASSWORD).await.unwrap();
    }

    async fn a_new_password_ends_the_other_sessions_and_changes_the_token(t) {
        t.account("anna", Role::Reviewer, None).await;
        let guest = t.guest().await;
        let here = t.service.sign_in_staff(&guest, "anna", PASSWORD.to_owned().into(), ADDRESS).await.unwrap();
        let there = t.service.start_session().await.unwrap();
        let there = t.service.sign_in_staff(&there.caller, "anna", PASSWORD.to_owned().into(), ADDRESS).await.unwrap();
        change(t, &here.caller, PASSWORD, "four brand new cold words").await.unwrap();
        for token in [&here.token, &there.token] {
            assert!(t.service.find_session(token.expose()).await.unwrap().is_none());
        }
    }

    async fn old_passwords_tried_in_the_form_lock_like_signing_in(t) {
        t.account("anna", Role::Reviewer, None).await;
        let anna = sign_in(t, "anna").await;
        let results = at_once(10, |_| {
            let (service, anna) = (t.service.clone(), anna.clone());
            async move {
                let (old, new) = ("wrong".to_owned(), "four brand new cold words".to_owned());
                service.change_staff_password(&anna, old, new, ADDRESS).await
            }
        }).await;
        let looked_at = results.into_iter().filter(|result| {
            matches!(result, Err(Error::Refused(problem)) if problem.code == ProblemCode::PasswordWrong)
        });
        assert_eq!(looked_at.count(), 5);
    }

    async fn sessions_are_listed_and_ended_by_their_owner_alone(t) {
        t.account("anna", Role::Reviewer, None).await;
        t.account("bao", Role::Reviewer, None).await;
        let (anna, bao) = (sign_in(t, "anna").await, sign_in(t, "bao").await);
        t.advance(Span::minutes(5));
        let elsewhere = sign_in(t, "anna").await;
        let sessions = t.service.own_sessions(&anna).await.unwrap();
        assert_eq!(sessions.iter().map(|session| session.current).collect::<Vec<_>>(), [false, true]);
        assert_eq!(sessions[0].address.as_deref(), Some("192.0.2.1"));
        assert_eq!(refusal(t.service.end_own_session(&bao, elsewhere.session).await), ProblemCode::NotFound);
        t.service.end_own_session(&anna, elsewhere.session).await.unwrap();
        assert_eq!(refusal(t.service.change_staff_password(&elsewhere, PASSWORD.into(), "four brand new cold words".into(), ADDRESS).await), ProblemCode::SessionNeeded);
        let third = sign_in(t, "anna").await;
        t.service.end_other_sessions(&anna).await.unwrap();
        let left = t.service.own_sessions(&anna).await.unwrap();
        assert!(left.len() == 1 && left[0].current && third.session != left[0].id);
        assert_eq!(t.service.own_sessions(&bao).await.unwrap().len(), 1);
    }

    async fn the_owner_sees_how_signing_in_went(t) {
        t.account("anna", Role::Reviewer, None).await;
        let guest = t.guest().await;
        assert!(t.service.sign_in_staff(&guest, "anna", "wrong".to_owned().into(), ADDRESS).await.is_err());
        t.advance(Span::minutes(1));
        let anna = sign_in(t, "anna").await;
        let outcomes = |entries: Vec<enrolment::staff::SignInEntry>| entries.iter().map(|entry| entry.outcome).collect::<Vec<_>>();
        let history = t.service.sign_in_history(&anna).await.unwrap();
        assert_eq!(outcomes(history), [SignInOutcome::PasswordRight, SignInOutcome::PasswordWrong]);
        t.advance(Span::days(191));
        t.service.sweep().await.unwrap();
        let anna = sign_in(t, "anna").await;
        assert_eq!(t.service.sign_in_history(&anna).await.unwrap().len(), 1);
    }

    async fn a_province_gets_one_first_administrator(t) {
        let results = at_once(4, |n| {
            let service = t.service.clone();
            async move { service.create_first_administrator(&province(), &format!("admin{n}"), "管理员").await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 1);
    }

    async fn the_first_administrator_changes_the_password_before_anything_else(t) {
        let password = t.service.create_first_administrator(&province(), "Root.Admin", "管理员").await.unwrap();
        let guest = t.guest().await;
        let signed_in = t.service.sign_in_staff(&guest, "root.admin", password.expose().to_owned().into(), ADDRESS).await;
        let admin = signed_in.unwrap().caller;
        assert_eq!(admin.stage(), Some(Stage::Password));
        let admin = change(t, &admin, password.expose(), "four brand new cold words").await.unwrap();
        t.service.staff_page(&admin, &enrolment::staff::StaffFilter::default(), None).await.unwrap();
    }

    async fn in_an_emergency_the_second_factor_is_taken_off_at_the_terminal(t) {
        t.account("anna", Role::ProvinceAdministrator, None).await;
        let anna = sign_in(t, "anna").await;
        let (_, _, anna) = set_up(t, &anna).await;
        t.service.reset_second_factor_of("Anna").await.unwrap();
        assert_eq!(refusal(t.service.change_staff_password(&anna, PASSWORD.into(), "four brand new cold words".into(), ADDRESS).await), ProblemCode::SessionNeeded);
        assert_eq!(sign_in(t, "anna").await.stage(), Some(Stage::Full));
        assert_eq!(refusal(t.service.reset_second_factor_of("nobody").await), ProblemCode::NotFound);
    }
}
