//! Visits to offices: what is free, booking, moving, cancelling, and that no slot takes more than it has places.

use crate::{engines::count, support::*};
use shared::{evidence::Day, problem::ProblemCode, profile::Slot, time::Span};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(text: &str) -> Slot {
    text.parse().unwrap()
}

/// Places left at the office of Changsha.
async fn left(t: &Bench, on: &str, slot: &str) -> u32 {
    let days = t.service.free_days(&province(), "changsha").await.unwrap();
    let free = days.iter().find(|free| free.day == day(on)).expect("the office is open");
    free.slots.iter().find(|(own, _)| *own == at(slot)).expect("the slot is offered").1
}

both! {
    async fn a_visit_is_booked_moved_and_cancelled(t) {
        let caller = t.candidate(1).await;
        assert_eq!(left(t, "2026-12-02", "09:30").await, 6);
        let first = t.service.book_visit(&caller, "changsha", day("2026-12-02"), at("09:30")).await.unwrap();
        assert_eq!(t.service.booking(&caller).await.unwrap(), Some(first.clone()));
        assert_eq!(left(t, "2026-12-02", "09:30").await, 5);
        let moved = t.service.book_visit(&caller, "changsha", day("2026-12-03"), at("14:00")).await.unwrap();
        assert_ne!(moved.code, first.code, "the slip of the visit before is void");
        assert_eq!((left(t, "2026-12-02", "09:30").await, left(t, "2026-12-03", "14:00").await), (6, 5));
        t.service.cancel_visit(&caller).await.unwrap();
        t.service.cancel_visit(&caller).await.unwrap();
        assert_eq!(t.service.booking(&caller).await.unwrap(), None);
        assert_eq!(left(t, "2026-12-03", "14:00").await, 6);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'desk.cancelled'").await, 1);
    }

    async fn only_what_is_offered_can_be_booked(t) {
        let caller = t.candidate(1).await;
        for (office, on, slot) in [
            ("changsha", "2026-12-01", "09:30"), // the clock shows 10:00
            ("changsha", "2026-11-30", "14:00"),
            ("changsha", "2026-12-05", "09:30"), // Saturday
            ("changsha", "2026-12-02", "12:30"),
            ("changsha", "2026-12-02", "09:10"),
            ("changsha", "2028-01-05", "09:30"),
            ("changsha-west", "2026-12-03", "09:30"), // Thursday
            ("zhuzhou", "2026-12-02", "09:30"),       // of another place
            ("nowhere", "2026-12-02", "09:30"),
        ] {
            let refused = refusal(t.service.book_visit(&caller, office, day(on), at(slot)).await);
            assert_eq!(refused, ProblemCode::BookingClosed, "{office} {on} {slot}");
        }
        let days = t.service.free_days(&province(), "changsha").await.unwrap();
        assert_eq!(days[0].slots[0], (at("10:30"), 6), "what has begun is not offered");
        let guest = t.guest().await;
        let refused = t.service.book_visit(&guest, "changsha", day("2026-12-02"), at("09:30")).await;
        assert_eq!(refusal(refused), ProblemCode::SessionNeeded);
    }

    async fn no_more_come_than_a_slot_has_places(t) {
        let mut callers = Vec::new();
        for n in 0..8 {
            callers.push(t.candidate(n).await);
        }
        let results = at_once(8, |n| {
            let (service, caller) = (t.service.clone(), callers[n as usize].clone());
            async move { service.book_visit(&caller, "changsha-west", day("2026-12-02"), at("09:00")).await }
        })
        .await;
        assert_eq!(successes(results, ProblemCode::BookingFull), 2);
        assert_eq!(count(t, "SELECT COUNT(*) FROM office_booking").await, 2);
    }

    async fn a_full_slot_leaves_the_visit_before_as_it_was(t) {
        for n in 1..=2 {
            let caller = t.candidate(n).await;
            t.service.book_visit(&caller, "changsha-west", day("2026-12-02"), at("09:00")).await.unwrap();
        }
        let late = t.candidate(3).await;
        let kept = t.service.book_visit(&late, "changsha-west", day("2026-12-02"), at("09:30")).await.unwrap();
        let full = t.service.book_visit(&late, "changsha-west", day("2026-12-02"), at("09:00")).await;
        assert_eq!(refusal(full), ProblemCode::BookingFull);
        assert_eq!(t.service.booking(&late).await.unwrap(), Some(kept));
    }

    async fn nobody_comes_once_it_is_decided(t) {
        let (caller, reviewer) = (t.submitted(1).await, t.reviewer().await);
        t.service.book_visit(&caller, "changsha", day("2026-12-02"), at("09:30")).await.unwrap();
        let case = t.service.take_next_case(&reviewer).await.unwrap();
        t.approve(&reviewer, case).await.unwrap();
        t.advance(Span::hours(1));
        let refused = t.service.book_visit(&caller, "changsha", day("2026-12-03"), at("09:30")).await;
        assert_eq!(refusal(refused), ProblemCode::WrongState);
    }
}
