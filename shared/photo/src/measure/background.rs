//! The background: its colour, how much it varies, and what on it is shade or something else. Judged in blocks, so that
//! noise and compression do not count.

use super::{
    colour::{Lab, Linear, ciede2000, lab_of_linear},
    head::median,
    percentile,
};
use crate::portable::Portable;
use crate::{mask::Mask, picture::Picture};
use shared::photo::Region;

/// Least share of the picture's blocks that must be background before anything is said about it.
const SHARE_MIN: f32 = 0.04;
/// Blocks across the picture.
const BLOCKS: usize = 32;
/// Greatest probability of a person in a block of background.
const NOT_PERSON: f32 = 0.15;
/// Colour difference up to which a block is as the rest.
const SAME: f32 = 2.5;
/// Difference between neighbouring blocks that only the edge of a thing makes, not light.
const EDGE: f32 = 9.0;
/// Colour difference between a shaded block and the background made as dark.
const SHADE: f32 = 6.0;

/// One block of background.
#[derive(Clone, Copy, Debug)]
struct Block {
    column: usize,
    row: usize,
    lab: Lab,
    /// Mean linear light of the channels.
    light: [f32; 3],
    /// Standard deviation of the luma within, levels of 255.
    grain: f32,
    /// CIEDE2000 from the background's colour.
    distance: f32,
}

/// The measured background.
#[derive(Clone, Debug)]
pub(crate) struct Background {
    pub(crate) colour: Lab,
    /// CIEDE2000 that 97 % of the blocks (without shade and things) keep to, from the background's own median colour.
    pub(crate) spread: f32,
    /// Around the blocks that differ most.
    pub(crate) worst: Option<Region>,
    /// Noise: standard deviation within the calmest quarter of the blocks at most, levels of 255.
    pub(crate) grain: f32,
    /// Share of the blocks that lie in the shade of the person.
    pub(crate) shade: f32,
    pub(crate) shaded: Option<Region>,
    /// Share of the blocks at the edge of some thing or inside it.
    pub(crate) things: f32,
    pub(crate) thing: Option<Region>,
}

/// Measures the background inside a frame of `inset` pixels; `None` where too little of it is to be seen.
pub(crate) fn measure(picture: &Picture, mask: &Mask, inset: f32) -> Option<Background> {
    let side = (picture.width as f32 / BLOCKS as f32).max(2.0);
    let (mut blocks, seen) = blocks(picture, mask, side, inset);
    if (blocks.len() as f32) < SHARE_MIN * seen as f32 {
        return None;
    }
    let colour = median(&blocks.iter().map(|block| block.lab).collect::<Vec<_>>());
    for block in &mut blocks {
        block.distance = ciede2000(block.lab, colour);
    }
    let count = blocks.len() as f32;
    let shaded = shaded(&blocks, mask, side);
    let things = things(&blocks, &shaded);
    let rest: Vec<&Block> =
        blocks.iter().enumerate().filter(|&(at, _)| !shaded[at] && !things[at]).map(|(_, block)| block).collect();
    let spread = percentile(&mut rest.iter().map(|block| block.distance).collect::<Vec<_>>(), 0.97);
    let far = rest.iter().copied().filter(|block| block.distance >= spread.max(1.0));
    let marked = |marks: &[bool]| -> Vec<&Block> {
        blocks.iter().zip(marks).filter(|&(_, &mark)| mark).map(|(block, _)| block).collect()
    };
    let (shaded, things) = (marked(&shaded), marked(&things));
    Some(Background {
        colour,
        spread,
        worst: around(&far.collect::<Vec<_>>(), side),
        grain: percentile(&mut blocks.iter().map(|block| block.grain).collect::<Vec<_>>(), 0.25),
        shade: shaded.len() as f32 / count,
        shaded: around(&shaded, side),
        things: things.len() as f32 / count,
        thing: around(&things, side),
    })
}

