//! Whisper: the recording heard once, then asked how likely words are.

use super::spectrum::{BANDS, HOP, RATE, Spectrum};
use super::words::{PROMPT, Word};
use super::{failed, voice};
use crate::EngineFailure;
use crate::models::{Folder, ModelError, hash_of_all};
use rten::{Model, NodeId, Value, ValueOrView};
use rten_tensor::{AsView, Tensor};

/// Layers of the speaker, each of which looks at the recording.
const LAYERS: usize = 6;
/// The longest recording Whisper can hear, in frames.
const MOST: usize = 3000;
/// What a word must not see of those after it.
const HIDDEN: f32 = -1e9;

/// The two halves, loaded.
pub(super) struct Listener {
    encoder: Model,
    sound: NodeId,
    heard: Vec<NodeId>,
    decoder: Model,
    tokens: NodeId,
    mask: NodeId,
    at: NodeId,
    choices: NodeId,
    listens: Vec<NodeId>,
    chances: NodeId,
    spectrum: Spectrum,
    sha256: String,
}

/// A recording as the speaker's layers see it.
pub(super) struct Recording<'l> {
    listener: &'l Listener,
    heard: Vec<Value>,
}

impl Listener {
    pub(super) fn load(folder: &Folder) -> Result<Self, ModelError> {
        const NAMES: [&str; 2] = ["whisper_encoder", "whisper_decoder"];
        let (encoder, decoder) = (folder.load(NAMES[0])?, folder.load(NAMES[1])?);
        let layers = (0..LAYERS).flat_map(|layer| [format!("keys{layer}"), format!("values{layer}")]);
        let layers: Vec<String> = layers.collect();
        let all = |loaded: &crate::models::Loaded, name| {
            layers.iter().map(|layer| loaded.node(name, layer)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            sound: encoder.node(NAMES[0], "sound")?,
            heard: all(&encoder, NAMES[0])?,
            tokens: decoder.node(NAMES[1], "tokens")?,
            mask: decoder.node(NAMES[1], "mask")?,
            at: decoder.node(NAMES[1], "at")?,
            choices: decoder.node(NAMES[1], "choices")?,
            listens: all(&decoder, NAMES[1])?,
            chances: decoder.node(NAMES[1], "chances")?,
            sha256: hash_of_all([encoder.sha256.as_str(), decoder.sha256.as_str()]),
            encoder: encoder.model,
            decoder: decoder.model,
            spectrum: Spectrum::new(),
        })
    }

    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Hears the samples and, after them, silence up to `seconds`.
    pub(super) fn hear(&self, samples: &[f32], seconds: f32) -> Result<Recording<'_>, EngineFailure> {
        let samples: Vec<f32> = samples.iter().copied().map(voice::clean).collect();
        let wanted = (seconds * RATE as f32) as usize;
        // Two frames become one place.
        let frames = (samples.len().max(wanted).div_ceil(2 * HOP) * 2).min(MOST);
        let sound = Tensor::from_data(&[1, BANDS, frames], self.spectrum.of(&samples, frames));
        let given = vec![(self.sound, sound.view().into())];
        let heard = self.encoder.run(given, &self.heard, None).map_err(failed)?;
        Ok(Recording { listener: self, heard })
    }
}

impl Recording<'_> {
    /// The logarithm of the probability that each of `choices` comes next, after each of `rows`, among all words.
    pub(super) fn chances(&self, rows: &[Vec<Word>], choices: &[Word]) -> Result<Vec<Vec<f32>>, EngineFailure> {
        let longest = rows.iter().map(Vec::len).max().unwrap_or_default() + PROMPT.len();
        let mut tokens = Vec::with_capacity(rows.len() * longest);
        let mut at = Vec::with_capacity(rows.len());
        for row in rows {
            at.push((tokens.len() + PROMPT.len() + row.len() - 1) as i32);
            let end = tokens.len() + longest;
            tokens.extend(PROMPT.iter().chain(row));
            tokens.resize(end, PROMPT[0]);
        }
        let mask = (0..longest * longest).map(|place| if place % longest > place / longest { HIDDEN } else { 0.0 });
        let (tokens, at) = (Tensor::from_data(&[rows.len(), longest], tokens), Tensor::from_data(&[rows.len()], at));
        let mask = Tensor::from_data(&[longest, longest], mask.collect::<Vec<f32>>());
        let asked = choices.len();
        let choices = Tensor::from_data(&[asked], choices.to_vec());
        let it = self.listener;
        let mut given: Vec<(NodeId, ValueOrView)> = vec![
            (it.tokens, tokens.view().into()),
            (it.mask, mask.view().into()),
            (it.at, at.view().into()),
            (it.choices, choices.view().into()),
        ];
        given.extend(it.listens.iter().zip(&self.heard).map(|(&node, value)| (node, value.into())));
        let found = it.decoder.run(given, &[it.chances], None).map_err(failed)?.remove(0);
        let found: Tensor<f32> = found.try_into().map_err(failed)?;
        Ok(found.to_vec().chunks(asked).map(<[f32]>::to_vec).collect())
    }
}
