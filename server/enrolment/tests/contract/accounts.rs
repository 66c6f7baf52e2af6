//! Candidates' passwords: proved by a code, judged by the policy, tried out by strangers; and consents that are taken back.

use crate::support::*;
use enrolment::{Caller, Error, registration::Registration, session::SignedIn};
use shared::{
    enrolment::{Item, ItemState, Step},
    problem::ProblemCode,
    profile::{CONSENT_IDENTITY, CONSENT_PHOTO, ENROLMENT_RULES, Profile},
    time::Span,
};

const PASSWORD: &str = "Xiang7jiang.";
const OTHER: &str = "Yuelu9shan@";

/// A province whose journey has the steps that provide nothing: the notice and the password.
pub(crate) fn gated() -> Profile {
    let items = [Item::Document, Item::Photo].map(Step::Provide).into_iter();
    let steps = items.chain([Step::Password, Step::Notice]).collect();
    Profile { province: "gated".parse().unwrap(), steps, ..short() }
}

impl Bench {
    /// Proves the phone of the n-th candidate.
    async fn prove(&self, caller: &Caller, n: u32) {
        self.service.request_own_code(caller, ADDRESS).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        let code = self.inbox.code_for(phone(n).expose()).unwrap();
        self.service.prove_phone(caller, &code).await.unwrap();
    }

    /// The n-th candidate, who has chosen a password and so is signed out.
    async fn with_password(&self, n: u32) {
        let caller = self.candidate(n).await;
        self.advance(Span::minutes(2));
        self.prove(&caller, n).await;
        self.service.choose_password(&caller, PASSWORD.to_owned()).await.unwrap();
    }

    async fn sign_in_as(&self, login: &str, password: &str) -> Result<SignedIn, Error> {
        let guest = self.guest().await;
        self.service.sign_in_with_password(&guest, &province(), login, password.to_owned().into(), ADDRESS).await
    }
}