/// The blocks of background, and how many blocks there are in all.
fn blocks(picture: &Picture, mask: &Mask, side: f32, inset: f32) -> (Vec<Block>, usize) {
    let linear = Linear::new();
    let rows = (picture.height as f32 / side) as usize;
    let (right, bottom) = (picture.width as f32 - inset, picture.height as f32 - inset);
    let mut blocks = Vec::new();
    for row in 0..rows {
        for column in 0..BLOCKS {
            let (x, y) = (column as f32 * side, row as f32 * side);
            let inside = x >= inset && y >= inset && x + side <= right + 0.5 && y + side <= bottom + 0.5;
            if inside && is_background(mask, x, y, side) {
                let (light, grain) = mean(picture, &linear, x, y, side);
                blocks.push(Block { column, row, lab: lab_of_linear(light), light, grain, distance: 0.0 });
            }
        }
    }
    (blocks, rows * BLOCKS)
}

/// Neither the block nor its surroundings (half a block, at least two cells of the mask) belong to a person.
fn is_background(mask: &Mask, x: f32, y: f32, side: f32) -> bool {
    let margin = (side / 2.0).max(2.0 * mask.cell());
    let ends = |at: f32| [at - margin, at + side / 2.0, at + side + margin];
    ends(y).iter().all(|&y| ends(x).iter().all(|&x| mask.at(x, y) < NOT_PERSON))
}

/// Mean linear light of a block, and the standard deviation of its luma.
fn mean(picture: &Picture, linear: &Linear, x: f32, y: f32, side: f32) -> ([f32; 3], f32) {
    let (mut sum, mut luma, mut squares, mut count) = ([0.0_f32; 3], 0.0, 0.0, 0.0);
    for py in y as isize..(y + side) as isize {
        for px in x as isize..(x + side) as isize {
            let rgb = picture.pixel(px, py);
            for (sum, light) in sum.iter_mut().zip(linear.light(rgb)) {
                *sum += light;
            }
            // Around mid-grey, so that squares keep their precision.
            let grey = 0.299 * f32::from(rgb[0]) + 0.587 * f32::from(rgb[1]) + 0.114 * f32::from(rgb[2]) - 128.0;
            luma += grey;
            squares += grey * grey;
            count += 1.0;
        }
    }
    let variance: f32 = squares / count - (luma / count) * (luma / count);
    (sum.map(|sum| sum / count), variance.max(0.0).sqrt())
}

/// Marks blocks with a sharp edge to a neighbour, on the side that differs from the background, and what lies within.
fn things(blocks: &[Block], shaded: &[bool]) -> Vec<bool> {
    let beside = |a: &Block, b: &Block| a.column.abs_diff(b.column) + a.row.abs_diff(b.row) == 1;
    let edge = |one: &Block| {
        blocks
            .iter()
            .any(|other| beside(one, other) && other.distance < one.distance && ciede2000(one.lab, other.lab) > EDGE)
    };
    let differs: Vec<bool> =
        blocks.iter().zip(shaded).map(|(block, &shaded)| block.distance > EDGE && !shaded).collect();
    let mut things: Vec<bool> = blocks.iter().zip(&differs).map(|(block, &differs)| differs && edge(block)).collect();
    let mut open: Vec<usize> = (0..blocks.len()).filter(|&at| things[at]).collect();
    while let Some(at) = open.pop() {
        for next in 0..blocks.len() {
            if differs[next] && !things[next] && beside(&blocks[at], &blocks[next]) {
                things[next] = true;
                open.push(next);
            }
        }
    }
    things
}

/// Marks blocks that are the background with less light, near the person, while most of the background is even. A
/// gradient or dark corners are no shadow: they are unevenness.
fn shaded(blocks: &[Block], mask: &Mask, side: f32) -> Vec<bool> {
    let even: Vec<&Block> = blocks.iter().filter(|block| block.distance < SAME).collect();
    if even.len() * 2 < blocks.len() {
        return vec![false; blocks.len()];
    }
    let full: [f32; 3] = std::array::from_fn(|channel| {
        percentile(&mut even.iter().map(|block| block.light[channel]).collect::<Vec<_>>(), 0.5)
    });
    let darker = |block: &Block| {
        let share = block.light.iter().sum::<f32>() / full.iter().sum::<f32>().max(1e-6);
        block.distance >= SAME
            && share < 0.95
            && ciede2000(block.lab, lab_of_linear(full.map(|light| light * share))) < SHADE
            && near_person(mask, block, side)
    };
    blocks.iter().map(darker).collect()
}

