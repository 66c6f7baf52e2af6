//! Admission numbers: when, in which order, without gaps, once; and that candidates are told.

use crate::{reviewing::approval, support::*};
use enrolment::{Caller, Error, registration::Registration, review::Case};
use shared::{
    enrolment::{Item, State, Step},
    id::{EnrolmentId, Province},
    number::{Allotment, NumberRule},
    problem::ProblemCode,
    profile::Profile,
    review::{ReasonCode, Role, Ruling},
    time::{Span, Timestamp},
};

/// The review period of the window in which tests play ends: 2027-01-20 17:00 in Beijing.
const REVIEW_CLOSES: Timestamp = Timestamp(1_800_435_600_000);

/// A province that allots numbers at once.
pub(crate) fn prompt() -> Profile {
    let rule = hunan().number.expect("Hunan allots numbers");
    let number = Some(NumberRule { allotment: Allotment::AtOnce, ..rule });
    let steps = [Item::Document, Item::Photo].map(Step::Provide).to_vec();
    Profile { province: "prompt".parse().unwrap(), number, steps, reminder_secs: 0, ..hunan() }
}

fn enrolment_of(caller: &Caller) -> EnrolmentId {
    match &caller.who {
        enrolment::Who::Candidate { enrolment, .. } => *enrolment,
        _ => panic!("not a candidate"),
    }
}

/// The n-th candidate, approved.
async fn approved(t: &Bench, n: u32, region: &str) -> Caller {
    let (caller, _) = t.submitted_in(n, region).await;
    decide(t, &caller, approval).await;
    caller
}

async fn decide(t: &Bench, candidate: &Caller, ruling: impl FnOnce(&Case) -> Ruling) {
    let reviewer = t.staff(Role::SeniorReviewer, None).await;
    let id = enrolment_of(candidate);
    t.rule(&reviewer, id, ruling).await.unwrap();
}

async fn number(t: &Bench, caller: &Caller) -> Option<String> {
    t.service.status(caller).await.unwrap().number.map(|number| number.expose().to_owned())
}

/// Numbers of many, sorted.
async fn numbers(t: &Bench, callers: &[Caller]) -> Vec<String> {
    let mut all = Vec::new();
    for caller in callers {
        all.extend(number(t, caller).await);
    }
    all.sort();
    all
}

/// What `count` candidates of 芙蓉区 have when nothing is missing and nothing is double.
fn complete(count: usize) -> Vec<String> {
    (1..=count).map(|serial| format!("27040102{serial:04}")).collect()
}

pub(crate) fn until_review_closes(t: &Bench) {
    t.advance(REVIEW_CLOSES - t.service.now());
}

