//! The outline of a card: the most convincing quadrilateral with the proportions of ISO/IEC 7810 ID-1 among the lines of a
//! picture, or one that the picture's edge cuts off.

use super::{
    edges::Edges,
    lines::{Along, Line, lines},
};
use crate::{picture::Picture, portable::Portable};

/// Corners clockwise from the upper left.
pub(super) type Quad = [[f32; 2]; 4];

/// Long over short side of a card.
const RATIO: f32 = 1.586;
/// Greatest factor by which perspective changes it.
const RATIO_OFF: f32 = 1.15;
/// Least length of the card's long side over the picture's.
const LEAST: f32 = 0.25;
/// The same where the long side stands upright, as a portrait on a card does.
const LEAST_ON_ITS_SIDE: f32 = 0.4;
/// Least part of every side and of all sides together that has to be there.
const SIDES: [f32; 2] = [0.6, 0.8];
/// Least agreement of the sides on whether the card or what it lies on is lighter.
const AGREEMENT: f32 = 0.7;
/// Least part of every side of a card that is in part lighter and in part darker than what it lies on.
const OF_TWO_TONES: f32 = 0.85;
/// Part of every side that is there where an outline is clear.
const CLEAR: f32 = 0.75;
/// By how much a card that is cut off has to be larger than an outline found in the same picture that is clear, and one that
/// is not, to be believed instead.
const LARGER: f32 = 2.0;
const AS_LARGE: f32 = 1.2;
/// Least area of a card that is cut off, over the picture's: other things run out of pictures too.
const CUT_AREA: f32 = 0.12;
/// Greatest cosine of a corner.
const CORNER: f32 = 0.26;
/// Least ratio of opposite sides.
const OPPOSITE: f32 = 0.75;
/// Part of a side at each end that its rounded corner takes away.
const ROUNDED: f32 = 0.06;
/// Part of a side beyond each corner on which an outline does not go on.
const BEYOND: f32 = 0.15;

/// What was found.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Outline {
    /// In pixels of the picture.
    Whole(Quad),
    /// The card goes on beyond the picture's edge.
    Cut,
    Unknown,
}

pub(super) fn find(picture: &Picture) -> Outline {
    let (edges, scale) = Edges::of(picture);
    let field = Field {
        width: edges.width as f32,
        height: edges.height as f32,
        level: lines(&edges),
        steep: lines(&edges.transposed()),
    };
    let whole = field.best(Field::whole);
    let cut = field.cut_area();
    // Print on a card that is cut off makes sides too, and so does its portrait; a card's own sides are clearer or as large.
    let is_whole = |seen: &Seen| seen.area * if seen.least >= CLEAR { LARGER } else { AS_LARGE } >= cut;
    match whole {
        Some(seen) if is_whole(&seen) => Outline::Whole(seen.quad.map(|corner| corner.map(|at| at * scale))),
        _ if cut > 0.0 => Outline::Cut,
        _ => Outline::Unknown,
    }
}

/// A quadrilateral among the lines.
struct Seen {
    score: f32,
    quad: Quad,
    /// How much of its least visible side is there.
    least: f32,
    /// Pixels of the field.
    area: f32,
}

struct Field {
    width: f32,
    height: f32,
    level: Vec<Line>,
    /// With x and y exchanged.
    steep: Vec<Line>,
}

/// A side of a quadrilateral: how much of it is there, and of what would prolong it.
#[derive(Clone, Copy)]
struct Side {
    on: Along,
    beyond: f32,
}

/// Two level lines, the upper first, and two steep ones, the left first.
type Four<'a> = [&'a Line; 4];

