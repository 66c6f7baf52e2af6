//! What is on and around the eyes: red pupils, dark lenses, rims across the eyes, reflections, hair.

use super::{
    colour::{Lab, ciede2000},
    head::Head,
    light::pixels_inside,
    patch::Reader,
};
use crate::picture::Picture;

/// The edge of the lids, left eye in the picture first.
pub(crate) const OPENINGS: [[usize; 16]; 2] = [
    [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
    [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
];
/// Red is what has more than this share of its light in the red channel above the others, and is not dark.
const RED_SHARE: f32 = 0.5;
const RED_LEAST: f32 = 90.0;
/// Where a lens covers skin that is otherwise as light as the cheek: below and above the eye, in T.
const UNDER_EYE: f32 = 0.14;
const OVER_EYE: f32 = -0.12;
/// Where the cheek is compared, in T.
const CHEEK: f32 = 0.42;

/// Measures of both eyes; of each the worse eye.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Eyes {
    /// Share of the eye between the lids that is red.
    pub(crate) red: f32,
    /// Light around the eye over that of the cheek below it; a dark lens takes most of it away.
    pub(crate) lens_light: f32,
    /// Contrast of a dark line that crosses the eye from corner to corner and beyond, 0..1.
    pub(crate) rim: f32,
    /// Share of the surroundings of the eye that is a bright reflection.
    pub(crate) reflection: f32,
    /// Share of the surroundings of the eye, brow and lid, that has the colour of the hair and not of the skin.
    pub(crate) hair: f32,
}

/// Measures both eyes; `None` where they are too small.
pub(crate) fn measure(picture: &Picture, head: &Head) -> Option<Eyes> {
    if head.eye_distance < 24.0 {
        return None;
    }
    let reader = Reader::new(picture, head);
    let of = |side: usize| {
        let x = [-0.5, 0.5][side];
        Eyes {
            red: red(picture, head, side),
            lens_light: lens_light(&reader, x),
            rim: rim(&reader, head, side),
            reflection: reflection(&reader, x),
            hair: hair(&reader, head, x),
        }
    };
    let (left, right) = (of(0), of(1));
    Some(Eyes {
        red: left.red.max(right.red),
        lens_light: left.lens_light.min(right.lens_light),
        rim: left.rim.max(right.rim),
        reflection: left.reflection.max(right.reflection),
        hair: left.hair.max(right.hair),
    })
}

fn red(picture: &Picture, head: &Head, side: usize) -> f32 {
    let pixels = pixels_inside(picture, &OPENINGS[side].map(|index| head.mesh.xy(index)));
    let is_red = |&&[x, y]: &&[isize; 2]| {
        let [r, g, b] = picture.pixel(x, y).map(f32::from);
        r >= RED_LEAST && r - g.max(b) > RED_SHARE * r
    };
    if pixels.len() < 12 { 0.0 } else { pixels.iter().filter(is_red).count() as f32 / pixels.len() as f32 }
}

fn lens_light(reader: &Reader, x: f32) -> f32 {
    let cheek = reader.luminance([x, CHEEK], [0.12, 0.06]).max(1e-4);
    let at = |y: f32| reader.luminance([x, y], [0.2, 0.025]) / cheek;
    at(UNDER_EYE).max(at(OVER_EYE))
}

/// A rim shows as a dark line at the height of the eye on the skin at both of its corners. Lashes and the lid's fold end
/// before that.
fn rim(reader: &Reader, head: &Head, side: usize) -> f32 {
    let corners = [0, 8].map(|at: usize| reader.axes.of_point(head.mesh.xy(OPENINGS[side][at])));
    let heights = [12, 4].map(|at: usize| reader.axes.of_point(head.mesh.xy(OPENINGS[side][at]))[1]);
    let outwards = (corners[0][0] - corners[1][0]).signum();
    let outer = line_contrast(reader, corners[0][0] + outwards * 0.12, heights);
    let inner = line_contrast(reader, corners[1][0] - outwards * 0.09, heights);
    outer.min(inner)
}

/// Greatest contrast of a dark line across a narrow column, between two heights: how much darker it is than the lighter
/// skin a little above and below.
fn line_contrast(reader: &Reader, x: f32, [upper, lower]: [f32; 2]) -> f32 {
    const STEP: f32 = 0.01;
    const REACH: usize = 5;
    let first = upper - 0.02 - REACH as f32 * STEP;
    let count = ((lower - upper + 0.04) / STEP).max(1.0) as usize + 2 * REACH;
    let light = |row: usize| reader.luminance([x, first + row as f32 * STEP], [0.03, 0.003]);
    let column: Vec<f32> = (0..=count).map(light).collect();
    let contrast = |row: usize| {
        let beside = column[row - REACH].min(column[row + REACH]);
        1.0 - column[row] / beside.max(1e-4)
    };
    (REACH..=count - REACH).map(contrast).fold(0.0, f32::max)
}

fn reflection(reader: &Reader, x: f32) -> f32 {
    let cheek = reader.luminance([x, CHEEK], [0.12, 0.06]);
    let least = (1.7 * cheek).max(0.6);
    let bright = reader.axes.patch([x, 0.02], [0.36, 0.16]).filter(|&at| {
        let [r, g, b] = reader.pixel(at).map(f32::from);
        let grey = r.max(g).max(b) - r.min(g).min(b) < 0.2 * r.max(g).max(b);
        grey && reader.linear.luminance(reader.pixel(at)) > least
    });
    bright.count() as f32 / reader.axes.patch([x, 0.02], [0.36, 0.16]).count() as f32
}

/// Between the brow and the lid there is skin; where it is nearer to the hair's colour than to the skin's, hair hangs
/// over it. The brow itself and the lashes stay below the limit.
fn hair(reader: &Reader, head: &Head, x: f32) -> f32 {
    let skin = reader.colour([x, 0.3], [0.15, 0.06]);
    let crown = reader.axes.of_point([head.centre_x(), head.measures.head_top_y])[1];
    let forehead = reader.axes.of_point(head.mesh.xy(crate::mesh::index::FOREHEAD))[1];
    let strands = reader.colour([0.0, crown + 0.45 * (forehead - crown)], [0.35, 0.08]);
    if ciede2000(skin, strands) < 25.0 {
        return 0.0;
    }
    let like_hair = |lab: Lab| ciede2000(lab, strands) < 0.6 * ciede2000(lab, skin);
    let places = || reader.axes.patch([x, -0.19], [0.3, 0.13]);
    let covered = places().filter(|&at| like_hair(reader.linear.lab(reader.pixel(at)))).count();
    covered as f32 / places().count() as f32
}
