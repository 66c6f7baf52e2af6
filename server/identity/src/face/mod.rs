//! Comparing faces: alignment, embedding, similarity and what may be concluded from it. Doubt is an answer: it is a person's.

mod align;
mod network;
mod quality;

pub use quality::{Quality, QualityLimits};

use network::{Embedder, Embedding, cosine};
use photo::{Engine, Pixels, Search, SeenFace};
use rten::Model;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Longest side at which a picture is looked at, within a factor of two.
const LONGEST: usize = 900;
/// A second face counts from this share of the first one's width: people in the background do not spoil a picture.
const OTHER_FACE: f32 = 0.4;
/// Room around the portrait of a card that is looked at too, over its size.
const AROUND: f32 = 0.12;

/// Why a picture cannot be compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotJudged {
    #[error("the file is no picture that can be read")]
    Unreadable,
    #[error("no face was found")]
    NoFace,
    #[error("there is more than one face")]
    SeveralFaces,
    #[error("the face is too small")]
    TooSmall,
    #[error("the face is blurred")]
    Blurred,
    #[error("the face is turned away")]
    Turned,
    #[error("the face is too dark")]
    TooDark,
    #[error("the face is too bright")]
    TooBright,
    #[error("the face is covered")]
    Covered,
}

/// What a similarity means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    Same,
    /// A person looks.
    Doubtful,
    Different,
}

/// Where the doubtful band begins and ends. Measured errors: `docs/identity-evaluation.md`.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Thresholds {
    /// From here on it is the same person.
    pub same_min: f32,
    /// Up to here it is somebody else.
    pub different_max: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { same_min: 0.5, different_max: 0.35 }
    }
}

impl Thresholds {
    pub fn comparison(&self, similarity: f32) -> Comparison {
        if similarity >= self.same_min {
            Comparison::Same
        } else if similarity <= self.different_max {
            Comparison::Different
        } else {
            Comparison::Doubtful
        }
    }
}

/// The limits in force.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FaceLimits {
    pub thresholds: Thresholds,
    pub quality: QualityLimits,
}

/// One face, ready to be compared. Biometric: `Debug` hides it, and it is never kept.
#[derive(Clone)]
pub struct Face {
    embedding: Embedding,
    pub quality: Quality,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").field("quality", &self.quality).finish_non_exhaustive()
    }
}

/// Finds faces and compares them. Cheap to share.
#[derive(Clone)]
pub struct FaceMatcher {
    engine: Arc<Engine>,
    embedder: Arc<Embedder>,
    limits: FaceLimits,
}

impl FaceMatcher {
    /// `engine`: the one for photographs, which finds the faces; a process needs only one.
    /// `embedding`: the model `face_embedding`; `None` where it is no such network.
    pub fn new(engine: Arc<Engine>, embedding: Model) -> Option<Self> {
        Some(Self { engine, embedder: Arc::new(Embedder::new(embedding)?), limits: FaceLimits::default() })
    }

    /// The limits are the deployer's; `FaceLimits::default()` are those that were measured.
    #[must_use]
    pub fn with_limits(self, limits: FaceLimits) -> Self {
        Self { limits, ..self }
    }

    pub fn limits(&self) -> &FaceLimits {
        &self.limits
    }

    /// The face of a JPEG, PNG or WebP file, or of a part of it (x, y, width, height in its upright pixels), as of the
    /// portrait on a card. Refuses what it cannot judge.
    pub fn describe(&self, file: &[u8], within: Option<[f32; 4]>) -> Result<Face, NotJudged> {
        let pixels = match within {
            Some([x, y, width, height]) => {
                let (more_x, more_y) = (width * AROUND, height * AROUND);
                let part = [x - more_x, y - more_y, width + 2.0 * more_x, height + 2.0 * more_y];
                Pixels::decode_part(file, part, LONGEST)
            }
            None => Pixels::decode(file, LONGEST),
        };
        self.describe_pixels(&pixels.ok_or(NotJudged::Unreadable)?)
    }

    pub(crate) fn describe_pixels(&self, pixels: &Pixels) -> Result<Face, NotJudged> {
        let faces = self.engine.faces(pixels, Search::Thorough);
        let first = faces.first().ok_or(NotJudged::NoFace)?;
        if faces.iter().skip(1).any(|other| other.area[2] > OTHER_FACE * first.area[2]) {
            return Err(NotJudged::SeveralFaces);
        }
        self.describe_seen(pixels, first)
    }

    /// A face that was found already.
    pub(crate) fn describe_seen(&self, pixels: &Pixels, face: &SeenFace) -> Result<Face, NotJudged> {
        let quality = quality::measure(&self.engine, pixels, face);
        match quality.obstacle(&self.limits.quality) {
            Some(obstacle) => Err(obstacle),
            None => Ok(Face { embedding: self.embedding(pixels, face).ok_or(NotJudged::NoFace)?, quality }),
        }
    }

    pub(crate) fn embedding(&self, pixels: &Pixels, face: &SeenFace) -> Option<Embedding> {
        self.embedder.embed(pixels, face)
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Cosine of the angle between two faces, -1 to 1.
    pub fn similarity(&self, one: &Face, other: &Face) -> f32 {
        cosine(&one.embedding, &other.embedding)
    }

    /// Similarity and what it means by the thresholds in force.
    pub fn compare(&self, one: &Face, other: &Face) -> (f32, Comparison) {
        let similarity = self.similarity(one, other);
        (similarity, self.limits.thresholds.comparison(similarity))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_same_and_different_a_person_looks() {
        let thresholds = Thresholds { same_min: 0.5, different_max: 0.35 };
        for (similarity, means) in [
            (0.9, Comparison::Same),
            (0.5, Comparison::Same),
            (0.49, Comparison::Doubtful),
            (0.36, Comparison::Doubtful),
            (0.35, Comparison::Different),
            (-0.4, Comparison::Different),
            (f32::NAN, Comparison::Doubtful),
        ] {
            assert_eq!(thresholds.comparison(similarity), means, "{similarity}");
        }
    }
}
