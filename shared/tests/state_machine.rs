//! The state machine of an enrolment: the ways through it, and that no sequence of events gets round a rule.

use proptest::{prelude::*, sample, sample::subsequence};
use rstest::rstest;
use shared::enrolment::{Event, Item, ItemState, NotAllowed, Progress, Stage, State};

/// Every item but the signature over them.
const UNSIGNED: &[Item] = Item::ALL.split_last().expect("there are items").1;

fn after(events: &[Event]) -> Progress {
    events.iter().fold(Progress::new(UNSIGNED), |progress, event| {
        progress.advance(event).unwrap_or_else(|reason| panic!("{event:?}: {reason}"))
    })
}

fn submitted() -> Vec<Event> {
    UNSIGNED.iter().map(|item| Event::Provide(*item)).chain([Event::Submit]).collect()
}

fn in_review() -> Vec<Event> {
    [submitted(), vec![Event::Take]].concat()
}

#[test]
fn an_application_is_approved_after_submission_and_review() {
    let progress = after(&[in_review(), vec![Event::Approve]].concat());
    assert_eq!(progress.state, State::Approved);
    assert!(progress.items.values().all(|item| *item == ItemState::Accepted));
}

#[test]
fn an_incomplete_application_is_not_submitted() {
    let progress = after(&[Event::Provide(Item::Document)]);
    assert_eq!(progress.advance(&Event::Submit), Err(NotAllowed::Incomplete));
}

#[test]
fn an_application_that_needs_nothing_is_not_submitted() {
    assert_eq!(Progress::new(&[]).advance(&Event::Submit), Err(NotAllowed::Incomplete));
}

#[test]
fn only_returned_items_are_open_again() {
    let progress = after(&[in_review(), vec![Event::Return(vec![Item::Photo])]].concat());
    assert_eq!(progress.state, State::Returned);
    assert!(progress.is_open(Item::Photo));
    assert_eq!(progress.advance(&Event::Provide(Item::Document)), Err(NotAllowed::ItemClosed));
    assert_eq!(progress.advance(&Event::Submit), Err(NotAllowed::Incomplete));
    let mended = progress.advance(&Event::Provide(Item::Photo)).unwrap();
    assert_eq!(mended.advance(&Event::Submit).unwrap().state, State::Submitted);
}

#[test]
fn what_was_handed_in_is_amended_until_a_reviewer_takes_it() {
    let submitted = after(&submitted());
    assert_eq!(submitted.advance(&Event::Provide(Item::Details)).unwrap(), submitted);
    assert_eq!(submitted.advance(&Event::Withdraw(Item::Details)), Err(NotAllowed::WrongState));
    let taken = after(&in_review());
    assert_eq!(taken.advance(&Event::Provide(Item::Details)), Err(NotAllowed::WrongState));
}

#[test]
fn what_was_passed_on_is_under_review_for_its_candidate_and_not_amended() {
    let passed_on = after(&[in_review(), vec![Event::PassOn(Stage::Second)]].concat());
    assert_eq!((passed_on.state, passed_on.shown()), (State::Submitted, State::InReview));
    assert_eq!(passed_on.advance(&Event::Provide(Item::Details)), Err(NotAllowed::WrongState));
    let disputed =
        [in_review(), vec![Event::PassOn(Stage::Second), Event::Take, Event::PassOn(Stage::Senior), Event::Take]];
    let disputed = after(&disputed.concat());
    assert_eq!(disputed.advance(&Event::PassOn(Stage::Senior)), Err(NotAllowed::WrongState));
    assert_eq!(disputed.advance(&Event::PassOn(Stage::Second)), Err(NotAllowed::WrongState));
    let returned = disputed.advance(&Event::Return(vec![Item::Photo])).unwrap();
    assert_eq!((returned.stage, returned.shown()), (Stage::First, State::Returned));
}

#[test]
fn what_no_longer_suffices_is_missing_again_and_what_was_returned_stays_returned() {
    let withdrawn = after(&[Event::Provide(Item::Attachments), Event::Withdraw(Item::Attachments)]);
    assert_eq!(withdrawn.items[&Item::Attachments], ItemState::Missing);
    let returned = after(&[in_review(), vec![Event::Return(vec![Item::Photo]), Event::Withdraw(Item::Photo)]].concat());
    assert_eq!(returned.items[&Item::Photo], ItemState::Returned);
}

