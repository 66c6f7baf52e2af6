//! A vendor's engines over HTTP. Whatever goes wrong on the way is a failure of ours: the try is given back, and people decide.

use super::{
    IdentityError,
    vendor::{
        Answer, Blob, Compare, CompareSaid, Judge, JudgeSaid, NONCE, PATHS, Read, ReadSaid, SIGNATURE, TIMESTAMP,
    },
};
use crate::config::Settings;
use enrolment::{
    clock::{Clock, Randomness},
    crypto::hex,
    education::signature::SharedSecret,
    ports::{
        CardReader, CardReading, EngineFailure, FaceComparer, FaceComparison, FaceEvidence, FaceVerification,
        FaceVerifier, Identity,
    },
};
use secrecy::ExposeSecret as _;
use serde::{Serialize, de::DeserializeOwned};
use shared::document::DocumentType;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Longest answer read: a judgement with its stills and its sound.
const ANSWER_MAX_BYTES: usize = 16 * 1024 * 1024;

/// One vendor for everything.
struct Vendor {
    client: reqwest::Client,
    endpoint: String,
    secret: SharedSecret,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

pub(super) fn open(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> Result<Identity, IdentityError> {
    let of = &settings.identity;
    let secret = of.resolved_secret()?.filter(|_| !of.endpoint.is_empty()).ok_or(IdentityError::NoVendor)?;
    // Fails where another part of the process has chosen already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .timeout(of.timeout.duration())
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    // A proxy of the environment is for the vendor, not for this machine.
    let builder = if of.endpoint.starts_with("http:") { builder.no_proxy() } else { builder };
    let client = builder.build().map_err(|error| IdentityError::Connection(error.to_string()))?;
    let endpoint = of.endpoint.trim_end_matches('/').to_owned();
    let secret = SharedSecret::new(secret.expose_secret().as_bytes());
    let vendor = Arc::new(Vendor { client, endpoint, secret, clock, randomness });
    Ok(Identity { reader: Some(vendor.clone()), face: Some(vendor.clone()), likeness: Some(vendor) })
}

impl Vendor {
    /// Asks and waits. The ports are called where blocking is allowed.
    fn ask<Q: Serialize, A: DeserializeOwned>(&self, path: &str, question: &Q) -> Result<Answer<A>, EngineFailure> {
        let body = serde_json::to_vec(question).map_err(|_| EngineFailure("the question is no JSON".to_owned()))?;
        let mut random = [0; 16];
        self.randomness.fill(&mut random);
        let (timestamp, nonce) = (self.clock.now().0.to_string(), hex(&random));
        let signature = self.secret.sign(&timestamp, &nonce, &body);
        let request = self.client.post(format!("{}/{path}", self.endpoint)).body(body);
        let request = request.header("content-type", "application/json");
        let request = request.header(TIMESTAMP, timestamp).header(NONCE, nonce).header(SIGNATURE, signature);
        let answer = Handle::current().block_on(read(request))?;
        serde_json::from_slice(&answer).map_err(|error| unread(&error))
    }
}

/// Where the answer stops making sense, never what stands there: that may be somebody's number, and failures are logged.
fn unread(error: &serde_json::Error) -> EngineFailure {
    let (kind, line, column) = (error.classify(), error.line(), error.column());
    EngineFailure(format!("the vendor's answer cannot be read: {kind:?} at line {line}, column {column}"))
}

/// The body of a good answer. What reqwest says of a failure without the address is only its kind.
async fn read(request: reqwest::RequestBuilder) -> Result<Vec<u8>, EngineFailure> {
    let away = |error: reqwest::Error| EngineFailure(format!("the vendor did not answer: {}", error.without_url()));
    let mut answer = request.send().await.map_err(away)?;
    if !answer.status().is_success() {
        return Err(EngineFailure(format!("the vendor answered {}", answer.status())));
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(away)? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_MAX_BYTES {
            return Err(EngineFailure("the vendor's answer is too long".to_owned()));
        }
    }
    Ok(body)
}

impl CardReader for Vendor {
    fn read(&self, kind: DocumentType, portrait: &[u8], emblem: &[u8]) -> Result<CardReading, EngineFailure> {
        let question = Read { kind, portrait: Blob(portrait.to_vec()), emblem: Blob(emblem.to_vec()) };
        self.ask::<_, ReadSaid>(PATHS[0], &question).map(Into::into)
    }
}

impl FaceVerifier for Vendor {
    fn verify(&self, evidence: &FaceEvidence<'_>) -> Result<FaceVerification, EngineFailure> {
        let question = Judge {
            card: evidence.card.map(|card| Blob(card.to_vec())),
            portrait: evidence.portrait,
            capture: Blob(evidence.capture.to_vec()),
            expected: evidence.expected.clone(),
        };
        self.ask::<_, JudgeSaid>(PATHS[1], &question).map(Into::into)
    }
}

impl FaceComparer for Vendor {
    fn compare(
        &self,
        card: &[u8],
        portrait: Option<[f32; 4]>,
        picture: &[u8],
    ) -> Result<FaceComparison, EngineFailure> {
        let question = Compare { card: Blob(card.to_vec()), portrait, picture: Blob(picture.to_vec()) };
        self.ask::<_, CompareSaid>(PATHS[2], &question).map(Into::into)
    }
}
