//! Pixels to transformed 8×8 blocks in the order of an interleaved scan (ITU-T T.81, A.2 and A.3).

use crate::picture::Picture;
use crate::portable::Portable;
use std::f32::consts::PI;

/// Position in zig-zag order of each coefficient in rows.
const ZIGZAG: [usize; 64] = [
    0, 1, 5, 6, 14, 15, 27, 28, 2, 4, 7, 13, 16, 26, 29, 42, 3, 8, 12, 17, 25, 30, 41, 43, 9, 11, 18, 24, 31, 40, 44,
    53, 10, 19, 23, 32, 39, 45, 52, 54, 20, 22, 33, 38, 46, 51, 55, 60, 21, 34, 37, 47, 50, 56, 59, 61, 35, 36, 48, 49,
    57, 58, 62, 63,
];

/// Transformed blocks of a picture.
pub(super) struct Blocks {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Chroma at half resolution both ways (4:2:0).
    pub(super) subsampled: bool,
    /// Component (0 luma, 1 and 2 chroma) and unquantised coefficients in zig-zag order.
    pub(super) list: Vec<(u8, [f32; 64])>,
}

impl Blocks {
    pub(super) fn new(picture: &Picture, subsampled: bool) -> Self {
        let cosines = cosines();
        let unit = if subsampled { 16 } else { 8 };
        let mut list = Vec::new();
        for top in (0..picture.height).step_by(unit) {
            for left in (0..picture.width).step_by(unit) {
                for y in (top..top + unit).step_by(8) {
                    for x in (left..left + unit).step_by(8) {
                        list.push((0, transformed(&samples(picture, 0, x, y, 1), &cosines)));
                    }
                }
                for component in 1..3 {
                    let samples = samples(picture, component, left, top, unit / 8);
                    list.push((component, transformed(&samples, &cosines)));
                }
            }
        }
        Self { width: picture.width, height: picture.height, subsampled, list }
    }
}

/// 8×8 samples around zero, each the mean of `step`×`step` pixels; the picture's edge is repeated.
fn samples(picture: &Picture, component: u8, left: usize, top: usize, step: usize) -> [f32; 64] {
    std::array::from_fn(|at| {
        let (x, y) = (left + at % 8 * step, top + at / 8 * step);
        let mut sum = 0.0;
        for dy in 0..step {
            for dx in 0..step {
                sum += channel(picture.pixel((x + dx) as isize, (y + dy) as isize), component);
            }
        }
        sum / (step * step) as f32
    })
}

/// `YCbCr` of JFIF, around zero.
fn channel(rgb: [u8; 3], component: u8) -> f32 {
    let [r, g, b] = rgb.map(f32::from);
    match component {
        0 => 0.299 * r + 0.587 * g + 0.114 * b - 128.0,
        1 => -0.168_736 * r - 0.331_264 * g + 0.5 * b,
        _ => 0.5 * r - 0.418_688 * g - 0.081_312 * b,
    }
}

/// `cosines[k][n]` of the orthonormal transform.
fn cosines() -> [[f32; 8]; 8] {
    std::array::from_fn(|k| {
        let scale = if k == 0 { (1.0_f32 / 8.0).sqrt() } else { 0.5 };
        std::array::from_fn(|n| scale * ((2 * n + 1) as f32 * k as f32 * PI / 16.0).portable_cos())
    })
}

/// Two-dimensional DCT, in zig-zag order.
fn transformed(samples: &[f32; 64], cosines: &[[f32; 8]; 8]) -> [f32; 64] {
    let mut rows = [0.0_f32; 64];
    for y in 0..8 {
        for (k, wave) in cosines.iter().enumerate() {
            rows[y * 8 + k] = (0..8).map(|x| samples[y * 8 + x] * wave[x]).sum();
        }
    }
    let mut out = [0.0_f32; 64];
    for k in 0..8 {
        for (v, wave) in cosines.iter().enumerate() {
            out[ZIGZAG[v * 8 + k]] = (0..8).map(|y| rows[y * 8 + k] * wave[y]).sum();
        }
    }
    out
}