/// Another answer was changed: what was accepted is judged again, and may be found missing only where that is not handed in.
#[rstest]
#[case::accepted(ItemState::Accepted, ItemState::Provided)]
#[case::provided(ItemState::Provided, ItemState::Provided)]
#[case::missing(ItemState::Missing, ItemState::Missing)]
#[case::returned(ItemState::Returned, ItemState::Returned)]
fn a_reopened_item_is_judged_again(#[case] before: ItemState, #[case] after: ItemState) {
    for state in [State::Draft, State::Returned, State::Submitted] {
        let mut progress = Progress { state, ..Progress::new(UNSIGNED) };
        progress.items.insert(Item::Attachments, before);
        let reopened = progress.advance(&Event::Reopen(Item::Attachments)).unwrap();
        assert_eq!((reopened.items[&Item::Attachments], reopened.state), (after, state));
    }
    let absent = Progress::new(&[Item::Photo]).advance(&Event::Reopen(Item::Attachments));
    assert_eq!(absent, Err(NotAllowed::ItemClosed));
}

#[test]
fn returned_details_that_demand_other_proofs_open_the_accepted_ones() {
    let returned = after(&[in_review(), vec![Event::Return(vec![Item::Details])]].concat());
    let events = [Event::Provide(Item::Details), Event::Reopen(Item::Attachments), Event::Withdraw(Item::Attachments)];
    let asked = events.iter().try_fold(returned, |progress, event| progress.advance(event)).unwrap();
    assert_eq!(asked.items[&Item::Attachments], ItemState::Missing);
    assert!(asked.is_open(Item::Attachments) && !asked.is_open(Item::Photo));
    assert_eq!(asked.advance(&Event::Submit), Err(NotAllowed::Incomplete));
    let given = asked.advance(&Event::Provide(Item::Attachments)).unwrap();
    assert_eq!(given.advance(&Event::Submit).unwrap().state, State::Submitted);
}

#[test]
fn what_the_province_no_longer_asks_for_is_dropped_unless_it_was_given() {
    let given = after(&[Event::Provide(Item::Photo)]);
    assert_eq!(given.advance(&Event::Drop(Item::Photo)), Err(NotAllowed::ItemClosed));
    let without = given.advance(&Event::Drop(Item::Face)).unwrap();
    assert!(!without.items.contains_key(&Item::Face));
    assert_eq!(without.advance(&Event::Drop(Item::Face)), Err(NotAllowed::ItemClosed));
    assert_eq!(after(&submitted()).advance(&Event::Drop(Item::Face)), Err(NotAllowed::WrongState));
    assert_eq!(Progress::new(&[Item::Photo]).advance(&Event::Drop(Item::Photo)), Err(NotAllowed::ItemClosed));
}

#[test]
fn an_item_the_province_does_not_ask_for_is_neither_provided_nor_returned() {
    let progress = Progress::new(&[Item::Photo]);
    assert_eq!(progress.advance(&Event::Provide(Item::Document)), Err(NotAllowed::ItemClosed));
    let events = [Event::Provide(Item::Photo), Event::Submit, Event::Take];
    let taken = events.iter().try_fold(progress, |progress, event| progress.advance(event)).unwrap();
    assert_eq!(taken.advance(&Event::Return(vec![Item::Document])), Err(NotAllowed::NothingReturned));
    assert_eq!(taken.advance(&Event::Return(Vec::new())), Err(NotAllowed::NothingReturned));
}

#[rstest]
#[case::release_gives_it_back(Event::Release, State::Submitted)]
#[case::approve(Event::Approve, State::Approved)]
#[case::refuse(Event::Refuse, State::Refused)]
#[case::send_back(Event::Return(vec![Item::Photo]), State::Returned)]
fn a_case_under_review_can_be(#[case] event: Event, #[case] state: State) {
    assert_eq!(after(&[in_review(), vec![event]].concat()).state, state);
}

