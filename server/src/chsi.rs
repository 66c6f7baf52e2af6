//! Speaks to the register of education: makes one-time codes known to it, signed, and knows its signature. The protocol is
//! this service's own until the register's contract is there; the simulator at `/dev/chsi` is the other end.

use crate::config::{SecretError, Settings};
use async_trait::async_trait;
use enrolment::{
    clock::{Clock, Randomness},
    crypto::hex,
    education::{
        RegisterFacts,
        signature::{SharedSecret, Signed},
    },
    ports::{CheckRequest, EducationAnswer, EducationQuestion, EducationVerifier, RegisterError},
};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use shared::{
    education::{CheckKind, CheckOutcome},
    person::CodeTable as _,
    route,
};
use std::sync::Arc;

pub const TIMESTAMP: &str = "x-chsi-timestamp";
pub const NONCE: &str = "x-chsi-nonce";
pub const SIGNATURE: &str = "x-chsi-signature";
/// Longest answer read.
const ANSWER_MAX_BYTES: usize = 16 * 1024;

/// `POST {endpoint}/codes`
#[derive(Serialize, Deserialize)]
pub struct NewCode {
    pub token: String,
    pub kind: CheckKind,
    pub name: String,
    pub document_type: String,
    pub document_number: String,
    /// Milliseconds since 1970.
    pub expires_at: i64,
    /// Where the answer is wanted.
    pub callback: String,
}

/// The register's answer: what the QR symbol has to hold.
#[derive(Serialize, Deserialize)]
pub struct CodeMade {
    pub url: String,
}

/// `POST {endpoint}/verifications`: what is asked at once.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewVerification {
    /// The same when the question is repeated.
    pub token: String,
    pub name: String,
    pub document_type: String,
    pub document_number: String,
    /// GB/T 4658
    pub level: String,
    pub school: String,
    pub certificate: String,
}

/// The register's signed answer.
#[derive(Serialize, Deserialize)]
pub struct Verification {
    /// Of the question.
    pub token: String,
    pub outcome: CheckOutcome,
    #[serde(default)]
    pub facts: RegisterFacts,
}

/// The register over HTTP.
pub struct HttpRegister {
    client: reqwest::Client,
    endpoint: String,
    callback: String,
    secret: SharedSecret,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

/// Nothing is configured: every question is refused, and candidates go on with proofs.
struct NoRegister;

/// The register that the settings name.
pub fn register(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> Result<Arc<dyn EducationVerifier>, SecretError> {
    let secret = settings.chsi.resolved_secret(&settings.service)?;
    let (Some(secret), Some(endpoint)) = (secret, settings.chsi.resolved_endpoint(&settings.service)) else {
        return Ok(Arc::new(NoRegister));
    };
    // Fails where another part of the process has chosen already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .timeout(settings.chsi.timeout.duration())
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    // A proxy of the environment is for the register, not for this machine.
    let builder = if endpoint.starts_with("http:") { builder.no_proxy() } else { builder };
    let Ok(client) = builder.build() else { return Ok(Arc::new(NoRegister)) };
    Ok(Arc::new(HttpRegister {
        client,
        endpoint,
        callback: format!("{}{}", settings.service.public_url, route::CHSI_CALLBACK),
        secret: SharedSecret::new(secret.expose_secret().as_bytes()),
        clock,
        randomness,
    }))
}

#[async_trait]
impl EducationVerifier for HttpRegister {
    async fn begin(&self, request: CheckRequest<'_>) -> Result<String, RegisterError> {
        let code = NewCode {
            token: request.token.to_owned(),
            kind: request.kind,
            name: request.name.expose().to_owned(),
            document_type: request.document.kind().as_str().to_owned(),
            document_number: request.document.expose().to_owned(),
            expires_at: request.expires_at.0,
            callback: self.callback.clone(),
        };
        made(&read(self.post("codes", &code).await?).await?)
    }

    async fn verify(&self, question: EducationQuestion<'_>) -> Result<EducationAnswer, RegisterError> {
        let asked = NewVerification {
            token: question.token.to_owned(),
            name: question.name.expose().to_owned(),
            document_type: question.document.kind().as_str().to_owned(),
            document_number: question.document.expose().to_owned(),
            level: question.level.code().to_owned(),
            school: question.diploma.school.expose().to_owned(),
            certificate: question.diploma.certificate.expose().to_owned(),
        };
        let answer = self.post("verifications", &asked).await?;
        let headers = answer.headers().clone();
        let body = read(answer).await?;
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let message =
            Signed { timestamp: text(TIMESTAMP), nonce: text(NONCE), signature: text(SIGNATURE), body: &body };
        if !self.secret.is_genuine(message) {
            return Err(RegisterError::Away("an answer without its signature".to_owned()));
        }
        let said: Verification =
            serde_json::from_slice(&body).map_err(|_| RegisterError::Refused("answer".to_owned()))?;
        if said.token != question.token {
            return Err(RegisterError::Away("an answer to another question".to_owned()));
        }
        Ok(EducationAnswer { outcome: said.outcome, facts: said.facts })
    }

    fn is_genuine(&self, message: Signed<'_>) -> bool {
        self.secret.is_genuine(message)
    }
}

impl HttpRegister {
    /// Sends a signed question. One that the register does not understand is refused for good; what else goes wrong may pass.
    async fn post(&self, path: &str, question: &impl Serialize) -> Result<reqwest::Response, RegisterError> {
        let body = serde_json::to_vec(question).map_err(|_| RegisterError::Refused("form".to_owned()))?;
        let mut random = [0; 16];
        self.randomness.fill(&mut random);
        let (timestamp, nonce) = (self.clock.now().0.to_string(), hex(&random));
        let signature = self.secret.sign(&timestamp, &nonce, &body);
        let sent = self.client.post(format!("{}/{path}", self.endpoint)).body(body);
        let sent = sent.header("content-type", "application/json");
        let sent = sent.header(TIMESTAMP, timestamp).header(NONCE, nonce).header(SIGNATURE, signature).send().await;
        // An error would quote the address; it holds nothing personal, but is no use either.
        let answer = sent.map_err(|error| RegisterError::Away(error.without_url().to_string()))?;
        match answer.status() {
            status if status.is_success() => Ok(answer),
            status if status.is_server_error() => Err(RegisterError::Away(status.to_string())),
            status => Err(RegisterError::Refused(status.to_string())),
        }
    }
}

/// The body of an answer.
async fn read(mut answer: reqwest::Response) -> Result<Vec<u8>, RegisterError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| RegisterError::Away("cut off".to_owned()))? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_MAX_BYTES {
            return Err(RegisterError::Refused("answer too long".to_owned()));
        }
    }
    Ok(body)
}

/// An address that no browser would open is none.
fn made(body: &[u8]) -> Result<String, RegisterError> {
    let made: CodeMade = serde_json::from_slice(body).map_err(|_| RegisterError::Refused("answer".to_owned()))?;
    let web = made.url.starts_with("https://") || made.url.starts_with("http://");
    if web { Ok(made.url) } else { Err(RegisterError::Refused("address".to_owned())) }
}

#[async_trait]
impl EducationVerifier for NoRegister {
    async fn begin(&self, _: CheckRequest<'_>) -> Result<String, RegisterError> {
        Err(RegisterError::Refused("no register is configured".to_owned()))
    }

    async fn verify(&self, _: EducationQuestion<'_>) -> Result<EducationAnswer, RegisterError> {
        Err(RegisterError::Refused("no register is configured".to_owned()))
    }

    fn is_genuine(&self, _: Signed<'_>) -> bool {
        false
    }
}
