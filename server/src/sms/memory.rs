//! What became of the latest messages, so that none is sent twice: job handlers may run twice, also at the same time.

use enrolment::{ports::SmsReceipt, sms::Message};
use sha2::{Digest as _, Sha256};
use shared::time::Timestamp;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

/// Messages remembered: more than a day's at most gateways, in a few megabytes.
const CAPACITY: usize = 20_000;

/// One message with one content: a code that is sent again under its id is another code, and has to go out.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key([u8; 32]);

impl Key {
    pub(super) fn of(message: &Message) -> Self {
        let mut content = Sha256::new();
        content.update(message.id.0.as_bytes());
        content.update(message.template.name().as_str());
        for parameter in message.template.parameters() {
            content.update((parameter.expose().len() as u64).to_be_bytes());
            content.update(parameter.expose());
        }
        Self(content.finalize().into())
    }
}

/// A call whose outcome is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Open {
    /// Place in the list of vendors.
    pub(super) vendor: usize,
    pub(super) nonce: String,
    pub(super) since: Timestamp,
}

#[derive(Clone)]
enum State {
    Busy,
    Open(Open),
    Taken(SmsReceipt),
}

/// What is to be done with a message.
pub(super) enum Begin {
    Already(SmsReceipt),
    /// Somebody else is sending it at this moment.
    Busy,
    /// Go ahead, and tell [`Claim`] how it went.
    Go(Claim),
}

#[derive(Default)]
pub(super) struct Memory(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    states: HashMap<Key, State>,
    order: VecDeque<Key>,
}

impl Memory {
    pub(super) fn begin(self: &Arc<Self>, key: Key) -> Begin {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = match kept.states.get(&key) {
            Some(State::Taken(receipt)) => return Begin::Already(receipt.clone()),
            Some(State::Busy) => return Begin::Busy,
            Some(State::Open(open)) => Some(open.clone()),
            None => None,
        };
        kept.set(key, State::Busy);
        Begin::Go(Claim { memory: Arc::clone(self), key, open })
    }
}

impl Kept {
    fn set(&mut self, key: Key, state: State) {
        if self.states.insert(key, state).is_none() {
            self.order.push_back(key);
        }
        while self.order.len() > CAPACITY {
            if let Some(oldest) = self.order.pop_front() {
                self.states.remove(&oldest);
            }
        }
    }
}

/// The right to send one message. When it is dropped, also by a job that was stopped in the middle of a call, what is not
/// known stays not known.
pub(super) struct Claim {
    memory: Arc<Memory>,
    key: Key,
    pub(super) open: Option<Open>,
}

impl Claim {
    pub(super) fn taken(mut self, receipt: &SmsReceipt) {
        self.open = None;
        self.memory.0.lock().unwrap_or_else(PoisonError::into_inner).set(self.key, State::Taken(receipt.clone()));
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut kept = self.memory.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(kept.states.get(&self.key), Some(State::Busy)) {
            return;
        }
        if let Some(open) = self.open.take() {
            kept.set(self.key, State::Open(open));
        } else {
            kept.states.remove(&self.key);
            kept.order.retain(|key| *key != self.key);
        }
    }
}
