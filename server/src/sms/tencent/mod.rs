//! Tencent Cloud's text messages (腾讯云短信): action `SendSms`, version 2021-01-11.

mod answer;
pub mod sign;

use super::{Failure, Vendor, Wire};
use crate::config::Templates;
use async_trait::async_trait;
use enrolment::{clock::Clock, sms::Message};
use secrecy::SecretString;
use std::{fmt, sync::Arc};

const SERVICE: &str = "sms";
const ACTION: &str = "SendSms";
const VERSION: &str = "2021-01-11";

pub struct Tencent {
    pub wire: Wire,
    pub clock: Arc<dyn Clock>,
    pub region: String,
    pub secret_id: String,
    pub secret_key: SecretString,
    pub sdk_app_id: String,
    /// The registered signature; without it that of the message.
    pub sign_name: Option<String>,
    pub templates: Templates,
    pub price_fen: u32,
}

impl fmt::Debug for Tencent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tencent").field("endpoint", &self.wire.endpoint).finish_non_exhaustive()
    }
}

impl Tencent {
    fn payload(&self, message: &Message) -> Vec<u8> {
        let given = message.template.parameters();
        let given: Vec<&str> = given.iter().map(enrolment::sms::Parameter::expose).collect();
        let payload = serde_json::json!({
            "PhoneNumberSet": [message.to.e164()],
            "SmsSdkAppId": self.sdk_app_id,
            "SignName": self.sign_name.as_deref().unwrap_or(message.template.signature()),
            "TemplateId": self.templates.code(message.template.name()),
            "TemplateParamSet": given,
            "SessionContext": message.id.to_string(),
        });
        payload.to_string().into_bytes()
    }
}

#[async_trait]
impl Vendor for Tencent {
    fn name(&self) -> &'static str {
        "tencent"
    }

    fn price_fen(&self) -> u32 {
        self.price_fen
    }

    /// Nothing in a call lets Tencent recognise it again.
    fn knows_repeats(&self) -> bool {
        false
    }

    async fn call(&self, message: &Message, _nonce: &str) -> Result<String, Failure> {
        let (payload, host, now) = (self.payload(message), &self.wire.endpoint.host, self.clock.now());
        let (timestamp, date) = (now.0.div_euclid(1000), super::utc(now));
        let date = date.split('T').next().unwrap_or_default();
        let call = sign::Call { host, service: SERVICE, action: ACTION, payload: &payload, timestamp, date };
        let signed = sign::sign(&call, &self.secret_key);
        let headers = [
            ("host", host.as_str()),
            ("authorization", &sign::authorization(&self.secret_id, &signed)),
            ("content-type", sign::CONTENT_TYPE),
            ("x-tc-action", ACTION),
            ("x-tc-version", VERSION),
            ("x-tc-timestamp", &timestamp.to_string()),
            ("x-tc-region", &self.region),
        ];
        answer::read(&self.wire.post("", &headers, payload).await?)
    }
}
