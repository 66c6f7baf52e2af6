//! How wide the sharper edges on a card are: the light that changes across an edge over the steepest step of it. Contrast
//! cancels out, noise is smoothed away first.

use super::area::Area;
use crate::measure::percentile;

/// Window to either side of a step, over the card's long side. An edge much wider than it is as wide as it.
const WINDOW: f32 = 0.011;
/// Least light across an edge, over the span of the card.
const CHANGE: f32 = 0.35;
/// Least light across an edge at all, levels: less is noise.
const CHANGE_MIN: f32 = 10.0;
/// Of the edges found, this share is narrower than the measure.
const SHARE: f32 = 0.3;
/// Fewer edges than this are no measure.
const EDGES_MIN: usize = 60;

/// Width of the edges in thousandths of the card's long side, in the blurrier direction; `None` where there is nothing
/// to see.
pub(super) fn measure(area: &Area, span: f32) -> Option<f32> {
    let window = (area.long_px * WINDOW).ceil().max(4.0) as usize;
    let least = (span * CHANGE).max(CHANGE_MIN);
    if span < CHANGE_MIN {
        return None;
    }
    let soft = softened(area);
    let mut sorted = [false, true].map(|down| widths(&soft, area, window, least, down));
    let narrow = sorted.each_mut().map(|widths| {
        // Contrast without edges is blur beyond the window.
        if widths.len() < EDGES_MIN { 2.0 * window as f32 } else { percentile(widths, SHARE) }
    });
    Some(narrow[0].max(narrow[1]) / area.long_px * 1000.0)
}

/// A binomial blur over three pixels both ways; the border of the picture stays.
fn softened(area: &Area) -> Vec<f32> {
    let (width, height) = (area.width, area.height);
    let mut rows: Vec<f32> = area.luma.iter().map(|&luma| f32::from(luma)).collect();
    for (row, luma) in rows.chunks_exact_mut(width).zip(area.luma.chunks_exact(width)) {
        for (to, near) in row[1..].iter_mut().zip(luma.windows(3)) {
            *to = (f32::from(near[0]) + 2.0 * f32::from(near[1]) + f32::from(near[2])) / 4.0;
        }
    }
    let mut out = rows.clone();
    for y in 1..height.saturating_sub(1) {
        for x in 0..width {
            let at = y * width + x;
            out[at] = (rows[at - width] + 2.0 * rows[at] + rows[at + width]) / 4.0;
        }
    }
    out
}

/// Widths of all edges of at least `least` levels, in pixels, along the rows or along the columns.
#[inline(never)]
fn widths(soft: &[f32], area: &Area, window: usize, least: f32, down: bool) -> Vec<f32> {
    let step = if down { area.width } else { 1 };
    let mut found = Vec::new();
    // Every second line says enough.
    for y in (window + 1..area.height.saturating_sub(window + 1)).step_by(if down { 1 } else { 2 }) {
        let [from, to] = area.spans[y];
        let columns = from.max(window + 1)..to.min(area.width.saturating_sub(window + 1));
        for x in columns.step_by(if down { 2 } else { 1 }) {
            let at = y * area.width + x;
            let here = soft[at + step] - soft[at];
            let steep = here.abs();
            // Half of an edge lies within the window on either side, so nothing flatter can be wide enough.
            if steep * (2 * window) as f32 <= least
                || steep < (soft[at] - soft[at - step]).abs()
                || steep <= (soft[at + 2 * step] - soft[at + step]).abs()
            {
                continue;
            }
            let change = change(soft, at, step, window, here.signum());
            if change >= least {
                found.push(change / steep);
            }
        }
    }
    found
}

/// Light from the darkest on the one side of a step to the lightest on the other.
fn change(soft: &[f32], at: usize, step: usize, window: usize, sign: f32) -> f32 {
    let (mut before, mut after) = (f32::MAX, f32::MIN);
    for by in 0..window {
        before = before.min(soft[at - by * step] * sign);
        after = after.max(soft[at + (by + 1) * step] * sign);
    }
    after - before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    /// Squares of a board whose edges are ramps of some pixels, at some contrast.
    fn board(ramp: f32, contrast: f32) -> Area {
        let wave = |at: usize| {
            let place = (at % 80) as f32 - 40.0;
            ((place.abs() - 20.0) / ramp).clamp(-0.5, 0.5)
        };
        let pixel = |at: usize| [(128.0 + 2.0 * contrast * wave(at % 1000) * wave(at / 1000)) as u8; 3];
        let picture = Picture::new(1000, 640, (0..640_000).flat_map(pixel).collect()).unwrap();
        Area::new(&picture, Some(&[[0.0, 0.0], [1000.0, 0.0], [1000.0, 640.0], [0.0, 640.0]]), 1000.0)
    }

    #[test]
    fn the_width_of_edges_is_measured_whatever_their_contrast() {
        for contrast in [50.0, 200.0] {
            let sharp = measure(&board(1.0, contrast), contrast).unwrap();
            let soft = measure(&board(9.0, contrast), contrast).unwrap();
            assert!(sharp < 3.0 && (8.0..10.5).contains(&soft), "{sharp} and {soft} at {contrast}");
        }
    }

    #[test]
    fn nothing_to_see_is_not_judged_and_contrast_without_edges_is_blurred() {
        assert_eq!(measure(&board(1.0, 0.0), 0.0), None);
        assert!(measure(&board(200.0, 200.0), 100.0).unwrap() > 15.0);
    }
}
