//! Engines that read identity documents and compare faces. Without them (`identity = "off"`) people do both. Every result
//! says which engine gave it, so that a decision can be explained years later.

use serde::{Deserialize, Serialize};
use shared::{
    document::DocumentType,
    evidence::{CardField, CardSide},
    liveness::Expected,
};
use std::sync::Arc;

/// The engines that this process has.
#[derive(Clone, Default)]
pub struct Identity {
    /// Absent: nothing is read, the candidate types.
    pub reader: Option<Arc<dyn CardReader>>,
    /// Absent: a reviewer looks at every capture.
    pub face: Option<Arc<dyn FaceVerifier>>,
    /// Absent: a reviewer compares the certificate photograph with the document.
    pub likeness: Option<Arc<dyn FaceComparer>>,
}

/// An engine as it stood when it judged.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EngineStamp {
    pub name: String,
    pub version: String,
    /// SHA-256 over its models, hexadecimal.
    pub model_sha256: String,
    /// The limits in force.
    pub limits: serde_json::Value,
}

/// Something failed on our side; it says nothing about the evidence. No personal data.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the engine failed: {0}")]
pub struct EngineFailure(pub String);

/// Reads what stands on an identity document. Blocks; runs on the blocking pool.
pub trait CardReader: Send + Sync {
    /// `portrait` and `emblem`: the kept JPEG files.
    fn read(&self, kind: DocumentType, portrait: &[u8], emblem: &[u8]) -> Result<CardReading, EngineFailure>;
}

/// What was read of both sides. `Debug` hides it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct CardReading {
    pub engine: EngineStamp,
    pub fields: Vec<ReadField>,
    /// Where the portrait is on its side: x, y, width, height in pixels.
    pub portrait: Option<[f32; 4]>,
    pub problems: Vec<CardProblem>,
}

impl std::fmt::Debug for CardReading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CardReading")
            .field("engine", &self.engine)
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

impl CardReading {
    pub fn text(&self, field: CardField) -> Option<&str> {
        self.fields.iter().find(|read| read.field == field).map(|read| read.text.as_str())
    }
}

/// One particular as it was read: names of code tables in Chinese, days as `1988-01-01`, no end of validity as 长期.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadField {
    pub field: CardField,
    pub text: String,
    /// From 0 to 1.
    pub confidence: f32,
    /// Side, and x, y, width, height in its pixels.
    pub region: Option<(CardSide, [f32; 4])>,
}

/// Why a picture could not be read well.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardProblem {
    Blurred,
    Glare,
    CutOff,
    TooDark,
    WrongSide,
    NotACard,
    /// There are no colours, as on a photocopy.
    NoColours,
    /// The title is that of another kind of document.
    OtherKind,
    /// Nothing is read of this kind; the candidate types, a person compares.
    LayoutUnknown,
    /// Date of birth or sex as printed are not those of the number.
    Contradiction,
    /// The number on the card is not the one that was registered.
    OtherNumber,
    Expired,
}

/// Judges a live capture: whether somebody alive does what was asked, and is the person of the document. Blocks; runs on the
/// blocking pool.
pub trait FaceVerifier: Send + Sync {
    fn verify(&self, evidence: &FaceEvidence<'_>) -> Result<FaceVerification, EngineFailure>;
}

/// What is judged.
#[derive(Clone, Copy)]
pub struct FaceEvidence<'a> {
    /// The kept file of the portrait side.
    pub card: Option<&'a [u8]>,
    /// Where the portrait is on it, where that was read.
    pub portrait: Option<[f32; 4]>,
    /// `WebM` or MP4, as it came.
    pub capture: &'a [u8],
    /// What the capture has to show.
    pub expected: &'a Expected,
}

/// A judgement, and what a person needs to see and hear to judge again.
#[derive(Clone, PartialEq, Debug)]
pub struct FaceVerification {
    pub judgement: FaceJudgement,
    pub parts: Vec<FacePart>,
}

/// Something taken out of a capture. `Debug` shows its size only.
#[derive(Clone, PartialEq)]
pub struct FacePart {
    pub kind: PartKind,
    /// From the beginning of the capture.
    pub at_ms: u32,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for FacePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FacePart({:?} at {} ms, {} bytes)", self.kind, self.at_ms, self.bytes.len())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A JPEG.
    Still,
    /// WAV.
    Sound,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FaceJudgement {
    pub verdict: FaceVerdict,
    pub cues: Vec<Cue>,
    /// What the candidate is told; empty where it passes.
    pub reasons: Vec<FaceReason>,
    /// The digits as they were heard, where any were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<String>,
    pub engine: EngineStamp,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceVerdict {
    Pass,
    Fail,
    /// A person decides.
    Doubtful,
}

/// One thing that was measured.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cue {
    pub name: String,
    pub score: f32,
    /// What it was held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<f32>,
    pub passes: bool,
}

/// Why a capture did not pass.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceReason {
    NoFace,
    SeveralFaces,
    TooDark,
    Blurred,
    /// Nothing moves as somebody alive does.
    NotLive,
    /// It does not show one person from beginning to end.
    Cut,
    OtherPerson,
    TooShort,
    TooLong,
    /// Nothing was said.
    Silent,
    /// Other digits than those asked for, or in another order.
    OtherDigits,
    /// Somebody speaks, but not this mouth.
    MouthStill,
    /// Other movements, or in another order.
    OtherMovements,
    Unreadable,
    /// From here on: doubts, which a person settles.
    PerhapsOtherPerson,
    /// Nothing says so clearly that somebody alive is there.
    PerhapsNotLive,
    /// There is no portrait to compare with, or it cannot be judged.
    NotCompared,
    DigitsUnclear,
    /// Nobody could listen to it.
    NotHeard,
    /// Mouth and voice do not go together well.
    MouthUnclear,
    /// It looks like a screen or a print.
    PerhapsRecaptured,
}

impl FaceReason {
    pub const ALL: &[Self] = &[
        Self::NoFace,
        Self::SeveralFaces,
        Self::TooDark,
        Self::Blurred,
        Self::NotLive,
        Self::Cut,
        Self::OtherPerson,
        Self::TooShort,
        Self::TooLong,
        Self::Silent,
        Self::OtherDigits,
        Self::MouthStill,
        Self::OtherMovements,
        Self::Unreadable,
        Self::PerhapsOtherPerson,
        Self::PerhapsNotLive,
        Self::NotCompared,
        Self::DigitsUnclear,
        Self::NotHeard,
        Self::MouthUnclear,
        Self::PerhapsRecaptured,
    ];

    /// For the reviewer; the candidate cannot mend it, and it refuses nobody.
    pub fn is_doubt(self) -> bool {
        self >= Self::PerhapsOtherPerson
    }
}

/// Compares the portrait on the document with another picture. Blocks; runs on the blocking pool.
pub trait FaceComparer: Send + Sync {
    /// `card`: the kept file of the portrait side; `portrait`: where the portrait is on it, where that was read.
    fn compare(&self, card: &[u8], portrait: Option<[f32; 4]>, picture: &[u8])
    -> Result<FaceComparison, EngineFailure>;
}

/// How like two pictures are. What cannot be compared is doubtful.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FaceComparison {
    pub verdict: SamePerson,
    /// From −1 to 1; absent where one of the pictures cannot be judged.
    pub similarity: Option<f32>,
    pub engine: EngineStamp,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SamePerson {
    Same,
    /// A person decides.
    Doubtful,
    Different,
}
