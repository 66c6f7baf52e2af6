//! The one state machine of an enrolment: which event may happen in which state, and what it leads to; and the steps by
//! which a candidate gets there.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of the application that is provided and decided separately.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Type and number of the identity document.
    Document,
    /// Both sides of the identity document as pictures, and what was read from them, confirmed by the candidate.
    Card,
    /// The certificate photograph.
    Photo,
    /// The live capture of the face (人脸识别验证).
    Face,
    /// Personal details and what the candidate enrols in.
    Details,
    /// Proofs that the major, the education check or a changed identity demands.
    Attachments,
    /// The candidate's signature over all of the rest.
    Signature,
}

impl Item {
    pub const ALL: &[Self] =
        &[Self::Document, Self::Card, Self::Photo, Self::Face, Self::Details, Self::Attachments, Self::Signature];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Card => "card",
            Self::Photo => "photo",
            Self::Face => "face",
            Self::Details => "details",
            Self::Attachments => "attachments",
            Self::Signature => "signature",
        }
    }

    /// Whether it is evidence that is taken on a phone, and so open to a session that was handed over to one.
    pub const fn is_evidence(self) -> bool {
        matches!(self, Self::Card | Self::Photo | Self::Face | Self::Signature)
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|item| item.as_str() == text)
    }
}

/// A step of the journey, in the order that the profile sets. Most provide an item.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Step {
    Provide(Item),
    /// Choosing a password.
    Password,
    /// Answering security questions, for those who will have forgotten the password.
    Questions,
    /// Reading and accepting the notice to new candidates (新生入籍须知).
    Notice,
}

impl Step {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "password" => Some(Self::Password),
            "questions" => Some(Self::Questions),
            "notice" => Some(Self::Notice),
            item => Item::parse(item).map(Self::Provide),
        }
    }

    pub const fn item(self) -> Option<Item> {
        match self {
            Self::Provide(item) => Some(item),
            Self::Password | Self::Questions | Self::Notice => None,
        }
    }
}

/// How far one item is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    #[default]
    Missing,
    Provided,
    Accepted,
    /// A reviewer sent it back; only such items are open again.
    Returned,
}

impl ItemState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Provided => "provided",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Missing, Self::Provided, Self::Accepted, Self::Returned].into_iter().find(|s| s.as_str() == text)
    }
}

/// Where the application as a whole stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The candidate is filling it in.
    #[default]
    Draft,
    /// Handed in, waiting for a reviewer.
    Submitted,
    /// A reviewer holds it under a lease.
    InReview,
    /// Sent back; the returned items are open again.
    Returned,
    Approved,
    Refused,
}

impl State {
    pub const ALL: &[Self] =
        &[Self::Draft, Self::Submitted, Self::InReview, Self::Returned, Self::Approved, Self::Refused];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.as_str() == text)
    }
}

/// Whose turn it is to decide on what was handed in. The candidate sees nothing of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Any reviewer's; nobody has decided yet.
    #[default]
    First,
    /// A reviewer approved, and another one checks without knowing.
    Second,
    /// A reviewer passed it on, or two did not agree: a senior reviewer decides.
    Senior,
}

impl Stage {
    pub const ALL: &[Self] = &[Self::First, Self::Second, Self::Senior];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Senior => "senior",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|stage| stage.as_str() == text)
    }
}

/// State of the application and of each item it needs.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    pub state: State,
    #[serde(default)]
    pub stage: Stage,
    pub items: BTreeMap<Item, ItemState>,
}

/// Something that happens to an application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// The candidate provides or replaces an item; after handing in, only one that was provided.
    Provide(Item),
    /// What was provided no longer suffices, or is taken back.
    Withdraw(Item),
    /// Another answer changed what an item has to show: a reviewer who accepted it has to judge it again.
    Reopen(Item),
    /// The province no longer asks for an item that was not given.
    Drop(Item),
    Submit,
    /// A reviewer takes the case under a lease.
    Take,
    /// The reviewer gave it back, or the lease ran out.
    Release,
    Approve,
    /// Every machine agreed when it was signed and handed in: approved without a reviewer, in the same transaction.
    ApproveAtOnce,
    /// Sends these items back. Never empty.
    Return(Vec<Item>),
    Refuse,
    /// The reviewer's decision does not take effect yet: somebody else decides next.
    PassOn(Stage),
}

/// Why an event may not happen now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAllowed {
    #[error("the application is not in a state for this")]
    WrongState,
    #[error("this item is not open for change")]
    ItemClosed,
    #[error("an item is still missing or returned")]
    Incomplete,
    #[error("a return names at least one item of the application")]
    NothingReturned,
}

impl Progress {
    /// A new application that needs `items`.
    pub fn new(items: &[Item]) -> Self {
        Self {
            state: State::Draft,
            stage: Stage::First,
            items: items.iter().map(|item| (*item, ItemState::Missing)).collect(),
        }
    }

