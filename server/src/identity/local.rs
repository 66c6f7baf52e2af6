//! The crate `identity` behind the ports: loaded once, at the start, so that the first candidate waits no longer than the others.

use super::IdentityError;
use crate::{config::Settings, engine::LocalEngine};
use enrolment::ports::{
    CardProblem, CardReader, CardReading, Cue, EngineFailure, EngineStamp, FaceComparer, FaceComparison, FaceEvidence,
    FaceJudgement, FacePart, FaceReason, FaceVerdict, FaceVerification, FaceVerifier, Identity, PartKind, ReadField,
    SamePerson,
};
use identity::{
    card,
    face::{Comparison, FaceLimits, FaceMatcher, Thresholds},
    models::{Folder, hash_of_all},
    speech::DigitReader,
    video::{self, Action, AntiSpoof, Ffmpeg, Limits, Reason, Verdict, VideoJudge},
};
use shared::{
    document::DocumentType,
    liveness::{Expected, Movement},
};
use std::sync::Arc;

/// The engines of this process.
pub struct LocalIdentity {
    pub cards: Arc<LocalCards>,
    pub faces: Arc<LocalFaces>,
}

/// Reads identity documents.
pub struct LocalCards {
    reader: card::CardReader,
    stamp: EngineStamp,
}

/// Compares faces and judges live captures.
pub struct LocalFaces {
    judge: VideoJudge,
    /// With the limits of comparing alone.
    compares: EngineStamp,
    judges: EngineStamp,
}

impl LocalIdentity {
    /// Reads every model, and asks ffmpeg whether it is there.
    pub fn load(settings: &Settings, photo: &LocalEngine) -> Result<Self, IdentityError> {
        let reader = card::CardReader::load(&Folder::of(&settings.photo.models))?;
        let stamp = stamp(&[reader.model_sha256().to_owned()], serde_json::Value::Null);
        let faces = Arc::new(LocalFaces::load(settings, photo)?);
        Ok(Self { cards: Arc::new(LocalCards { reader, stamp }), faces })
    }

    pub fn engines(self) -> Identity {
        Identity { reader: Some(self.cards), face: Some(self.faces.clone()), likeness: Some(self.faces) }
    }
}

impl LocalFaces {
    fn load(settings: &Settings, photo: &LocalEngine) -> Result<Self, IdentityError> {
        let folder = Folder::of(&settings.photo.models);
        let (embedding, spoof) = (folder.load("face_embedding")?, folder.load("anti_spoof")?);
        let digits = DigitReader::load(&folder)?;
        let hashes = [embedding.sha256.clone(), spoof.sha256.clone(), digits.sha256()];
        let thresholds =
            Thresholds { same_min: settings.identity.same_min, different_max: settings.identity.different_max };
        let matcher =
            FaceMatcher::new(photo.shared(), embedding.model).ok_or(IdentityError::Shape("face_embedding"))?;
        let matcher = matcher.with_limits(FaceLimits { thresholds, ..FaceLimits::default() });
        let ffmpeg = ffmpeg(settings);
        let version = ffmpeg.version().map_err(|error| IdentityError::Ffmpeg(error.0))?;
        let anti_spoof = AntiSpoof::new(spoof.model).ok_or(IdentityError::Shape("anti_spoof"))?;
        let judge = VideoJudge::new(matcher, ffmpeg, Limits::default()).with_anti_spoof(anti_spoof);
        let judge = judge.with_ears(Arc::new(digits));
        let compares = stamp(&hashes[..1], serde_json::json!({ "face": judge.matcher().limits() }));
        let limits = serde_json::json!({
            "face": judge.matcher().limits(), "video": judge.limits(), "ffmpeg": version,
        });
        Ok(Self { judges: stamp(&hashes, limits), compares, judge })
    }
}

/// The program of the settings, else what `RUJI_FFMPEG` or the path names.
pub fn ffmpeg(settings: &Settings) -> Ffmpeg {
    let program = &settings.identity.ffmpeg;
    let found = Ffmpeg::default();
    if program.as_os_str().is_empty() { found } else { Ffmpeg { program: program.clone(), ..found } }
}

fn stamp(models: &[String], limits: serde_json::Value) -> EngineStamp {
    EngineStamp {
        name: "ruji".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        model_sha256: hash_of_all(models.iter().map(String::as_str)),
        limits,
    }
}

impl FaceVerifier for LocalFaces {
    fn verify(&self, evidence: &FaceEvidence<'_>) -> Result<FaceVerification, EngineFailure> {
        let matcher = self.judge.matcher();
        let card = evidence.card.and_then(|card| matcher.describe(card, evidence.portrait).ok());
        let found = self.judge.judge(evidence.capture, &expected(evidence.expected), card.as_ref());
        let found = found.map_err(|failure| EngineFailure(failure.0))?;
        let cue = |cue: &video::Cue| Cue {
            name: cue.name.as_str().to_owned(),
            score: finite(cue.score),
            limit: Some(finite(cue.limit)),
            passes: cue.passes,
        };
        let judgement = FaceJudgement {
            verdict: match found.verdict {
                Verdict::Pass => FaceVerdict::Pass,
                Verdict::Fail => FaceVerdict::Fail,
                Verdict::Doubtful => FaceVerdict::Doubtful,
            },
            cues: found.cues.iter().map(cue).collect(),
            reasons: reasons(&found.reasons),
            heard: found.said,
            engine: self.judges.clone(),
        };
        let still = |frame: video::Frame| FacePart {
            kind: PartKind::Still,
            at_ms: (frame.at_s * 1000.0) as u32,
            bytes: frame.jpeg,
        };
        let sound = found.sound.map(|bytes| FacePart { kind: PartKind::Sound, at_ms: 0, bytes });
        Ok(FaceVerification { judgement, parts: found.frames.into_iter().map(still).chain(sound).collect() })
    }
}