/// A person stands within five blocks.
fn near_person(mask: &Mask, block: &Block, side: f32) -> bool {
    let (x, y) = ((block.column as f32 + 0.5) * side, (block.row as f32 + 0.5) * side);
    let ring = |reach: f32| {
        (0..12).any(move |step| {
            let (sin, cos) = (step as f32 / 12.0 * std::f32::consts::TAU).portable_sin_cos();
            mask.at(x + cos * reach * side, y + sin * reach * side) > 0.5
        })
    };
    ring(2.5) || ring(4.0) || ring(5.5)
}

/// The rectangle around all blocks.
fn around(blocks: &[&Block], side: f32) -> Option<Region> {
    let span = |pick: fn(&Block) -> usize| {
        let values = || blocks.iter().map(|block| pick(block));
        Some((values().min()? as f32 * side, (values().max()? + 1) as f32 * side))
    };
    let ((x0, x1), (y0, y1)) = (span(|block| block.column)?, span(|block| block.row)?);
    Some(Region { x: x0, y: y0, width: x1 - x0, height: y1 - y0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLUE: [u8; 3] = [100, 197, 255];

    fn picture(colour: impl Fn(f32, f32) -> [u8; 3]) -> Picture {
        let rgb = (0..480 * 640).flat_map(|at| colour((at % 480) as f32, (at / 480) as f32)).collect();
        Picture::new(480, 640, rgb).unwrap()
    }

    fn is_person(x: f32, y: f32) -> bool {
        (x - 240.0).hypot(y - 300.0) < 120.0 || y > 480.0
    }

    fn measured(colour: impl Fn(f32, f32) -> [u8; 3]) -> Background {
        let drawn = picture(|x, y| if is_person(x, y) { [200, 30, 30] } else { colour(x, y) });
        measure(&drawn, &Mask::drawn(480.0, 640.0, 256, is_person), 0.0).unwrap()
    }

    #[test]
    fn a_flat_background_is_flat_whatever_the_person_wears() {
        let flat = measured(|_, _| BLUE);
        assert!(flat.spread < 0.1 && flat.shade == 0.0 && flat.things == 0.0);
        assert!(ciede2000(flat.colour, Linear::new().lab(BLUE)) < 0.5);
    }

    #[test]
    fn a_gradient_has_a_spread_and_is_no_thing() {
        let graded = measured(|_, y| [100, 197 - (y / 10.0) as u8, 255]);
        assert!(graded.spread > 3.0 && graded.things == 0.0 && graded.shade == 0.0);
    }

    #[test]
    fn a_shadow_beside_the_head_is_shade() {
        let shadow = measured(|x, y| {
            let depth = 1.0 - ((x - 380.0).hypot(y - 320.0) / 90.0).min(1.0);
            BLUE.map(|value| (f32::from(value) * (1.0 - 0.35 * depth)) as u8)
        });
        assert!(shadow.shade > 0.04, "{}", shadow.shade);
    }

    #[test]
    fn a_thing_on_the_wall_has_edges() {
        let thing = measured(|x, y| if x < 100.0 && (100.0..200.0).contains(&y) { [120, 80, 40] } else { BLUE });
        assert!(thing.things > 0.02 && thing.shade < 0.01, "{} {}", thing.things, thing.shade);
        let region = thing.thing.unwrap();
        assert!(region.x < 30.0 && region.x + region.width < 120.0);
    }

    #[test]
    fn a_picture_full_of_person_has_no_background() {
        let all = Mask::drawn(480.0, 640.0, 64, |_, _| true);
        assert!(measure(&picture(|_, _| [0; 3]), &all, 0.0).is_none());
    }
}
