//! Sharpness of the face after Crété-Roffet et al. (2007). Noise is measured on the background.

use crate::{mesh::Mesh, mesh::index, picture::Picture};

/// Half the width of the blur that the picture is compared with, pixels.
const REBLUR: usize = 4;
/// Least side of the part that is measured, pixels.
const SIDE_MIN: usize = 32;

/// Share of the variation between neighbours that another blur would remove, 0..1, of the blurrier direction. Measured
/// from the brows to the chin; `None` where the face is too small.
pub(crate) fn measure(picture: &Picture, mesh: &Mesh) -> Option<f32> {
    let grey = Grey::of_face(picture, mesh)?;
    let across = sharpness(&grey);
    let down = sharpness(&grey.transposed());
    Some(across.min(down))
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
        if x.len() < SIDE_MIN || y.len() < SIDE_MIN {
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
        let mut sum: f32 = row[..=2 * REBLUR].iter().sum();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn stripes(soft: bool) -> Grey {
        let value = |x: usize| if soft { ((x as f32) * 0.1).sin() * 60.0 } else { (x / 8 % 2) as f32 * 120.0 };
        Grey { width: 64, height: 64, values: (0..64 * 64).map(|at| value(at % 64)).collect() }
    }

    #[test]
    fn edges_are_sharp_and_waves_are_not() {
        assert!(sharpness(&stripes(false)) > 0.6);
        assert!(sharpness(&stripes(true)) < 0.1);
    }

    #[test]
    fn nothing_to_see_is_not_sharp() {
        assert_eq!(sharpness(&Grey { width: 40, height: 40, values: vec![7.0; 1600] }), 0.0);
    }
}