both! {
    async fn numbers_come_when_the_review_period_is_over_and_not_before(t) {
        let caller = approved(t, 1, "430102").await;
        t.advance(REVIEW_CLOSES - Span(1) - t.service.now());
        assert_eq!(t.service.allot_due_numbers().await.unwrap().numbers, 0);
        assert_eq!(number(t, &caller).await, None);
        t.advance(Span(1));
        assert_eq!(t.service.allot_due_numbers().await.unwrap().numbers, 1);
        assert_eq!(number(t, &caller).await.as_deref(), Some("270401020001"));
        assert_eq!(t.service.allot_due_numbers().await.unwrap().numbers, 0, "nobody gets a second one");
        t.service.run_due_jobs().await.unwrap();
        let newest = t.inbox.messages().into_iter().next().unwrap();
        assert!(newest.text.contains("270401020001") && newest.to == phone(1).expose());
    }

    async fn serials_count_within_each_county_in_the_order_of_handing_in(t) {
        let mut callers = Vec::new();
        for (n, region) in [(1, "430103"), (2, "430102"), (3, "430103")] {
            t.advance(Span::secs(1));
            callers.push(approved(t, n, region).await);
        }
        let refused = t.submitted(4).await;
        decide(t, &refused, |_| Ruling::refuse(ReasonCode("refused.not_eligible".to_owned()))).await;
        until_review_closes(t);
        t.service.sweep().await.unwrap();
        assert_eq!(numbers(t, &callers).await, ["270401020001", "270401030001", "270401030002"]);
        assert_eq!(number(t, &callers[2]).await.as_deref(), Some("270401030002"));
        assert_eq!(number(t, &refused).await, None);
    }

    async fn rounds_at_the_same_moment_give_each_one_number_without_gaps(t) {
        let mut callers = Vec::new();
        for n in 1..=12 {
            callers.push(approved(t, n, "430102").await);
        }
        until_review_closes(t);
        let rounds = at_once(6, |_| {
            let service = t.service.clone();
            async move { service.allot_due_numbers().await }
        }).await;
        assert!(rounds.iter().all(Result::is_ok), "{rounds:?}");
        assert_eq!(numbers(t, &callers).await, complete(12));
    }

    /// Broken off again and again after a little longer, as by a crash; what was begun is rolled back, what was told stays.
    async fn broken_off_anywhere_and_taken_up_again_no_number_is_lost_or_double(t) {
        let mut callers = Vec::new();
        for n in 1..=10 {
            callers.push(approved(t, n, "430102").await);
        }
        until_review_closes(t);
        let mut seen = Vec::new();
        for round in 0..60_u64 {
            let service = t.service.clone();
            let task = tokio::spawn(async move { service.allot_due_numbers().await });
            tokio::time::sleep(std::time::Duration::from_micros(150 * round)).await;
            task.abort();
            drop(task.await);
            let now = numbers(t, &callers).await;
            assert!(seen.iter().all(|number| now.contains(number)), "a number that was there is gone");
            assert_eq!(now, complete(now.len()), "a gap");
            seen = now;
        }
        t.service.allot_due_numbers().await.unwrap();
        assert_eq!(numbers(t, &callers).await, complete(10));
        t.service.run_due_jobs().await.unwrap();
        let told = t.inbox.messages().into_iter().filter(|message| message.code.is_none() && message.text.contains("2704"));
        assert_eq!(told.count(), 10, "each is told once");
    }

    async fn a_province_that_allots_at_once_gives_the_number_with_the_approval(t) {
        let province: Province = "prompt".parse().unwrap();
        let caller = t.in_prompt(1).await.unwrap();
        t.photo(&caller, b"good photo").await;
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        let reviewer = t.staff_of(&province, Role::Reviewer).await;
        let id = t.service.take_next_case(&reviewer).await.unwrap();
        t.approve(&reviewer, id).await.unwrap();
        assert_eq!(t.service.status(&caller).await.unwrap().state, State::Approved);
        assert_eq!(number(t, &caller).await.as_deref(), Some("270401020001"));
        t.service.run_due_jobs().await.unwrap();
        let texts: Vec<_> = t.inbox.messages().into_iter().filter(|message| message.code.is_none()).collect();
        assert_eq!(texts.len(), 1, "one message says it all");
    }

    async fn a_decision_is_told_once_even_when_the_gateway_is_away_for_a_while(t) {
        let caller = t.submitted(1).await;
        t.gateway.failures.store(3, std::sync::atomic::Ordering::SeqCst);
        decide(t, &caller, approval).await;
        let texts = || t.inbox.messages().into_iter().filter(|message| message.code.is_none()).count();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(texts(), 0);
        for _ in 0..5 {
            t.advance(Span::minutes(1));
            t.service.run_due_jobs().await.unwrap();
        }
        assert_eq!(texts(), 1);
    }

    async fn who_began_before_the_close_may_go_on_for_the_grace(t) {
        let window = prompt().windows.into_iter().find(|window| window.code == "2027-04").unwrap();
        t.advance(Span((window.closes_at - t.service.now()).0 - 60_000));
        let (caller, slow) = (t.in_prompt(1).await.unwrap(), t.in_prompt(2).await.unwrap());
        t.photo(&caller, b"good photo").await;
        t.advance(Span::minutes(1));
        assert_eq!(refusal(t.in_prompt(3).await), ProblemCode::WindowClosed);
        t.advance(Span((i64::from(window.grace_secs) - 1) * 1000));
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        t.advance(Span::secs(1));
        let late = t.service.submit_photo(&slow, b"good photo".to_vec(), None, None).await;
        assert_eq!(refusal(late), ProblemCode::WindowClosed);
    }
}

impl Bench {
    /// The n-th candidate of the province `prompt`.
    async fn in_prompt(&self, n: u32) -> Result<Caller, Error> {
        let (province, guest) = ("prompt".parse().unwrap(), self.guest().await);
        self.service.request_code(&guest, &province, &phone(n), ADDRESS).await?;
        self.service.run_due_jobs().await?;
        let code = self.inbox.code_for(phone(n).expose()).unwrap();
        let form = Registration { phone: phone(n), code, document: document_no(n), region: "430102".to_owned() };
        Ok(self.service.register(&guest, &province, form, consent()).await?.caller)
    }

    /// A signed-in member of a province's staff.
    async fn staff_of(&self, province: &Province, role: Role) -> Caller {
        let jurisdiction =
            enrolment::session::Jurisdiction { province: province.clone(), region: None, institution: None };
        let password = PASSWORD.to_owned().into();
        let new = enrolment::staff::NewStaff {
            login: format!("{province}.staff"),
            name: "Name".to_owned(),
            role,
            jurisdiction,
            password,
        };
        self.service.create_staff(new).await.unwrap();
        let (guest, login) = (self.guest().await, format!("{province}.staff"));
        self.service.sign_in_staff(&guest, &login, PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller
    }
}
