//! One measure of a video with the limit it was held against.

use serde::Serialize;

/// Names are stable: they are kept with the result.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CueName {
    /// Seconds.
    Duration,
    /// Share of the frames that show a face.
    FaceSeen,
    /// Frames that show another face besides.
    OtherFaces,
    /// Median linear luminance of the face, 0..255.
    Light,
    /// Fine detail of the face over its coarse detail.
    Detail,
    /// Likeness of one frame's scene to the next one's, where it is least.
    Continuity,
    /// Distance, in distances of the eyes, that the face jumps between two frames.
    Jump,
    /// Similarity of the sampled faces among themselves, where it is least.
    SameFace,
    /// Similarity to the portrait on the document.
    CardMatch,
    /// How far the face changes beyond what a flat picture's moving explains, over the distance of the eyes.
    Movement,
    Blinks,
    /// Range of the lips' opening in all of the film, over the distance from eyes to chin.
    MouthOpens,
    /// Seconds of speech.
    Voice,
    /// The same while somebody speaks.
    MouthMoves,
    /// Correlation of the lips' movement with the voice.
    MouthWithVoice,
    /// How much likelier what was asked for is than anything else, logarithm.
    Digits,
    /// Actions done in the order asked for.
    Actions,
    /// Advice: how little it looks like a print or a screen, 0..1.
    AntiSpoof,
}

impl CueName {
    /// The name that is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Duration => "duration",
            Self::FaceSeen => "face_seen",
            Self::OtherFaces => "other_faces",
            Self::Light => "light",
            Self::Detail => "detail",
            Self::Continuity => "continuity",
            Self::Jump => "jump",
            Self::SameFace => "same_face",
            Self::CardMatch => "card_match",
            Self::Movement => "movement",
            Self::Blinks => "blinks",
            Self::MouthOpens => "mouth_opens",
            Self::Voice => "voice",
            Self::MouthMoves => "mouth_moves",
            Self::MouthWithVoice => "mouth_with_voice",
            Self::Digits => "digits",
            Self::Actions => "actions",
            Self::AntiSpoof => "anti_spoof",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Cue {
    pub name: CueName,
    pub score: f32,
    /// What the score is held against; of a range, the end that is nearer.
    pub limit: f32,
    pub passes: bool,
}

impl Cue {
    pub(super) fn at_least(name: CueName, score: f32, limit: f32) -> Self {
        Self { name, score, limit, passes: score >= limit }
    }

    pub(super) fn at_most(name: CueName, score: f32, limit: f32) -> Self {
        Self { name, score, limit, passes: score <= limit }
    }
}