/// Every event that each state allows when everything is provided; all others are refused and change nothing.
#[rstest]
#[case(State::Draft, &["provide", "reopen", "submit"])]
#[case(State::Submitted, &["take", "provide", "reopen"])]
#[case(State::InReview, &["release", "approve", "return", "refuse", "pass on"])]
#[case(State::Returned, &["provide", "reopen", "submit"])]
#[case(State::Approved, &[])]
#[case(State::Refused, &[])]
fn a_state_allows_these_events_and_no_others(#[case] state: State, #[case] allowed: &[&str]) {
    let mut progress = Progress { state, ..Progress::new(UNSIGNED) };
    progress.items.values_mut().for_each(|item| *item = ItemState::Provided);
    let events = [
        ("provide", Event::Provide(Item::Photo)),
        ("reopen", Event::Reopen(Item::Photo)),
        ("submit", Event::Submit),
        ("take", Event::Take),
        ("release", Event::Release),
        ("approve", Event::Approve),
        ("return", Event::Return(vec![Item::Photo])),
        ("refuse", Event::Refuse),
        ("pass on", Event::PassOn(Stage::Second)),
        ("approve at once", Event::ApproveAtOnce),
    ];
    for (name, event) in events {
        let outcome = progress.advance(&event);
        if allowed.contains(&name) {
            assert!(outcome.is_ok(), "{name}");
        } else {
            assert_eq!(outcome, Err(NotAllowed::WrongState), "{name}");
        }
    }
}

