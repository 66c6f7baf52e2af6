//! The pixels of a picture that are the card, and their light.

use super::outline::Quad;
use crate::picture::Picture;

/// Part of the card at its edge that is left out: its rounded corners, shadows and fingers.
const INSET: f32 = 0.03;
/// Part of the picture at each edge that is left out where no outline is known.
const FRAME: f32 = 0.12;
/// From here a pixel's darkest colour is as light as can be.
const BLOWN: u8 = 250;
/// Side of the squares that are blown out together, over the card's long side.
const SQUARE: f32 = 1.0 / 64.0;

/// The luma of a picture and which part of it is the card.
pub(super) struct Area {
    pub(super) width: usize,
    pub(super) height: usize,
    /// 0..255.
    pub(super) luma: Vec<u8>,
    /// First column of the card and the first after it, for each row.
    pub(super) spans: Vec<[usize; 2]>,
    /// Pixels along the card's long side; along the picture's where no outline is known.
    pub(super) long_px: f32,
}

/// What the light on a card is like; luma 0..255.
#[derive(Clone, Copy, Debug)]
pub(super) struct Light {
    /// Of half of what is not as light as can be: the paper.
    pub(super) middle: f32,
    /// That which a twentieth is above.
    pub(super) bright: f32,
    /// Between the darkest and the lightest fiftieth.
    pub(super) span: f32,
    /// Share of squares that are blown out.
    pub(super) blown: f32,
}

impl Area {
    pub(super) fn new(picture: &Picture, quad: Option<&Quad>, long_px: f32) -> Self {
        let (width, height) = (picture.width, picture.height);
        let luma = |&[r, g, b]: &[u8; 3]| ((u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8) as u8;
        let luma = picture.rgb.as_chunks().0.iter().map(luma).collect();
        let middle = |side: usize| {
            let frame = (side as f32 * FRAME) as usize;
            [frame, (side - frame).max(frame)]
        };
        let spans = if let Some(quad) = quad {
            let inner = inset(quad);
            (0..height).map(|y| span(&inner, y as f32 + 0.5, width)).collect()
        } else {
            let (across, [top, bottom]) = (middle(width), middle(height));
            (0..height).map(|y| if (top..bottom).contains(&y) { across } else { [0, 0] }).collect()
        };
        Self { width, height, luma, spans, long_px }
    }

    /// Pixels of the card row by row.
    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        let rows = self.spans.iter().enumerate();
        rows.map(|(y, &[from, to])| self.luma.get(y * self.width + from..y * self.width + to).unwrap_or(&[]))
    }

    pub(super) fn light(&self, picture: &Picture) -> Light {
        let mut counts = [0_usize; 256];
        self.rows().flatten().for_each(|&luma| counts[usize::from(luma)] += 1);
        let total: usize = counts.iter().sum();
        let below = |share: f32| {
            let mut left = (total as f32 * share) as usize;
            let level = counts.iter().position(|&count| {
                let found = count > left;
                left = left.saturating_sub(count);
                found
            });
            level.unwrap_or(0) as f32
        };
        let span = below(0.98) - below(0.02);
        let clear: usize = counts[..usize::from(BLOWN)].iter().sum();
        let middle = below(0.5 * clear as f32 / total.max(1) as f32);
        Light { middle, bright: below(0.95), span, blown: self.blown(picture) }
    }

    /// Share of the squares all over the card in which no pixel is less than white. Single white pixels are paper.
    fn blown(&self, picture: &Picture) -> f32 {
        let side = ((self.long_px * SQUARE) as usize).max(4);
        let (mut all, mut blown) = (0_usize, 0_usize);
        for top in (0..self.height.saturating_sub(side)).step_by(side) {
            let (upper, lower) = (self.spans[top], self.spans[top + side - 1]);
            let (from, to) = (upper[0].max(lower[0]), upper[1].min(lower[1]));
            for left in (from..to.saturating_sub(side)).step_by(side) {
                let white = |y: usize| {
                    let start = (y * self.width + left) * 3;
                    picture.rgb[start..start + side * 3].iter().all(|&value| value >= BLOWN)
                };
                all += 1;
                blown += usize::from((top..top + side).all(white));
            }
        }
        if all > 0 { blown as f32 / all as f32 } else { 0.0 }
    }
}

/// Drawn in towards the middle.
fn inset(quad: &Quad) -> Quad {
    let middle = [0, 1].map(|axis: usize| quad.iter().map(|corner| corner[axis]).sum::<f32>() / 4.0);
    quad.map(|corner| [0, 1].map(|axis: usize| corner[axis] + (middle[axis] - corner[axis]) * 2.0 * INSET))
}

/// The columns of a convex quadrilateral at height `y`.
fn span(quad: &Quad, y: f32, width: usize) -> [usize; 2] {
    let (mut from, mut to) = (f32::MAX, f32::MIN);
    for at in 0..4 {
        let (a, b) = (quad[at], quad[(at + 1) % 4]);
        if (a[1] <= y) != (b[1] <= y) {
            let x = a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]);
            from = from.min(x);
            to = to.max(x);
        }
    }
    if from > to {
        return [0, 0];
    }
    let [from, to] = [from, to].map(|x| (x.max(0.0).round() as usize).min(width));
    [from, to.max(from)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_is_what_lies_inside_its_corners() {
        let picture = Picture::new(100, 60, [0; 3].repeat(6000)).unwrap();
        let area = Area::new(&picture, Some(&[[10.0, 10.0], [90.0, 10.0], [90.0, 50.0], [10.0, 50.0]]), 80.0);
        assert_eq!((area.spans[5], area.spans[30]), ([0, 0], [12, 88]));
        assert_eq!(Area::new(&picture, None, 100.0).spans[30], [12, 88]);
    }

    #[test]
    fn white_squares_are_blown_out_and_white_dots_are_not() {
        let spot = |at: usize| if at % 128 < 32 && at / 128 < 80 { [255; 3] } else { [(at % 2 * 255) as u8; 3] };
        let picture = Picture::new(128, 80, (0..128 * 80).flat_map(spot).collect()).unwrap();
        let area = Area::new(&picture, Some(&[[0.0, 0.0], [128.0, 0.0], [128.0, 80.0], [0.0, 80.0]]), 128.0);
        let light = area.light(&picture);
        assert!((light.blown - 0.22).abs() < 0.05, "{light:?}");
        assert!(light.bright > 254.0 && light.span > 254.0);
    }
}
