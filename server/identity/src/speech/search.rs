//! The likeliest strings of four digits, and how likely the one asked for is.

use super::listener::Recording;
use super::words::{WAYS, Word};
use crate::EngineFailure;

/// Digits of a challenge.
pub(super) const DIGITS: usize = 4;
/// Strings that are followed at a time, beside the one asked for.
const WIDTH: usize = 5;

/// A string of digits, as far as it goes.
#[derive(Clone, PartialEq)]
pub(super) struct Said {
    pub(super) digits: Vec<u8>,
    /// In words, each way of saying a digit being its own words.
    words: Vec<Word>,
    /// Logarithm of its probability among all that might be said.
    pub(super) score: f32,
}

/// Something about to be a digit more: the words still to come.
struct Started {
    said: Said,
    rest: &'static [Word],
}

/// Strings of four digits, likeliest first; the expected one is among them.
pub(super) fn likeliest(recording: &Recording<'_>, expected: [u8; DIGITS]) -> Result<Vec<Said>, EngineFailure> {
    let mut kept = vec![Said { digits: Vec::new(), words: Vec::new(), score: 0.0 }];
    for place in 1..=DIGITS {
        let mut longer = one_more(recording, &kept)?;
        longer.sort_by(|one, other| other.score.total_cmp(&one.score));
        let mut chosen: Vec<Said> = Vec::new();
        for said in longer {
            let wanted = chosen.len() < WIDTH || said.digits == expected[..place];
            if wanted && chosen.iter().all(|other| other.digits != said.digits) {
                chosen.push(said);
            }
        }
        kept = chosen;
    }
    Ok(kept)
}

/// Every string made one digit longer, in every way to say it.
fn one_more(recording: &Recording<'_>, kept: &[Said]) -> Result<Vec<Said>, EngineFailure> {
    let firsts: Vec<Word> = WAYS.iter().flat_map(|ways| ways.iter().map(|way| way[0])).collect();
    let rows: Vec<Vec<Word>> = kept.iter().map(|said| said.words.clone()).collect();
    let (mut whole, mut started) = (Vec::new(), Vec::new());
    for (said, chances) in kept.iter().zip(recording.chances(&rows, &firsts)?) {
        let ways = (0_u8..).zip(WAYS).flat_map(|(digit, ways)| ways.iter().map(move |way| (digit, *way)));
        for ((digit, way), chance) in ways.zip(chances) {
            let mut longer = said.clone();
            longer.digits.push(digit);
            longer.words.push(way[0]);
            longer.score += chance;
            let rest = &way[1..];
            if rest.is_empty() { whole.push(longer) } else { started.push(Started { said: longer, rest }) }
        }
    }
    while !started.is_empty() {
        started = continued(recording, started, &mut whole)?;
    }
    Ok(whole)
}

/// The next word of everything started; what is complete goes to `whole`, the rest comes back.
fn continued(
    recording: &Recording<'_>,
    started: Vec<Started>,
    whole: &mut Vec<Said>,
) -> Result<Vec<Started>, EngineFailure> {
    let rows: Vec<Vec<Word>> = started.iter().map(|started| started.said.words.clone()).collect();
    let choices: Vec<Word> = started.iter().map(|started| started.rest[0]).collect();
    let chances = recording.chances(&rows, &choices)?;
    let mut left = Vec::new();
    for (place, (started, chances)) in started.into_iter().zip(chances).enumerate() {
        let mut said = started.said;
        said.words.push(started.rest[0]);
        said.score += chances[place];
        let rest = &started.rest[1..];
        if rest.is_empty() { whole.push(said) } else { left.push(Started { said, rest }) }
    }
    Ok(left)
}
