//! The second factor of staff: setting it up, codes and recovery codes that count once, their lock, and nothing done before.

use crate::support::*;
use enrolment::{
    Caller, Error,
    review::QueueQuery,
    session::SignedIn,
    staff::{RecoveryCodes, Stage},
};
use shared::{problem::ProblemCode, review::Role, time::Span};
use totp_rs::{Builder, Secret, Totp};

/// What an authenticator app makes of the key on the screen.
pub(crate) struct App(Totp);

impl App {
    fn scan(key: &str) -> Self {
        let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
        Self(Builder::new().with_secret(secret).build().unwrap())
    }

    pub(crate) fn code(&self, t: &Bench) -> String {
        self.0.generate((t.service.now().0 / 1000) as u64).to_string()
    }
}

/// Sets a second factor up and moves on to codes that were not used for it.
pub(crate) async fn set_up(t: &Bench, caller: &Caller) -> (App, RecoveryCodes, Caller) {
    t.service.begin_second_factor(caller).await.unwrap();
    let enrolling = t.service.enrolling(caller).await.unwrap().expect("a secret waits");
    assert!(enrolling.address.contains("otpauth://totp/Ruji:"));
    let app = App::scan(&enrolling.key);
    let (signed_in, codes) = t.service.confirm_second_factor(caller, &app.code(t), ADDRESS).await.unwrap();
    t.advance(Span::minutes(1));
    (app, codes, signed_in.caller)
}

