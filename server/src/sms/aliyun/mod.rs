//! Aliyun's text messages (阿里云短信服务): action `SendSms`, version 2017-05-25.

mod answer;
pub mod sign;

use super::{Failure, Vendor, Wire};
use crate::config::Templates;
use async_trait::async_trait;
use enrolment::{clock::Clock, sms::Message};
use secrecy::SecretString;
use std::{fmt, sync::Arc};

const ACTION: &str = "SendSms";
const VERSION: &str = "2017-05-25";

pub struct Aliyun {
    pub wire: Wire,
    pub clock: Arc<dyn Clock>,
    pub access_key_id: String,
    pub access_key_secret: SecretString,
    /// The registered signature; without it that of the message.
    pub sign_name: Option<String>,
    pub templates: Templates,
    pub price_fen: u32,
}

impl fmt::Debug for Aliyun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aliyun").field("endpoint", &self.wire.endpoint).finish_non_exhaustive()
    }
}

impl Aliyun {
    fn query(&self, message: &Message) -> String {
        let given = message.template.parameters();
        let given: serde_json::Map<_, _> =
            given.iter().map(|parameter| (parameter.name.to_owned(), parameter.expose().into())).collect();
        sign::canonical_query(&[
            ("PhoneNumbers", message.to.expose()),
            ("SignName", self.sign_name.as_deref().unwrap_or(message.template.signature())),
            ("TemplateCode", self.templates.code(message.template.name())),
            ("TemplateParam", &serde_json::Value::Object(given).to_string()),
            ("OutId", &message.id.to_string()),
        ])
    }
}

#[async_trait]
impl Vendor for Aliyun {
    fn name(&self) -> &'static str {
        "aliyun"
    }

    fn price_fen(&self) -> u32 {
        self.price_fen
    }

    /// A nonce is refused as used for fifteen minutes.
    fn knows_repeats(&self) -> bool {
        true
    }

    async fn call(&self, message: &Message, nonce: &str) -> Result<String, Failure> {
        let (query, host) = (self.query(message), &self.wire.endpoint.host);
        let date = super::utc(self.clock.now());
        let call = sign::Call { host, action: ACTION, version: VERSION, query: &query, body: b"", date: &date, nonce };
        let signed = sign::sign(&call, &self.access_key_secret);
        let headers = [
            ("host", host.as_str()),
            ("authorization", &sign::authorization(&self.access_key_id, &signed)),
            ("x-acs-action", ACTION),
            ("x-acs-version", VERSION),
            ("x-acs-date", &date),
            ("x-acs-signature-nonce", nonce),
            ("x-acs-content-sha256", &signed.content_sha256),
        ];
        answer::read(&self.wire.post(&query, &headers, Vec::new()).await?)
    }
}
