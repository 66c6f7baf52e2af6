//! Sharpness after Crété-Roffet et al. (2007), and noise after Immerkær (1996), on the face.

use super::percentile;
use crate::{mesh::Mesh, mesh::index, picture::Picture};

/// Half the width of the blur that the picture is compared with, pixels.
const REBLUR: usize = 4;
/// Side of the blocks in which noise is estimated.
const BLOCK: usize = 8;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Focus {
    /// Share of the variation between neighbours that another blur would remove, 0..1; of the blurrier direction.
    pub(crate) sharpness: f32,
    /// Standard deviation of the noise in levels of 255, in the calmest fifth of the blocks.
    pub(crate) noise: f32,
}

/// Measures the middle of the face, from the brows to the chin; `None` where it is too small.
pub(crate) fn measure(picture: &Picture, mesh: &Mesh) -> Option<Focus> {
    let grey = Grey::of_face(picture, mesh)?;
    let across = sharpness(&grey);
    let down = sharpness(&grey.transposed());
    Some(Focus { sharpness: across.min(down), noise: noise(&grey) })
}

/// A rectangle of luma, 0..255.
struct Grey {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Grey {
    fn of_face(picture: &Picture, mesh: &Mesh) -> Option<Self> {
        let (left, right) = (mesh.xy(index::CHEEK_LEFT)[0], mesh.xy(index::CHEEK_RIGHT)[0]);
        let (top, bottom) = (mesh.xy(index::FOREHEAD)[1], mesh.xy(index::CHIN)[1]);
        let inset = (right - left) * 0.08;
        let x = ((left + inset).max(0.0) as usize)..((right - inset).max(0.0) as usize).min(picture.width);
        let y = ((top + (bottom - top) * 0.15).max(0.0) as usize)..(bottom.max(0.0) as usize).min(picture.height);
        if x.len() < 4 * BLOCK || y.len() < 4 * BLOCK {
            return None;
        }
        let (width, height) = (x.len(), y.len());
        let luma = |[r, g, b]: [u8; 3]| 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b);
        let values = y.flat_map(|y| x.clone().map(move |x| luma(picture.pixel(x as isize, y as isize)))).collect();
        Some(Self { width, height, values })
    }

    fn transposed(&self) -> Self {
        let values =
            (0..self.width).flat_map(|x| (0..self.height).map(move |y| self.values[y * self.width + x])).collect();
        Self { width: self.height, height: self.width, values }
    }
}

/// Variation along the rows that a box blur along the rows removes, over all variation.
fn sharpness(grey: &Grey) -> f32 {
    let (mut all, mut removed) = (0.0_f64, 0.0_f64);
    let size = (2 * REBLUR + 1) as f32;
    for row in grey.values.chunks_exact(grey.width) {
        let mut sum: f32 = row[..2 * REBLUR + 1].iter().sum();
        for at in REBLUR + 1..grey.width - REBLUR {
            let next = sum + row[at + REBLUR] - row[at - REBLUR - 1];
            let (sharp, blurred) = ((row[at] - row[at - 1]).abs(), (next - sum).abs() / size);
            all += f64::from(sharp);
            removed += f64::from((sharp - blurred).max(0.0));
            sum = next;
        }
    }
    if all > 0.0 { (removed / all) as f32 } else { 0.0 }
}

/// Immerkær's operator, block by block.
fn noise(grey: &Grey) -> f32 {
    let at = |x: usize, y: usize| grey.values[y * grey.width + x];
    let mut sigmas = Vec::new();
    for top in (1..grey.height - BLOCK).step_by(BLOCK) {
        for left in (1..grey.width - BLOCK).step_by(BLOCK) {
            let mut sum = 0.0;
            for y in top..top + BLOCK {
                for x in left..left + BLOCK {
                    let cross = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1);
                    let corners = at(x - 1, y - 1) + at(x + 1, y - 1) + at(x - 1, y + 1) + at(x + 1, y + 1);
                    sum += (4.0 * at(x, y) - 2.0 * cross + corners).abs();
                }
            }
            sigmas.push((std::f32::consts::PI / 2.0).sqrt() * sum / (6.0 * (BLOCK * BLOCK) as f32));
        }
    }
    percentile(&mut sigmas, 0.2)
}
