//! Letters in the picture: dates, names, watermarks. No reading, only their look: parts of one colour and about one height
//! in a row, set off sharply from what is behind them.

use super::head::Head;
use crate::{mesh::index, picture::Picture};
use shared::photo::Region;

/// Longest side at which letters are looked for.
const SIDE: usize = 800;
/// Half the side of the square that a pixel is compared with, over the picture's width.
const AROUND: f32 = 0.025;
/// Difference from its surroundings, levels of 255, in some channel.
const CONTRAST: i32 = 48;
/// Height of letters over the picture's width.
const HEIGHT: [f32; 2] = [0.014, 0.09];
/// Least height of letters that can be told from noise, pixels.
const LEAST: f32 = 6.0;
/// Parts beyond this many make a picture too busy to look for rows.
const PARTS_MAX: usize = 4000;

/// A connected part of one kind.
#[derive(Clone, Copy, Debug)]
struct Part {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
    pixels: u32,
    colour: [f32; 3],
}

impl Part {
    fn height(&self) -> f32 {
        (self.bottom - self.top + 1) as f32
    }

    fn width(&self) -> f32 {
        (self.right - self.left + 1) as f32
    }

    /// Lean and neither a dot nor a bar nor a blot.
    fn could_be_letter(&self, picture_width: f32) -> bool {
        let (width, height) = (self.width(), self.height());
        let fill = self.pixels as f32 / (width * height);
        let tall = height / picture_width;
        height >= LEAST
            && (HEIGHT[0]..=HEIGHT[1]).contains(&tall)
            && width <= 1.7 * height
            && (0.15..0.97).contains(&fill)
    }

    /// The next letter of a row: close by, level, as tall, of the same colour.
    fn precedes(&self, next: &Self) -> bool {
        let height = self.height().max(next.height());
        let gap = next.left as f32 - self.right as f32;
        let level = self.bottom.abs_diff(next.bottom).min(self.top.abs_diff(next.top)) as f32;
        let unlike = self.colour.iter().zip(next.colour).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt();
        (-0.1 * height..=1.1 * height).contains(&gap)
            && next.left > self.left
            && level <= 0.15 * height
            && self.height().min(next.height()) >= 0.62 * height
            && unlike < 60.0
    }
}

/// The longest row of parts that look like letters: how many, and where. Parts of the face are left out.
pub(crate) fn longest_row(picture: &Picture, head: Option<&Head>) -> (usize, Option<Region>) {
    let (small, factor) = picture.reduced(SIDE);
    let scale = factor as f32;
    let mut parts = parts(&small);
    parts.retain(|part| {
        part.could_be_letter(small.width as f32) && !head.is_some_and(|head| in_face(part, head, scale))
    });
    parts.sort_by_key(|part| part.left);
    if parts.len() > PARTS_MAX {
        return (0, None);
    }
    let mut best: Vec<(usize, usize)> = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let longest = (0..at).filter(|&before| parts[before].precedes(part)).map(|before| (best[before].0 + 1, before));
        best.push(longest.max().unwrap_or((1, at)));
    }
    let Some((mut at, &(length, _))) = best.iter().enumerate().max_by_key(|(_, row)| row.0) else { return (0, None) };
    let mut row = vec![parts[at]];
    while best[at].1 != at {
        at = best[at].1;
        row.push(parts[at]);
    }
    (length, Some(around(&row, scale)))
}

fn in_face(part: &Part, head: &Head, scale: f32) -> bool {
    let x = (part.left + part.right) as f32 / 2.0 * scale;
    let y = (part.top + part.bottom) as f32 / 2.0 * scale;
    let face = &head.measures;
    let top = head.mesh.xy(index::FOREHEAD)[1];
    x > face.cheek_left_x && x < face.cheek_right_x && y > top && y < face.chin[1] + 0.1 * head.eye_to_chin
}

