//! Whether the code that was asked for last has left: what its page says while no gateway takes messages.

use super::{Channel, store};
use crate::{Caller, Enrolment, Result, db::Tx};
use shared::time::{Span, Timestamp};
use std::time::Duration;

/// How long a code takes at most where everything works; after that its page says that it is late.
const EXPECTED: Span = Span::secs(3);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(50);

/// How far a requested code is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeDelivery {
    /// A gateway has taken it.
    Sent,
    /// On its way for a moment.
    Sending,
    /// No gateway takes it so far; it is tried again.
    Late,
    /// It will not be sent: it was refused, or waited too long.
    Failed,
}

impl CodeDelivery {
    fn of(newest: &store::Newest, now: Timestamp) -> Self {
        match (newest.sent_at, newest.closed_at) {
            (Some(_), _) => Self::Sent,
            (None, Some(_)) => Self::Failed,
            (None, None) if now - newest.requested_at < EXPECTED => Self::Sending,
            (None, None) => Self::Late,
        }
    }
}

impl Enrolment {
    /// How far the code is that this session asked for last by text message.
    pub async fn code_delivery(&self, caller: &Caller) -> Result<Option<CodeDelivery>> {
        self.delivery_by(caller, Channel::Sms).await
    }

    /// The same by any channel.
    pub async fn delivery_by(&self, caller: &Caller, channel: Channel) -> Result<Option<CodeDelivery>> {
        let mut tx = self.db().read().await?;
        let newest = store::newest(&mut tx, caller.session, channel.as_str()).await?;
        Ok(newest.map(|newest| CodeDelivery::of(&newest, self.now())))
    }

    /// The same of a code to one recipient, by the keyed hash of where it goes.
    pub(crate) async fn delivery_of(&self, caller: &Caller, index: &[u8]) -> Result<Option<CodeDelivery>> {
        let mut tx = self.db().read().await?;
        let newest = store::newest_to(&mut tx, caller.session, index).await?;
        Ok(newest.map(|newest| CodeDelivery::of(&newest, self.now())))
    }

    /// Waits until that code has left or is late, at most as long as the settings say, so that the next page tells the truth.
    pub async fn await_code(&self, caller: &Caller) -> Result<()> {
        self.await_delivery(caller, Channel::Sms).await
    }

    /// The same by any channel.
    pub async fn await_delivery(&self, caller: &Caller, channel: Channel) -> Result<()> {
        for _ in 0..self.settings().code_looks {
            if self.delivery_by(caller, channel).await? != Some(CodeDelivery::Sending) {
                break;
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }
}

/// Whether the code that this recipient was asked for last has not left: then what was typed cannot be it, whoever typed it.
pub(super) async fn is_unsent(tx: &mut Tx, caller: &Caller, index: &[u8]) -> Result<bool> {
    let newest = store::newest_to(tx, caller.session, index).await?;
    Ok(newest.is_some_and(|own| own.sent_at.is_none() && own.closed_at.is_none()))
}
