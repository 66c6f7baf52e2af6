//! Another phone or e-mail address, chosen at home: what it asks for, whom it tells, what it ends, and how to get round it.

use crate::{joining::*, support::*};
use enrolment::{
    Caller, Error,
    account::ContactChange,
    registration::{Channel, Recipient},
    session::SignedIn,
};
use shared::{
    problem::{Field, Problem, ProblemCode},
    time::Span,
};

fn refused<T>(result: Result<T, Error>) -> Problem {
    match result {
        Err(Error::Refused(problem)) => problem,
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("was not refused"),
    }
}

impl Bench {
    /// Both codes, as they came.
    async fn change_codes(&self, caller: &Caller, to: &Recipient, by: Channel, old: &str) -> (String, String) {
        self.service.request_new_contact_code(caller, to, ADDRESS).await.unwrap();
        self.service.request_old_contact_code(caller, (to.channel(), by), ADDRESS).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        let new = match to {
            Recipient::Phone(phone) => phone.expose().to_owned(),
            Recipient::Email(email) => email.expose().to_owned(),
        };
        let code = |to: &str| self.inbox.code_for(to).expect("a code was sent");
        (code(&new), code(old))
    }

    async fn change(
        &self,
        caller: &Caller,
        (to, by): (Recipient, Channel),
        (code, old_code): (String, String),
        password: &str,
    ) -> Result<SignedIn, Error> {
        let change = ContactChange { to, code, by, old_code, password: password.to_owned().into() };
        self.service.change_contact(caller, change, ADDRESS).await
    }

    fn told_of_change(&self, to: &str) -> usize {
        self.inbox.messages().iter().filter(|sent| sent.to == to && sent.text.contains("已更换")).count()
    }
}

fn other(code: &str) -> String {
    if code == "000000" { "111111".to_owned() } else { "000000".to_owned() }
}