/// Scores a quadrilateral and says how much of its least side is there.
type Judge = fn(&Field, &Quad, &Four<'_>) -> Option<[f32; 2]>;

impl Field {
    /// The quadrilateral with the highest score among those that `judge` scores; it says how much of the least side is
    /// there too.
    fn best(&self, judge: Judge) -> Option<Seen> {
        let mut best: Option<Seen> = None;
        let level = pairs(&self.level, self.width / 2.0, self.height * 0.12);
        let steep = pairs(&self.steep, self.height / 2.0, self.width * 0.12);
        for &[top, bottom] in &level {
            for &[left, right] in &steep {
                let quad = [crossing(top, left), crossing(top, right), crossing(bottom, right), crossing(bottom, left)];
                if !self.is_card(&quad) {
                    continue;
                }
                if let Some([score, least]) = judge(self, &quad, &[top, bottom, left, right])
                    && best.as_ref().is_none_or(|best| score > best.score)
                {
                    best = Some(Seen { score, quad, least, area: area(&quad) });
                }
            }
        }
        best
    }

    /// Has a card's proportions, as far as perspective leaves them.
    fn is_card(&self, quad: &Quad) -> bool {
        let [top, right, bottom, left] = lengths(quad);
        let (across, down) = (f32::midpoint(top, bottom), f32::midpoint(left, right));
        let alike = |a: f32, b: f32| a.min(b) >= OPPOSITE * a.max(b);
        let ratio = across.max(down) / across.min(down);
        let least = if across >= down { LEAST } else { LEAST_ON_ITS_SIDE };
        across.max(down) >= least * self.width.max(self.height)
            && (RATIO / RATIO_OFF..=RATIO * RATIO_OFF).contains(&ratio)
            && alike(top, bottom)
            && alike(left, right)
            && (0..4).all(|at| corner_cosine(quad, at).abs() <= CORNER)
    }

    /// How convincing a quadrilateral inside the picture is.
    fn whole(&self, quad: &Quad, four: &Four<'_>) -> Option<[f32; 2]> {
        if !quad.iter().all(|&corner| self.holds(corner, 0.0)) {
            return None;
        }
        let sides = sides(quad, four);
        let least = sides.iter().map(|side| side.on.edge).fold(1.0, f32::min);
        let mean = mean(&sides, |side| side.on.edge);
        if least < SIDES[0] || mean < SIDES[1] || !agree(&sides, agreement(&sides)) {
            return None;
        }
        Some([self.score(quad, &sides, mean, least), least])
    }

    fn score(&self, quad: &Quad, sides: &[Side; 4], mean_edge: f32, least: f32) -> f32 {
        let [top, right, bottom, left] = lengths(quad);
        let (across, down) = (top + bottom, left + right);
        let off = (across.max(down) / across.min(down) / RATIO - 1.0).abs();
        let slant = (0..4).map(|at| corner_cosine(quad, at).abs()).sum::<f32>() / 4.0;
        let size = across.max(down) / 2.0 / self.width.max(self.height);
        mean_edge + 0.5 * least + 0.4 * agreement(sides) + 0.3 * mean(sides, |side| side.on.steep)
            - 0.4 * mean(sides, |side| side.beyond)
            - off
            - slant
            + 0.3 * size
    }

    /// All four lines are seen, but they meet outside the picture.
    fn cut_corner(&self, quad: &Quad, four: &Four<'_>) -> Option<[f32; 2]> {
        let outside = quad.iter().filter(|&&corner| !self.holds(corner, 0.015)).count();
        if !(1..=2).contains(&outside) {
            return None;
        }
        let sides = sides(quad, four);
        let clear = sides.iter().all(|side| side.on.inside >= 0.2 && side.on.edge >= 0.65 && side.beyond <= 0.4);
        (clear && agree(&sides, agreement(&sides))).then(|| [mean(&sides, |side| side.on.edge), 1.0])
    }

    /// Inside the picture; `slack` over its longer side may be missing.
    fn holds(&self, [x, y]: [f32; 2], slack: f32) -> bool {
        let slack = slack * self.width.max(self.height);
        (-slack..=self.width + slack).contains(&x) && (-slack..=self.height + slack).contains(&y)
    }

    /// How large a card is seen that goes on beyond the picture, 0 for none.
    fn cut_area(&self) -> f32 {
        let corner = self.best(Self::cut_corner).map_or(0.0, |seen| seen.area);
        let level = cut_across(&self.level, &self.steep, self.width, self.height);
        let steep = cut_across(&self.steep, &self.level, self.height, self.width);
        let area = corner.max(level).max(steep);
        if area >= CUT_AREA * self.width * self.height { area } else { 0.0 }
    }
}

/// Two lines of `along` and one of `across` whose fourth side is missing at either end of the field, `length` long: the
/// largest area that is seen, 0 for none.
fn cut_across(along: &[Line], across: &[Line], length: f32, breadth: f32) -> f32 {
    let mut largest = 0.0_f32;
    for [upper, lower] in pairs(along, length / 2.0, breadth * 0.3) {
        for end in across {
            let corners @ [above, below] = [crossing(upper, end), crossing(lower, end)];
            for edge in [0.0, length] {
                if is_cut(upper, lower, end, corners, edge, [length, breadth]) {
                    let seen = (edge - f32::midpoint(above[0], below[0])).abs();
                    largest = largest.max(seen * distance(above, below));
                }
            }
        }
    }
    largest
}

/// `edge`: 0 or the field's length, where the card would go on.
fn is_cut(
    upper: &Line,
    lower: &Line,
    end: &Line,
    [above, below]: [[f32; 2]; 2],
    edge: f32,
    [length, breadth]: [f32; 2],
) -> bool {
    let inside = |[x, y]: [f32; 2]| (2.0..length - 2.0).contains(&x) && (2.0..breadth - 2.0).contains(&y);
    if !inside(above) || !inside(below) {
        return false;
    }
    let high = distance(above, below);
    let seen = (edge - f32::midpoint(above[0], below[0])).abs();
    let square_ends = (upper.slope + end.slope).abs() < CORNER && (lower.slope + end.slope).abs() < CORNER;
    // As long as a card is high, and as a card lying the other way is: then it may be whole.
    let other_way = (0.92 / RATIO..1.1 / RATIO).contains(&(seen / high));
    if !square_ends || other_way || !(0.3..0.94 * RATIO).contains(&(seen / high)) {
        return false;
    }
    let strong = |line: &Line, corner: [f32; 2]| {
        let whole = side(line, corner[0], edge);
        let near_edge = side(line, edge + (corner[0] - edge) * 0.25, edge);
        whole.on.edge >= 0.7 && near_edge.on.edge >= 0.6 && behind(line, corner[0], edge) <= 0.35
    };
    let end_side = side(end, above[1], below[1]);
    let three = [side(upper, above[0], edge), side(lower, below[0], edge), end_side];
    let [top, bottom, last] = three.map(|side| side.on.lighter_below);
    let agreement = (top - bottom + if edge > 0.0 { last } else { -last }).abs() / 3.0;
    let end_is_clear = end_side.on.edge >= 0.7 && end_side.beyond <= 0.35;
    strong(upper, above) && strong(lower, below) && end_is_clear && agree(&three, agreement)
}

/// How much of a line goes on beyond a corner, away from `edge`.
fn behind(line: &Line, corner: f32, edge: f32) -> f32 {
    let by = BEYOND * (corner - edge);
    let (from, to) = (corner + by * 0.3, corner + by);
    line.along(from.min(to), from.max(to)).edge
}

/// Top, bottom, left, right.
fn sides([a, b, c, d]: &Quad, [top, bottom, left, right]: &Four<'_>) -> [Side; 4] {
    [side(top, a[0], b[0]), side(bottom, d[0], c[0]), side(left, a[1], d[1]), side(right, b[1], c[1])]
}

/// `from` and `to` in either order.
#[inline(never)]
fn side(line: &Line, from: f32, to: f32) -> Side {
    let (from, to) = (from.min(to), from.max(to));
    let long = to - from;
    let on = line.along(from + ROUNDED * long, to - ROUNDED * long);
    let before = line.along(from - BEYOND * long, from - 0.3 * BEYOND * long).edge;
    let after = line.along(to + 0.3 * BEYOND * long, to + BEYOND * long).edge;
    Side { on, beyond: f32::midpoint(before, after) }
}

/// Pairs of lines, the nearer to the origin first, at least `apart` from each other in the middle and nearly
/// parallel.
fn pairs(lines: &[Line], middle: f32, apart: f32) -> Vec<[&Line; 2]> {
    let follows = |a: &Line, b: &Line| {
        let parallel = (a.slope - b.slope).abs() < 0.25;
        parallel && b.y(middle) - a.y(middle) >= apart
    };
    lines.iter().flat_map(|a| lines.iter().filter(move |b| follows(a, b)).map(move |b| [a, b])).collect()
}

/// Where a line meets one of the other kind, in the first one's coordinates.
fn crossing(level: &Line, steep: &Line) -> [f32; 2] {
    let x = (steep.offset + steep.slope * level.offset) / (1.0 - steep.slope * level.slope);
    [x, level.y(x)]
}

fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).portable_hypot(a[1] - b[1])
}

