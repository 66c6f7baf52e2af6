//! The education check: one-time codes and signed answers, and everything that may go wrong between them.

use crate::{
    details::{bachelor, candidate, details, item, reviewer},
    support::*,
};
use async_trait::async_trait;
use enrolment::{
    Caller, Error,
    education::{
        EducationCode, Recorded, RegisterAnswer, RegisterFacts,
        signature::{SharedSecret, Signed},
    },
    ports::{CheckRequest, EducationAnswer, EducationQuestion, EducationVerifier, RegisterError},
};
use shared::{
    details::Details,
    education::{CheckKind, CheckOutcome, CheckState},
    enrolment::{Item, ItemState},
    problem::ProblemCode,
    profile::Level,
    time::Span,
};

const SECRET: &str = "between the register and us";

/// Takes every question but those about 离线.
pub(crate) struct Register;

#[async_trait]
impl EducationVerifier for Register {
    async fn begin(&self, request: CheckRequest<'_>) -> Result<String, RegisterError> {
        if request.name.expose() == "离线" {
            return Err(RegisterError::Away("timeout".to_owned()));
        }
        Ok(format!("https://register.example/{}", request.token))
    }

    /// Knows diplomas by their numbers: those that end with 1 are confirmed, with 2 of somebody else, with 8 it is away, with 9 it refuses
    /// the question.
    async fn verify(&self, question: EducationQuestion<'_>) -> Result<EducationAnswer, RegisterError> {
        assert_eq!(question.token.len(), 32);
        assert!(question.level.at_least(shared::person::Education::College), "asked about a level that admits");
        assert!(!question.name.expose().is_empty() && !question.document.expose().is_empty());
        let certificate = question.diploma.certificate.expose();
        let facts = RegisterFacts {
            school: Some(question.diploma.school.expose().to_owned()),
            diploma: Some(certificate.to_owned()),
            name_matches: Some(!certificate.ends_with('2')),
            ..RegisterFacts::default()
        };
        match certificate.chars().last() {
            Some('1' | '2') => Ok(EducationAnswer { outcome: CheckOutcome::Passed, facts }),
            Some('8') => Err(RegisterError::Away("timeout".to_owned())),
            Some('9') => Err(RegisterError::Refused("form".to_owned())),
            _ => Ok(EducationAnswer { outcome: CheckOutcome::Failed, facts: RegisterFacts::default() }),
        }
    }

    fn is_genuine(&self, message: Signed<'_>) -> bool {
        SharedSecret::new(SECRET).is_genuine(message)
    }
}

fn token(code: &EducationCode) -> String {
    code.url.rsplit('/').next().unwrap().to_owned()
}

/// An answer as the register writes it.
#[derive(Clone)]
struct Sent {
    timestamp: String,
    nonce: String,
    signature: String,
    body: Vec<u8>,
}

impl Sent {
    fn new(t: &Bench, code: &EducationCode, outcome: CheckOutcome, nonce: &str) -> Self {
        Self::of(t, nonce, |answer| RegisterAnswer { token: token(code), kind: code.kind, outcome, ..answer })
    }

    fn of(t: &Bench, nonce: &str, change: impl FnOnce(RegisterAnswer) -> RegisterAnswer) -> Self {
        let time = t.service.now().0;
        let facts = RegisterFacts { diploma: Some("108271202306001234".to_owned()), ..RegisterFacts::default() };
        let nonce = format!("{nonce:0>16}");
        let (kind, outcome) = (CheckKind::Diploma, CheckOutcome::Passed);
        let answer = change(RegisterAnswer { token: String::new(), kind, outcome, time, nonce: nonce.clone(), facts });
        let (timestamp, body) = (time.to_string(), serde_json::to_vec(&answer).unwrap());
        let signature = SharedSecret::new(SECRET).sign(&timestamp, &nonce, &body);
        Self { timestamp, nonce, signature, body }
    }

    async fn arrive(&self, service: &enrolment::Enrolment) -> Result<Recorded, Error> {
        let Self { timestamp, nonce, signature, body } = self;
        service.take_register_answer(Signed { timestamp, nonce, signature, body }).await
    }
}

/// The n-th candidate with a bachelor-level major and both codes.
async fn asking(t: &Bench, n: u32) -> (Caller, Vec<EducationCode>) {
    let caller = candidate(t, n).await;
    t.service.save_details(&caller, bachelor(n), None).await.unwrap();
    let codes = t.service.begin_education_check(&caller, CheckKind::ALL, consent()).await.unwrap();
    (caller, codes)
}

