//! Where somebody speaks.

use super::{RATE, failed};
use crate::EngineFailure;
use crate::models::{Folder, ModelError};
use rten::{Model, NodeId};
use rten_tensor::{AsView, Tensor};
use std::ops::Range;

/// Samples that one probability is about.
pub const WINDOW: usize = 512;
/// Samples before them that are looked at too.
const BEFORE: usize = 64;
/// Numbers of the network's memory.
const MEMORY: usize = 128;
/// From this probability on it is speech.
const SPEECH: f32 = 0.5;
/// The longest recording looked at.
const LONGEST: usize = 60 * RATE;

/// A loaded detector of voices.
pub struct Voice {
    model: Model,
    inputs: [NodeId; 3],
    output: NodeId,
    sha256: String,
}

impl Voice {
    pub fn load(folder: &Folder) -> Result<Self, ModelError> {
        const NAME: &str = "voice_activity";
        let loaded = folder.load(NAME)?;
        let node = |name: &'static str| loaded.node(NAME, name);
        let inputs = [node("input")?, node("h")?, node("c")?];
        let output = node("speech_probs")?;
        Ok(Self { inputs, output, sha256: loaded.sha256, model: loaded.model })
    }

    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Probability of speech of each [`WINDOW`] samples (16 kHz, mono, -1 to 1); of the first minute.
    pub fn activity(&self, samples: &[f32]) -> Result<Vec<f32>, EngineFailure> {
        let samples = &samples[..samples.len().min(LONGEST)];
        let windows = samples.len() / WINDOW;
        if windows == 0 {
            return Ok(Vec::new());
        }
        let mut input = Vec::with_capacity(windows * (BEFORE + WINDOW));
        for window in 0..windows {
            let start = window * WINDOW;
            let sample = |place: usize| (place + start).checked_sub(BEFORE).map_or(0.0, |place| clean(samples[place]));
            input.extend((0..BEFORE + WINDOW).map(sample));
        }
        let input = Tensor::from_data(&[windows, BEFORE + WINDOW], input);
        let memory = Tensor::<f32>::zeros(&[1, 1, MEMORY]);
        let given = [input.view(), memory.view(), memory.view()];
        let given = self.inputs.into_iter().zip(given).map(|(node, value)| (node, value.into())).collect();
        let found = self.model.run(given, &[self.output], None).map_err(failed)?.remove(0);
        let found: Tensor<f32> = found.try_into().map_err(failed)?;
        Ok(found.to_vec())
    }

    /// From the first to the last sample of speech; `None` where there is none.
    pub fn spoken(activity: &[f32]) -> Option<Range<usize>> {
        let speech = |probability: &f32| *probability >= SPEECH;
        let (first, last) = (activity.iter().position(speech)?, activity.iter().rposition(speech)?);
        Some(first * WINDOW..(last + 1) * WINDOW)
    }

    /// How many samples are of speech.
    pub fn amount(activity: &[f32]) -> usize {
        activity.iter().filter(|probability| **probability >= SPEECH).count() * WINDOW
    }
}

/// A sample that is a number within the range.
pub(super) fn clean(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}
