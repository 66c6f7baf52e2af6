//! 注册状态: how far somebody's registration is, as provinces name it that confirm identities after registering.

use crate::enrolment::{Item, ItemState, Progress, State};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Registration {
    /// The information is still being entered.
    Entering,
    /// 预注册: everything is entered; the identity is still to be confirmed.
    Preliminary,
    /// The identity was confirmed.
    Complete,
}

/// What is entered, beside what confirms the identity.
const ENTERED: [Item; 3] = [Item::Document, Item::Details, Item::Attachments];

impl Registration {
    pub fn of(progress: &Progress) -> Self {
        let entered = |item: &Item| {
            let state = progress.items.get(item);
            state.is_none_or(|state| matches!(state, ItemState::Provided | ItemState::Accepted))
        };
        match progress.state {
            State::Approved => Self::Complete,
            _ if ENTERED.iter().all(entered) => Self::Preliminary,
            _ => Self::Entering,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrolment::Event;

    #[test]
    fn it_is_preliminary_from_the_last_entry_until_the_approval() {
        let mut progress = Progress::new(&[Item::Document, Item::Details, Item::Photo]);
        assert_eq!(Registration::of(&progress), Registration::Entering);
        for item in [Item::Document, Item::Details] {
            progress = progress.advance(&Event::Provide(item)).expect("a draft");
        }
        assert_eq!(Registration::of(&progress), Registration::Preliminary);
        progress.state = State::InReview;
        assert_eq!(Registration::of(&progress), Registration::Preliminary);
        progress.state = State::Approved;
        assert_eq!(Registration::of(&progress), Registration::Complete);
    }
}