/// Top, right, bottom, left.
pub(super) fn lengths(&[a, b, c, d]: &Quad) -> [f32; 4] {
    [distance(a, b), distance(b, c), distance(c, d), distance(d, a)]
}

fn corner_cosine(quad: &Quad, at: usize) -> f32 {
    let (before, here, after) = (quad[(at + 3) % 4], quad[at], quad[(at + 1) % 4]);
    let (a, b) = ([before[0] - here[0], before[1] - here[1]], [after[0] - here[0], after[1] - here[1]]);
    let long = distance(before, here) * distance(after, here);
    if long > 0.0 { (a[0] * b[0] + a[1] * b[1]) / long } else { 1.0 }
}

/// Half the cross product of the diagonals.
fn area([a, b, c, d]: &Quad) -> f32 {
    ((c[0] - a[0]) * (d[1] - b[1]) - (c[1] - a[1]) * (d[0] - b[0])).abs() / 2.0
}

/// Whether sides may belong together: they agree, or they are so clear that they need not.
fn agree(sides: &[Side], agreement: f32) -> bool {
    agreement >= AGREEMENT || sides.iter().all(|side| side.on.edge >= OF_TWO_TONES)
}

/// Seen from inside, an outline is lighter on the same side all around: 1 where it is so everywhere.
fn agreement(&[top, bottom, left, right]: &[Side; 4]) -> f32 {
    let [top, bottom, left, right] = [top, bottom, left, right].map(|side| side.on.lighter_below);
    (top - bottom + left - right).abs() / 4.0
}

fn mean(sides: &[Side; 4], value: impl Fn(&Side) -> f32) -> f32 {
    sides.iter().map(value).sum::<f32>() / 4.0
}
