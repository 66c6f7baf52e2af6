//! Recordings of nobody, for tests and evaluation: what a synthetic voice (`speak.py`, run by `cargo xtask`) is to say, the files
//! it made, and noise over them.

mod chance;
mod sound;

pub use sound::{noise, noisy, read};

use chance::Chance;
use shared::liveness::{DIGITS, may_be_asked};

/// The folder of recordings among the assets of tests.
pub const FOLDER: &str = "voices";
/// Recordings of digits in it.
pub const RECORDINGS: usize = 150;
/// Of these so many first ones every other is of digits one by one, the others run together; what follows has pauses.
const OLDER: usize = 100;
/// A recording in which no digits are said.
pub const OTHER_WORDS: &str = "other_words";

const CHARACTERS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const SPEEDS: [&str; 4] = ["0.9", "1.0", "1.1", "1.2"];
const PITCHES: [&str; 3] = ["0.9", "1.0", "1.1"];

/// Four digits, said in one way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recording {
    /// Of the file, without `.wav`.
    pub name: String,
    pub digits: [u8; 4],
    pub way: Way,
}

/// How four digits are said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Without a pause.
    Together,
    /// In one breath, with the pauses that the voice makes of itself.
    Paused,
    /// Each digit as a sentence of its own, which the voice never learnt to say: half a second and more, without its neighbours.
    OneByOne,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Together, Self::Paused, Self::OneByOne];

    /// In names of files, and what parts the digits in what the voice is given.
    const fn written(self) -> (&'static str, &'static str) {
        match self {
            Self::Together => ("run", ""),
            Self::Paused => ("breath", "|"),
            Self::OneByOne => ("paused", "、"),
        }
    }
}

/// The recordings, always the same.
pub fn recordings() -> Vec<Recording> {
    made().into_iter().map(|(recording, _)| recording).collect()
}

/// What `speak.py` is told: a line for each recording, and one with other words.
pub fn lines() -> String {
    let other = format!("{OTHER_WORDS}\t今天天气很好、我们去公园走一走\t1.0\t1.0\n");
    made().into_iter().map(|(_, line)| line).chain([other]).collect()
}

fn made() -> Vec<(Recording, String)> {
    let mut chance = Chance(2026);
    (0..RECORDINGS).map(|number| one(number, &mut chance)).collect()
}

fn one(number: usize, chance: &mut Chance) -> (Recording, String) {
    let digits = askable(chance);
    let way = match number {
        OLDER.. => Way::Paused,
        _ if number.is_multiple_of(2) => Way::OneByOne,
        _ => Way::Together,
    };
    let (word, between) = way.written();
    let (speed, pitch) = (SPEEDS[chance.below(SPEEDS.len())], PITCHES[chance.below(PITCHES.len())]);
    let text = digits.map(|digit| CHARACTERS[usize::from(digit)]).join(between);
    let name = format!("{number:03}-{word}");
    let line = format!("{name}\t{text}\t{speed}\t{pitch}\n");
    (Recording { name, digits, way }, line)
}

/// Digits that a candidate may be asked for.
fn askable(chance: &mut Chance) -> [u8; DIGITS] {
    loop {
        let digits = [(); DIGITS].map(|()| chance.below(10) as u8);
        if may_be_asked(&digits) {
            return digits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_said_at_every_run() {
        assert_eq!(recordings(), recordings());
        assert!(recordings().iter().all(|recording| may_be_asked(&recording.digits)));
        assert_eq!(lines().lines().count(), RECORDINGS + 1);
    }
}
