//! Back into an account without its password: what each way asks for, what it gives, and what a stranger can do with it.

use crate::{joining::*, support::*};
use enrolment::{
    Caller, Who,
    account::{RecoveryWay, ResetChecks, ResetIssued},
    registration::Channel,
};
use shared::{
    id::EnrolmentId,
    problem::ProblemCode,
    profile::{Profile, RecoveryRules},
    review::Role,
    time::Span,
};

const NEW: &str = "Huang6he.ok";
const CHECKED: ResetChecks = ResetChecks { present: true, genuine: true, same: true };

fn typed(n: u32) -> [String; 3] {
    // wider, in other case and with other spaces than they were typed at first
    answers(n).map(|own| own.answer.to_uppercase().replace(' ', "　"))
}

fn id_of(caller: &Caller) -> EnrolmentId {
    match &caller.who {
        Who::Candidate { enrolment, .. } => *enrolment,
        other => panic!("{other:?}"),
    }
}

impl Bench {
    async fn answer(&self, guest: &Caller, login: &str, answers: [String; 3]) -> Result<(), enrolment::Error> {
        self.service.answer_questions(guest, &joining_province(), login, answers).await
    }

    async fn officer_of(&self, role: Role, region: Option<&str>) -> Caller {
        use enrolment::{session::Jurisdiction, staff::NewStaff};
        let login = format!("own{}", self.service.now().0 + i64::from(rand(self)));
        let jurisdiction =
            Jurisdiction { province: joining_province(), region: region.map(str::to_owned), institution: None };
        let password = crate::support::PASSWORD.to_owned().into();
        let new = NewStaff { login: login.clone(), name: format!("Name of {login}"), role, jurisdiction, password };
        self.service.create_staff(new).await.unwrap();
        let (guest, password) = (self.guest().await, crate::support::PASSWORD.to_owned().into());
        self.service.sign_in_staff(&guest, &login, password, ADDRESS).await.unwrap().caller
    }

    fn told(&self, to: &str) -> usize {
        self.inbox.messages().iter().filter(|sent| sent.to == to && sent.text.contains("密码重置")).count()
    }
}

fn rand(t: &Bench) -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let _ = t;
    NEXT.fetch_add(1, Ordering::SeqCst)
}

