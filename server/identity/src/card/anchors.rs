//! Where the card lies when no outline was found (on white paper, under fingers): its portrait side's labels say so, since they
//! stand at known places.

use super::{
    page::{CARD_MM, Page},
    raster::Quad,
};

/// The labels: their characters, where the first one's middle is in millimetres, and how far the characters are apart.
const LABELS: [(&str, [f32; 2]); 5] = [
    ("姓名", [7.6, 7.9]),
    ("性别", [7.6, 14.5]),
    ("出生", [7.6, 20.9]),
    ("住址", [7.6, 27.5]),
    ("公民身份号码", [7.6, 46.5]),
];
const APART: f32 = 2.8;
/// Characters that two rows at least have to show.
const LEAST: usize = 5;
/// Greatest distance of a character from where it should be.
const OFF: f32 = 3.0;

/// A place on the card and where it was seen.
type Pair = ([f32; 2], [f32; 2]);

/// The card's corners in pixels of the picture.
pub(super) fn outline_by_labels(page: &Page) -> Option<Quad> {
    let mut pairs = pairs(page);
    let mut map = fitted(&pairs)?;
    // What another word brought along stands far off.
    let unit = map[0].hypot(map[3]);
    pairs.retain(|(place, seen)| {
        let at = mapped(&map, *place);
        (at[0] - seen[0]).hypot(at[1] - seen[1]) < OFF * unit
    });
    map = fitted(&pairs)?;
    let [width, height] = CARD_MM;
    Some([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]].map(|corner| page.in_picture(mapped(&map, corner))))
}

fn pairs(page: &Page) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for row in &page.rows {
        let letters = row.letters();
        for (label, [x, y]) in LABELS {
            let seen: Vec<(usize, f32)> = label
                .chars()
                .enumerate()
                .filter_map(|(nth, wanted)| Some((nth, letters.iter().find(|l| l.char == wanted)?.middle())))
                .collect();
            if seen.len() * 2 > label.chars().count() {
                pairs.extend(seen.into_iter().map(|(nth, at)| ([x + APART * nth as f32, y], [at, row.y])));
            }
        }
    }
    pairs
}

/// The affine map with the least squares; `None` where the pairs do not say enough.
fn fitted(pairs: &[Pair]) -> Option<[f32; 6]> {
    let rows = pairs.iter().map(|(place, _)| place[1]).fold([f32::MAX, f32::MIN], |[a, b], y| [a.min(y), b.max(y)]);
    if pairs.len() < LEAST || rows[1] - rows[0] < 12.0 {
        return None;
    }
    let mut sums = [[0.0_f64; 3]; 3];
    let mut right = [[0.0_f64; 3]; 2];
    for ([x, y], seen) in pairs {
        let terms = [f64::from(*x), f64::from(*y), 1.0];
        for (i, a) in terms.iter().enumerate() {
            (0..3).for_each(|j| sums[i][j] += a * terms[j]);
            (0..2).for_each(|c| right[c][i] += a * f64::from(seen[c]));
        }
    }
    let determinant = |m: [[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = determinant(sums);
    if whole.abs() < 1e-3 {
        return None;
    }
    let mut map = [0.0; 6];
    for c in 0..2 {
        for i in 0..3 {
            let mut replaced = sums;
            (0..3).for_each(|row| replaced[row][i] = right[c][row]);
            map[c * 3 + i] = (determinant(replaced) / whole) as f32;
        }
    }
    Some(map)
}

fn mapped(map: &[f32; 6], [x, y]: [f32; 2]) -> [f32; 2] {
    [map[0] * x + map[1] * y + map[2], map[3] * x + map[4] * y + map[5]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_and_scaled_card_is_found_by_its_labels() {
        let truth = [12.0, -2.0, 90.0, 2.0, 12.0, 40.0];
        let places = [[7.6, 7.9], [10.4, 7.9], [7.6, 27.5], [10.4, 27.5], [7.6, 46.5], [16.0, 46.5]];
        let pairs: Vec<Pair> = places.iter().map(|&place| (place, mapped(&truth, place))).collect();
        let map = fitted(&pairs).unwrap();
        assert!(map.iter().zip(truth).all(|(a, b)| (a - b).abs() < 0.05), "{map:?}");
        assert!(fitted(&pairs[..4]).is_none());
    }
}
