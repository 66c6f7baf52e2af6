//! What is said to a vendor and what it answers: JSON over HTTPS, signed by HMAC-SHA256 over time, nonce and body, as with the
//! register of education. `docs/identity-http.md` is this file for vendors.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use enrolment::ports::{
    CardProblem, CardReading, Cue, EngineStamp, FaceComparison, FaceJudgement, FacePart, FaceReason, FaceVerdict,
    FaceVerification, PartKind, ReadField, SamePerson,
};
use serde::{Deserialize, Serialize};
use shared::{document::DocumentType, liveness::Expected};

pub const TIMESTAMP: &str = "x-identity-timestamp";
pub const NONCE: &str = "x-identity-nonce";
pub const SIGNATURE: &str = "x-identity-signature";
/// Below the endpoint: reading, judging, comparing.
pub const PATHS: [&str; 3] = ["card", "face", "compare"];

/// Bytes as Base64.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Blob(pub Vec<u8>);

impl From<Blob> for String {
    fn from(blob: Blob) -> Self {
        BASE64_STANDARD.encode(blob.0)
    }
}

impl TryFrom<String> for Blob {
    type Error = base64::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        BASE64_STANDARD.decode(text).map(Self)
    }
}

/// `POST {endpoint}/card`
#[derive(Serialize, Deserialize)]
pub struct Read {
    pub kind: DocumentType,
    pub portrait: Blob,
    pub emblem: Blob,
}

/// `POST {endpoint}/face`
#[derive(Serialize, Deserialize)]
pub struct Judge {
    pub card: Option<Blob>,
    pub portrait: Option<[f32; 4]>,
    pub capture: Blob,
    pub expected: Expected,
}

/// `POST {endpoint}/compare`
#[derive(Serialize, Deserialize)]
pub struct Compare {
    pub card: Blob,
    pub portrait: Option<[f32; 4]>,
    pub picture: Blob,
}

/// What every answer bears: who judged, with which models and limits.
#[derive(Serialize, Deserialize)]
pub struct Answer<T> {
    pub engine: EngineStamp,
    #[serde(flatten)]
    pub said: T,
}

#[derive(Serialize, Deserialize)]
pub struct ReadSaid {
    pub fields: Vec<ReadField>,
    pub portrait: Option<[f32; 4]>,
    #[serde(default)]
    pub problems: Vec<CardProblem>,
}

#[derive(Serialize, Deserialize)]
pub struct JudgeSaid {
    pub verdict: FaceVerdict,
    #[serde(default)]
    pub cues: Vec<Cue>,
    #[serde(default)]
    pub reasons: Vec<FaceReason>,
    pub heard: Option<String>,
    #[serde(default)]
    pub parts: Vec<PartSaid>,
}

#[derive(Serialize, Deserialize)]
pub struct PartSaid {
    pub kind: PartKind,
    pub at_ms: u32,
    pub bytes: Blob,
}

#[derive(Serialize, Deserialize)]
pub struct CompareSaid {
    pub verdict: SamePerson,
    pub similarity: Option<f32>,
}

impl From<Answer<ReadSaid>> for CardReading {
    fn from(Answer { engine, said }: Answer<ReadSaid>) -> Self {
        Self { engine, fields: said.fields, portrait: said.portrait, problems: said.problems }
    }
}

impl From<Answer<JudgeSaid>> for FaceVerification {
    fn from(Answer { engine, said }: Answer<JudgeSaid>) -> Self {
        let JudgeSaid { verdict, cues, reasons, heard, parts } = said;
        let part = |part: PartSaid| FacePart { kind: part.kind, at_ms: part.at_ms, bytes: part.bytes.0 };
        let judgement = FaceJudgement { verdict, cues, reasons, heard, engine };
        Self { judgement, parts: parts.into_iter().map(part).collect() }
    }
}

impl From<Answer<CompareSaid>> for FaceComparison {
    fn from(Answer { engine, said }: Answer<CompareSaid>) -> Self {
        Self { verdict: said.verdict, similarity: said.similarity, engine }
    }
}