    /// What `event` leads to; `self` is unchanged where it is not allowed.
    pub fn advance(&self, event: &Event) -> Result<Self, NotAllowed> {
        let mut next = self.clone();
        next.state = match (self.state, event) {
            (State::Draft | State::Returned, Event::Provide(item)) => {
                next.provide(*item)?;
                self.state
            }
            // Until a reviewer takes the case it may be amended, and stays complete; what was signed stays as it was signed.
            (State::Submitted, Event::Provide(item)) if self.stage == Stage::First => match self.items.get(item) {
                Some(ItemState::Provided) if !self.items.contains_key(&Item::Signature) => self.state,
                _ => return Err(NotAllowed::ItemClosed),
            },
            (State::Draft | State::Returned, Event::Withdraw(item)) => {
                next.withdraw(*item)?;
                self.state
            }
            (State::Draft | State::Returned | State::Submitted, Event::Reopen(item)) if self.stage == Stage::First => {
                next.reopen(*item)?;
                self.state
            }
            (State::Draft | State::Returned, Event::Drop(item)) => {
                next.drop_item(*item)?;
                self.state
            }
            (State::Draft | State::Returned, Event::Submit) => {
                self.complete().then_some(State::Submitted).ok_or(NotAllowed::Incomplete)?
            }
            (State::Submitted, Event::Take) => State::InReview,
            (State::InReview, Event::Release) => State::Submitted,
            (State::InReview, Event::PassOn(stage)) if passes_on(self.stage, *stage) => {
                next.stage = *stage;
                State::Submitted
            }
            (State::InReview, Event::Approve) => next.accept_all(),
            (State::Submitted, Event::ApproveAtOnce) if self.stage == Stage::First && self.is_signed() => {
                next.accept_all()
            }
            (State::InReview, Event::Return(items)) => {
                next.send_back(items)?;
                next.stage = Stage::First;
                State::Returned
            }
            (State::InReview, Event::Refuse) => State::Refused,
            _ => return Err(NotAllowed::WrongState),
        };
        Ok(next)
    }

    /// The state as the candidate sees it: what was decided once is under review until the decision takes effect.
    pub fn shown(&self) -> State {
        match (self.state, self.stage) {
            (State::Submitted, Stage::Second | Stage::Senior) => State::InReview,
            (state, _) => state,
        }
    }

    /// Every item is provided or already accepted. An application that needs nothing is never complete.
    pub fn complete(&self) -> bool {
        !self.items.is_empty()
            && self.items.values().all(|item| matches!(item, ItemState::Provided | ItemState::Accepted))
    }

    /// Whether the candidate may provide or replace `item` now.
    pub fn is_open(&self, item: Item) -> bool {
        self.advance(&Event::Provide(item)).is_ok()
    }

    /// The signature is there, and nothing was changed since.
    pub fn is_signed(&self) -> bool {
        self.items.get(&Item::Signature) == Some(&ItemState::Provided)
    }

    fn accept_all(&mut self) -> State {
        self.items.values_mut().for_each(|item| *item = ItemState::Accepted);
        State::Approved
    }

    fn provide(&mut self, item: Item) -> Result<(), NotAllowed> {
        match self.items.get_mut(&item) {
            Some(ItemState::Accepted) | None => Err(NotAllowed::ItemClosed),
            Some(state) => {
                *state = ItemState::Provided;
                self.unsign(item);
                Ok(())
            }
        }
    }

    /// A signature covers everything else: when something else is given anew or taken back, it is due again.
    fn unsign(&mut self, changed: Item) {
        if changed == Item::Signature {
            return;
        }
        if let Some(state @ (ItemState::Provided | ItemState::Accepted)) = self.items.get_mut(&Item::Signature) {
            *state = ItemState::Missing;
        }
    }

    /// A returned item stays returned.
    fn withdraw(&mut self, item: Item) -> Result<(), NotAllowed> {
        match self.items.get_mut(&item) {
            Some(ItemState::Accepted) | None => Err(NotAllowed::ItemClosed),
            Some(state @ ItemState::Provided) => {
                *state = ItemState::Missing;
                self.unsign(item);
                Ok(())
            }
            Some(ItemState::Missing | ItemState::Returned) => Ok(()),
        }
    }

    /// What was accepted is provided again; everything else stays as it is.
    fn reopen(&mut self, item: Item) -> Result<(), NotAllowed> {
        let state = self.items.get_mut(&item).ok_or(NotAllowed::ItemClosed)?;
        if *state == ItemState::Accepted {
            *state = ItemState::Provided;
        }
        Ok(())
    }

    /// Only what was not given can be dropped, and never the last item.
    fn drop_item(&mut self, item: Item) -> Result<(), NotAllowed> {
        match self.items.get(&item) {
            Some(ItemState::Missing | ItemState::Returned) if self.items.len() > 1 => {
                self.items.remove(&item);
                Ok(())
            }
            _ => Err(NotAllowed::ItemClosed),
        }
    }

    /// Marks what was sent back, and accepts the rest: only refused items are open again.
    fn send_back(&mut self, items: &[Item]) -> Result<(), NotAllowed> {
        if items.is_empty() || items.iter().any(|item| !self.items.contains_key(item)) {
            return Err(NotAllowed::NothingReturned);
        }
        for (item, state) in &mut self.items {
            *state = if items.contains(item) { ItemState::Returned } else { ItemState::Accepted };
        }
        Ok(())
    }
}

/// From one stage to a later one.
const fn passes_on(from: Stage, to: Stage) -> bool {
    matches!((from, to), (Stage::First, Stage::Second | Stage::Senior) | (Stage::Second, Stage::Senior))
}
