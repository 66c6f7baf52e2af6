//! Leaves a vendor alone for a while after failures in a row, so that an outage costs a few time-outs and not one a message.

use shared::time::{Span, Timestamp};
use std::sync::{Mutex, PoisonError};

/// One vendor's circuit. Closed at first.
pub(super) struct Circuit {
    failures_max: u32,
    pause: Span,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    /// While it is open: when one message may try again.
    open_until: Option<Timestamp>,
}

impl Circuit {
    pub(super) fn new(failures_max: u32, pause: Span) -> Self {
        Self { failures_max: failures_max.max(1), pause, state: Mutex::default() }
    }

    /// Whether a message may go to the vendor. After the pause one may; the others wait for how it fares, or for another
    /// pause where that one is never heard of again.
    pub(super) fn lets_through(&self, now: Timestamp) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.open_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                state.open_until = Some(now + self.pause);
                true
            }
        }
    }

    /// The vendor answered, whatever it said.
    pub(super) fn answered(&self) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    /// The vendor failed; true when this opened the circuit.
    pub(super) fn failed(&self, now: Timestamp) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.failures = state.failures.saturating_add(1);
        if state.failures < self.failures_max {
            return false;
        }
        state.open_until.replace(now + self.pause).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_failures_in_a_row_lets_one_try_and_closes_on_an_answer() {
        let circuit = Circuit::new(2, Span::minutes(1));
        let at = |secs: i64| Timestamp(secs * 1000);
        assert!(!circuit.failed(at(0)));
        circuit.answered();
        assert!(!circuit.failed(at(1)), "an answer in between starts the row anew");
        assert!(circuit.failed(at(2)));
        assert!(!circuit.lets_through(at(61)));
        assert!(circuit.lets_through(at(62)), "one may try");
        assert!(!circuit.lets_through(at(62)), "and one alone");
        assert!(!circuit.failed(at(63)), "it was open already");
        assert!(!circuit.lets_through(at(122)));
        assert!(circuit.lets_through(at(123)));
        circuit.answered();
        assert!(circuit.lets_through(at(123)) && circuit.lets_through(at(123)));
    }
}
