//! Light and colour of the skin: evenness from side to side, bright spots, natural colour.

use super::{
    colour::{Lab, Linear, lab_of_linear},
    light::face_pixels,
    percentile,
};
use crate::{
    mesh::{Mesh, index},
    picture::Picture,
};

/// Middles of the cheeks in the mesh, left and right in the picture.
const CHEEKS: [usize; 2] = [50, 280];
/// Side of the squares on the cheeks over the distance of the eyes (ISO/IEC 29794-5).
const CHEEK_SIDE: f32 = 0.3;
/// Linear luminance (0..255) from which a spot is bright, and how far above the median of the face it must be.
const SPOT: [f32; 2] = [215.0, 1.45];

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Skin {
    /// Median luminance of the darker cheek (eyes to chin) over that of the lighter, 0..1.
    pub(crate) evenness: f32,
    /// Share of the face in bright spots.
    pub(crate) spots: f32,
    /// Lab distance of the cheeks' mean colour from a* 5..25, b* 5..35.
    pub(crate) unnatural: f32,
}

/// Measures the face; `None` where it is too small.
pub(crate) fn measure(picture: &Picture, mesh: &Mesh, eye_distance: f32) -> Option<Skin> {
    let linear = Linear::new();
    let middle = mesh.middle(CHEEKS)[0];
    // Hair may cover the forehead, so the sides are compared below the eyes.
    let eyes = mesh.middle(index::EYE_LEFT)[1].max(mesh.middle(index::EYE_RIGHT)[1]);
    let (mut left, mut right, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for [x, y] in face_pixels(picture, mesh) {
        let luminance = linear.luminance(picture.pixel(x, y)) * 255.0;
        all.push(luminance);
        if y as f32 > eyes {
            if (x as f32) < middle { left.push(luminance) } else { right.push(luminance) }
        }
    }
    if left.len() < 100 || right.len() < 100 {
        return None;
    }
    let (l, r) = (percentile(&mut left, 0.5), percentile(&mut right, 0.5));
    let least = SPOT[0].max(percentile(&mut all, 0.5) * SPOT[1]);
    let spots = all.iter().filter(|&&value| value > least).count() as f32 / all.len() as f32;
    let unnatural = distance(cheek_colour(picture, &linear, mesh, eye_distance));
    Some(Skin { evenness: l.min(r) / l.max(r).max(1e-3), spots, unnatural })
}

/// Mean colour of both squares.
fn cheek_colour(picture: &Picture, linear: &Linear, mesh: &Mesh, eye_distance: f32) -> Lab {
    let half = (eye_distance * CHEEK_SIDE / 2.0).max(1.0) as isize;
    let (mut sum, mut count) = ([0.0_f32; 3], 0.0);
    for index in CHEEKS {
        let [x, y] = mesh.xy(index).map(|at| at as isize);
        for py in y - half..=y + half {
            for px in x - half..=x + half {
                for (sum, light) in sum.iter_mut().zip(linear.light(picture.pixel(px, py))) {
                    *sum += light;
                }
                count += 1.0;
            }
        }
    }
    lab_of_linear(sum.map(|sum| sum / count))
}

fn distance(lab: Lab) -> f32 {
    let outside = |value: f32, low: f32, high: f32| (low - value).max(value - high).max(0.0);
    outside(lab.a, 5.0, 25.0).hypot(outside(lab.b, 5.0, 35.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skin_of_every_shade_is_natural_and_grey_is_not() {
        let linear = Linear::new();
        // The ten tones of the Monk scale, lightest first.
        for rgb in [
            [0xF6, 0xED, 0xE4],
            [0xF3, 0xE7, 0xDB],
            [0xF7, 0xEA, 0xD0],
            [0xEA, 0xDA, 0xBA],
            [0xD7, 0xBD, 0x96],
            [0xA0, 0x7E, 0x56],
            [0x82, 0x5C, 0x43],
            [0x60, 0x41, 0x34],
            [0x3A, 0x31, 0x2A],
            [0x29, 0x24, 0x20],
        ] {
            assert!(distance(linear.lab(rgb)) < 5.0, "{rgb:?} {:?}", linear.lab(rgb));
        }
        assert!(distance(linear.lab([140; 3])) > 5.0);
        assert!(distance(linear.lab([120, 160, 220])) > 10.0);
    }
}
