//! The likeliest strings of four digits, and how likely the one asked for is.
//!
//! One string can be written down in many ways (一五九零, 1590, "1, 5, 9, 0"), and Whisper changes its mind about which between
//! recordings. So ways are followed, and at the end the probabilities of all ways of a string are added. Strings that nobody is asked
//! for are not considered: what was said is compared with what might have been asked.

use super::listener::Recording;
use super::words::{BREAKS, ENDS, Piece, Word};
use crate::EngineFailure;
use shared::liveness::{DIGITS, may_be_asked};

/// Ways that are followed at a time.
const WIDTH: usize = 8;
/// Ways this much less likely than the best one (logarithm) are not followed.
const HOPELESS: f32 = 9.0;

/// A string of four digits.
pub(super) struct Said {
    pub(super) digits: Vec<u8>,
    /// Logarithm of its probability among all that might be said.
    pub(super) score: f32,
}

/// A way to write down a string, as far as it goes.
#[derive(Clone)]
struct Way {
    digits: Vec<u8>,
    words: Vec<Word>,
    score: f32,
    /// Words still to come of what was begun.
    rest: &'static [Word],
    /// A break was the last.
    parted: bool,
}

/// Strings of four digits, likeliest first; the expected one is among them.
pub(super) fn likeliest(
    recording: &Recording<'_>,
    pieces: &[Piece],
    expected: [u8; DIGITS],
) -> Result<Vec<Said>, EngineFailure> {
    let start = Way { digits: Vec::new(), words: Vec::new(), score: 0.0, rest: &[], parted: false };
    let mut ways: Vec<Vec<Way>> = vec![vec![start], Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for length in 0..DIGITS {
        let mut open = followed(std::mem::take(&mut ways[length]), &expected[..length]);
        while !open.is_empty() {
            let mut begun = Vec::new();
            for way in longer(recording, pieces, &open, &expected)? {
                if way.rest.is_empty() && !way.parted { ways[way.digits.len()].push(way) } else { begun.push(way) }
            }
            let best = ways[length + 1..].iter().flatten().map(|way| way.score).fold(f32::MIN, f32::max);
            begun.retain(|way| way.score > best - HOPELESS || expected.starts_with(&way.digits));
            open = followed(begun, &expected);
        }
    }
    ended(recording, followed(std::mem::take(&mut ways[DIGITS]), &expected))
}

/// The likely ones, and the likeliest of those that may still become the expected string.
fn followed(mut ways: Vec<Way>, expected: &[u8]) -> Vec<Way> {
    ways.sort_by(|one, other| other.score.total_cmp(&one.score));
    let best = ways.first().map_or(0.0, |way| way.score);
    let hoped = ways.iter().position(|way| expected.starts_with(&way.digits));
    let mut place = 0..;
    ways.retain(|way| {
        let place = place.next();
        place < Some(WIDTH) && way.score > best - HOPELESS || place == hoped
    });
    ways
}

/// Every way made a word longer, in every way that leads to digits.
fn longer(
    recording: &Recording<'_>,
    pieces: &[Piece],
    ways: &[Way],
    expected: &[u8],
) -> Result<Vec<Way>, EngineFailure> {
    let begun = ways.iter().filter_map(|way| way.rest.first());
    let firsts = pieces.iter().map(|piece| piece.words).chain(BREAKS).map(|words| &words[0]);
    let choices: Vec<Word> = firsts.chain(begun).copied().collect();
    let mut found = Vec::new();
    let mut begun = pieces.len() + BREAKS.len();
    for (way, chances) in ways.iter().zip(recording.chances(&rows(ways), &choices)?) {
        if let Some((word, rest)) = way.rest.split_first() {
            let mut way = Way { rest, score: way.score + chances[begun], ..way.clone() };
            way.words.push(*word);
            found.push(way);
            begun += 1;
            continue;
        }
        let fitting = pieces.iter().zip(&chances).map(|(piece, chance)| way.with(&piece.digits, piece.words, *chance));
        found.extend(fitting.filter(|way| {
            way.digits.len() <= DIGITS && (may_be_asked(&way.digits) || expected.starts_with(&way.digits))
        }));
        if !way.parted && !way.digits.is_empty() {
            let breaks = BREAKS.iter().zip(&chances[pieces.len()..]);
            found.extend(breaks.map(|(words, chance)| Way { parted: true, ..way.with(&[], words, *chance) }));
        }
    }
    Ok(found)
}

impl Way {
    fn with(&self, digits: &[u8], words: &'static [Word], chance: f32) -> Self {
        let mut way = Self { rest: &words[1..], score: self.score + chance, parted: false, ..self.clone() };
        way.digits.extend(digits);
        way.words.push(words[0]);
        way
    }
}

fn rows(ways: &[Way]) -> Vec<Vec<Word>> {
    ways.iter().map(|way| way.words.clone()).collect()
}

/// The ways that nothing follows, those of one string taken together.
fn ended(recording: &Recording<'_>, ways: Vec<Way>) -> Result<Vec<Said>, EngineFailure> {
    let mut found: Vec<Said> = Vec::new();
    for (way, ends) in ways.iter().zip(recording.chances(&rows(&ways), &ENDS)?) {
        let score = way.score + ends.into_iter().fold(f32::NEG_INFINITY, either);
        match found.iter_mut().find(|said| said.digits == way.digits) {
            Some(said) => said.score = either(said.score, score),
            None => found.push(Said { digits: way.digits.clone(), score }),
        }
    }
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    Ok(found)
}

/// The logarithm of the sum of two probabilities.
fn either(one: f32, other: f32) -> f32 {
    let (more, less) = (one.max(other), one.min(other));
    if less == f32::NEG_INFINITY { more } else { more + (less - more).exp().ln_1p() }
}
