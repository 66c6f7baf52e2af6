//! What a line of text says: PP-OCRv6's recogniser, as letters with their places and as the steps of its lattice (CTC), of
//! which numbers are read under what is known of them.

use super::{
    network::{Failed, Network},
    raster::{Quad, Raster, distance},
};

/// Pixels of a line's height.
const HEIGHT: usize = 48;
/// Pixels for a step.
const STRIDE: f32 = 8.0;
/// Widest line: the number of a card is about 600 pixels wide.
const WIDTH_MAX: usize = 1600;
const WIDTH_MIN: usize = 48;
/// Other readings that are kept of a step.
const OTHERS: usize = 5;

/// Characters that numbers are made of.
pub(super) const NUMERALS: [char; 11] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'];

/// One column of the lattice.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The middle of the column, from the line's beginning: 0 to 1.
    pub(super) along: f32,
    /// Best characters with their probabilities; `None` is the blank.
    pub(super) best: [(Option<char>, f32); OTHERS],
    /// Of `NUMERALS`.
    pub(super) numerals: [f32; 11],
    pub(super) blank: f32,
}

pub(super) struct Recogniser {
    network: Network,
    /// Class 0 is the blank.
    letters: Vec<char>,
    numerals: [usize; 11],
}

impl Recogniser {
    /// The dictionary lies in the model file.
    pub(super) fn new(network: Network) -> Result<Self, Failed> {
        let listed = network.note("character").ok_or_else(|| Failed("the model holds no `character`".to_owned()))?;
        // One that is more than a character is read as its first.
        let mut letters: Vec<char> = listed.lines().map(|line| line.chars().next().unwrap_or(' ')).collect();
        letters.push(' ');
        let class = |wanted: char| letters.iter().position(|&letter| letter == wanted);
        let mut numerals = [0; 11];
        for (class_of, wanted) in numerals.iter_mut().zip(NUMERALS) {
            *class_of = class(wanted).ok_or_else(|| Failed("the model knows no digits".to_owned()))? + 1;
        }
        Ok(Self { network, letters, numerals })
    }

    /// Reads what stands in a quadrilateral.
    pub(super) fn read(&self, raster: &Raster, corners: &Quad) -> Result<Vec<Step>, Failed> {
        let long = distance(corners[0], corners[1]).max(1.0);
        let high = distance(corners[0], corners[3]).max(1.0);
        let width = ((HEIGHT as f32 * long / high).ceil() as usize).clamp(WIDTH_MIN, WIDTH_MAX);
        let line = raster.straightened(corners, width, HEIGHT);
        let (numbers, shape) = self.network.run(line.planes(), [1, 3, HEIGHT, width])?;
        let classes = shape.last().copied().unwrap_or_default();
        if classes != self.letters.len() + 1 {
            return Err(Failed(format!("{classes} classes for {} characters", self.letters.len())));
        }
        let step = |(at, column): (usize, &[f32])| self.step((at as f32 + 0.5) * STRIDE / width as f32, column);
        Ok(numbers.chunks_exact(classes).enumerate().map(step).collect())
    }

    fn step(&self, along: f32, column: &[f32]) -> Step {
        let mut best = [(0_usize, f32::MIN); OTHERS];
        for (class, &probability) in column.iter().enumerate() {
            if probability > best[OTHERS - 1].1 {
                let at = best.iter().position(|kept| probability > kept.1).unwrap_or(OTHERS - 1);
                best[at..].rotate_right(1);
                best[at] = (class, probability);
            }
        }
        let letter = |class: usize| class.checked_sub(1).and_then(|at| self.letters.get(at)).copied();
        Step {
            along,
            best: best.map(|(class, probability)| (letter(class), probability)),
            numerals: self.numerals.map(|class| column[class]),
            blank: column[0],
        }
    }
}
