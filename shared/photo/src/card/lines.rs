//! Straight, nearly level lines in a field of gradients, after Hough, and how much of each is really there.

use super::edges::{Edges, square};

/// Least step that counts, levels a pixel.
const STEP_MIN: f32 = 2.5;
/// Steps beyond this say no more: dark print must not outweigh a pale card's edge.
const STEP_ENOUGH: f32 = 12.0;
/// Greatest slope of a line: a card turned by 20° in mild perspective.
const SLOPE_MAX: f32 = 0.5;
/// Slopes told apart.
const SLOPES: usize = 57;
/// Between two slopes.
const SLOPE_STEP: f32 = 2.0 * SLOPE_MAX / (SLOPES - 1) as f32;
/// Slopes to either side of a pixel's own that it votes for.
const SLOPE_BLUR: isize = 4;
/// Lines kept of each kind.
const LINES: usize = 24;
/// Peaks that are tried for them.
const TRIES: usize = 120;
/// Lines that end nearer to each other than this on both sides are one, pixels.
const APART: f32 = 4.0;
/// Pixels to either side of a line that belong to it.
const REACH: isize = 1;
/// Least cosine between a pixel's gradient and the line's normal.
const ALIGNED: f32 = 0.94;

/// A line `y = offset + slope * x`.
pub(super) struct Line {
    pub(super) offset: f32,
    pub(super) slope: f32,
    /// Sums along the line from the left edge of the field.
    sums: Vec<Along>,
}

/// How much of a part of a line is there: shares 0..1 of what of it lies inside the field.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Along {
    /// Share that lies inside the field.
    pub(super) inside: f32,
    /// With an edge along the line.
    pub(super) edge: f32,
    /// With an edge that is lighter below, less those that are lighter above.
    pub(super) lighter_below: f32,
    /// Mean steepness, 1 being enough.
    pub(super) steep: f32,
}

impl Line {
    pub(super) fn y(&self, x: f32) -> f32 {
        self.offset + self.slope * x
    }

    /// Between two places; nothing where nothing lies inside the field.
    #[inline(never)]
    pub(super) fn along(&self, from: f32, to: f32) -> Along {
        let last = self.sums.len() - 1;
        let [first, after] = [from, to].map(|x| (x.max(0.0).round() as usize).min(last));
        if after <= first {
            return Along::default();
        }
        let (a, b) = (self.sums[first], self.sums[after]);
        let inside = b.inside - a.inside;
        if inside < 1.0 {
            return Along::default();
        }
        Along {
            inside: (inside / (to - from)).min(1.0),
            edge: (b.edge - a.edge) / inside,
            lighter_below: (b.lighter_below - a.lighter_below) / inside,
            steep: (b.steep - a.steep) / inside,
        }
    }
}

/// The strongest lines, lighter below and lighter above counted apart: print has both, an outline mostly one.
pub(super) fn lines(edges: &Edges) -> Vec<Line> {
    let mut found = Vec::with_capacity(2 * LINES);
    for lighter_below in [true, false] {
        strongest(edges, peaks(&votes(edges, lighter_below), edges), &mut found);
    }
    found.into_iter().map(|[offset, slope]| Line { offset, slope, sums: sums(edges, offset, slope) }).collect()
}

const fn slope_of(bin: usize) -> f32 {
    bin as f32 * SLOPE_STEP - SLOPE_MAX
}

/// Rows of the table of votes that lie above the field.
fn above(edges: &Edges) -> usize {
    (edges.width as f32 * SLOPE_MAX / 2.0) as usize + 2
}

/// One row of the table for each slope; in it, votes by the height of the line in the middle of the field.
fn votes(edges: &Edges, lighter_below: bool) -> Vec<Vec<f32>> {
    let above = above(edges);
    let mut table = vec![vec![0.0_f32; edges.height + 2 * above]; SLOPES];
    let middle = edges.width as f32 / 2.0;
    for (at, &[gx, gy]) in edges.gradients.iter().enumerate() {
        let strength = square([gx, gy]).sqrt();
        if strength < STEP_MIN || (gy > 0.0) != lighter_below || gx.abs() > gy.abs() * (SLOPE_MAX + 0.1) {
            continue;
        }
        let weight = strength.min(STEP_ENOUGH);
        let (x, y) = ((at % edges.width) as f32 - middle, (at / edges.width) as f32);
        let own = ((-gx / gy + SLOPE_MAX) / SLOPE_STEP).round() as isize;
        for bin in (own - SLOPE_BLUR).max(0)..=(own + SLOPE_BLUR).min(SLOPES as isize - 1) {
            let height = y - slope_of(bin as usize) * x + above as f32;
            table[bin as usize][height as usize] += weight;
        }
    }
    table
}

