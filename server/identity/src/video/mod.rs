//! Judging a short video: its frames and sound by ffmpeg, then cue by cue. Every cue is kept with its score and its limit, so
//! that a verdict can be explained years later. No cue is a proof; what is unsure goes to a person.

mod actions;
mod anti_spoof;
mod cue;
mod ears;
mod ending;
mod eyes;
mod ffmpeg;
mod film;
mod judge;
mod limits;
mod mouth;
mod movement;
mod ppm;
mod reason;
mod series;
mod sound;

pub use actions::Action;
pub use anti_spoof::AntiSpoof;
pub use cue::{Cue, CueName};
pub use ears::{Ears, Heard};
pub use ffmpeg::{Ffmpeg, SOUND_RATE};
pub use judge::VideoJudge;
pub use limits::Limits;
pub use reason::{Reason, Verdict};

/// What the person was asked to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expected {
    /// To say these digits.
    Digits([u8; 4]),
    /// To do these things in this order: for those who cannot speak or hear.
    Actions(Vec<Action>),
    /// Only to look into the camera.
    Presence,
}

/// One frame that is kept for a reviewer.
#[derive(Clone, PartialEq)]
pub struct Frame {
    /// Seconds from the start.
    pub at_s: f32,
    pub jpeg: Vec<u8>,
}

/// What was found. `Debug` hides pictures, sound and what was said.
#[derive(Clone, PartialEq)]
pub struct Judgement {
    pub verdict: Verdict,
    pub cues: Vec<Cue>,
    /// What speaks against it, the gravest first; empty where it passes.
    pub reasons: Vec<Reason>,
    /// In order of time.
    pub frames: Vec<Frame>,
    /// A WAV file, 16 kHz mono, where there is sound.
    pub sound: Option<Vec<u8>>,
    /// The digits that were understood, where some were asked for.
    pub said: Option<String>,
}

impl std::fmt::Debug for Judgement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judgement")
            .field("verdict", &self.verdict)
            .field("cues", &self.cues)
            .field("reasons", &self.reasons)
            .finish_non_exhaustive()
    }
}
