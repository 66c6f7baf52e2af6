//! Registering with an e-mail address (新生注册): two codes, one answer for whatever is taken, security questions, 预注册.

use crate::support::*;
use enrolment::{
    Caller, Error,
    account::Answered,
    registration::{EmailProof, Recipient, Registration},
    session::SignedIn,
};
use shared::{
    contact::Email,
    details::{Details, EarlierEducation, MajorChosen},
    enrolment::{Item, Step},
    id::Province,
    person::Education,
    problem::{Field, ProblemCode},
    profile::{Level, Profile},
    registration::Registration as Stage,
    time::Span,
};

pub(crate) const CHOSEN: &str = "Chang5jiang.";

/// Hubei up to what is entered, and a photograph.
pub(crate) fn joining() -> Profile {
    let provided = |items: [Item; 3]| items.map(Step::Provide).into_iter();
    let entered = provided([Item::Details, Item::Attachments, Item::Photo]);
    let steps = [Step::Provide(Item::Document), Step::Password, Step::Questions].into_iter().chain(entered).collect();
    Profile { province: joining_province(), steps, ..hubei() }
}

pub(crate) fn joining_province() -> Province {
    "joining".parse().unwrap()
}

pub(crate) fn email(n: u32) -> Email {
    format!("candidate{n}@example.com").parse().unwrap()
}

/// What is wrong, and where.
fn refused_at<T>(result: Result<T, Error>) -> (ProblemCode, Option<Field>) {
    match result {
        Err(Error::Refused(problem)) => (problem.code, problem.field),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("was not refused"),
    }
}

impl Bench {
    /// Asks for both codes and gives what arrived.
    async fn both_codes(&self, guest: &Caller, phone_no: u32, email_no: u32) -> (String, String) {
        let province = joining_province();
        for to in [Recipient::from(&phone(phone_no)), Recipient::from(&email(email_no))] {
            self.service.request_code_to(guest, &province, &to, ADDRESS).await.unwrap();
        }
        self.service.run_due_jobs().await.unwrap();
        let code = |to: &str| self.inbox.code_for(to).expect("a code was sent");
        (code(phone(phone_no).expose()), code(email(email_no).expose()))
    }

    async fn join_with(
        &self,
        guest: &Caller,
        (phone_no, email_no, document): (u32, u32, u32),
        (code, mailed): (String, String),
    ) -> Result<SignedIn, Error> {
        let document = document_no(document);
        let form = Registration { phone: phone(phone_no), code, document, region: "420102".to_owned() };
        let proof = EmailProof { email: email(email_no), code: mailed };
        self.service.register_with(guest, &joining_province(), (form, Some(proof)), consent()).await
    }

    /// The n-th candidate of the province, just registered.
    pub(crate) async fn join(&self, n: u32) -> SignedIn {
        let guest = self.guest().await;
        let codes = self.both_codes(&guest, n, n).await;
        self.join_with(&guest, (n, n, n), codes).await.unwrap()
    }

    /// The n-th candidate with password and answers, signed in.
    pub(crate) async fn joined(&self, n: u32) -> Caller {
        let caller = self.join(n).await.caller;
        self.service.choose_password(&caller, CHOSEN.to_owned()).await.unwrap();
        let caller = self.join_sign_in(email(n).expose(), CHOSEN).await.unwrap().caller;
        self.service.set_questions(&caller, answers(n), String::new(), ADDRESS).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        caller
    }

    pub(crate) async fn join_sign_in(&self, login: &str, password: &str) -> Result<SignedIn, Error> {
        let guest = self.guest().await;
        let password = password.to_owned().into();
        self.service.sign_in_with_password(&guest, &joining_province(), login, password, ADDRESS).await
    }
}

/// Three questions of the list, answered by the n-th candidate.
pub(crate) fn answers(n: u32) -> [Answered; 3] {
    let questions = hubei().accounts.questions;
    [0, 2, 4].map(|at: usize| Answered { question: questions[at].code.clone(), answer: format!("Answer {at} of {n}") })
}

/// Details of the n-th candidate with a college-level major.
pub(crate) fn joining_details(n: u32) -> Details {
    let major = MajorChosen { code: "590206".to_owned(), name: "行政管理".to_owned(), level: Level::College };
    Details { region: "420102".to_owned(), major, ..crate::details::details(n) }
}

/// With a bachelor-level major and a diploma of this number.
pub(crate) fn joining_bachelor(n: u32, certificate: &str) -> Details {
    let major = MajorChosen { code: "120402".to_owned(), name: "行政管理".to_owned(), level: Level::Bachelor };
    let (school, certificate) = ("武汉示例职业学院".parse().unwrap(), certificate.parse().unwrap());
    let earlier = Some(EarlierEducation { school, certificate });
    Details { major, education: Education::College, earlier, ..joining_details(n) }
}

