//! A case in the hands of a reviewer: what is masked and uncovered, pictures that bear the reader's name, and what has changed
//! since it was sent back.

use crate::{details, engines::count, support::*};
use enrolment::{
    Caller, Error,
    review::{Change, Reviewed, Value},
};
use shared::{
    case::{Private, RevealReason},
    details::Details,
    enrolment::Item,
    evidence::CardField,
    id::EnrolmentId,
    problem::ProblemCode,
    time::Span,
};

async fn id_of(t: &Bench, caller: &Caller) -> EnrolmentId {
    t.service.status(caller).await.unwrap().enrolment
}

/// A case with details, in the hands of a reviewer.
async fn held(t: &Bench) -> (Caller, EnrolmentId, Caller) {
    let caller = details::submitted(t, 1).await;
    let (id, reviewer) = (id_of(t, &caller).await, details::reviewer(t, "staff", "430100").await);
    t.service.take_case(&reviewer, id).await.unwrap();
    (caller, id, reviewer)
}

async fn reveal(t: &Bench, reviewer: &Caller, id: EnrolmentId, private: Private) -> Result<(), Error> {
    t.service.reveal(reviewer, id, private, (RevealReason::Compare, "")).await
}

async fn send_back(t: &Bench, reviewer: &Caller, id: EnrolmentId, item: Item, reason: &str) {
    t.send_back(reviewer, id, item, reason).await.unwrap();
}

fn reason_for(item: Item) -> String {
    hunan().reasons.iter().find(|reason| reason.item == Some(item)).unwrap().code.0.clone()
}

const RECORDED: &str = "SELECT COUNT(*) FROM audit WHERE action = 'case.revealed' \
    AND detail LIKE '%document%' AND detail LIKE '%other%' AND detail NOT LIKE '%来电%'";

