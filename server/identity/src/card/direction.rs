//! Whether lines stand on their heads: the classifier of PP-OCR.

use super::{
    network::{Failed, Network},
    raster::{Quad, Raster, distance},
};

const HEIGHT: usize = 48;
const WIDTH: usize = 192;

pub(super) struct Direction(pub(super) Network);

impl Direction {
    /// Probability, 0 to 1, that a line is upside down.
    pub(super) fn turned(&self, raster: &Raster, corners: &Quad) -> Result<f32, Failed> {
        let long = distance(corners[0], corners[1]).max(1.0);
        let high = distance(corners[0], corners[3]).max(1.0);
        // Of a long line the beginning.
        let share = (WIDTH as f32 / HEIGHT as f32 * high / long).min(1.0);
        let width = ((WIDTH as f32 * (long / high / 4.0).min(1.0)) as usize).clamp(16, WIDTH);
        let part = |a: [f32; 2], b: [f32; 2]| [0, 1].map(|i: usize| a[i] + (b[i] - a[i]) * share);
        let cut = [corners[0], part(corners[0], corners[1]), part(corners[3], corners[2]), corners[3]];
        let line = raster.straightened(&cut, width, HEIGHT);
        let planes = line.planes();
        let mut padded = vec![0.0; 3 * HEIGHT * WIDTH];
        for (row, values) in planes.chunks_exact(width).enumerate() {
            padded[row * WIDTH..row * WIDTH + width].copy_from_slice(values);
        }
        let (scores, _) = self.0.run(padded, [1, 3, HEIGHT, WIDTH])?;
        Ok(scores.get(1).copied().unwrap_or_default())
    }
}