both! {
    async fn a_password_is_chosen_after_a_code_and_used_from_then_on(t) {
        let signed_in = t.register(&phone(1), &document_no(1)).await.unwrap();
        let caller = signed_in.caller;
        t.advance(Span::minutes(2));
        assert_eq!(refusal(t.service.choose_password(&caller, PASSWORD.to_owned()).await), ProblemCode::SessionNeeded);
        t.prove(&caller, 1).await;
        assert!(t.service.may_choose_password(&caller).await.unwrap());
        t.service.choose_password(&caller, PASSWORD.to_owned()).await.unwrap();
        assert!(t.service.find_session(signed_in.token.expose()).await.unwrap().is_none(), "every session has ended");
        let number = document_no(1);
        for login in [phone(1).expose(), number.expose()] {
            let back = t.sign_in_as(login, PASSWORD).await.unwrap().caller;
            assert!(t.service.status(&back).await.unwrap().password_set);
        }
        assert_eq!(refusal(t.sign_in_as(phone(1).expose(), OTHER).await), ProblemCode::SignInWrong);
        assert_eq!(refusal(t.sign_in_as(phone(2).expose(), PASSWORD).await), ProblemCode::SignInWrong, "nobody");
    }

    async fn the_proof_counts_once_and_for_ten_minutes(t) {
        let caller = t.candidate(1).await;
        t.advance(Span::minutes(2));
        t.prove(&caller, 1).await;
        t.advance(Span::minutes(10));
        assert_eq!(refusal(t.service.choose_password(&caller, PASSWORD.to_owned()).await), ProblemCode::SessionNeeded);
        t.prove(&caller, 1).await;
        let results = at_once(4, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.choose_password(&caller, format!("Xiang7jiang.{n}")).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::SessionNeeded), 1);
    }

    async fn the_policy_is_the_servers_too(t) {
        let caller = t.candidate(1).await;
        t.advance(Span::minutes(2));
        t.prove(&caller, 1).await;
        let personal = format!("a.{}", &phone(1).expose()[3..]);
        for (typed, code) in [
            ("Ab1.", ProblemCode::PasswordTooShort),
            ("Xiang7jiang.Xiang7", ProblemCode::PasswordTooLong),
            ("Xiangjiang.", ProblemCode::PasswordNoDigit),
            ("Xiang7jiang", ProblemCode::PasswordNoSymbol),
            ("Xiang7jiang.!", ProblemCode::PasswordForeign),
            ("Aa123456@", ProblemCode::PasswordCommon),
            (personal.as_str(), ProblemCode::PasswordPersonal),
        ] {
            assert_eq!(refusal(t.service.choose_password(&caller, typed.to_owned()).await), code, "{typed}");
        }
        t.service.choose_password(&caller, PASSWORD.to_owned()).await.unwrap();
    }

    async fn guessing_is_locked_whichever_login_is_used_and_however_many_guess_at_once(t) {
        t.with_password(1).await;
        let guesses = at_once(12, |n| {
            let service = t.service.clone();
            let login = if n % 2 == 0 { phone(1).expose().to_owned() } else { document_no(1).expose().to_owned() };
            async move {
                let guest = service.start_session().await.unwrap().caller;
                let typed = format!("Guess{n}ing.").into();
                service.sign_in_with_password(&guest, &province(), &login, typed, ADDRESS).await
            }
        }).await;
        let looked_at = guesses.into_iter().filter(|guess| matches!(guess, Err(Error::Refused(problem)) if problem.code == ProblemCode::SignInWrong));
        assert_eq!(looked_at.count(), 5);
        assert_eq!(refusal(t.sign_in_as(phone(1).expose(), PASSWORD).await), ProblemCode::SignInLocked);
        t.advance(Span::hours(1));
        t.sign_in_as(phone(1).expose(), PASSWORD).await.unwrap();
    }

    async fn who_forgot_it_chooses_anew_after_a_code_and_the_old_one_is_dead(t) {
        t.with_password(1).await;
        t.advance(Span::minutes(2));
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(1)).await;
        let back = t.service.begin_password_reset(&guest, &province(), &phone(1), &code).await.unwrap().caller;
        t.service.choose_password(&back, OTHER.to_owned()).await.unwrap();
        assert_eq!(refusal(t.sign_in_as(phone(1).expose(), PASSWORD).await), ProblemCode::SignInWrong);
        t.sign_in_as(phone(1).expose(), OTHER).await.unwrap();
    }

    async fn changing_it_takes_the_old_one(t) {
        t.with_password(1).await;
        let caller = t.sign_in_as(phone(1).expose(), PASSWORD).await.unwrap().caller;
        let change = |old: &str, new: &str| t.service.change_password(&caller, old.to_owned(), new.to_owned(), ADDRESS);
        assert_eq!(refusal(change(OTHER, OTHER).await), ProblemCode::PasswordWrong);
        assert_eq!(refusal(change(PASSWORD, "short1.").await), ProblemCode::PasswordTooShort);
        change(PASSWORD, OTHER).await.unwrap();
        t.sign_in_as(phone(1).expose(), OTHER).await.unwrap();
    }

    async fn a_notice_is_accepted_once_and_consents_are_taken_back(t) {
        let caller = t.candidate(1).await;
        let notice = t.consent_to(&caller, ENROLMENT_RULES);
        assert!(!t.service.status(&caller).await.unwrap().notice_accepted);
        t.service.accept_notice(&caller, &notice).await.unwrap();
        t.service.accept_notice(&caller, &notice).await.unwrap();
        assert!(t.service.status(&caller).await.unwrap().notice_accepted);
        let given = t.service.consents(&caller).await.unwrap();
        assert_eq!(given.iter().filter(|consent| consent.notice == ENROLMENT_RULES).count(), 1);
        for fixed in [CONSENT_IDENTITY, ENROLMENT_RULES] {
            assert_eq!(refusal(t.service.withdraw_consent(&caller, fixed).await), ProblemCode::NotPermitted);
        }
        t.service.withdraw_consent(&caller, CONSENT_PHOTO).await.unwrap();
    }

    async fn without_password_and_notice_nothing_is_handed_in(t) {
        let (province, guest) = ("gated".parse().unwrap(), t.guest().await);
        t.service.request_code(&guest, &province, &phone(1), ADDRESS).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let code = t.inbox.code_for(phone(1).expose()).unwrap();
        let form = Registration { phone: phone(1), code, document: document_no(1), region: "430102".to_owned() };
        let caller = t.service.register(&guest, &province, form, consent()).await.unwrap().caller;
        t.photo(&caller, b"good photo").await;
        assert_eq!(refusal(t.service.submit_application(&caller, "form", consent()).await), ProblemCode::Incomplete);
        t.service.accept_notice(&caller, &t.consent_to(&caller, ENROLMENT_RULES)).await.unwrap();
        assert_eq!(refusal(t.service.submit_application(&caller, "form", consent()).await), ProblemCode::Incomplete);
        t.advance(Span::minutes(2));
        t.prove(&caller, 1).await;
        t.service.choose_password(&caller, PASSWORD.to_owned()).await.unwrap();
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
    }

    async fn a_photograph_goes_with_its_consent_while_the_application_is_open(t) {
        let caller = t.submitted(1).await;
        let reviewer = t.reviewer().await;
        let id = t.service.take_next_case(&reviewer).await.unwrap();
        let reason = short().reasons.into_iter().find(|reason| reason.item == Some(Item::Photo)).unwrap().code;
        t.send_back(&reviewer, id, Item::Photo, &reason.0).await.unwrap();
        t.photo(&caller, b"good photo").await;
        t.service.withdraw_consent(&caller, CONSENT_PHOTO).await.unwrap();
        let status = t.service.status(&caller).await.unwrap();
        assert!(status.photo.is_none());
        let photo = status.items.iter().find(|item| item.item == Item::Photo).unwrap();
        assert_eq!(photo.state, ItemState::Missing);
        let consents = t.service.consents(&caller).await.unwrap();
        assert!(consents.iter().filter(|consent| consent.notice == CONSENT_PHOTO).all(|consent| consent.withdrawn_at.is_some()));
    }
}