both! {
    async fn the_answers_and_a_code_lead_to_a_new_password_and_to_nothing_else(t) {
        let before = t.joined(1).await;
        t.advance(Span::hours(2));
        let guest = t.guest().await;
        let asked = t.service.recovery_questions(&joining_province(), email(1).expose()).await.unwrap();
        assert_eq!(asked, answers(1).map(|own| own.question));
        t.answer(&guest, email(1).expose(), typed(1)).await.unwrap();
        let proved = t.service.recovery(&guest).await.unwrap().unwrap();
        assert_eq!((proved.way, proved.needs_code), (RecoveryWay::Questions, true));
        assert_eq!(proved.to, [
            (Channel::Sms, phone(1).masked()),
            (Channel::Mail, email(1).masked()),
        ]);
        assert_eq!(refusal(t.service.status(&guest).await), ProblemCode::SessionNeeded, "nobody is signed in by it");
        let alone = t.service.choose_recovered_password(&guest, NEW.to_owned()).await;
        assert_eq!(refusal(alone), ProblemCode::RecoveryExpired, "the answers alone are not enough here");
        t.service.request_recovery_code(&guest, Channel::Mail, ADDRESS).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let code = t.inbox.code_for(email(1).expose()).unwrap();
        t.service.prove_recovery(&guest, Channel::Mail, &code).await.unwrap();
        t.service.choose_recovered_password(&guest, NEW.to_owned()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!((t.told(phone(1).expose()), t.told(email(1).expose())), (1, 1), "the owner hears of it");
        assert_eq!(refusal(t.service.save_draft(&before, "x", "{}").await), ProblemCode::SessionExpired);
        assert_eq!(refusal(t.join_sign_in(phone(1).expose(), CHOSEN).await), ProblemCode::SignInWrong);
        t.join_sign_in(phone(1).expose(), NEW).await.unwrap();
    }

    async fn where_the_province_says_so_the_answers_suffice(t) {
        t.joined(1).await;
        let recovery = RecoveryRules { code_after_questions: false, ..hubei().recovery };
        let service = t.restarted(Profile { recovery, ..joining() }).await;
        let guest = t.guest().await;
        service.answer_questions(&guest, &joining_province(), phone(1).expose(), typed(1)).await.unwrap();
        service.choose_recovered_password(&guest, NEW.to_owned()).await.unwrap();
        let again = service.choose_recovered_password(&guest, NEW.to_owned()).await;
        assert_eq!(refusal(again), ProblemCode::RecoveryExpired, "what was proved is used up");
    }

    async fn five_wrong_tries_lock_on_every_device(t) {
        t.joined(1).await;
        for n in 0..5 {
            let guest = t.guest().await;
            let login = if n % 2 == 0 { phone(1).expose().to_owned() } else { email(1).key() };
            let mut wrong = typed(1);
            wrong[n % 3] = "guessed".to_owned();
            assert_eq!(refusal(t.answer(&guest, &login, wrong).await), ProblemCode::AnswersWrong);
        }
        let guest = t.guest().await;
        assert_eq!(refusal(t.answer(&guest, phone(1).expose(), typed(1)).await), ProblemCode::SignInLocked);
        t.join_sign_in(phone(1).expose(), CHOSEN).await.expect("the password is another matter");
        t.advance(Span::hours(25));
        t.answer(&guest, phone(1).expose(), typed(1)).await.expect("a day later");
    }

    /// At most five are compared, however many come at once.
    async fn tries_made_at_once_all_count(t) {
        t.joined(1).await;
        let guest = t.guest().await;
        let results = at_once(12, |_| {
            let (service, guest) = (t.service.clone(), guest.clone());
            async move {
                let wrong = ["a guess", "b guess", "c guess"].map(str::to_owned);
                service.answer_questions(&guest, &joining_province(), phone(1).expose(), wrong).await
            }
        }).await;
        let wrong = results.into_iter().filter(|result| {
            matches!(result, Err(enrolment::Error::Refused(problem)) if problem.code == ProblemCode::AnswersWrong)
        });
        assert_eq!(wrong.count(), 5);
    }

    /// Whether there is such an account is not told by the questions, by the answer, or by the lock.
    async fn nobody_learns_who_is_registered(t) {
        t.joined(1).await;
        let ask = async |login: &str| t.service.recovery_questions(&joining_province(), login).await.unwrap();
        let unknown = ask(email(7).expose()).await;
        assert_eq!((unknown.len(), ask(" CANDIDATE7@example.com").await), (3, unknown.clone()), "always the same");
        let distinct: std::collections::BTreeSet<_> = unknown.iter().collect();
        assert_eq!(distinct.len(), 3);
        let guest = t.guest().await;
        for login in [email(1), email(7)] {
            for _ in 0..5 {
                let wrong = t.answer(&guest, login.expose(), ["aa", "bb", "cc"].map(str::to_owned)).await;
                assert_eq!(refusal(wrong), ProblemCode::AnswersWrong, "{login:?}");
            }
            let locked = t.answer(&guest, login.expose(), ["aa", "bb", "cc"].map(str::to_owned)).await;
            assert_eq!(refusal(locked), ProblemCode::SignInLocked, "{login:?}");
        }
    }

    async fn of_two_forms_one_chooses_the_password(t) {
        t.joined(1).await;
        t.advance(Span::hours(2));
        let guest = t.guest().await;
        t.answer(&guest, phone(1).expose(), typed(1)).await.unwrap();
        t.service.request_recovery_code(&guest, Channel::Sms, ADDRESS).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let code = t.inbox.code_for(phone(1).expose()).unwrap();
        t.service.prove_recovery(&guest, Channel::Sms, &code).await.unwrap();
        let results = at_once(4, |_| {
            let (service, guest) = (t.service.clone(), guest.clone());
            async move { service.choose_recovered_password(&guest, NEW.to_owned()).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::RecoveryExpired), 1);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.told(phone(1).expose()), 1);
    }

    async fn what_was_proved_lasts_ten_minutes(t) {
        t.joined(1).await;
        let guest = t.guest().await;
        t.answer(&guest, phone(1).expose(), typed(1)).await.unwrap();
        t.advance(Span::minutes(11));
        assert_eq!(t.service.recovery(&guest).await.unwrap(), None);
        let late = t.service.request_recovery_code(&guest, Channel::Sms, ADDRESS).await;
        assert_eq!(refusal(late), ProblemCode::RecoveryExpired);
    }

    async fn an_office_gives_a_code_on_paper_once_two_have_looked(t) {
        let candidate = t.joined(1).await;
        let (first, second) =
            (t.officer_of(Role::DeskOfficer, Some("420102")).await, t.officer_of(Role::DeskOfficer, Some("420100")).await);
        let id = id_of(&candidate);
        let unchecked = t.service.reset_at_desk(&first, id, ResetChecks { same: false, ..CHECKED }, None).await;
        assert_eq!(refusal(unchecked), ProblemCode::DeskChecksMissing);
        let asked = t.service.reset_at_desk(&first, id, CHECKED, None).await.unwrap();
        assert_eq!(asked, ResetIssued::Waiting);
        let [waiting] = t.service.waiting_resets(&second).await.unwrap().try_into().unwrap();
        assert!(!waiting.own && t.service.waiting_resets(&first).await.unwrap()[0].own);
        assert_eq!(refusal(t.service.confirm_reset(&first, waiting.id).await), ProblemCode::OtherPersonNeeded);
        let confirmed = t.service.confirm_reset(&second, waiting.id).await.unwrap();
        assert_eq!(confirmed.document, document_no(1).masked(), "the paper says whose it is");
        let ResetIssued::Printed(code) = confirmed.issued else { panic!() };
        assert_eq!(refusal(t.service.confirm_reset(&second, waiting.id).await), ProblemCode::NotFound);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(t.told(phone(1).expose()), 1, "the owner hears of it before it is used");
        let guest = t.guest().await;
        let redeem = async |n, typed: &str| t.service.redeem_reset(&guest, &joining_province(), &document_no(n), typed).await;
        assert_eq!(refusal(redeem(2, code.expose()).await), ProblemCode::ResetCodeWrong, "somebody else's number");
        assert_eq!(refusal(redeem(1, "abcd-efgh-ijkl-mnop").await), ProblemCode::ResetCodeWrong);
        redeem(1, &code.expose().replace('-', " ").to_uppercase()).await.unwrap();
        t.service.choose_recovered_password(&guest, NEW.to_owned()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        t.join_sign_in(phone(1).expose(), NEW).await.unwrap();
        assert_eq!(refusal(redeem(1, code.expose()).await), ProblemCode::ResetCodeWrong, "it worked once");
    }

    async fn a_code_to_a_new_phone_binds_it(t) {
        let candidate = t.joined(1).await;
        let other = t.joined(2).await;
        let _ = other;
        let id = id_of(&candidate);
        let officers =
            [t.officer_of(Role::DeskOfficer, Some("420102")).await, t.officer_of(Role::DeskOfficer, Some("420102")).await];
        let taken = t.service.reset_at_desk(&officers[0], id, CHECKED, Some(phone(2))).await;
        assert_eq!(refusal(taken), ProblemCode::RegistrationNotAvailable);
        t.service.reset_at_desk(&officers[0], id, CHECKED, Some(phone(3))).await.unwrap();
        let waiting = t.service.waiting_resets(&officers[1]).await.unwrap().remove(0);
        let sent = t.service.confirm_reset(&officers[1], waiting.id).await.unwrap();
        assert_eq!(sent.issued, ResetIssued::Sent(phone(3).masked()), "officers do not see the code");
        t.service.run_due_jobs().await.unwrap();
        let code = t.inbox.code_for(phone(3).expose()).unwrap();
        assert_eq!(t.told(phone(1).expose()), 1, "the old phone is told");
        let guest = t.guest().await;
        t.service.redeem_reset(&guest, &joining_province(), &document_no(1), &code).await.unwrap();
        t.join_sign_in(phone(1).expose(), CHOSEN).await.expect("nothing is changed before the end");
        t.service.choose_recovered_password(&guest, NEW.to_owned()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        t.join_sign_in(phone(3).expose(), NEW).await.unwrap();
        assert_eq!(refusal(t.join_sign_in(phone(1).expose(), NEW).await), ProblemCode::SignInWrong);
    }

    async fn an_office_reaches_its_own_place_and_old_codes_end(t) {
        let candidate = t.joined(1).await;
        let id = id_of(&candidate);
        let stranger = t.officer_of(Role::DeskOfficer, Some("420500")).await;
        assert_eq!(refusal(t.service.reset_at_desk(&stranger, id, CHECKED, None).await), ProblemCode::NotPermitted);
        let reviewer = t.officer_of(Role::Reviewer, Some("420102")).await;
        assert_eq!(refusal(t.service.reset_at_desk(&reviewer, id, CHECKED, None).await), ProblemCode::NotPermitted);
        let recovery = RecoveryRules { two_person: false, ..hubei().recovery };
        let service = t.restarted(Profile { recovery, ..joining() }).await;
        let officer = t.officer_of(Role::DeskOfficer, Some("420102")).await;
        let code = async || match service.reset_at_desk(&officer, id, CHECKED, None).await.unwrap() {
            ResetIssued::Printed(code) => code.expose().to_owned(),
            other => panic!("{other:?}"),
        };
        let (old, new) = (code().await, code().await);
        let guest = t.guest().await;
        let redeem = async |typed: &str| service.redeem_reset(&guest, &joining_province(), &document_no(1), typed).await;
        assert_eq!(refusal(redeem(&old).await), ProblemCode::ResetCodeWrong, "a newer one took its place");
        t.advance(Span::hours(23));
        redeem(&new).await.unwrap();
        t.advance(Span::hours(2));
        assert_eq!(refusal(redeem(&new).await), ProblemCode::ResetCodeWrong, "a day is over");
        t.service.run_due_jobs().await.unwrap();
    }

    /// Where a province does not do it, officers cannot.
    async fn hunan_has_no_reset_at_the_office(t) {
        let candidate = t.candidate(1).await;
        let officer = t.staff(Role::DeskOfficer, Some("430102")).await;
        let refused = t.service.reset_at_desk(&officer, id_of(&candidate), CHECKED, None).await;
        assert_eq!(refusal(refused), ProblemCode::NotFound);
    }
}
