//! Where text stands: PP-OCRv6's detector (differentiable binarization, Liao et al. 2020) and the stains of its map.

use super::{
    hull::{Rectangle, convex},
    network::{Failed, Network},
    raster::{Quad, Raster},
};

/// Probability from which a pixel belongs to text.
const INK: f32 = 0.3;
/// Mean probability from which a stain is text.
const TEXT: f32 = 0.5;
/// How much larger a line is than its stain, which the network draws shrunk.
const UNCLIP: f32 = 1.7;
/// Pixels of the map that a line has to have in height.
const LOW: f32 = 2.0;
/// Stains beyond these are not a card's.
const STAINS_MAX: usize = 120;

/// A line of text, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patch {
    /// In pixels of the raster from which it is read.
    pub(super) corners: Quad,
}

/// Pixels of the detector's map that are text and touch each other.
pub(super) struct Stain {
    /// The convex hull of them.
    pub(super) hull: Vec<[f32; 2]>,
}

pub(super) struct Detector(pub(super) Network);

impl Detector {
    /// `raster` has sides that are multiples of 32.
    pub(super) fn find(&self, raster: &Raster) -> Result<Vec<Stain>, Failed> {
        let (width, height) = (raster.width, raster.height);
        let (map, shape) = self.0.run(raster.planes(), [1, 3, height, width])?;
        if shape.last() != Some(&width) || map.len() != width * height {
            return Err(Failed("the detector's map has another size".to_owned()));
        }
        let stains = components(&map, width).into_iter().filter_map(|cells| stain(&map, width, &cells));
        Ok(stains.filter(|stain| stain.line().is_some()).take(STAINS_MAX).collect())
    }
}

/// Pixels of text that touch each other, by eight neighbours.
fn components(map: &[f32], width: usize) -> Vec<Vec<usize>> {
    let height = map.len() / width;
    let mut seen = vec![false; map.len()];
    let mut out = Vec::new();
    for start in 0..map.len() {
        if seen[start] || map[start] <= INK {
            continue;
        }
        seen[start] = true;
        let (mut cells, mut next) = (vec![start], 0);
        while next < cells.len() {
            let (x, y) = (cells[next] % width, cells[next] / width);
            next += 1;
            for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let at = ny * width + nx;
                    if !seen[at] && map[at] > INK {
                        seen[at] = true;
                        cells.push(at);
                    }
                }
            }
        }
        out.push(cells);
    }
    out
}

fn stain(map: &[f32], width: usize, cells: &[usize]) -> Option<Stain> {
    let mean = cells.iter().map(|&at| map[at]).sum::<f32>() / cells.len() as f32;
    let corners = |&at: &usize| {
        let (x, y) = ((at % width) as f32, (at / width) as f32);
        [[x, y], [x + 1.0, y], [x, y + 1.0], [x + 1.0, y + 1.0]]
    };
    (mean >= TEXT).then(|| Stain { hull: convex(&mut cells.iter().flat_map(corners).collect()) })
}

impl Stain {
    /// The rectangle of the line, across.
    pub(super) fn line(&self) -> Option<Rectangle> {
        grown(Rectangle::around(&mut self.hull.clone())?.level())
    }
}

/// The rectangle of a stain, grown to its line; `None` where it is too low for one.
pub(super) fn grown(stain: Rectangle) -> Option<Rectangle> {
    let [long, short] = stain.half.map(|half| 2.0 * half);
    (short > LOW).then(|| stain.grown(long * short * UNCLIP / (2.0 * (long + short))))
}
