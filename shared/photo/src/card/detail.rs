//! Whether something like print fills the middle of a picture in which no outline was found: thin dark strokes on something
//! lighter. Nothing is read.

use crate::{
    picture::Picture,
    resample::{Frame, planes},
};

/// Longest side at which strokes are looked for, pixels.
const SIDE: usize = 800;
/// Strokes are thinner than twice this, pixels.
const REACH: usize = 4;
/// Least by which a stroke is darker than what is around it: levels, and over the light around it.
const DARKER: [f32; 2] = [32.0, 0.38];
/// Side of a square that holds print or does not, pixels.
const SQUARE: usize = 16;
/// Share of a square that print covers.
const COVERED: [f32; 2] = [0.06, 0.6];
/// Part of the picture at each edge that is not its middle.
const FRAME: f32 = 0.12;

/// Share of the middle of the picture that holds print, 0..1.
pub(super) fn print(picture: &Picture) -> f32 {
    let scale = (picture.width.max(picture.height) as f32 / SIDE as f32).max(1.0);
    let [width, height] = [picture.width, picture.height].map(|side| ((side as f32 / scale) as usize).max(1));
    let frame = Frame::rectangle(0.0, 0.0, width as f32 * scale, height as f32 * scale);
    let planes = planes(picture, &frame, width, height, 1.0, 0.0);
    let (red, rest) = planes.split_at(width * height);
    let (green, blue) = rest.split_at(width * height);
    let luma: Vec<f32> = red.iter().zip(green).zip(blue).map(|((r, g), b)| 0.3 * r + 0.59 * g + 0.11 * b).collect();
    let closed = closing(&luma, width);
    let stroke = |at: usize| closed[at] - luma[at] >= DARKER[0].max(DARKER[1] * closed[at]);
    let inner = |side: usize| (side as f32 * FRAME) as usize..(side as f32 * (1.0 - FRAME)) as usize;
    let (mut all, mut printed) = (0_usize, 0_usize);
    for top in inner(height.saturating_sub(SQUARE)).step_by(SQUARE) {
        for left in inner(width.saturating_sub(SQUARE)).step_by(SQUARE) {
            let pixels = (0..SQUARE * SQUARE).map(|at| (top + at / SQUARE) * width + left + at % SQUARE);
            let covered = pixels.filter(|&at| stroke(at)).count() as f32 / (SQUARE * SQUARE) as f32;
            all += 1;
            printed += usize::from((COVERED[0]..=COVERED[1]).contains(&covered));
        }
    }
    if all > 0 { printed as f32 / all as f32 } else { 0.0 }
}

/// The darkest of the lightest nearby: what is left when thin dark strokes are gone.
fn closing(luma: &[f32], width: usize) -> Vec<f32> {
    let both_ways = |values: &[f32], pick| {
        let across = transposed(&extremes(values, width, pick), width);
        let height = luma.len() / width;
        transposed(&extremes(&across, height, pick), height)
    };
    both_ways(&both_ways(luma, f32::max), f32::min)
}

/// Along the rows.
#[inline(never)]
fn extremes(values: &[f32], width: usize, pick: fn(f32, f32) -> f32) -> Vec<f32> {
    let mut out = Vec::with_capacity(values.len());
    for row in values.chunks_exact(width) {
        for x in 0..width {
            let near = &row[x.saturating_sub(REACH)..(x + REACH + 1).min(width)];
            out.push(near.iter().copied().fold(row[x], pick));
        }
    }
    out
}

#[inline(never)]
fn transposed(values: &[f32], width: usize) -> Vec<f32> {
    let height = values.len() / width;
    (0..width).flat_map(|x| (0..height).map(move |y| values[y * width + x])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(luma: impl Fn(usize, usize) -> u8) -> Picture {
        Picture::new(800, 500, (0..400_000).flat_map(|at| [luma(at % 800, at / 800); 3]).collect()).unwrap()
    }

    #[test]
    fn strokes_are_print_and_waves_are_not() {
        let strokes = picture(|x, y| if x % 9 < 3 && y % 40 < 20 { 60 } else { 220 });
        let waves = picture(|x, _| (128.0 + 100.0 * (x as f32 * 0.05).sin()) as u8);
        assert!(print(&strokes) > 0.4, "{}", print(&strokes));
        assert!(print(&waves) < 0.01, "{}", print(&waves));
    }
}
