//! How busy the clothes are: stripes, checks, prints.

use super::head::Head;
use crate::{mask::Mask, picture::Picture};

/// Change of luma, levels of 255, that counts as going from a dark to a light part of a pattern.
const SWING: f32 = 40.0;
/// Probability of a person from which a pixel surely is clothes.
const SURE: f32 = 0.9;

/// Changes between light and dark along a line over the clothes, for each hundredth of the picture's width, in the busier
/// of the two directions; `None` where too little of the clothes is to be seen.
pub(crate) fn busyness(picture: &Picture, mask: &Mask, head: &Head) -> Option<f32> {
    let top = head.measures.chin[1] + 0.45 * head.eye_to_chin;
    let (width, height) = (picture.width as f32, picture.height as f32);
    let step = (width / 160.0).max(1.0);
    let lines = |from: f32, to: f32| (0..((to - from) / step).max(0.0) as usize).map(move |at| from + at as f32 * step);
    let along = |points: &mut dyn Iterator<Item = [f32; 2]>| swings(picture, mask, points);
    let rows: Vec<(f32, f32)> =
        lines(top, height).map(|y| along(&mut (0..picture.width).map(|x| [x as f32, y]))).collect();
    let columns: Vec<(f32, f32)> =
        lines(0.0, width).map(|x| along(&mut (top as usize..picture.height).map(|y| [x, y as f32]))).collect();
    let busy = |lines: &[(f32, f32)]| {
        let (swings, length) = lines.iter().fold((0.0, 0.0), |sum, line| (sum.0 + line.0, sum.1 + line.1));
        (length >= 6.0 * width).then(|| swings / (length / width) / 100.0)
    };
    Some(busy(&rows)?.max(busy(&columns)?))
}

/// Swings along a line and how many of its pixels are clothes.
fn swings(picture: &Picture, mask: &Mask, points: &mut dyn Iterator<Item = [f32; 2]>) -> (f32, f32) {
    let (mut count, mut length) = (0.0, 0.0);
    // Least and greatest luma since the last swing; which of them the next swing starts from.
    let mut range: Option<(f32, f32)> = None;
    let mut rising: Option<bool> = None;
    for [x, y] in points {
        if mask.at(x, y) < SURE {
            (range, rising) = (None, None);
            continue;
        }
        length += 1.0;
        let [r, g, b] = picture.pixel(x as isize, y as isize).map(f32::from);
        let luma = 0.299 * r + 0.587 * g + 0.114 * b;
        let (low, high) = range.map_or((luma, luma), |(low, high)| (low.min(luma), high.max(luma)));
        range = Some((low, high));
        if rising != Some(true) && luma - low > SWING {
            count += 1.0;
            (range, rising) = (Some((luma, luma)), Some(true));
        } else if rising != Some(false) && high - luma > SWING {
            count += 1.0;
            (range, rising) = (Some((luma, luma)), Some(false));
        }
    }
    (count, length)
}
