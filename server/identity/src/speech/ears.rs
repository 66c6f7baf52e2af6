//! The reader of digits as the judge of videos wants it.

use super::DigitReader;
use crate::EngineFailure;
use crate::video::{Ears, Heard};

impl Ears for DigitReader {
    fn activity(&self, samples: &[f32]) -> Result<Vec<f32>, EngineFailure> {
        self.voice().activity(samples)
    }

    fn digits(&self, samples: &[f32], expected: [u8; 4]) -> Result<Heard, EngineFailure> {
        let heard = self.read(samples, expected)?;
        Ok(Heard { said: heard.said, margin: heard.margin, matches: heard.matches })
    }
}
