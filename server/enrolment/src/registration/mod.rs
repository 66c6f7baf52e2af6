//! From a phone number to a candidate with a session: one-time codes, registration, and signing in again.

use crate::{Caller, Enrolment, Result, session::SignedIn};
use shared::{contact::PhoneNumber, document::DocumentNumber, id::Province};
use std::net::IpAddr;

/// A code is on its way, or would be if the number were real: the answer is always the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodeRequested {
    /// Seconds until another may be requested.
    pub resend_after_secs: u32,
    pub lifetime_secs: u32,
}

/// What a new candidate hands in, parsed and well-formed.
#[derive(Clone, Debug)]
pub struct Registration {
    pub phone: PhoneNumber,
    /// The code as typed; only its digits count.
    pub code: String,
    pub document: DocumentNumber,
    /// GB/T 2260 code of a region of the profile.
    pub region: String,
}

impl Enrolment {
    /// Has a one-time code sent to `phone`. Refused with `sms.too_soon`, `sms.hourly_limit` or `sms.daily_limit`.
    pub async fn request_code(
        &self,
        caller: &Caller,
        province: &Province,
        phone: &PhoneNumber,
        address: IpAddr,
    ) -> Result<CodeRequested> {
        let _ = (caller, province, phone, address);
        Err(crate::error::Cause::Unfinished("request_code").into())
    }

    /// Registers a candidate, or signs in the one who registered with the same phone and document. The old session ends.
    /// Refused with `code.*`, `window.closed`, `region.unknown`, `document.type_unknown` or `document.not_available`.
    pub async fn register(&self, caller: &Caller, province: &Province, form: Registration) -> Result<SignedIn> {
        let _ = (caller, province, form);
        Err(crate::error::Cause::Unfinished("register").into())
    }

    /// Signs in a candidate who registered before, at any time. Refused with `code.*` or `sign_in.wrong`.
    pub async fn sign_in(
        &self,
        caller: &Caller,
        province: &Province,
        phone: &PhoneNumber,
        code: &str,
    ) -> Result<SignedIn> {
        let _ = (caller, province, phone, code);
        Err(crate::error::Cause::Unfinished("sign_in").into())
    }
}
