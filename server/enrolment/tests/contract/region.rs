//! 考区变更: who may ask, who decides, and that two offices and two people agree before anything moves.

use crate::{joining::*, support::*};
use enrolment::{
    Caller, Error,
    region::{Answer, ChangeState, Side, WaitingChange},
    session::Jurisdiction,
    staff::NewStaff,
};
use shared::{details::Details, enrolment::State, problem::ProblemCode, review::Role, time::Span};

const FROM: &str = "420102";
const TO: &str = "420503";

impl Bench {
    /// Somebody of an office, signed in.
    async fn office(&self, login: &str, role: Role, region: Option<&str>) -> Caller {
        let jurisdiction =
            Jurisdiction { province: joining_province(), region: region.map(str::to_owned), institution: None };
        let (name, password) = (format!("Name of {login}"), crate::support::PASSWORD.to_owned().into());
        let new = NewStaff { login: login.to_owned(), name, role, jurisdiction, password };
        self.service.create_staff(new).await.unwrap();
        let (guest, password) = (self.guest().await, crate::support::PASSWORD.to_owned().into());
        self.service.sign_in_staff(&guest, login, password, ADDRESS).await.unwrap().caller
    }

    /// The n-th candidate, who asks for another region.
    async fn moving(&self, n: u32) -> Caller {
        let caller = self.joined(n).await;
        self.service.save_details(&caller, joining_details(n), None).await.unwrap();
        self.service.ask_region_change(&caller, TO, "工作调动到宜昌").await.unwrap();
        caller
    }

    async fn waiting_for(&self, officer: &Caller) -> Vec<WaitingChange> {
        self.service.region_changes(officer).await.unwrap()
    }

    async fn say(&self, officer: &Caller, side: Side, answer: Answer) -> Result<(), Error> {
        let id = self.waiting_for(officer).await.remove(0).change.id;
        self.service.decide_region_change(officer, id, (side, answer), "请先办理工作证明").await
    }
}

