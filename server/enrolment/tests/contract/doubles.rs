//! What stands in for the outside in these tests: a gateway that can fail, a photo engine that judges by the first bytes.

use async_trait::async_trait;
use enrolment::{
    mail::Mail,
    ports::{MailError, MailGateway, MailReceipt, PhotoEngine, PreparedPhoto, SmsError, SmsGateway, SmsReceipt},
    sms::{DevInbox, Message},
};
use shared::photo::{Finding, Outcome, PhotoSpec, Rule, Verdict};
use std::sync::atomic::{AtomicU32, Ordering};

/// The inbox behind a gateway that can fail.
pub(crate) struct Gateway {
    pub(crate) inbox: DevInbox,
    /// Sends that fail before one succeeds.
    pub(crate) failures: AtomicU32,
    pub(crate) refuses: std::sync::atomic::AtomicBool,
}

#[async_trait]
impl SmsGateway for Gateway {
    async fn send(&self, message: &Message) -> Result<SmsReceipt, SmsError> {
        if self.refuses.load(Ordering::SeqCst) {
            return Err(SmsError::GiveUp("refused".to_owned()));
        }
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
            return Err(SmsError::Retry("away".to_owned()));
        }
        SmsGateway::send(&self.inbox, message).await
    }
}

/// The same for e-mail.
#[async_trait]
impl MailGateway for Gateway {
    async fn send(&self, mail: &Mail) -> Result<MailReceipt, MailError> {
        if self.refuses.load(Ordering::SeqCst) {
            return Err(MailError::GiveUp("refused".to_owned()));
        }
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
            return Err(MailError::Retry("away".to_owned()));
        }
        MailGateway::send(&self.inbox, mail).await
    }
}

/// Knows three kinds of pictures by their first bytes: `good` passes (`good slow` takes its time), `raw` can be made into a good one, anything else fails.
/// A crop with a negative corner always fails. Metadata is whatever stands behind ` EXIF`.
pub(crate) struct Engine;

impl PhotoEngine for Engine {
    fn without_metadata(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let end = bytes.windows(5).position(|word| word == b" EXIF").unwrap_or(bytes.len());
        Some(bytes[..end].to_vec())
    }

    fn thumbnail(&self, bytes: &[u8], _: u32) -> Option<Vec<u8>> {
        (!bytes.ends_with(b"noise")).then(|| b"thumbnail".to_vec())
    }

    /// What follows `print `, in hexadecimal digits.
    fn print(&self, bytes: &[u8]) -> Option<u64> {
        let text = std::str::from_utf8(bytes).ok()?;
        u64::from_str_radix(text.split_once("print ")?.1.get(..16)?, 16).ok()
    }

    fn mark(&self, bytes: &[u8], text: &str) -> Option<Vec<u8>> {
        Some([bytes, b" seen by ", text.as_bytes()].concat())
    }

    fn check(&self, bytes: &[u8], _: Option<&str>, _: &PhotoSpec) -> Verdict {
        if bytes.starts_with(b"good slow") {
            std::thread::sleep(std::time::Duration::from_millis(400));
        }
        verdict(if bytes.starts_with(b"good") { Outcome::Pass } else { Outcome::Fail })
    }

    fn prepare(&self, bytes: &[u8], _: &PhotoSpec, crop: Option<[f32; 4]>) -> PreparedPhoto {
        let possible = bytes.starts_with(b"raw") && crop.is_none_or(|crop| crop[0] >= 0.0);
        let file = possible.then(|| [b"good made from ", bytes].concat());
        let verdict = verdict(if possible { Outcome::Pass } else { Outcome::Fail });
        let side = if bytes.starts_with(b"noise") { 0 } else { 1000 };
        PreparedPhoto { file, verdict, crop, source_width: side, source_height: side }
    }
}

fn verdict(outcome: Outcome) -> Verdict {
    let rule = Rule::SubjectCount;
    let finding = Finding { rule, outcome, measured: Some(1.0), limit: None, unit: None, hint: None, region: None };
    Verdict { findings: vec![finding], face: None, width_px: 480, height_px: 640 }
}