impl FaceComparer for LocalFaces {
    /// What cannot be judged is no other person: a reviewer looks.
    fn compare(
        &self,
        card: &[u8],
        portrait: Option<[f32; 4]>,
        picture: &[u8],
    ) -> Result<FaceComparison, EngineFailure> {
        let matcher = self.judge.matcher();
        let pair = matcher.describe(card, portrait).ok().zip(matcher.describe(picture, None).ok());
        let compared = pair.map(|(card, picture)| matcher.compare(&card, &picture));
        let verdict = match compared.map(|(_, comparison)| comparison) {
            Some(Comparison::Same) => SamePerson::Same,
            Some(Comparison::Different) => SamePerson::Different,
            Some(Comparison::Doubtful) | None => SamePerson::Doubtful,
        };
        let similarity = compared.map(|(similarity, _)| similarity);
        Ok(FaceComparison { verdict, similarity, engine: self.compares.clone() })
    }
}

impl CardReader for LocalCards {
    fn read(&self, kind: DocumentType, portrait: &[u8], emblem: &[u8]) -> Result<CardReading, EngineFailure> {
        let read = self.reader.read(kind, portrait, Some(emblem)).map_err(|failure| EngineFailure(failure.0))?;
        let field = |field: card::Field| ReadField {
            field: field.field,
            text: field.text,
            confidence: finite(field.confidence),
            region: field.region,
        };
        Ok(CardReading {
            engine: self.stamp.clone(),
            fields: read.fields.into_iter().map(field).collect(),
            portrait: read.portrait,
            problems: problems(&read.problems),
        })
    }
}

/// In the service's words, each once.
fn problems(found: &[card::Problem]) -> Vec<CardProblem> {
    let mut problems: Vec<CardProblem> = Vec::new();
    for problem in found.iter().map(|found| problem(*found)) {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    problems
}

const fn problem(found: card::Problem) -> CardProblem {
    match found {
        card::Problem::Unreadable(_) | card::Problem::NotACard(_) => CardProblem::NotACard,
        card::Problem::Blurred(_) => CardProblem::Blurred,
        card::Problem::Glare(_) => CardProblem::Glare,
        card::Problem::CutOff(_) => CardProblem::CutOff,
        card::Problem::Dark(_) => CardProblem::TooDark,
        card::Problem::WrongSide(_) => CardProblem::WrongSide,
        card::Problem::NoColours(_) => CardProblem::NoColours,
        card::Problem::OtherKind => CardProblem::OtherKind,
        card::Problem::LayoutUnknown => CardProblem::LayoutUnknown,
        card::Problem::Contradiction => CardProblem::Contradiction,
        card::Problem::OtherNumber => CardProblem::OtherNumber,
        card::Problem::Expired => CardProblem::Expired,
    }
}

/// What JSON can hold: a logarithm of nothing is far below every limit.
const fn finite(score: f32) -> f32 {
    if score.is_nan() { 0.0 } else { score.clamp(-1e6, 1e6) }
}

fn expected(asked: &Expected) -> video::Expected {
    let action = |movement: &Movement| match movement {
        Movement::TurnLeft => Action::TurnLeft,
        Movement::TurnRight => Action::TurnRight,
        Movement::Blink => Action::Blink,
    };
    match asked {
        Expected::Digits(digits) => video::Expected::Digits(*digits),
        Expected::Movements(order) => video::Expected::Actions(order.iter().map(action).collect()),
        Expected::Presence => video::Expected::Presence,
    }
}

/// In the service's words, each once, the gravest first.
fn reasons(found: &[Reason]) -> Vec<FaceReason> {
    let mut reasons: Vec<_> = found.iter().map(|found| reason(*found)).collect();
    reasons.dedup();
    reasons
}

const fn reason(found: Reason) -> FaceReason {
    match found {
        Reason::Unreadable | Reason::Truncated => FaceReason::Unreadable,
        Reason::TooShort => FaceReason::TooShort,
        Reason::TooLong => FaceReason::TooLong,
        Reason::NoFace => FaceReason::NoFace,
        Reason::SeveralFaces => FaceReason::SeveralFaces,
        Reason::TooDark => FaceReason::TooDark,
        Reason::Blurred => FaceReason::Blurred,
        Reason::Cut | Reason::FaceChanges => FaceReason::Cut,
        Reason::OtherPerson => FaceReason::OtherPerson,
        Reason::NotLive => FaceReason::NotLive,
        Reason::NoVoice => FaceReason::Silent,
        Reason::WrongDigits => FaceReason::OtherDigits,
        Reason::MouthStill => FaceReason::MouthStill,
        Reason::WrongActions => FaceReason::OtherMovements,
        Reason::PerhapsOtherPerson => FaceReason::PerhapsOtherPerson,
        Reason::PerhapsNotLive => FaceReason::PerhapsNotLive,
        Reason::NotCompared => FaceReason::NotCompared,
        Reason::DigitsUnclear => FaceReason::DigitsUnclear,
        Reason::NotHeard => FaceReason::NotHeard,
        Reason::MouthUnclear => FaceReason::MouthUnclear,
        Reason::PerhapsRecaptured => FaceReason::PerhapsRecaptured,
    }
}
