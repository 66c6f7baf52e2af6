//! The queue's lists, filters and counts: a list is always as long as its count says.

use crate::support::*;
use enrolment::{
    Caller, Who,
    review::{Filter, Queue, QueueQuery},
};
use shared::{
    enrolment::Item,
    id::EnrolmentId,
    problem::ProblemCode,
    review::{Note, Role, Ruling, View},
    time::Span,
};

fn id_of(caller: &Caller) -> EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("no candidate"),
    }
}

async fn filtered(t: &Bench, caller: &Caller, filter: Filter) -> Queue {
    t.service.queue(caller, &QueueQuery { filter, ..QueueQuery::default() }).await.unwrap()
}

fn listed(queue: &Queue) -> Vec<EnrolmentId> {
    queue.cases.iter().map(|case| case.enrolment).collect()
}

both! {
    async fn every_list_is_as_long_as_its_count_whatever_happens_to_its_cases(t) {
        let (reviewer, colleague) = (t.reviewer().await, t.reviewer().await);
        let senior = t.staff(Role::SeniorReviewer, None).await;
        let mut cases = Vec::new();
        for n in 0..7 {
            cases.push(id_of(&t.submitted_in(n, if n == 6 { "430202" } else { "430102" }).await.0));
            t.advance(Span::secs(1));
        }
        t.service.take_case(&reviewer, cases[0]).await.unwrap();
        t.service.take_case(&colleague, cases[1]).await.unwrap();
        t.send_back(&reviewer, cases[2], Item::Photo, "photo.background").await.unwrap();
        let note = Note::parse("unsure").unwrap();
        t.rule(&reviewer, cases[3], |_| Ruling::escalate(note)).await.unwrap();
        t.check_twice().await;
        t.approve(&colleague, cases[4]).await.unwrap();
        for caller in [&reviewer, &colleague, &senior] {
            for view in View::ALL.iter().filter(|view| !view.is_senior()) {
                t.listed(caller, *view).await;
            }
        }
        assert_eq!(t.listed(&senior, View::Escalated).await, [cases[3]]);
        assert_eq!(t.listed(&senior, View::Second).await, [cases[4]]);
        assert_eq!(t.listed(&senior, View::Waiting).await, cases[5..]);
        assert_eq!(t.listed(&reviewer, View::Waiting).await, cases[4..6], "a second check looks like any other case");
        assert_eq!(t.listed(&reviewer, View::Returned).await, [cases[2]]);
        assert_eq!(t.listed(&reviewer, View::Mine).await, [cases[0]]);
        assert_eq!(t.listed(&reviewer, View::Held).await, [cases[1]]);
        assert_eq!(t.listed(&senior, View::All).await.len(), 6);
    }

    async fn a_list_is_narrowed_by_place_day_and_what_came_back(t) {
        let province = t.staff(Role::Reviewer, None).await;
        let (early, _) = t.submitted_in(1, "430102").await;
        t.advance(Span::days(1));
        let later = t.service.now();
        let (late, receipt) = t.submitted_in(2, "430202").await;
        let (early, late) = (id_of(&early), id_of(&late));
        let place = |region: &str| Filter { region: Some(region.to_owned()), ..Filter::default() };
        for (filter, left) in [
            (place("430100"), early),
            (place("430202"), late),
            (Filter { from: Some(later), ..Filter::default() }, late),
            (Filter { before: Some(later), ..Filter::default() }, early),
            (Filter { receipt: receipt.number.to_lowercase().replace('-', " "), ..Filter::default() }, late),
        ] {
            let queue = filtered(t, &province, filter.clone()).await;
            assert_eq!((listed(&queue), queue.found, queue.counts.waiting), (vec![left], Some(1), 2), "{filter:?}");
        }
        assert!(filtered(t, &province, Filter { changed: true, ..Filter::default() }).await.cases.is_empty());
        let level = Filter { level: Some(shared::profile::Level::Bachelor), ..Filter::default() };
        assert!(filtered(t, &province, level).await.cases.is_empty(), "these have no major");
    }

    async fn a_filter_does_not_reach_beyond_the_jurisdiction(t) {
        let (_, receipt) = t.submitted_in(1, "430202").await;
        let reviewer = t.reviewer().await;
        let there = Filter { region: Some("430200".to_owned()), ..Filter::default() };
        let query = QueueQuery { filter: there, ..QueueQuery::default() };
        assert_eq!(refusal(t.service.queue(&reviewer, &query).await), ProblemCode::NotPermitted);
        let searched = filtered(t, &reviewer, Filter { receipt: receipt.number, ..Filter::default() }).await;
        assert!(searched.cases.is_empty());
    }

    async fn filters_are_kept_under_names_of_ones_own(t) {
        let (reviewer, colleague) = (t.reviewer().await, t.reviewer().await);
        t.service.save_filter(&reviewer, " mornings ", "from=2026-12-01").await.unwrap();
        t.service.save_filter(&reviewer, "mornings", "from=2026-12-02").await.unwrap();
        let kept = t.service.saved_filters(&reviewer).await.unwrap();
        assert_eq!(kept.iter().map(|one| (one.name.as_str(), one.query.as_str())).collect::<Vec<_>>(), [("mornings", "from=2026-12-02")]);
        assert!(t.service.saved_filters(&colleague).await.unwrap().is_empty());
        t.service.delete_filter(&colleague, "mornings").await.unwrap();
        assert_eq!(refusal(t.service.save_filter(&reviewer, "  ", "").await), ProblemCode::FieldMissing);
        for n in 1..20 {
            t.service.save_filter(&reviewer, &format!("filter {n}"), "").await.unwrap();
        }
        assert_eq!(refusal(t.service.save_filter(&reviewer, "one more", "").await), ProblemCode::FilterTooMany);
        t.service.save_filter(&reviewer, "mornings", "").await.unwrap();
        t.service.delete_filter(&reviewer, "mornings").await.unwrap();
        assert_eq!(t.service.saved_filters(&reviewer).await.unwrap().len(), 19);
    }
}
