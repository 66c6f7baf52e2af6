//! Continuing on another device: a one-time invitation that opens a session limited to the same enrolment.

use crate::{Caller, Enrolment, Result, session::SignedIn};
use shared::{
    handoff::HandoffState,
    id::{HandoffId, Province},
    time::Timestamp,
};
use std::fmt;

/// An invitation as the first device shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: HandoffId,
    /// 32 hexadecimal digits, for the QR symbol alone.
    pub token: String,
    pub expires_at: Timestamp,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation").field("id", &self.id).field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Enrolment {
    /// A new invitation; older ones of the same enrolment die.
    pub async fn invite_device(&self, caller: &Caller) -> Result<Invitation> {
        let _ = caller;
        Err(crate::error::Cause::Unfinished("invite_device").into())
    }

    /// Opens an invitation on the other device, once. Refused with `handoff.expired`.
    pub async fn claim_invitation(&self, province: &Province, token: &str) -> Result<SignedIn> {
        let _ = (province, token);
        Err(crate::error::Cause::Unfinished("claim_invitation").into())
    }

    /// Where the caller's latest invitation stands; `None` when there was none.
    pub async fn invitation_state(&self, caller: &Caller) -> Result<Option<HandoffState>> {
        let _ = caller;
        Err(crate::error::Cause::Unfinished("invitation_state").into())
    }
}