#[test]
fn codes_of_states_and_items_are_read_back() {
    for state in State::ALL {
        assert_eq!(State::parse(state.as_str()), Some(*state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
    }
    for stage in Stage::ALL {
        assert_eq!(Stage::parse(stage.as_str()), Some(*stage));
        assert_eq!(serde_json::to_value(stage).unwrap(), stage.as_str());
    }
    for item in Item::ALL {
        assert_eq!(Item::parse(item.as_str()), Some(*item));
        assert_eq!(serde_json::to_value(item).unwrap(), item.as_str());
    }
    for item in [ItemState::Missing, ItemState::Provided, ItemState::Accepted, ItemState::Returned] {
        assert_eq!(ItemState::parse(item.as_str()), Some(item));
        assert_eq!(serde_json::to_value(item).unwrap(), item.as_str());
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    let items = || subsequence(Item::ALL.to_vec(), 0..=Item::ALL.len());
    prop_oneof![
        4 => prop::sample::select(Item::ALL.to_vec()).prop_map(Event::Provide),
        2 => Just(Event::Submit),
        2 => Just(Event::Take),
        1 => Just(Event::Release),
        1 => Just(Event::Approve),
        2 => items().prop_map(Event::Return),
        1 => Just(Event::Refuse),
        2 => sample::select(Stage::ALL.to_vec()).prop_map(Event::PassOn),
        1 => sample::select(Item::ALL.to_vec()).prop_map(Event::Withdraw),
        1 => sample::select(Item::ALL.to_vec()).prop_map(Event::Reopen),
        1 => sample::select(Item::ALL.to_vec()).prop_map(Event::Drop),
        1 => Just(Event::ApproveAtOnce),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Whatever is tried in whatever order: approval follows a take, a take follows a submission, a submission follows
    /// complete items, and accepted items change only where they are opened again for it.
    #[test]
    fn no_sequence_of_events_gets_round_a_rule(events in prop::collection::vec(any_event(), 0..40)) {
        let mut progress = Progress::new(Item::ALL);
        let mut happened: Vec<Event> = Vec::new();
        for event in events {
            let Ok(next) = progress.advance(&event) else { continue };
            match &event {
                Event::Submit => prop_assert!(progress.complete()),
                Event::Take => {
                    let amending = |event: &&Event| matches!(event, Event::Provide(_) | Event::Reopen(_));
                    let last = happened.iter().rev().find(|event| !amending(event));
                    prop_assert!(matches!(last, Some(Event::Submit | Event::Release | Event::PassOn(_))) && progress.complete());
                }
                Event::Approve | Event::Refuse | Event::Return(_) | Event::Release | Event::PassOn(_) => {
                    prop_assert_eq!(happened.last(), Some(&Event::Take));
                }
                Event::ApproveAtOnce => {
                    prop_assert_eq!(progress.items.get(&Item::Signature), Some(&ItemState::Provided));
                    prop_assert!(progress.complete());
                }
                Event::Provide(item) | Event::Withdraw(item) => {
                    prop_assert_ne!(progress.items[item], ItemState::Accepted);
                }
                Event::Reopen(item) => prop_assert_ne!(next.items[item], ItemState::Accepted),
                Event::Drop(item) => {
                    let given = matches!(progress.items[item], ItemState::Provided | ItemState::Accepted);
                    prop_assert!(!given && !next.items.contains_key(item));
                }
            }
            let passed_on = progress.state == State::Submitted && progress.stage != Stage::First;
            prop_assert!(!passed_on || event == Event::Take, "{event:?} while somebody else decides");
            for (item, state) in &progress.items {
                let sent_back = matches!(&event, Event::Return(items) if items.contains(item));
                let opened = matches!(&event, Event::Reopen(own) if own == item);
                // a signature ends with any change of what it covers
                let opened = opened || (*item == Item::Signature && next.items.get(item) == Some(&ItemState::Missing));
                if *state == ItemState::Accepted && !sent_back && !opened {
                    prop_assert_eq!(next.items[item], ItemState::Accepted);
                }
            }
            if let Event::Return(returned) = &event {
                for (item, state) in &next.items {
                    let expected = if returned.contains(item) { ItemState::Returned } else { ItemState::Accepted };
                    prop_assert_eq!(*state, expected);
                    prop_assert_eq!(next.is_open(*item), returned.contains(item));
                }
            }
            prop_assert!(!matches!(progress.state, State::Approved | State::Refused), "{event:?} after the end");
            happened.push(event);
            progress = next;
        }
        if progress.state == State::Approved {
            prop_assert!(happened.contains(&Event::Submit));
            let at_once = happened.last() == Some(&Event::ApproveAtOnce);
            prop_assert!(at_once || happened.contains(&Event::Take));
        }
    }
}

/// Signed, and handed in.
fn signed() -> Progress {
    let events = Item::ALL.iter().map(|item| Event::Provide(*item)).chain([Event::Submit]);
    events.fold(Progress::new(Item::ALL), |progress, event| progress.advance(&event).expect("allowed"))
}

#[test]
fn a_signature_is_due_again_when_something_that_it_covers_changes() {
    let all = Item::ALL.iter().fold(Progress::new(Item::ALL), |all, item| all.advance(&Event::Provide(*item)).unwrap());
    assert!(all.complete());
    for item in UNSIGNED {
        for event in [Event::Provide(*item), Event::Withdraw(*item)] {
            let changed = all.advance(&event).unwrap();
            assert_eq!(changed.items[&Item::Signature], ItemState::Missing, "{event:?}");
            assert_eq!(changed.advance(&Event::Submit), Err(NotAllowed::Incomplete), "{event:?}");
        }
    }
    let returned = signed().advance(&Event::Take).unwrap().advance(&Event::Return(vec![Item::Photo])).unwrap();
    assert_eq!(returned.items[&Item::Signature], ItemState::Accepted);
    let mended = returned.advance(&Event::Provide(Item::Photo)).unwrap();
    assert_eq!(mended.advance(&Event::Submit), Err(NotAllowed::Incomplete), "what is new is not signed yet");
    let again = mended.advance(&Event::Provide(Item::Signature)).unwrap();
    assert!(again.advance(&Event::Submit).is_ok());
}

#[test]
fn what_was_signed_and_handed_in_stays_as_it_was_signed() {
    for item in Item::ALL {
        assert_eq!(signed().advance(&Event::Provide(*item)), Err(NotAllowed::ItemClosed), "{item:?}");
    }
}

#[test]
fn only_what_was_signed_is_approved_at_once() {
    let approved = signed().advance(&Event::ApproveAtOnce).unwrap();
    assert_eq!(approved.state, State::Approved);
    assert!(approved.items.values().all(|state| *state == ItemState::Accepted));
    let held = signed().advance(&Event::Take).unwrap();
    assert_eq!(held.advance(&Event::ApproveAtOnce), Err(NotAllowed::WrongState), "a reviewer has it");
    let second = held.advance(&Event::PassOn(Stage::Second)).unwrap();
    assert_eq!(second.advance(&Event::ApproveAtOnce), Err(NotAllowed::WrongState), "a second reviewer is to check it");
}
