//! Speech: where somebody speaks, and which digits were said.

mod ears;
mod listener;
mod search;
mod spectrum;
mod voice;
mod words;

pub use spectrum::RATE;
pub use voice::{Voice, WINDOW};

use crate::EngineFailure;
use crate::models::{Folder, ModelError, hash_of_all};
use listener::Listener;
use std::fmt;
use words::Piece;

/// Less speech than this holds no four digits.
const SHORTEST: usize = RATE * 2 / 5;
/// Seconds that Whisper is given, the rest of them silent.
const CONTEXT: f32 = 12.0;
/// Sound kept around the speech.
const MARGIN: usize = RATE * 3 / 10;
/// What was asked for counts as said, though another string seems likelier, up to this much (logarithm): confusions of Whisper's are
/// worth more than the few strings of ten thousand that a replayed recording gains by it (docs/identity-speech.md).
const TOLERANCE: f32 = 2.0;
/// Where even the likeliest string is less likely than this (logarithm), something else was said.
const UNLIKELY: f32 = -12.0;
/// The longest piece of a recording that is listened to.
const LONGEST: usize = RATE * 12;

/// Listens for four digits in Mandarin. Blocks: some seconds of both cores.
pub struct DigitReader {
    listener: Listener,
    voice: Voice,
    pieces: Vec<Piece>,
}

/// What was heard of four digits. `Debug` hides them: they are a person's words.
#[derive(Clone, PartialEq)]
pub struct DigitsHeard {
    /// The likeliest string; empty where nobody speaks, and no more than a guess where `problem` says `Unclear`.
    pub said: String,
    /// The likeliest strings and the expected one, with the logarithms of their probabilities among all that might be said.
    pub log_likelihoods: Vec<(String, f32)>,
    /// How much likelier what was asked for is than the best other string, logarithm.
    pub margin: f32,
    pub matches: bool,
    /// Why digits could not be heard.
    pub problem: Option<Unheard>,
}

/// Why there is nothing to compare.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unheard {
    /// Nobody speaks.
    Silent,
    /// Somebody speaks, but for less than four digits take.
    TooShort,
    /// Somebody speaks, but hardly digits, or not to be understood.
    Unclear,
}

impl fmt::Debug for DigitsHeard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DigitsHeard")
            .field("margin", &self.margin)
            .field("matches", &self.matches)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}

impl DigitReader {
    pub fn load(folder: &Folder) -> Result<Self, ModelError> {
        Ok(Self { listener: Listener::load(folder)?, voice: Voice::load(folder)?, pieces: words::pieces() })
    }

    /// Of the models, for the engine's stamp.
    pub fn sha256(&self) -> String {
        hash_of_all([self.listener.sha256(), self.voice.sha256()])
    }

    pub fn voice(&self) -> &Voice {
        &self.voice
    }

    /// Were the expected digits said in `samples` (16 kHz, mono, -1 to 1)?
    pub fn read(&self, samples: &[f32], expected: [u8; 4]) -> Result<DigitsHeard, EngineFailure> {
        let activity = self.voice.activity(samples)?;
        let Some(spoken) = Voice::spoken(&activity) else { return Ok(DigitsHeard::nothing(Unheard::Silent)) };
        if Voice::amount(&activity) < SHORTEST {
            return Ok(DigitsHeard::nothing(Unheard::TooShort));
        }
        let from = spoken.start.saturating_sub(MARGIN);
        let to = (spoken.end + MARGIN).min(samples.len()).min(from + LONGEST);

        let recording = self.listener.hear(&samples[from..to], CONTEXT)?;
        let found = search::likeliest(&recording, &self.pieces, expected)?;
        Ok(DigitsHeard::of(&found, expected))
    }
}

impl DigitsHeard {
    fn nothing(problem: Unheard) -> Self {
        let (said, log_likelihoods) = (String::new(), Vec::new());
        Self { said, log_likelihoods, margin: f32::NEG_INFINITY, matches: false, problem: Some(problem) }
    }

    /// `found`: likeliest first.
    fn of(found: &[search::Said], expected: [u8; 4]) -> Self {
        let text = |digits: &[u8]| digits.iter().map(|digit| char::from(b'0' + digit % 10)).collect::<String>();
        let is_expected = |said: &&search::Said| said.digits == expected;
        let score = |said: Option<&search::Said>| said.map_or(f32::NEG_INFINITY, |said| said.score);
        let asked = score(found.iter().find(is_expected));
        let other = score(found.iter().find(|said| !is_expected(said)));
        let margin = asked - other;
        let problem = (score(found.first()) < UNLIKELY).then_some(Unheard::Unclear);
        Self {
            said: found.first().map(|said| text(&said.digits)).unwrap_or_default(),
            log_likelihoods: found.iter().map(|said| (text(&said.digits), said.score)).collect(),
            margin,
            matches: margin > -TOLERANCE && problem.is_none(),
            problem,
        }
    }
}

/// A network that does not run is our fault.
fn failed(error: impl fmt::Display) -> EngineFailure {
    EngineFailure(format!("speech: {error}"))
}
