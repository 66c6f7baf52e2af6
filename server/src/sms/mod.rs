//! SMS gateways: Aliyun and Tencent behind one fail-over that implements the port of crate `enrolment`. What is sent and why
//! is decided there; here are calls, signatures and what vendors' answers mean.

pub mod aliyun;
mod ceiling;
mod circuit;
mod counters;
mod digest;
mod fail_over;
mod memory;
mod setup;
pub mod tencent;
mod wire;

pub use ceiling::Ceiling;
pub use fail_over::{FailOver, Patience};
pub use setup::{SmsSetupError, open};
pub use wire::{Endpoint, Wire, WireError};

use async_trait::async_trait;
use enrolment::sms::Message;
use shared::time::Timestamp;

/// One company that takes text messages.
#[async_trait]
pub trait Vendor: Send + Sync {
    /// Stable, for metrics and rows.
    fn name(&self) -> &'static str;

    /// Price of one message, in fen.
    fn price_fen(&self) -> u32;

    /// Whether a second call with the same nonce is recognised, so that it can be repeated when the answer was lost.
    fn knows_repeats(&self) -> bool;

    /// Calls once; gives the vendor's own number of the message.
    async fn call(&self, message: &Message, nonce: &str) -> Result<String, Failure>;
}

/// Why a vendor did not confirm a message. The text is a stable reason for logs, metrics and rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// Unreachable, overloaded or out of credit: certainly not taken; another gateway or another time may.
    NotTaken(&'static str),
    /// The call went out and no answer that can be read came back: perhaps taken.
    Unknown(&'static str),
    /// The vendor saw this nonce before: the earlier call with it arrived.
    Repeated,
    /// This phone has had as many messages as this vendor delivers to it for now.
    Quota(&'static str),
    /// Keys, clock, signature or template are not as the vendor wants them: the operations team has to act.
    Setup(&'static str),
    /// This phone gets no message, from nobody.
    Refused(&'static str),
}

impl Failure {
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotTaken(reason)
            | Self::Unknown(reason)
            | Self::Quota(reason)
            | Self::Setup(reason)
            | Self::Refused(reason) => reason,
            Self::Repeated => "nonce_used",
        }
    }

    /// Whether it says something about the vendor's health.
    const fn is_outage(self) -> bool {
        matches!(self, Self::NotTaken(_) | Self::Unknown(_))
    }
}

/// A vendor's error code as it may stand in a log: its own words could quote the phone number.
fn loggable(code: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let a_number = code.bytes().filter(u8::is_ascii_digit).count() == code.len();
    if code.len() <= 80 && code.bytes().all(plain) && !a_number { code } else { "unreadable" }
}

/// An instant as both vendors write it, like `2023-10-26T10:22:32Z`.
fn utc(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at.0.div_euclid(1000)).unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_whole_seconds_utc() {
        assert_eq!(utc(Timestamp(1_551_113_065_999)), "2019-02-25T16:44:25Z");
    }

    #[test]
    fn what_may_be_a_number_of_a_person_is_not_logged() {
        assert_eq!(loggable("isv.BUSINESS_LIMIT_CONTROL"), "isv.BUSINESS_LIMIT_CONTROL");
        for wrong in ["13800138000", "the phone 13800138000", ""] {
            assert_eq!(loggable(wrong), "unreadable", "{wrong}");
        }
    }
}