both! {
    async fn the_region_is_fixed_once_it_is_chosen(t) {
        let caller = t.joined(1).await;
        let elsewhere = Details { region: TO.to_owned(), ..joining_details(1) };
        assert_eq!(refusal(t.service.save_details(&caller, elsewhere, None).await), ProblemCode::RegionFixed);
        t.service.save_details(&caller, joining_details(1), None).await.unwrap();
        // elsewhere it is chosen with the details, as ever
        let hunan = crate::details::candidate(t, 2).await;
        let moved = Details { region: "430103".to_owned(), ..crate::details::details(2) };
        t.service.save_details(&hunan, moved, None).await.unwrap();
        assert_eq!(refusal(t.service.ask_region_change(&hunan, "430102", "x").await), ProblemCode::NotFound);
    }

    async fn both_offices_agree_and_everything_moves_at_once(t) {
        let caller = t.moving(1).await;
        let old = t.office("old", Role::Reviewer, Some(FROM)).await;
        let new = t.office("new", Role::DeskOfficer, Some("420500")).await;
        let [waiting] = t.waiting_for(&old).await.try_into().unwrap();
        assert_eq!((waiting.change.reason.as_str(), waiting.sides.as_slice()), ("工作调动到宜昌", [Side::From].as_slice()));
        assert_eq!(waiting.document, document_no(1).masked());
        assert_eq!(refusal(t.say(&old, Side::To, Answer::Agree).await), ProblemCode::NotPermitted);
        t.say(&old, Side::From, Answer::Agree).await.unwrap();
        let halfway = t.service.own_region(&caller).await.unwrap();
        assert_eq!((halfway.region.as_str(), halfway.changes[0].agreed.as_slice()), (FROM, [Side::From].as_slice()));
        assert_eq!(refusal(t.say(&old, Side::From, Answer::Agree).await), ProblemCode::Conflict);
        t.say(&new, Side::To, Answer::Agree).await.unwrap();
        let done = t.service.own_region(&caller).await.unwrap();
        assert_eq!((done.region.as_str(), done.changes[0].state), (TO, ChangeState::Agreed));
        let basis = t.service.details_form(&caller).await.unwrap();
        assert_eq!(basis.saved.unwrap().region, TO, "the details say so too");
        t.service.run_due_jobs().await.unwrap();
        for to in [phone(1).expose(), email(1).expose()] {
            assert!(t.inbox.messages().iter().any(|sent| sent.to == to && sent.text.contains("考区变更")));
        }
        assert!(t.waiting_for(&old).await.is_empty() && t.waiting_for(&new).await.is_empty());
    }

    /// Somebody who is responsible for both places is one person all the same.
    async fn nobody_decides_for_both_offices(t) {
        t.moving(1).await;
        let both = t.office("both", Role::SeniorReviewer, None).await;
        let other = t.office("other", Role::Reviewer, None).await;
        let sides = t.waiting_for(&both).await.remove(0).sides;
        assert_eq!(sides, [Side::From, Side::To]);
        t.say(&both, Side::To, Answer::Agree).await.unwrap();
        let mine = t.waiting_for(&both).await.remove(0);
        assert!(mine.decided_own && mine.sides.is_empty());
        assert_eq!(refusal(t.say(&both, Side::From, Answer::Agree).await), ProblemCode::OtherPersonNeeded);
        assert_eq!(refusal(t.say(&both, Side::From, Answer::Refuse).await), ProblemCode::OtherPersonNeeded);
        t.say(&other, Side::From, Answer::Agree).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
    }

    /// However the requests of one person for both sides meet, they count for one.
    async fn one_person_cannot_agree_twice_at_the_same_moment(t) {
        let caller = t.moving(1).await;
        let both = t.office("both", Role::SeniorReviewer, None).await;
        let id = t.waiting_for(&both).await.remove(0).change.id;
        let results = at_once(8, |n| {
            let (service, both) = (t.service.clone(), both.clone());
            let side = if n % 2 == 0 { Side::From } else { Side::To };
            async move { service.decide_region_change(&both, id, (side, Answer::Agree), "").await }
        }).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert_eq!(t.service.own_region(&caller).await.unwrap().region, FROM);
    }

    async fn a_refusal_of_either_ends_it_with_words(t) {
        let caller = t.moving(1).await;
        let (old, new) = (t.office("old", Role::Reviewer, Some(FROM)).await, t.office("new", Role::Reviewer, Some(TO)).await);
        t.say(&old, Side::From, Answer::Agree).await.unwrap();
        let id = t.waiting_for(&new).await[0].change.id;
        let silent = t.service.decide_region_change(&new, id, (Side::To, Answer::Refuse), " ").await;
        assert_eq!(refusal(silent), ProblemCode::FieldMissing);
        t.say(&new, Side::To, Answer::Refuse).await.unwrap();
        let own = t.service.own_region(&caller).await.unwrap();
        assert_eq!((own.region.as_str(), own.changes[0].state), (FROM, ChangeState::Refused));
        assert_eq!(own.changes[0].note.as_deref(), Some("请先办理工作证明"));
        assert_eq!(own.obstacle, None, "it may be asked for again");
        t.service.ask_region_change(&caller, TO, "已补办证明").await.unwrap();
        t.service.run_due_jobs().await.unwrap();
    }

    async fn one_request_waits_at_a_time_and_can_be_taken_back(t) {
        let caller = t.joined(1).await;
        let ask = async |to: &str, reason: &str| t.service.ask_region_change(&caller, to, reason).await;
        assert_eq!(refusal(ask(TO, " ").await), ProblemCode::FieldMissing);
        assert_eq!(refusal(ask(FROM, "x").await), ProblemCode::RegionSame);
        assert_eq!(refusal(ask("430102", "x").await), ProblemCode::RegionUnknown);
        let results = at_once(4, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.ask_region_change(&caller, TO, "工作调动").await }
        }).await;
        assert_eq!(successes(results, ProblemCode::RegionPending), 1);
        t.service.withdraw_region_change(&caller).await.unwrap();
        assert_eq!(refusal(t.service.withdraw_region_change(&caller).await), ProblemCode::Conflict);
        ask(TO, "再次申请").await.unwrap();
    }

    async fn who_is_being_reviewed_stays_and_a_number_binds(t) {
        let caller = t.moving(1).await;
        t.photo(&caller, b"good photo").await;
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        let (old, new) = (t.office("old", Role::Reviewer, Some(FROM)).await, t.office("new", Role::Reviewer, Some(TO)).await);
        t.say(&new, Side::To, Answer::Agree).await.unwrap();
        t.service.take_next_case(&old).await.unwrap();
        assert_eq!(refusal(t.say(&old, Side::From, Answer::Agree).await), ProblemCode::CaseTaken);
        t.advance(Span::minutes(16));
        t.say(&old, Side::From, Answer::Agree).await.expect("the lease has run out");
        assert_eq!(t.service.status(&caller).await.unwrap().state, State::Submitted);
        assert_eq!(t.counts(&old).await.waiting, 0, "it left the old office's queue");
        assert_eq!(t.counts(&new).await.waiting, 1);
        let id = t.queue(&new).await.cases.remove(0).enrolment;
        t.service.take_case(&new, id).await.unwrap();
        t.approve(&new, id).await.unwrap();
        t.service.allot_due_numbers().await.unwrap();
        let late = t.service.ask_region_change(&caller, FROM, "想回武汉").await;
        assert_eq!(refusal(late), ProblemCode::RegionNumbered);
        t.service.run_due_jobs().await.unwrap();
    }
}
