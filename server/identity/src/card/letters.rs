//! Letters of a row: the best path through its lattice, and the numbers that may stand there.

use super::{
    page::{Mark, Row},
    recognise::{NUMERALS, Step},
};
use std::{collections::HashMap, sync::OnceLock};

/// A character where it stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Letter {
    pub(super) char: char,
    pub(super) probability: f32,
    /// Its first and last column.
    pub(super) from: f32,
    pub(super) to: f32,
}

impl Letter {
    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.from, self.to)
    }
}

impl Step {
    /// A column in which nothing stands.
    pub(super) fn gap() -> Self {
        let mut best = [(None, 0.0); 5];
        best[0].1 = 1.0;
        Self { along: 0.0, best, numerals: [0.0; 11], blank: 1.0 }
    }
}

impl Row {
    /// Marks between two places.
    pub(super) fn between(&self, from: f32, to: f32) -> &[Mark] {
        let start = self.marks.iter().position(|mark| mark.x >= from).unwrap_or(self.marks.len());
        let length = self.marks[start..].iter().position(|mark| mark.x > to).unwrap_or(self.marks.len() - start);
        &self.marks[start..start + length]
    }

    pub(super) fn letters(&self) -> Vec<Letter> {
        letters(&self.marks)
    }
}

/// The best path: of each column the likeliest, repetitions once; traditional characters as the simplified ones that they may be.
pub(super) fn letters(marks: &[Mark]) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::new();
    let mut before = None;
    for mark in marks {
        let (letter, probability) = mark.step.best[0];
        let simplified = letter.and_then(|letter| simplified(letter, &mark.step));
        match (letter, out.last_mut()) {
            (Some(letter), Some(last)) if before == Some(letter) => {
                last.to = mark.x;
                last.probability = last.probability.max(probability);
                last.char = simplified.unwrap_or(last.char);
            }
            (Some(letter), _) => {
                out.push(Letter { char: simplified.unwrap_or(letter), probability, from: mark.x, to: mark.x });
            }
            (None, _) => {}
        }
        before = letter;
    }
    out.retain(|letter| !letter.char.is_whitespace());
    out
}

/// Traditional characters that GB 2312 lacks with their simplified forms in it, by turns: from `OpenCC`'s `TSCharacters.txt` (Apache-2.0).
const TRADITIONAL: &str = include_str!("traditional.txt");

fn traditional() -> &'static HashMap<char, char> {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let letters: Vec<char> = TRADITIONAL.chars().filter(|letter| !letter.is_whitespace()).collect();
        letters.as_chunks::<2>().0.iter().map(|&[from, to]| (from, to)).collect()
    })
}

/// Least probability of the simplified character beside the traditional one.
const SIMPLIFIED: f32 = 1e-3;

/// Cards of the mainland are printed in simplified characters, which the network sometimes takes for their traditional forms. Only
/// where the lattice allows the simplified one: some traditional ones are characters of names.
fn simplified(letter: char, step: &Step) -> Option<char> {
    let plain = *traditional().get(&letter)?;
    let possible = |&(other, probability): &(Option<char>, f32)| other == Some(plain) && probability > SIMPLIFIED;
    step.best.iter().any(possible).then_some(plain)
}

pub(super) fn text(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.char).collect()
}

/// The geometric mean of the letters' probabilities.
pub(super) fn confidence(letters: &[Letter]) -> f32 {
    let logs: f32 = letters.iter().map(|letter| letter.probability.max(1e-6).ln()).sum();
    if letters.is_empty() { 0.0 } else { (logs / letters.len() as f32).exp() }
}

/// A number that may stand somewhere, and the logarithm of its probability.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Reading {
    pub(super) text: String,
    pub(super) log: f32,
}

/// Prefixes that are followed.
const WIDTH: usize = 80;
/// Least probability of a numeral in a column.
const FLOOR: f32 = 1e-5;