both! {
    async fn only_what_is_uncovered_is_shown_and_only_for_this_lease(t) {
        let (_, id, reviewer) = held(t).await;
        let masked = t.service.open_case(&reviewer, id).await.unwrap();
        assert_eq!(masked.document.text, document_no(1).masked());
        assert_eq!(masked.phone.text, phone(1).masked());
        let address = |case: &enrolment::review::Case| case.details.as_ref().unwrap().details.address.expose().to_owned();
        assert_eq!(address(&masked), "湖南***");
        for private in [Private::Phone, Private::Address] {
            reveal(t, &reviewer, id, private).await.unwrap();
        }
        let open = t.service.open_case(&reviewer, id).await.unwrap();
        assert_eq!((open.phone.text.as_str(), open.phone.revealed), (phone(1).expose(), true));
        assert_eq!(address(&open), details::details(1).address.expose());
        assert!(!open.document.revealed);
        // renewing is the same lease, giving back and taking again is another
        t.service.take_case(&reviewer, id).await.unwrap();
        assert!(t.service.open_case(&reviewer, id).await.unwrap().phone.revealed);
        t.service.release_case(&reviewer, id).await.unwrap();
        t.service.take_case(&reviewer, id).await.unwrap();
        assert!(t.service.open_case(&reviewer, id).await.unwrap().revealed.is_empty());
    }

    async fn nobody_uncovers_without_the_lease(t) {
        let (candidate, id, reviewer) = held(t).await;
        let colleague = details::reviewer(t, "colleague", "430100").await;
        assert_eq!(refusal(reveal(t, &colleague, id, Private::Phone).await), ProblemCode::LeaseLost);
        assert_eq!(refusal(reveal(t, &candidate, id, Private::Phone).await), ProblemCode::SessionNeeded);
        t.advance(Span::hours(2));
        assert_eq!(refusal(reveal(t, &reviewer, id, Private::Phone).await), ProblemCode::LeaseLost);
        assert_eq!(count(t, "SELECT COUNT(*) FROM reveal").await, 0);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'case.revealed'").await, 0);
    }

    async fn an_uncovering_is_on_the_record_with_its_reason(t) {
        let (_, id, reviewer) = held(t).await;
        let long = "长".repeat(201);
        let other = |note| t.service.reveal(&reviewer, id, Private::Document, (RevealReason::Other, note));
        assert_eq!(refusal(other("  ").await), ProblemCode::ReasonNeeded);
        assert_eq!(refusal(other(&long).await), ProblemCode::FieldTooLong);
        other("考生来电询问").await.unwrap();
        assert_eq!(count(t, RECORDED).await, 1);
        assert!(t.service.open_case(&reviewer, id).await.unwrap().document.revealed);
    }

    async fn pictures_bear_the_readers_name_and_the_stored_file_does_not(t) {
        let (candidate, id, reviewer) = held(t).await;
        let photo = t.service.open_case(&reviewer, id).await.unwrap().photo.unwrap().photo;
        let seen = t.service.photo_file(&reviewer, photo).await.unwrap();
        assert_eq!(String::from_utf8(seen).unwrap(), "good photo seen by staff 2026-12-01 10:00");
        assert_eq!(t.service.photo_file(&candidate, photo).await.unwrap(), b"good photo");
    }

    async fn what_changed_since_the_return_stands_side_by_side(t) {
        let (candidate, id, reviewer) = held(t).await;
        let first = t.service.open_case(&reviewer, id).await.unwrap();
        assert!(!first.sent_back && first.changes.is_empty());
        send_back(t, &reviewer, id, Item::Details, &reason_for(Item::Details)).await;
        let address: shared::contact::Address = "湖南省株洲市荷塘区新华路 2 号".parse().unwrap();
        let mended = Details { name: "单雄忠".parse().unwrap(), address, ..details::details(1) };
        t.service.save_details(&candidate, mended, None).await.unwrap();
        t.service.submit_application(&candidate, "again", consent()).await.unwrap();
        let colleague = details::reviewer(t, "colleague", "430100").await;
        t.service.take_case(&colleague, id).await.unwrap();
        let case = t.service.open_case(&colleague, id).await.unwrap();
        assert!(case.sent_back);
        let returned: Vec<_> = case.past[0].items.iter().filter(|past| past.reason.is_some()).map(|past| past.item).collect();
        assert_eq!((case.past.len(), returned), (1, vec![Item::Details]));
        let text = |text: &str| Value::Text(text.to_owned());
        let expected = [
            Change { what: Reviewed::Name, old: text("单雄信"), new: text("单雄忠") },
            Change { what: Reviewed::Address, old: text("湖南***"), new: text("湖南***") },
        ];
        assert_eq!(case.changes, expected);
        reveal(t, &colleague, id, Private::Address).await.unwrap();
        let open = t.service.open_case(&colleague, id).await.unwrap();
        assert_eq!(open.changes[1].new, text("湖南省株洲市荷塘区新华路 2 号"));
    }

    async fn the_same_picture_sent_again_is_no_change_and_another_is(t) {
        let candidate = t.submitted(1).await;
        let (id, reviewer) = (id_of(t, &candidate).await, t.reviewer().await);
        for (round, picture, changed) in [(0, &b"good photo"[..], false), (1, b"good new photo", true)] {
            t.service.take_case(&reviewer, id).await.unwrap();
            send_back(t, &reviewer, id, Item::Photo, "photo.background").await;
            t.photo(&candidate, picture).await;
            t.service.submit_application(&candidate, &format!("again {round}"), consent()).await.unwrap();
            t.service.take_case(&reviewer, id).await.unwrap();
            let case = t.service.open_case(&reviewer, id).await.unwrap();
            let photo = case.changes.iter().any(|change| change.what == Reviewed::Photo);
            assert_eq!((photo, case.past.len()), (changed, round + 1));
            t.service.release_case(&reviewer, id).await.unwrap();
        }
    }

    async fn a_name_that_was_read_otherwise_is_marked(t) {
        let caller = t.agreed(1).await;
        t.engines.reads.store(true, std::sync::atomic::Ordering::SeqCst);
        t.confirmed(&caller).await;
        let id = id_of(t, &caller).await;
        // whoever holds it, whatever else is missing: the row says that it is in review
        hand_over(t, id).await;
        let reviewer = t.reviewer_of(&crate::engines::whole()).await;
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        assert!(case.differing.is_empty(), "{:?}", case.differing);
        let record = case.card.record.unwrap();
        assert_eq!(record.fields.address.as_deref(), Some("湖南***"));
        assert_eq!(record.fields.text(CardField::Name).as_deref(), Some("张三"));
    }
}

/// Puts an application into the queue without the rest of its journey.
async fn hand_over(t: &Bench, id: EnrolmentId) {
    const SUBMIT: &str = "UPDATE enrolment SET state = 'submitted', receipt = 'R', submitted_at = 1 WHERE id = $1";
    match t.service.db() {
        enrolment::db::Db::Sqlite { writer, .. } => {
            sqlx::query(SUBMIT).bind(id.0).execute(writer).await.unwrap();
        }
        enrolment::db::Db::Postgres(pool) => {
            sqlx::query(SUBMIT).bind(id.0).execute(pool).await.unwrap();
        }
    }
}