both! {
    async fn phone_and_address_are_proved_and_both_are_login_names(t) {
        let caller = t.join(1).await.caller;
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!(status.email.as_deref(), Some("c***@example.com"));
        assert_eq!((status.registration, status.password_set), (Stage::Entering, false));
        assert!(t.service.may_choose_password(&caller).await.unwrap(), "both codes were right a moment ago");
        t.service.choose_password(&caller, CHOSEN.to_owned()).await.unwrap();
        for login in [phone(1).expose(), "Candidate1@Example.com", document_no(1).expose()] {
            t.join_sign_in(login, CHOSEN).await.unwrap();
        }
        assert_eq!(refusal(t.join_sign_in(email(2).expose(), CHOSEN).await), ProblemCode::SignInWrong);
    }

    async fn an_address_is_asked_for_where_the_profile_says_so_and_only_there(t) {
        let guest = t.guest().await;
        let (code, _) = t.both_codes(&guest, 1, 1).await;
        let form = Registration { phone: phone(1), code, document: document_no(1), region: "420102".to_owned() };
        let without = t.service.register(&guest, &joining_province(), form, consent()).await;
        assert_eq!(refused_at(without), (ProblemCode::FieldMissing, Some(Field::Email)));
        // elsewhere it is not even kept
        let guest = t.guest().await;
        let code = t.code(&guest, &phone(2)).await;
        let form = Registration { phone: phone(2), code, document: document_no(2), region: "430102".to_owned() };
        let proof = EmailProof { email: email(2), code: "123456".to_owned() };
        let caller = t.service.register_with(&guest, &province(), (form, Some(proof)), consent()).await.unwrap().caller;
        assert_eq!(t.service.status(&caller).await.unwrap().email, None);
    }

    /// A slip in one code does not cost the other, and each counts its own tries.
    async fn one_wrong_code_leaves_the_other_usable(t) {
        let guest = t.guest().await;
        let (code, mailed) = t.both_codes(&guest, 1, 1).await;
        let other = |right: &str| if right == "000000" { "111111".to_owned() } else { "000000".to_owned() };
        let wrong = t.join_with(&guest, (1, 1, 1), (code.clone(), other(&mailed))).await;
        assert_eq!(refused_at(wrong), (ProblemCode::CodeWrong, Some(Field::EmailCode)));
        let wrong = t.join_with(&guest, (1, 1, 1), (other(&code), mailed.clone())).await;
        assert_eq!(refused_at(wrong), (ProblemCode::CodeWrong, Some(Field::Code)));
        // the code of one is none of the other
        if code != mailed {
            let swapped = t.join_with(&guest, (1, 1, 1), (mailed.clone(), code.clone())).await;
            assert_eq!(refusal(swapped), ProblemCode::CodeWrong);
        }
        t.join_with(&guest, (1, 1, 1), (code, mailed)).await.unwrap();
    }

    async fn guessing_one_code_uses_it_up(t) {
        let guest = t.guest().await;
        let (code, mailed) = t.both_codes(&guest, 1, 1).await;
        let wrong = if mailed == "000000" { "111111" } else { "000000" };
        for _ in 0..5 {
            let tried = t.join_with(&guest, (1, 1, 1), (code.clone(), wrong.to_owned())).await;
            assert!(matches!(refusal(tried), ProblemCode::CodeWrong | ProblemCode::CodeSpent));
        }
        assert_eq!(refusal(t.join_with(&guest, (1, 1, 1), (code, mailed)).await), ProblemCode::CodeSpent);
    }

    /// Whoever tries out numbers and addresses learns nothing from the answers.
    async fn whatever_is_taken_the_answer_is_the_same(t) {
        t.join(1).await;
        t.advance(Span::minutes(2));
        for taken in [(1, 2, 2), (2, 1, 2), (2, 2, 1), (1, 2, 1), (1, 1, 2), (2, 1, 1)] {
            let guest = t.guest().await;
            let codes = t.both_codes(&guest, taken.0, taken.1).await;
            let refused = refused_at(t.join_with(&guest, taken, codes).await);
            let expected = (ProblemCode::RegistrationNotAvailable, Some(Field::DocumentNumber));
            assert_eq!(refused, expected, "{taken:?}");
            t.advance(Span::hours(2));
        }
        let guest = t.guest().await;
        let codes = t.both_codes(&guest, 1, 1).await;
        t.join_with(&guest, (1, 1, 1), codes).await.expect("who registered with all three is signed in again");
    }

    async fn of_two_who_register_one_address_at_once_one_is_registered(t) {
        let mut tries = Vec::new();
        for n in [1, 2] {
            let guest = t.guest().await;
            let codes = t.both_codes(&guest, n, 9).await;
            t.advance(Span::minutes(2));
            tries.push((n, guest, codes));
        }
        let results = at_once(2, |at| {
            let (n, guest, (code, mailed)) = tries[at as usize].clone();
            let service = t.service.clone();
            async move {
                let form = Registration { phone: phone(n), code, document: document_no(n), region: "420102".to_owned() };
                let proof = EmailProof { email: email(9), code: mailed };
                service.register_with(&guest, &joining_province(), (form, Some(proof)), consent()).await
            }
        }).await;
        assert_eq!(successes(results, ProblemCode::RegistrationNotAvailable), 1);
    }

    async fn codes_by_mail_have_the_limits_of_text_messages(t) {
        let guest = t.guest().await;
        let (province, to) = (joining_province(), Recipient::from(&email(1)));
        let ask = async || t.service.request_code_to(&guest, &province, &to, ADDRESS).await;
        ask().await.unwrap();
        assert_eq!(refusal(ask().await), ProblemCode::ResendTooSoon);
        for _ in 0..3 {
            t.advance(Span::minutes(2));
            ask().await.unwrap();
        }
        t.advance(Span::minutes(2));
        assert_eq!(refusal(ask().await), ProblemCode::SmsHourlyLimit);
        t.service.request_code(&guest, &province, &phone(1), ADDRESS).await.expect("the phone has limits of its own");
        t.service.run_due_jobs().await.unwrap();
    }

    async fn security_questions_are_distinct_and_answered(t) {
        let caller = t.join(1).await.caller;
        let set = async |change: fn(&mut [Answered; 3])| {
            let mut own = answers(1);
            change(&mut own);
            refused_at(t.service.set_questions(&caller, own, String::new(), ADDRESS).await)
        };
        let same = set(|own| own[2].question = own[0].question.clone()).await;
        assert_eq!(same, (ProblemCode::QuestionsSame, Some(Field::Question3)));
        let unknown = set(|own| own[1].question = "mother".to_owned()).await;
        assert_eq!(unknown, (ProblemCode::FieldMissing, Some(Field::Question2)));
        let blank = set(|own| own[0].answer = " 　".to_owned()).await;
        assert_eq!(blank, (ProblemCode::FieldMissing, Some(Field::Answer1)));
        let short = set(|own| own[0].answer = "王".to_owned()).await;
        assert_eq!(short, (ProblemCode::AnswerTooShort, Some(Field::Answer1)));
        let alike = set(|own| own[2].answer = "ＡＮＳＷＥＲ0of1".to_owned()).await;
        assert_eq!(alike, (ProblemCode::AnswersSame, Some(Field::Answer3)));
        assert!(t.service.own_questions(&caller).await.unwrap().is_empty());
        t.service.set_questions(&caller, answers(1), String::new(), ADDRESS).await.unwrap();
        let kept = t.service.own_questions(&caller).await.unwrap();
        assert_eq!(kept, answers(1).map(|own| own.question));
        assert!(t.service.status(&caller).await.unwrap().questions_set);
    }

    async fn other_answers_take_the_password(t) {
        let caller = t.joined(1).await;
        let other = || { let mut own = answers(1); own[0].answer = "something else".to_owned(); own };
        let without = t.service.set_questions(&caller, other(), "Wrong7word.".to_owned(), ADDRESS).await;
        assert_eq!(refusal(without), ProblemCode::PasswordWrong);
        t.service.set_questions(&caller, other(), CHOSEN.to_owned(), ADDRESS).await.unwrap();
    }

    /// 预注册 from the last entry until the approval; and nothing is handed in without the questions.
    async fn the_registration_is_preliminary_until_the_identity_is_confirmed(t) {
        let caller = t.join(1).await.caller;
        t.service.choose_password(&caller, CHOSEN.to_owned()).await.unwrap();
        let caller = t.join_sign_in(phone(1).expose(), CHOSEN).await.unwrap().caller;
        t.service.save_details(&caller, joining_details(1), None).await.unwrap();
        assert_eq!(t.service.status(&caller).await.unwrap().registration, Stage::Preliminary);
        t.photo(&caller, b"good photo").await;
        let unanswered = t.service.submit_application(&caller, "form", consent()).await;
        assert_eq!(refusal(unanswered), ProblemCode::Incomplete);
        t.service.set_questions(&caller, answers(1), String::new(), ADDRESS).await.unwrap();
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        assert_eq!(t.service.status(&caller).await.unwrap().registration, Stage::Preliminary);
    }

    async fn the_demo_of_the_province_works(t) {
        let accounts = t.service.seed_demo(&joining_province()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        t.join_sign_in("demo0@example.com", accounts[0].password).await.expect("a demonstration candidate has an address");
    }
}