/// All of the likelier numbers of `length` numerals, likeliest first, by a beam search over the lattice (Graves et al. 2006).
/// What is no numeral counts as nothing.
pub(super) fn numbers(marks: &[Mark], length: usize) -> Vec<Reading> {
    // Of each prefix: ending in a blank, ending in its last numeral.
    let mut beam: HashMap<Vec<u8>, [f32; 2]> = HashMap::from([(Vec::new(), [1.0, 0.0])]);
    let mut scale = 0.0_f32;
    for mark in marks {
        let (numerals, blank) = columns(&mark.step);
        let mut next: HashMap<Vec<u8>, [f32; 2]> = HashMap::new();
        for (prefix, [blanked, ended]) in &beam {
            let stay = next.entry(prefix.clone()).or_default();
            stay[0] += (blanked + ended) * blank;
            if let Some(&last) = prefix.last() {
                stay[1] += ended * numerals[usize::from(last)];
            }
            for (class, &probability) in numerals.iter().enumerate() {
                if probability <= FLOOR || prefix.len() == length {
                    continue;
                }
                let from = if prefix.last() == Some(&(class as u8)) { *blanked } else { blanked + ended };
                let mut longer = prefix.clone();
                longer.push(class as u8);
                next.entry(longer).or_default()[1] += from * probability;
            }
        }
        let mut kept: Vec<_> = next.into_iter().collect();
        kept.sort_by(|(a, p), (b, q)| (q[0] + q[1]).total_cmp(&(p[0] + p[1])).then_with(|| a.cmp(b)));
        kept.truncate(WIDTH);
        let best = kept.first().map_or(1.0, |(_, [a, b])| (a + b).max(f32::MIN_POSITIVE));
        scale += best.ln();
        beam = kept.into_iter().map(|(prefix, ends)| (prefix, ends.map(|end| end / best))).collect();
    }
    let whole = beam.into_iter().filter(|(prefix, _)| prefix.len() == length);
    let mut readings: Vec<Reading> = whole
        .map(|(prefix, [a, b])| Reading {
            text: prefix.iter().map(|&class| NUMERALS[usize::from(class)]).collect(),
            log: (a + b).max(f32::MIN_POSITIVE).ln() + scale,
        })
        .collect();
    readings.sort_by(|a, b| b.log.total_cmp(&a.log).then_with(|| a.text.cmp(&b.text)));
    readings
}

/// Probabilities of the numerals, with what looks like them, and of anything else.
fn columns(step: &Step) -> ([f32; 11], f32) {
    let mut numerals = step.numerals;
    for (letter, probability) in step.best {
        if let Some(class) = letter.and_then(looks_like) {
            numerals[class] += probability * 0.7;
        }
    }
    let all: f32 = numerals.iter().sum();
    (numerals.map(|probability| probability.max(FLOOR)), (1.0 - all).max(FLOOR).max(step.blank))
}

/// The numeral that a letter is taken for.
fn looks_like(letter: char) -> Option<usize> {
    match letter {
        'O' | 'o' | 'D' | 'Q' | 'C' | '〇' | '○' => Some(0),
        'l' | 'I' | 'i' | '|' | '丨' => Some(1),
        'Z' | 'z' => Some(2),
        'S' | 's' => Some(5),
        'b' | 'G' => Some(6),
        'B' => Some(8),
        'g' | 'q' => Some(9),
        'x' | '×' | 'Х' | 'χ' => Some(10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of numerals, `-` for nothing, at certainty.
    fn marks(columns: &str) -> Vec<Mark> {
        let mark = |(at, letter): (usize, char)| {
            let mut step = Step::gap();
            if letter != '-' {
                (step.best[0], step.blank) = ((Some(letter), 0.9), 0.05);
                let class = NUMERALS.iter().position(|&numeral| numeral == letter);
                if let Some(class) = class {
                    step.numerals[class] = 0.9;
                }
            }
            Mark { step, x: at as f32, y: 0.0, high: 3.0 }
        };
        columns.chars().enumerate().map(mark).collect()
    }

    #[test]
    fn repetitions_are_one_letter_unless_something_stands_between() {
        assert_eq!(text(&letters(&marks("11-1-22"))), "112");
        assert_eq!(numbers(&marks("11-1-22"), 3)[0].text, "112");
    }

    #[test]
    fn other_lengths_are_less_likely_or_impossible() {
        let readings = numbers(&marks("1-2-3"), 3);
        assert_eq!(readings[0].text, "123");
        assert!(readings.iter().skip(1).all(|other| other.log < readings[0].log - 2.0));
        assert!(numbers(&marks("1-"), 3).is_empty());
    }

    #[test]
    fn traditional_forms_become_simplified_ones_that_they_may_be() {
        let mut seen = marks("----");
        seen[1].step.best = [(Some('蔣'), 0.7), (Some('蒋'), 0.2), (None, 0.1), (None, 0.0), (None, 0.0)];
        seen[2].step.best = [(Some('蔣'), 0.9), (Some('翎'), 0.05), (None, 0.1), (None, 0.0), (None, 0.0)];
        assert_eq!(text(&letters(&seen)), "蒋");
        seen[1].step.best[1] = (Some('翎'), 0.2);
        assert_eq!(text(&letters(&seen)), "蔣", "the lattice does not allow it");
        seen[1].step.best = [(Some('婳'), 0.6), (Some('画'), 0.4), (None, 0.1), (None, 0.0), (None, 0.0)];
        seen[2].step.best = [(Some('翀'), 0.6), (Some('冲'), 0.4), (None, 0.1), (None, 0.0), (None, 0.0)];
        assert_eq!(text(&letters(&seen)), "婳翀", "what looks and sounds alike is not the same");
    }

    #[test]
    fn an_o_may_be_a_zero() {
        assert_eq!(numbers(&marks("1-O-x"), 3)[0].text, "10X");
    }
}