both! {
    async fn with_both_codes_and_the_password_the_phone_is_another(t) {
        let caller = t.joined(1).await;
        let elsewhere = t.join_sign_in(email(1).expose(), CHOSEN).await.unwrap().caller;
        t.advance(Span::minutes(70));
        let to = Recipient::from(&phone(9));
        let codes = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
        let signed_in = t.change(&caller, (to, Channel::Sms), codes.clone(), CHOSEN).await.unwrap();
        let status = t.service.status(&signed_in.caller).await.unwrap();
        assert_eq!(status.phone, phone(9).masked());
        for ended in [&caller, &elsewhere] {
            let gone = t.service.save_draft(ended, "x", "{}").await;
            assert_eq!(refusal(gone), ProblemCode::SessionExpired, "other devices are signed out");
        }
        t.service.save_draft(&signed_in.caller, "x", "{}").await.expect("this one goes on");
        t.service.run_due_jobs().await.unwrap();
        assert_eq!((t.told_of_change(phone(1).expose()), t.told_of_change(phone(9).expose())), (1, 0), "the old one is told");
        assert_eq!(t.told_of_change(email(1).expose()), 1);
        t.join_sign_in(phone(9).expose(), CHOSEN).await.unwrap();
        assert_eq!(refusal(t.join_sign_in(phone(1).expose(), CHOSEN).await), ProblemCode::SignInWrong);
        let again = t.change(&caller, (Recipient::from(&phone(8)), Channel::Sms), codes, CHOSEN).await;
        assert_eq!(refusal(again), ProblemCode::SessionExpired);
    }

    async fn the_address_is_proved_by_itself_or_by_the_phone_but_the_phone_by_itself_only(t) {
        let caller = t.joined(1).await;
        t.advance(Span::minutes(70));
        let proofs = t.service.proofs_of_contact(&caller, Channel::Mail).await.unwrap();
        assert_eq!(proofs, [(Channel::Mail, email(1).masked()), (Channel::Sms, phone(1).masked())]);
        assert_eq!(t.service.proofs_of_contact(&caller, Channel::Sms).await.unwrap(), [(Channel::Sms, phone(1).masked())]);
        let by_mail = t.service.request_old_contact_code(&caller, (Channel::Sms, Channel::Mail), ADDRESS).await;
        assert_eq!(refusal(by_mail), ProblemCode::BadRequest, "an e-mail address does not bind another phone");
        let to = Recipient::from(&email(9));
        let codes = t.change_codes(&caller, &to, Channel::Mail, email(1).expose()).await;
        let caller = t.change(&caller, (to, Channel::Mail), codes, CHOSEN).await.unwrap().caller;
        t.service.run_due_jobs().await.unwrap();
        let told = [email(1).expose(), phone(1).expose(), email(9).expose()].map(|to| t.told_of_change(to));
        assert_eq!(told, [1, 1, 0]);
        t.advance(Span::minutes(70));
        let to = Recipient::from(&email(8));
        let codes = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
        t.change(&caller, (to, Channel::Sms), codes, CHOSEN).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.told_of_change(email(9).expose()), 1);
        t.join_sign_in(email(8).expose(), CHOSEN).await.unwrap();
    }

    async fn each_proof_is_needed(t) {
        let caller = t.joined(1).await;
        t.advance(Span::minutes(70));
        let same = t.service.request_new_contact_code(&caller, &Recipient::from(&phone(1)), ADDRESS).await;
        assert_eq!(refused(same), Problem::at(ProblemCode::ContactSame, Field::Phone));
        let to = Recipient::from(&phone(9));
        let (new, old) = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
        let try_with = async |new: &str, old: &str, password: &str| {
            t.change(&caller, (to.clone(), Channel::Sms), (new.to_owned(), old.to_owned()), password).await
        };
        assert_eq!(refusal(try_with(&new, &old, "wrong").await), ProblemCode::PasswordWrong);
        let wrong = refused(try_with(&new, &other(&old), CHOSEN).await);
        assert_eq!((wrong.code, wrong.field), (ProblemCode::CodeWrong, Some(Field::OldCode)));
        let wrong = refused(try_with(&other(&new), &old, CHOSEN).await);
        assert_eq!((wrong.code, wrong.field), (ProblemCode::CodeWrong, Some(Field::Code)));
        assert_eq!(t.service.status(&caller).await.unwrap().phone, phone(1).masked());
        try_with(&new, &old, CHOSEN).await.expect("a slip in one code did not cost the other");
        t.service.run_due_jobs().await.unwrap();
    }

    /// Where nobody has chosen a password so far, and where the province asks for no address.
    async fn two_codes_suffice_without_a_password_and_there_is_no_address_to_change(t) {
        let caller = t.candidate(1).await;
        t.advance(Span::minutes(70));
        assert!(t.service.proofs_of_contact(&caller, Channel::Mail).await.unwrap().is_empty());
        let mail = t.service.request_new_contact_code(&caller, &Recipient::from(&email(1)), ADDRESS).await;
        assert_eq!(refusal(mail), ProblemCode::BadRequest);
        let to = Recipient::from(&phone(9));
        let codes = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
        t.change(&caller, (to, Channel::Sms), codes, "").await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.told_of_change(phone(1).expose()), 1);
    }

    async fn ten_wrong_tries_end_it_for_a_day_whatever_codes_are_asked_for(t) {
        t.joined(1).await;
        let to = Recipient::from(&phone(9));
        let mut results = Vec::new();
        for _ in 0..3 {
            t.advance(Span::minutes(70));
            let caller = t.join_sign_in(email(1).expose(), CHOSEN).await.unwrap().caller;
            let codes = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
            for _ in 0..4 {
                let wrong = (other(&codes.0), codes.1.clone());
                results.push(refusal(t.change(&caller, (to.clone(), Channel::Sms), wrong, CHOSEN).await));
            }
        }
        assert_eq!(results[9], ProblemCode::CodeWrong);
        assert_eq!(results[10..], [ProblemCode::SignInLocked; 2]);
        t.advance(Span::hours(25));
        let caller = t.join_sign_in(email(1).expose(), CHOSEN).await.unwrap().caller;
        let codes = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
        t.change(&caller, (to, Channel::Sms), codes, CHOSEN).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
    }

    /// Of several forms with the same codes, one changes the phone.
    async fn codes_work_once_however_many_forms_come_at_once(t) {
        let caller = t.candidate(1).await;
        t.advance(Span::minutes(70));
        let to = Recipient::from(&phone(9));
        let codes = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
        let results = at_once(6, |_| {
            let (service, caller, to, codes) = (t.service.clone(), caller.clone(), to.clone(), codes.clone());
            async move {
                let (code, old_code) = codes;
                let password = String::new().into();
                let change = ContactChange { to, code, by: Channel::Sms, old_code, password };
                service.change_contact(&caller, change, ADDRESS).await
            }
        }).await;
        assert_eq!(successes(results, ProblemCode::SessionExpired), 1);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.told_of_change(phone(1).expose()), 1);
    }

    /// A code belongs to the device that asked for it.
    async fn another_device_cannot_use_the_codes(t) {
        let caller = t.joined(1).await;
        let elsewhere = t.join_sign_in(email(1).expose(), CHOSEN).await.unwrap().caller;
        t.advance(Span::minutes(70));
        let to = Recipient::from(&phone(9));
        let codes = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
        let used = t.change(&elsewhere, (to, Channel::Sms), codes, CHOSEN).await;
        assert_eq!(refusal(used), ProblemCode::CodeExpired);
    }

    /// Two candidates who both have the number before them: one gets it, and nobody has two.
    async fn a_number_goes_to_one_of_two(t) {
        let (one, two, three) = (t.candidate(1).await, t.candidate(2).await, t.candidate(3).await);
        let to = Recipient::from(&phone(9));
        let mut forms = Vec::new();
        t.advance(Span::minutes(65));
        for (n, caller) in [(1, one), (2, two)] {
            t.advance(Span::minutes(2));
            let codes = t.change_codes(&caller, &to, Channel::Sms, phone(n).expose()).await;
            forms.push((caller, codes));
        }
        let results = at_once(2, |n| {
            let (service, to) = (t.service.clone(), to.clone());
            let (caller, (code, old_code)) = forms[n as usize].clone();
            async move {
                let change = ContactChange { to, code, by: Channel::Sms, old_code, password: String::new().into() };
                service.change_contact(&caller, change, ADDRESS).await
            }
        }).await;
        assert_eq!(successes(results, ProblemCode::ContactTaken), 1);
        t.advance(Span::minutes(35));
        let codes = t.change_codes(&three, &to, Channel::Sms, phone(3).expose()).await;
        let taken = t.change(&three, (to.clone(), Channel::Sms), codes.clone(), "").await;
        assert_eq!(refused(taken), Problem::at(ProblemCode::ContactTaken, Field::Phone));
        let again = t.change(&three, (to, Channel::Sms), codes, "").await;
        assert_eq!(refusal(again), ProblemCode::CodeSpent, "trying out numbers costs two messages each");
        t.service.run_due_jobs().await.unwrap();
    }

    /// What somebody proved by the old phone a moment ago opens nothing any more.
    async fn a_way_back_that_was_begun_ends(t) {
        let caller = t.joined(1).await;
        t.advance(Span::minutes(70));
        let guest = t.guest().await;
        let given = answers(1).map(|own| own.answer);
        t.service.answer_questions(&guest, &joining_province(), phone(1).expose(), given).await.unwrap();
        let to = Recipient::from(&phone(9));
        let codes = t.change_codes(&caller, &to, Channel::Sms, phone(1).expose()).await;
        t.change(&caller, (to, Channel::Sms), codes, CHOSEN).await.unwrap();
        assert_eq!(t.service.recovery(&guest).await.unwrap(), None);
        t.service.run_due_jobs().await.unwrap();
    }
}
