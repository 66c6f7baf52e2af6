//! The background: its colour, and how much it varies.

use super::{
    colour::{Lab, Linear, ciede2000},
    head::median,
    percentile,
};
use crate::{mask::Mask, picture::Picture};
use shared::photo::Region;

/// Least share of the picture's blocks that must be background before anything is said about it.
const SHARE_MIN: f32 = 0.04;
/// Blocks across the picture.
const BLOCKS: usize = 32;
/// Greatest probability of a person in a block of background.
const NOT_PERSON: f32 = 0.15;

/// The measured background.
#[derive(Clone, Debug)]
pub(crate) struct Background {
    pub(crate) colour: Lab,
    /// CIEDE2000 that 97 % of the blocks keep to, from the background's own median colour.
    pub(crate) spread: f32,
    /// Around the blocks that differ most.
    pub(crate) worst: Option<Region>,
}

/// Measures the background; `None` where too little of it is to be seen.
pub(crate) fn measure(picture: &Picture, mask: &Mask) -> Option<Background> {
    let linear = Linear::new();
    let side = (picture.width as f32 / BLOCKS as f32).max(2.0);
    let rows = (picture.height as f32 / side) as usize;
    let mut blocks: Vec<([f32; 2], Lab)> = Vec::new();
    for row in 0..rows {
        for column in 0..BLOCKS {
            let (x, y) = (column as f32 * side, row as f32 * side);
            if is_background(mask, x, y, side) {
                blocks.push(([x, y], mean(picture, &linear, x, y, side)));
            }
        }
    }
    if (blocks.len() as f32) < SHARE_MIN * (rows * BLOCKS) as f32 {
        return None;
    }
    let labs: Vec<Lab> = blocks.iter().map(|&(_, lab)| lab).collect();
    let colour = median(&labs);
    let mut distances: Vec<f32> = labs.iter().map(|&lab| ciede2000(lab, colour)).collect();
    let of_block = distances.clone();
    let spread = percentile(&mut distances, 0.97);
    let far =
        blocks.iter().zip(of_block).filter(|&(_, distance)| distance >= spread.max(1.0)).map(|(block, _)| block.0);
    Some(Background { colour, spread, worst: around(far, side) })
}

/// Neither the block nor its surroundings (half a block, at least two cells of the mask) belong to a person.
fn is_background(mask: &Mask, x: f32, y: f32, side: f32) -> bool {
    let margin = (side / 2.0).max(2.0 * mask.cell());
    let ends = |at: f32| [at - margin, at + side / 2.0, at + side + margin];
    ends(y).iter().all(|&y| ends(x).iter().all(|&x| mask.at(x, y) < NOT_PERSON))
}

/// Mean colour of a block, averaged in Lab.
fn mean(picture: &Picture, linear: &Linear, x: f32, y: f32, side: f32) -> Lab {
    let (mut sum, mut count) = (Lab::default(), 0.0);
    for py in (y as isize..(y + side) as isize).step_by(2) {
        for px in (x as isize..(x + side) as isize).step_by(2) {
            let lab = linear.lab(picture.pixel(px, py));
            sum = Lab { l: sum.l + lab.l, a: sum.a + lab.a, b: sum.b + lab.b };
            count += 1.0;
        }
    }
    Lab { l: sum.l / count, a: sum.a / count, b: sum.b / count }
}

/// The rectangle around all blocks.
fn around(blocks: impl Iterator<Item = [f32; 2]>, side: f32) -> Option<Region> {
    let mut bounds: Option<[f32; 4]> = None;
    for [x, y] in blocks {
        let [x0, y0, x1, y1] = bounds.unwrap_or([x, y, x, y]);
        bounds = Some([x0.min(x), y0.min(y), x1.max(x), y1.max(y)]);
    }
    bounds.map(|[x0, y0, x1, y1]| Region { x: x0, y: y0, width: x1 - x0 + side, height: y1 - y0 + side })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(colour: impl Fn(usize, usize) -> [u8; 3]) -> Picture {
        let rgb = (0..480 * 640).flat_map(|at| colour(at % 480, at / 480)).collect();
        Picture::new(480, 640, rgb).unwrap()
    }

    fn person() -> Mask {
        Mask::drawn(480.0, 640.0, 256, |x, y| (x - 240.0).hypot(y - 300.0) < 120.0 || y > 480.0)
    }

    #[test]
    fn a_flat_background_has_no_spread_whatever_the_person_wears() {
        let flat = picture(|x, y| {
            if (x as f32 - 240.0).hypot(y as f32 - 300.0) < 120.0 || y > 480 { [200, 30, 30] } else { [100, 197, 255] }
        });
        let background = measure(&flat, &person()).unwrap();
        assert!(background.spread < 0.1);
        let reference = Linear::new().lab([100, 197, 255]);
        assert!(ciede2000(background.colour, reference) < 0.5);
    }

    #[test]
    fn a_gradient_has_a_spread() {
        let graded = picture(|_, y| [100, 197 - (y / 12) as u8, 255]);
        assert!(measure(&graded, &person()).unwrap().spread > 3.0);
    }

    #[test]
    fn a_picture_full_of_person_has_no_background() {
        let all = Mask::drawn(480.0, 640.0, 64, |_, _| true);
        assert!(measure(&picture(|_, _| [0; 3]), &all).is_none());
    }
}