fn around(row: &[Part], scale: f32) -> Region {
    let low = |pick: fn(&Part) -> usize| row.iter().map(pick).min().unwrap_or(0) as f32 * scale;
    let high = |pick: fn(&Part) -> usize| (row.iter().map(pick).max().unwrap_or(0) + 1) as f32 * scale;
    let (x, y) = (low(|part| part.left), low(|part| part.top));
    Region { x, y, width: high(|part| part.right) - x, height: high(|part| part.bottom) - y }
}

/// Connected pixels that are all lighter, or all darker, than their surroundings.
fn parts(picture: &Picture) -> Vec<Part> {
    let kinds = kinds(picture);
    let (width, height) = (picture.width, picture.height);
    let mut seen = vec![false; kinds.len()];
    let mut parts = Vec::new();
    let mut open = Vec::new();
    for start in 0..kinds.len() {
        if kinds[start] == 0 || seen[start] {
            continue;
        }
        let (x, y) = (start % width, start / width);
        let mut part = Part { left: x, right: x, top: y, bottom: y, pixels: 0, colour: [0.0; 3] };
        seen[start] = true;
        open.push(start);
        while let Some(at) = open.pop() {
            let (x, y) = (at % width, at / width);
            part.left = part.left.min(x);
            part.right = part.right.max(x);
            part.top = part.top.min(y);
            part.bottom = part.bottom.max(y);
            part.pixels += 1;
            for (sum, value) in part.colour.iter_mut().zip(&picture.rgb[at * 3..at * 3 + 3]) {
                *sum += f32::from(*value);
            }
            for next_y in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for next_x in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let next = next_y * width + next_x;
                    if !seen[next] && kinds[next] == kinds[start] {
                        seen[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        part.colour = part.colour.map(|sum| sum / part.pixels as f32);
        parts.push(part);
    }
    parts
}

/// For each pixel 1 where its strongest channel is lighter than the surroundings, 2 where it is darker, 0 where it is alike.
fn kinds(picture: &Picture) -> Vec<u8> {
    let (width, height) = (picture.width, picture.height);
    let reach = ((width as f32 * AROUND) as usize).max(3);
    let sums = Sums::new(picture);
    let mut kinds = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let (sum, count) = sums.of([x.saturating_sub(reach), y.saturating_sub(reach)], [x + reach, y + reach]);
            let at = (y * width + x) * 3;
            let off: [i32; 3] =
                std::array::from_fn(|channel| i32::from(picture.rgb[at + channel]) * count - sum[channel] as i32);
            let strongest = off.into_iter().max_by_key(|off| off.abs()).unwrap_or(0);
            kinds.push(if strongest.abs() < CONTRAST * count { 0 } else { 1 + u8::from(strongest < 0) });
        }
    }
    kinds
}

/// Sums over rectangles in constant time.
struct Sums {
    width: usize,
    height: usize,
    /// `(height + 1) * (width + 1)` sums from the upper left corner.
    values: Vec<[u32; 3]>,
}

impl Sums {
    fn new(picture: &Picture) -> Self {
        let (width, height) = (picture.width, picture.height);
        let mut values = vec![[0; 3]; (width + 1) * (height + 1)];
        for y in 0..height {
            let mut row = [0_u32; 3];
            for x in 0..width {
                let at = (y * width + x) * 3;
                let above = values[y * (width + 1) + x + 1];
                for channel in 0..3 {
                    row[channel] += u32::from(picture.rgb[at + channel]);
                    values[(y + 1) * (width + 1) + x + 1][channel] = above[channel] + row[channel];
                }
            }
        }
        Self { width, height, values }
    }

    /// Sum of each channel and how many pixels there are; the rectangle's lower right corner is cut to the picture.
    fn of(&self, [left, top]: [usize; 2], [right, bottom]: [usize; 2]) -> ([u32; 3], i32) {
        let (right, bottom) = ((right + 1).min(self.width), (bottom + 1).min(self.height));
        let at = |x: usize, y: usize| self.values[y * (self.width + 1) + x];
        let (a, b, c, d) = (at(left, top), at(right, top), at(left, bottom), at(right, bottom));
        let count = ((right - left) * (bottom - top)) as i32;
        (std::array::from_fn(|channel| d[channel] + a[channel] - b[channel] - c[channel]), count)
    }
}
