//! Where the card lies when no outline was found (on white paper, under fingers): its portrait side's labels say so, since they
//! stand at known places.

use super::{
    page::{CARD_MM, Page},
    raster::Quad,
};

/// The labels: their characters, where the first one's middle is in millimetres, and how far the characters are apart.
const LABELS: [(&str, [f32; 2]); 6] = [
    ("姓名", [7.6, 7.9]),
    ("性别", [7.6, 14.5]),
    ("民族", [26.7, 14.5]),
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

/// The card's corners in pixels of the picture, of a page with level lines.
pub(super) fn card_by_labels(page: &Page) -> Option<Quad> {
    let mut pairs = pairs(page);
    let mut map = Map::fitted(&pairs)?;
    // What another word brought along stands far off.
    pairs.retain(|(place, seen)| {
        let at = map.of(*place);
        (at[0] - seen[0]).hypot(at[1] - seen[1]) < OFF * map.x[0].abs()
    });
    map = Map::fitted(&pairs)?;
    let [width, height] = CARD_MM;
    Some([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]].map(|corner| page.in_picture(map.of(corner))))
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

/// From places on the card to those of a page with level lines, where what is across is across.
struct Map {
    /// Across: by x, by y, and from where.
    x: [f32; 3],
    /// Down: by y, and from where.
    y: [f32; 2],
}

impl Map {
    /// With the least squares; `None` where the pairs do not say enough.
    fn fitted(pairs: &[Pair]) -> Option<Self> {
        let rows = pairs.iter().map(|(place, _)| place[1]).fold([f32::MAX, f32::MIN], |[a, b], y| [a.min(y), b.max(y)]);
        if pairs.len() < LEAST || rows[1] - rows[0] < 12.0 {
            return None;
        }
        let count = pairs.len() as f32;
        let mean = |of: &dyn Fn(&Pair) -> f32| pairs.iter().map(of).sum::<f32>() / count;
        let [mx, my] = [0, 1].map(|axis: usize| mean(&|(place, _)| place[axis]));
        let [mu, mv] = [0, 1].map(|axis: usize| mean(&|(_, seen)| seen[axis]));
        let xx = mean(&|(place, _)| (place[0] - mx).powi(2));
        let yy = mean(&|(place, _)| (place[1] - my).powi(2));
        let xy = mean(&|(place, _)| (place[0] - mx) * (place[1] - my));
        let xu = mean(&|(place, seen)| (place[0] - mx) * (seen[0] - mu));
        let yu = mean(&|(place, seen)| (place[1] - my) * (seen[0] - mu));
        let yv = mean(&|(place, seen)| (place[1] - my) * (seen[1] - mv));
        let whole = xx * yy - xy * xy;
        if whole < 1e-3 {
            return None;
        }
        let (by_x, by_y, down) = ((xu * yy - yu * xy) / whole, (yu * xx - xu * xy) / whole, yv / yy);
        Some(Self { x: [by_x, by_y, mu - by_x * mx - by_y * my], y: [down, mv - down * my] })
    }

    fn of(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [self.x[0] * x + self.x[1] * y + self.x[2], self.y[0] * y + self.y[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaning_and_scaled_card_is_found_by_its_labels() {
        let truth = Map { x: [12.0, -2.0, 90.0], y: [11.0, 40.0] };
        let places = [[7.6, 7.9], [10.4, 7.9], [7.6, 27.5], [10.4, 27.5], [7.6, 46.5], [16.0, 46.5]];
        let pairs: Vec<Pair> = places.iter().map(|&place| (place, truth.of(place))).collect();
        let map = Map::fitted(&pairs).unwrap();
        let found = map.x.iter().chain(&map.y).zip(truth.x.iter().chain(&truth.y));
        assert!(found.clone().all(|(a, b)| (a - b).abs() < 0.05), "{:?}", found.collect::<Vec<_>>());
        assert!(Map::fitted(&pairs[..4]).is_none());
    }
}