/// Has the register confirm the education, unless it did.
pub(crate) async fn pass(t: &Bench, caller: &Caller) {
    if outcome(t, caller).await == PASSED {
        return;
    }
    let codes = t.service.begin_education_check(caller, CheckKind::ALL, consent()).await.unwrap();
    let nonce = t.service.now().0.to_string();
    Sent::new(t, &codes[1], CheckOutcome::Passed, &nonce).arrive(&t.service).await.unwrap();
}

async fn outcome(t: &Bench, caller: &Caller) -> Option<CheckOutcome> {
    t.service.education_status(caller).await.unwrap().check.outcome()
}

const PASSED: Option<CheckOutcome> = Some(CheckOutcome::Passed);
const FAILED: Option<CheckOutcome> = Some(CheckOutcome::Failed);

both! {
    async fn a_pass_makes_the_proof_of_education_unnecessary(t) {
        let (caller, codes) = asking(t, 1).await;
        assert_eq!(codes.iter().map(|code| code.kind).collect::<Vec<_>>(), CheckKind::ALL);
        assert_eq!(item(t, &caller, Item::Attachments).await, ItemState::Missing);
        let failed = Sent::new(t, &codes[0], CheckOutcome::Failed, "1").arrive(&t.service).await.unwrap();
        assert_eq!((failed, outcome(t, &caller).await), (Recorded::Counted, FAILED));
        assert_eq!(item(t, &caller, Item::Attachments).await, ItemState::Missing);
        let passed = Sent::new(t, &codes[1], CheckOutcome::Passed, "2").arrive(&t.service).await.unwrap();
        assert_eq!((passed, outcome(t, &caller).await), (Recorded::Counted, PASSED));
        assert_eq!(item(t, &caller, Item::Attachments).await, ItemState::Provided);
    }

    async fn another_name_or_number_is_no_pass(t) {
        let (caller, codes) = asking(t, 1).await;
        let differs = Sent::of(t, "1", |answer| RegisterAnswer {
            token: token(&codes[1]),
            facts: RegisterFacts { name_matches: Some(true), number_matches: Some(false), ..answer.facts.clone() },
            ..answer
        });
        differs.arrive(&t.service).await.unwrap();
        assert_eq!(outcome(t, &caller).await, FAILED);
        assert_eq!(item(t, &caller, Item::Attachments).await, ItemState::Missing);
    }

    async fn two_phones_that_scan_one_code_count_once(t) {
        let (caller, codes) = asking(t, 1).await;
        let results = at_once(8, |n| {
            let outcome = if n % 2 == 0 { CheckOutcome::Passed } else { CheckOutcome::Failed };
            let (service, sent) = (t.service.clone(), Sent::new(t, &codes[1], outcome, &n.to_string()));
            async move { sent.arrive(&service).await.map(|recorded| (recorded, outcome)) }
        }).await;
        let counted = results.iter().flatten().filter(|(recorded, _)| *recorded == Recorded::Counted);
        let taken: Vec<_> = counted.map(|(_, outcome)| *outcome).collect();
        assert_eq!(taken.len(), 1);
        assert_eq!(outcome(t, &caller).await, Some(taken[0]));
        for result in results {
            match result {
                Ok((_, outcome)) => assert_eq!(outcome, taken[0]),
                Err(error) => assert_eq!(refusal::<()>(Err(error)), ProblemCode::Conflict),
            }
        }
    }

    async fn the_same_message_is_taken_once(t) {
        let (_, codes) = asking(t, 1).await;
        let sent = Sent::new(t, &codes[1], CheckOutcome::Passed, "1");
        let results = at_once(8, |_| {
            let (service, sent) = (t.service.clone(), sent.clone());
            async move { sent.arrive(&service).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 1);
        // repeated by the register itself, with a new number, it changes nothing
        let again = Sent::new(t, &codes[1], CheckOutcome::Passed, "2").arrive(&t.service).await;
        assert_eq!(again.unwrap(), Recorded::Again);
        let other = Sent::new(t, &codes[1], CheckOutcome::Failed, "3").arrive(&t.service).await;
        assert_eq!(refusal(other), ProblemCode::Conflict);
    }

    async fn only_what_the_register_signed_just_now_is_taken(t) {
        let (caller, codes) = asking(t, 1).await;
        let sent = Sent::new(t, &codes[1], CheckOutcome::Passed, "1");
        let mut forged = sent.clone();
        forged.signature = SharedSecret::new("guess").sign(&sent.timestamp, &sent.nonce, &sent.body);
        assert_eq!(refusal(forged.arrive(&t.service).await), ProblemCode::NotPermitted);
        let mut altered = sent.clone();
        altered.body = String::from_utf8(sent.body.clone()).unwrap().replace("passed", "failed").into_bytes();
        assert_eq!(refusal(altered.arrive(&t.service).await), ProblemCode::NotPermitted);
        let renumbered = Sent { nonce: format!("{:0>16}", "9"), ..sent.clone() };
        assert_eq!(refusal(renumbered.arrive(&t.service).await), ProblemCode::NotPermitted);
        t.advance(Span::secs(301));
        assert_eq!(refusal(sent.arrive(&t.service).await), ProblemCode::NotPermitted);
        t.clock.set(START - Span::minutes(6));
        assert_eq!(refusal(sent.arrive(&t.service).await), ProblemCode::NotPermitted);
        t.clock.set(START);
        assert_eq!(outcome(t, &caller).await, None);
        assert_eq!(sent.arrive(&t.service).await.unwrap(), Recorded::Counted);
    }

    async fn a_signed_message_that_makes_no_sense_is_refused(t) {
        let (caller, codes) = asking(t, 1).await;
        let unknown = Sent::of(t, "1", |answer| RegisterAnswer { token: "0".repeat(32), ..answer });
        assert_eq!(refusal(unknown.arrive(&t.service).await), ProblemCode::NotFound);
        let kind = Sent::of(t, "2", |answer| RegisterAnswer { token: token(&codes[0]), ..answer });
        assert_eq!(refusal(kind.arrive(&t.service).await), ProblemCode::BadRequest);
        let time = Sent::of(t, "3", |answer| RegisterAnswer { token: token(&codes[1]), time: answer.time + 1, ..answer });
        assert_eq!(refusal(time.arrive(&t.service).await), ProblemCode::BadRequest);
        let nonce = Sent::of(t, "4", |answer| RegisterAnswer { token: token(&codes[1]), nonce: "5".repeat(16), ..answer });
        assert_eq!(refusal(nonce.arrive(&t.service).await), ProblemCode::BadRequest);
        assert_eq!(outcome(t, &caller).await, None);
    }

    async fn an_answer_belongs_to_its_own_application(t) {
        let ((anna, codes), (bao, _)) = (asking(t, 1).await, asking(t, 2).await);
        Sent::new(t, &codes[1], CheckOutcome::Passed, "1").arrive(&t.service).await.unwrap();
        assert_eq!((outcome(t, &anna).await, outcome(t, &bao).await), (PASSED, None));
    }

    async fn a_refreshed_code_ends_the_older_of_its_kind_alone(t) {
        let (caller, codes) = asking(t, 1).await;
        let fresh = t.service.begin_education_check(&caller, &[CheckKind::Diploma], None).await.unwrap();
        let old = Sent::new(t, &codes[1], CheckOutcome::Passed, "1").arrive(&t.service).await.unwrap();
        assert_eq!((old, outcome(t, &caller).await), (Recorded::Late, None));
        let other = Sent::new(t, &codes[0], CheckOutcome::Failed, "2").arrive(&t.service).await.unwrap();
        assert_eq!(other, Recorded::Counted);
        let new = Sent::new(t, &fresh[0], CheckOutcome::Passed, "3").arrive(&t.service).await.unwrap();
        assert_eq!((new, outcome(t, &caller).await), (Recorded::Counted, PASSED));
    }

    async fn refreshed_at_the_same_moment_one_code_counts(t) {
        let (caller, _) = asking(t, 1).await;
        let made = at_once(6, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.begin_education_check(&caller, &[CheckKind::Diploma], None).await.unwrap() }
        }).await;
        let mut counted = 0;
        for (n, code) in made.iter().flatten().enumerate() {
            let sent = Sent::new(t, code, CheckOutcome::Passed, &n.to_string());
            counted += u32::from(sent.arrive(&t.service).await.unwrap() == Recorded::Counted);
        }
        assert_eq!(counted, 1);
    }

    async fn an_answer_after_the_end_is_kept_and_does_not_count(t) {
        let (caller, codes) = asking(t, 1).await;
        t.advance(Span::minutes(9));
        // scanned in the last second, read a while later
        let slow = Sent::new(t, &codes[0], CheckOutcome::Failed, "1").arrive(&t.service).await.unwrap();
        assert_eq!(slow, Recorded::Counted);
        t.advance(Span::minutes(1));
        let check = t.service.education_status(&caller).await.unwrap().check;
        assert_eq!(check.diploma, CheckState::Expired);
        let late = Sent::new(t, &codes[1], CheckOutcome::Passed, "2").arrive(&t.service).await.unwrap();
        assert_eq!((late, outcome(t, &caller).await), (Recorded::Late, FAILED));
        assert_eq!(item(t, &caller, Item::Attachments).await, ItemState::Missing);
    }

    async fn whoever_gives_up_goes_on_with_proofs(t) {
        let (caller, codes) = asking(t, 1).await;
        t.service.give_up_education_check(&caller).await.unwrap();
        let check = t.service.education_status(&caller).await.unwrap().check;
        assert!(check.manual && !check.is_waiting());
        let late = Sent::new(t, &codes[1], CheckOutcome::Passed, "1").arrive(&t.service).await.unwrap();
        assert_eq!((late, outcome(t, &caller).await), (Recorded::Late, None));
        t.service.begin_education_check(&caller, CheckKind::ALL, None).await.unwrap();
        assert!(!t.service.education_status(&caller).await.unwrap().check.manual);
    }

    async fn an_answer_about_an_earlier_name_does_not_count(t) {
        let (caller, codes) = asking(t, 1).await;
        Sent::new(t, &codes[1], CheckOutcome::Passed, "1").arrive(&t.service).await.unwrap();
        assert_eq!(item(t, &caller, Item::Attachments).await, ItemState::Provided);
        let renamed = Details { name: "单信".parse().unwrap(), ..bachelor(1) };
        t.service.save_details(&caller, renamed, None).await.unwrap();
        assert_eq!(outcome(t, &caller).await, None);
        assert_eq!(item(t, &caller, Item::Attachments).await, ItemState::Missing);
        t.service.save_details(&caller, bachelor(1), None).await.unwrap();
        assert_eq!(outcome(t, &caller).await, PASSED);
    }

    async fn an_answer_never_changes_a_case_that_a_reviewer_has(t) {
        let (caller, codes) = asking(t, 1).await;
        t.photo(&caller, b"good photo").await;
        Sent::new(t, &codes[0], CheckOutcome::Passed, "1").arrive(&t.service).await.unwrap();
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        let staff = reviewer(t, "staff", "430100").await;
        let id = t.service.status(&caller).await.unwrap().enrolment;
        t.service.take_case(&staff, id).await.unwrap();
        let before = t.service.open_case(&staff, id).await.unwrap();
        let late = Sent::new(t, &codes[1], CheckOutcome::Failed, "2").arrive(&t.service).await.unwrap();
        assert_eq!(late, Recorded::Late);
        let case = t.service.open_case(&staff, id).await.unwrap();
        assert_eq!((case.version, case.items), (before.version, before.items));
        let records: Vec<_> = case.education.records.iter().map(|own| (own.kind, own.outcome, own.late)).collect();
        let expected = [
            (CheckKind::Enrolment, CheckOutcome::Passed, false),
            (CheckKind::Diploma, CheckOutcome::Failed, true),
        ];
        assert_eq!(records, expected);
        let diploma = case.education.records[0].facts.diploma.clone();
        assert_eq!(diploma.as_deref(), Some("**************1234"));
    }

    async fn the_register_is_asked_with_consent_and_for_bachelor_majors_only(t) {
        let caller = candidate(t, 1).await;
        let begin = async |consent| t.service.begin_education_check(&caller, CheckKind::ALL, consent).await;
        assert_eq!(refusal(begin(consent()).await), ProblemCode::Incomplete);
        t.service.save_details(&caller, details(1), None).await.unwrap();
        assert_eq!(refusal(begin(consent()).await), ProblemCode::Incomplete);
        t.service.save_details(&caller, bachelor(1), None).await.unwrap();
        assert_eq!(refusal(begin(None).await), ProblemCode::ConsentNeeded);
        begin(consent()).await.unwrap();
        begin(None).await.unwrap();
        assert_eq!(bachelor(1).major.level, Level::Bachelor);
    }

    async fn codes_are_not_made_without_end(t) {
        let (caller, _) = asking(t, 1).await;
        for _ in 0..24 {
            t.service.begin_education_check(&caller, &[CheckKind::Diploma], None).await.unwrap();
        }
        let results = at_once(8, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.begin_education_check(&caller, &[CheckKind::Diploma], None).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::TooManyRequests), 4);
    }

    async fn where_the_register_is_away_the_candidate_is_told(t) {
        let caller = candidate(t, 1).await;
        let away = Details { name: "离线".parse().unwrap(), ..bachelor(1) };
        t.service.save_details(&caller, away, None).await.unwrap();
        let begun = t.service.begin_education_check(&caller, CheckKind::ALL, consent()).await;
        assert_eq!(refusal(begun), ProblemCode::Unavailable);
        t.service.give_up_education_check(&caller).await.unwrap();
    }
}
