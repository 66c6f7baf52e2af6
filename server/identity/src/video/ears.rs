//! What the judge needs of an engine for speech.

use crate::EngineFailure;

/// Digits as they were understood. `Debug` hides them: they are a person's words.
#[derive(Clone, PartialEq)]
pub struct Heard {
    pub said: String,
    /// How much likelier what was asked for is than the best other string, logarithm.
    pub margin: f32,
    pub matches: bool,
}

impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Heard").field("margin", &self.margin).field("matches", &self.matches).finish_non_exhaustive()
    }
}

/// Listens to 16 kHz mono samples, -1 to 1.
pub trait Ears: Send + Sync {
    /// Probability of speech, evenly over the samples.
    fn activity(&self, samples: &[f32]) -> Result<Vec<f32>, EngineFailure>;

    fn digits(&self, samples: &[f32], expected: [u8; 4]) -> Result<Heard, EngineFailure>;
}