/// Votes, offset and slope where the table has a peak.
fn peaks(table: &[Vec<f32>], edges: &Edges) -> Vec<(f32, [f32; 2])> {
    let above = above(edges) as f32;
    let width = edges.width as f32;
    let mut found = Vec::new();
    for (bin, row) in table.iter().enumerate() {
        let slope = slope_of(bin);
        for (place, &votes) in row.iter().enumerate() {
            // A line as long as a sixth of the field, at the least steepness.
            let local = || place == 0 || place + 1 == row.len() || (votes >= row[place - 1] && votes >= row[place + 1]);
            if votes >= width / 6.0 * STEP_MIN && local() {
                found.push((votes, [place as f32 + 0.5 - above - slope * width / 2.0, slope]));
            }
        }
    }
    found
}

/// Adds the highest peaks, fitted to their pixels, that are lines of their own: many peaks lead to the same line.
fn strongest(edges: &Edges, mut peaks: Vec<(f32, [f32; 2])>, kept: &mut Vec<[f32; 2]>) {
    let width = edges.width as f32;
    let near = |a: [f32; 2], b: [f32; 2]| {
        let left = a[0] - b[0];
        left.abs().max((left + (a[1] - b[1]) * width).abs()) < APART
    };
    let most = kept.len() + LINES;
    for _ in 0..TRIES {
        peaks.retain(|&(_, peak)| !kept.iter().any(|&other| near(peak, other)));
        let highest = peaks.iter().reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some(&(_, peak)) = highest else { break };
        peaks.retain(|&(_, other)| !near(peak, other));
        let line = fitted(edges, fitted(edges, peak));
        if line[1].abs() <= SLOPE_MAX && !kept.iter().any(|&other| near(line, other)) {
            kept.push(line);
        }
        if kept.len() == most {
            break;
        }
    }
}

/// The pixel of a line at `x`, if its edge runs along: the steepest of the pixels nearby, and its height.
fn edge_at(edges: &Edges, [offset, slope]: [f32; 2], x: usize, reach: isize) -> Option<([f32; 2], f32)> {
    let y = offset + slope * x as f32;
    let long = (1.0 + slope * slope).sqrt();
    let mut best: Option<([f32; 2], f32)> = None;
    for by in -reach..=reach {
        let Some(gradient) = edges.at(x, y + by as f32) else { continue };
        let strength = square(gradient).sqrt();
        let aligned = (gradient[1] - slope * gradient[0]).abs() >= ALIGNED * long * strength;
        if strength >= STEP_MIN && aligned && best.is_none_or(|(other, _)| square(gradient) > square(other)) {
            best = Some((gradient, (y + by as f32).floor() + 0.5));
        }
    }
    best
}

/// Least squares through the pixels of a line.
#[inline(never)]
fn fitted(edges: &Edges, line: [f32; 2]) -> [f32; 2] {
    let [mut n, mut sx, mut sy, mut sxx, mut sxy] = [0.0_f64; 5];
    for x in 0..edges.width {
        if let Some((gradient, y)) = edge_at(edges, line, x, 2) {
            let weight = f64::from(square(gradient).sqrt().min(STEP_ENOUGH));
            let (x, y) = (x as f64, f64::from(y));
            n += weight;
            sx += weight * x;
            sy += weight * y;
            sxx += weight * x * x;
            sxy += weight * x * y;
        }
    }
    let spread = n * sxx - sx * sx;
    if spread <= n * n {
        return line;
    }
    let slope = (n * sxy - sx * sy) / spread;
    [((sy - slope * sx) / n) as f32, slope as f32]
}

fn sums(edges: &Edges, offset: f32, slope: f32) -> Vec<Along> {
    let mut sums = vec![Along::default(); edges.width + 1];
    for x in 0..edges.width {
        let mut sum = sums[x];
        let y = offset + slope * x as f32;
        // The outermost pixels have no gradient.
        sum.inside += f32::from(u8::from((1.0..edges.height as f32 - 1.0).contains(&y)));
        if let Some((gradient, _)) = edge_at(edges, [offset, slope], x, REACH) {
            sum.edge += 1.0;
            sum.lighter_below += gradient[1].signum();
            sum.steep += square(gradient).sqrt().min(STEP_ENOUGH) / STEP_ENOUGH;
        }
        sums[x + 1] = sum;
    }
    sums
}