/// With the password alone.
pub(crate) async fn sign_in(t: &Bench, login: &str) -> Caller {
    let guest = t.guest().await;
    t.service.sign_in_staff(&guest, login, PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller
}

/// The session of a token that was given out, as the next request finds it.
async fn found(t: &Bench, signed_in: &SignedIn) -> Caller {
    t.service.find_session(signed_in.token.expose()).await.unwrap().expect("the session lives")
}

/// Anna with a second factor, signed in with the password alone.
async fn half_way(t: &Bench) -> (App, RecoveryCodes, Caller) {
    t.account("anna", Role::Reviewer, Some("430100")).await;
    let anna = sign_in(t, "anna").await;
    let (app, codes, _) = set_up(t, &anna).await;
    (app, codes, sign_in(t, "anna").await)
}

both! {
    async fn the_password_alone_opens_nothing_but_the_question_for_the_code(t) {
        let (app, _, caller) = half_way(t).await;
        assert_eq!(caller.stage(), Some(Stage::Code));
        let unfinished = ProblemCode::SignInUnfinished;
        assert_eq!(refusal(t.service.queue(&caller, &QueueQuery::default()).await), unfinished);
        assert_eq!(refusal(t.service.take_next_case(&caller).await), unfinished);
        assert_eq!(refusal(t.service.own_sessions(&caller).await), unfinished);
        assert_eq!(refusal(t.service.account_state(&caller).await), unfinished);
        assert_eq!(refusal(t.service.enrolling(&caller).await), unfinished);
        assert_eq!(refusal(t.service.begin_second_factor(&caller).await), unfinished);
        assert_eq!(refusal(t.service.confirm_second_factor(&caller, &app.code(t), ADDRESS).await), unfinished);
        let (old, new) = (PASSWORD.to_owned(), "four brand new cold words".to_owned());
        assert_eq!(refusal(t.service.change_staff_password(&caller, old, new, ADDRESS).await), unfinished);
        let full = t.service.give_code(&caller, &app.code(t), ADDRESS).await.unwrap();
        assert_eq!(found(t, &full).await.stage(), Some(Stage::Full));
        t.service.queue(&full.caller, &QueueQuery::default()).await.unwrap();
    }

    async fn where_a_second_factor_is_demanded_nothing_comes_before_setting_it_up(t) {
        t.account("anna", Role::Reviewer, None).await;
        // a process with the settings of a deployment
        let strict = crate::watch::another(t).await;
        let guest = strict.start_session().await.unwrap().caller;
        let anna = strict.sign_in_staff(&guest, "anna", PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller;
        assert_eq!(anna.stage(), Some(Stage::SecondFactor));
        assert_eq!(refusal(strict.queue(&anna, &QueueQuery::default()).await), ProblemCode::SignInUnfinished);
        assert_eq!(refusal(strict.own_sessions(&anna).await), ProblemCode::SignInUnfinished);
        strict.begin_second_factor(&anna).await.unwrap();
        let app = App::scan(&strict.enrolling(&anna).await.unwrap().unwrap().key);
        let (full, _) = strict.confirm_second_factor(&anna, &app.code(t), ADDRESS).await.unwrap();
        assert_eq!(full.caller.stage(), Some(Stage::Full));
        strict.queue(&full.caller, &QueueQuery::default()).await.unwrap();
    }

    async fn the_token_changes_with_the_code_and_the_old_one_is_dead(t) {
        t.account("anna", Role::Reviewer, None).await;
        let anna = sign_in(t, "anna").await;
        let (app, ..) = set_up(t, &anna).await;
        let guest = t.guest().await;
        let half = t.service.sign_in_staff(&guest, "anna", PASSWORD.to_owned().into(), ADDRESS).await.unwrap();
        let full = t.service.give_code(&half.caller, &app.code(t), ADDRESS).await.unwrap();
        assert_ne!(half.token, full.token);
        assert!(t.service.find_session(half.token.expose()).await.unwrap().is_none());
    }

    async fn a_code_is_accepted_once_however_many_ask_at_the_same_moment(t) {
        let (app, _, _) = half_way(t).await;
        let mut callers = Vec::new();
        for _ in 0..8 {
            callers.push(sign_in(t, "anna").await);
        }
        let code = app.code(t);
        let results = at_once(8, |n| {
            let (service, caller, code) = (t.service.clone(), callers[n as usize].clone(), code.clone());
            async move { service.give_code(&caller, &code, ADDRESS).await }
        }).await;
        let right = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(right, 1);
        // nor later, while the app still shows it
        let again = sign_in(t, "anna").await;
        assert!(t.service.give_code(&again, &code, ADDRESS).await.is_err());
    }

    async fn a_code_of_before_the_last_one_does_not_count_any_more(t) {
        let (app, _, caller) = half_way(t).await;
        let early = app.code(t);
        t.advance(Span::secs(30));
        t.service.give_code(&caller, &app.code(t), ADDRESS).await.unwrap();
        let again = sign_in(t, "anna").await;
        assert_eq!(refusal(t.service.give_code(&again, &early, ADDRESS).await), ProblemCode::SecondFactorWrong);
    }

    async fn the_app_may_be_half_a_minute_off_and_no_more(t) {
        let (app, _, caller) = half_way(t).await;
        let code = app.code(t);
        t.advance(Span::secs(60));
        assert_eq!(refusal(t.service.give_code(&caller, &code, ADDRESS).await), ProblemCode::SecondFactorWrong);
        let code = app.code(t);
        t.advance(Span::secs(30));
        t.service.give_code(&caller, &code, ADDRESS).await.unwrap();
    }

    async fn each_recovery_code_counts_once(t) {
        let (_, codes, caller) = half_way(t).await;
        assert_eq!(codes.expose().len(), 10);
        let code = codes.expose()[3].to_uppercase().replace('-', " ");
        let full = t.service.give_code(&caller, &code, ADDRESS).await.unwrap();
        assert_eq!(t.service.account_state(&full.caller).await.unwrap().recovery_codes_left, 9);
        let again = sign_in(t, "anna").await;
        assert_eq!(refusal(t.service.give_code(&again, &code, ADDRESS).await), ProblemCode::SecondFactorWrong);
    }

    async fn a_recovery_code_used_in_several_places_at_once_counts_in_one(t) {
        let (_, codes, _) = half_way(t).await;
        let mut callers = Vec::new();
        for _ in 0..4 {
            callers.push(sign_in(t, "anna").await);
        }
        let results = at_once(4, |n| {
            let (service, caller, code) = (t.service.clone(), callers[n as usize].clone(), codes.expose()[0].clone());
            async move { service.give_code(&caller, &code, ADDRESS).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::SecondFactorWrong), 1);
    }

    async fn new_recovery_codes_take_the_place_of_the_old_ones(t) {
        t.account("anna", Role::Reviewer, None).await;
        let anna = sign_in(t, "anna").await;
        let (app, old, anna) = set_up(t, &anna).await;
        let wrong = t.service.renew_recovery_codes(&anna, "wrong".to_owned(), ADDRESS).await;
        assert_eq!(refusal(wrong), ProblemCode::PasswordWrong);
        let new = t.service.renew_recovery_codes(&anna, PASSWORD.to_owned(), ADDRESS).await.unwrap();
        let half = sign_in(t, "anna").await;
        let refused = t.service.give_code(&half, &old.expose()[0], ADDRESS).await;
        assert_eq!(refusal(refused), ProblemCode::SecondFactorWrong);
        t.service.give_code(&half, &new.expose()[0], ADDRESS).await.unwrap();
        drop(app);
    }

    async fn five_wrong_codes_lock_also_for_the_right_one_and_wherever_they_come_from(t) {
        let (app, _, caller) = half_way(t).await;
        let results = at_once(12, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.give_code(&caller, "000000", std::net::Ipv4Addr::from_bits(n).into()).await }
        }).await;
        let looked_at = results.into_iter().filter(|result| {
            matches!(result, Err(Error::Refused(problem)) if problem.code == ProblemCode::SecondFactorWrong)
        });
        assert_eq!(looked_at.count(), 5, "no more than five codes were looked at");
        match t.service.give_code(&caller, &app.code(t), ADDRESS).await {
            Err(Error::Refused(problem)) => {
                assert_eq!((problem.code, problem.retry_after_secs), (ProblemCode::SecondFactorLocked, Some(60)));
            }
            other => panic!("{other:?}"),
        }
        // the password has a count of its own
        let again = sign_in(t, "anna").await;
        t.advance(Span::minutes(1));
        t.service.give_code(&again, &app.code(t), ADDRESS).await.unwrap();
    }

    async fn setting_up_ends_every_other_session(t) {
        t.account("anna", Role::Reviewer, None).await;
        let (guest, anna) = (t.guest().await, sign_in(t, "anna").await);
        let other = t.service.sign_in_staff(&guest, "anna", PASSWORD.to_owned().into(), ADDRESS).await.unwrap();
        set_up(t, &anna).await;
        assert!(t.service.find_session(other.token.expose()).await.unwrap().is_none());
        // nor does a request of it that is under way still change anything
        let (old, new) = (PASSWORD.to_owned(), "four brand new cold words".to_owned());
        let late = t.service.change_staff_password(&other.caller, old, new, ADDRESS).await;
        assert_eq!(refusal(late), ProblemCode::SessionNeeded);
    }

    async fn another_app_counts_only_once_it_has_shown_a_code(t) {
        t.account("anna", Role::Reviewer, None).await;
        let anna = sign_in(t, "anna").await;
        let (app, _, anna) = set_up(t, &anna).await;
        assert_eq!(refusal(t.service.begin_second_factor(&anna).await), ProblemCode::Conflict);
        t.service.replace_second_factor(&anna, PASSWORD.to_owned(), ADDRESS).await.unwrap();
        let next = App::scan(&t.service.enrolling(&anna).await.unwrap().unwrap().key);
        let half = sign_in(t, "anna").await;
        assert!(t.service.give_code(&half, &next.code(t), ADDRESS).await.is_err(), "not yet");
        t.service.give_code(&half, &app.code(t), ADDRESS).await.unwrap();
        t.advance(Span::minutes(1));
        t.service.confirm_second_factor(&anna, &next.code(t), ADDRESS).await.unwrap();
        t.advance(Span::minutes(1));
        let half = sign_in(t, "anna").await;
        assert!(t.service.give_code(&half, &app.code(t), ADDRESS).await.is_err(), "not any more");
        t.service.give_code(&half, &next.code(t), ADDRESS).await.unwrap();
    }
}
