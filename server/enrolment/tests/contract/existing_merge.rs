//! Merging a number into the chosen one: asked once, decided once, by the office of the place, and the candidate is told.

use crate::{engines::count, existing::place, support::*};
use enrolment::Caller;
use shared::{existing::MergeState, problem::ProblemCode, review::Role};

/// A candidate of 芙蓉区 who asks for the number of another place.
async fn asked(t: &Bench) -> Caller {
    t.two_numbers().await;
    let caller = t.registered_with("430102000001").await;
    let numbers = t.service.numbers(&caller).await.unwrap().unwrap();
    assert_eq!(numbers.own.number.expose(), "430102000001");
    t.service.request_merge(&caller, numbers.others[0].id).await.unwrap();
    caller
}

both! {
    async fn an_office_decides_and_the_candidate_is_told(t) {
        let caller = asked(t).await;
        let other = t.service.numbers(&caller).await.unwrap().unwrap().others.remove(0);
        assert_eq!(other.merge, Some(MergeState::Open));
        assert_eq!(refusal(t.service.request_merge(&caller, other.id).await), ProblemCode::MergeAsked);
        let officer = t.officer_in("near", "430102").await;
        let list = t.service.merges(&officer, true).await.unwrap();
        assert_eq!((list.len(), list[0].other_masked.as_str()), (1, "4301******02"));
        let id = list[0].id;
        let case = t.service.open_merge(&officer, id).await.unwrap();
        assert!(!case.is_confirmed && case.other.number.expose() == "430103000002");
        let early = t.service.decide_merge(&officer, id, true, "").await;
        assert_eq!(refusal(early), ProblemCode::WrongState, "whose scores would these be?");
        t.approve_known(&caller).await;
        assert_eq!(refusal(t.service.decide_merge(&officer, id, false, " ").await), ProblemCode::FieldMissing);
        t.service.decide_merge(&officer, id, false, "成绩单不全").await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let other = t.service.numbers(&caller).await.unwrap().unwrap().others.remove(0);
        assert_eq!((other.merge, other.reason.as_deref()), (Some(MergeState::Refused), Some("成绩单不全")));
        assert!(t.inbox.messages()[0].text.contains("合并"), "{:?}", t.inbox.messages()[0].text);
        assert_eq!(count(t, "SELECT COUNT(*) FROM mail_message").await, 0, "nothing is left unsent to who has no address");
        t.service.request_merge(&caller, other.id).await.unwrap();
        let id = t.service.merges(&officer, true).await.unwrap()[0].id;
        t.service.decide_merge(&officer, id, true, "").await.unwrap();
        assert_eq!(refusal(t.service.request_merge(&caller, other.id).await), ProblemCode::MergeAsked);
        assert_eq!(t.service.merges(&officer, false).await.unwrap().len(), 2);
    }

    async fn officers_who_decide_at_the_same_moment_decide_once(t) {
        let caller = asked(t).await;
        t.approve_known(&caller).await;
        let mut officers = Vec::new();
        for n in 0..4 {
            officers.push(t.officer_in(&format!("officer-{n}"), "430100").await);
        }
        let id = t.service.merges(&officers[0], true).await.unwrap()[0].id;
        let results = at_once(4, |n| {
            let (service, officer) = (t.service.clone(), officers[n as usize].clone());
            async move { service.decide_merge(&officer, id, n % 2 == 0, "no").await }
        }).await;
        assert_eq!(successes(results, ProblemCode::MergeDecided), 1);
    }

    async fn only_the_office_of_the_place_sees_and_decides(t) {
        let caller = asked(t).await;
        let near = t.officer_in("near", "430102").await;
        let id = t.service.merges(&near, true).await.unwrap()[0].id;
        let far = t.officer_in("far", "430103").await;
        assert_eq!(t.service.merges(&far, true).await.unwrap(), []);
        assert_eq!(refusal(t.service.open_merge(&far, id).await), ProblemCode::NotPermitted);
        assert_eq!(refusal(t.service.decide_merge(&far, id, false, "no").await), ProblemCode::NotPermitted);
        for role in [Role::Reviewer, Role::ProvinceAdministrator, Role::Auditor] {
            let other = t.officer(&place(), role).await;
            assert_eq!(refusal(t.service.decide_merge(&other, id, false, "no").await), ProblemCode::NotPermitted);
        }
        let chosen = t.guest().await;
        assert_eq!(refusal(t.service.numbers(&chosen).await), ProblemCode::SessionNeeded);
        drop(caller);
    }
}
