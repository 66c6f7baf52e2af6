//! Light and colour of the skin: evenness from side to side, bright spots, natural colour.

use super::{
    colour::{Lab, Linear, lab_of_linear},
    head::Head,
    light::face_pixels,
    percentile,
};
use crate::picture::Picture;
use crate::portable::Portable;

/// How far below the eye its cheek's middle lies, over the distance from eyes to chin, and how far inwards, over half
/// the distance of the eyes.
const CHEEK_PLACE: [f32; 2] = [0.42, 0.05];
/// Side of the squares on the cheeks over the distance of the eyes (ISO/IEC 29794-5).
const CHEEK_SIDE: f32 = 0.3;
/// Linear luminance (0..255) from which a spot is bright, and how far above the median of the face it must be.
const SPOT: [f32; 2] = [215.0, 1.45];

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Skin {
    /// Median luminance of the darker cheek over that of the lighter, 0..1.
    pub(crate) evenness: f32,
    /// Share of the face in bright spots.
    pub(crate) spots: f32,
    /// Lab distance of the cheeks' mean colour from a* 5..25, b* 5..35.
    pub(crate) unnatural: f32,
}

/// Measures the face; `None` where it is too small.
pub(crate) fn measure(picture: &Picture, head: &Head) -> Option<Skin> {
    let linear = Linear::new();
    let luminance = |[x, y]: [isize; 2]| linear.luminance(picture.pixel(x, y)) * 255.0;
    let mut face: Vec<f32> = face_pixels(picture, &head.mesh).into_iter().map(luminance).collect();
    if face.len() < 200 {
        return None;
    }
    let least = SPOT[0].max(percentile(&mut face, 0.5) * SPOT[1]);
    let spots = face.iter().filter(|&&value| value > least).count() as f32 / face.len() as f32;
    let cheeks = cheeks(head);
    let [left, right] =
        cheeks.each_ref().map(|cheek| percentile(&mut cheek.iter().map(|&at| luminance(at)).collect::<Vec<_>>(), 0.5));
    let evenness = left.min(right) / left.max(right).max(1e-3);
    let unnatural = distance(mean_colour(picture, &linear, cheeks.iter().flatten()));
    Some(Skin { evenness, spots, unnatural })
}

/// The pixels of both squares, left in the picture first.
fn cheeks(head: &Head) -> [Vec<[isize; 2]>; 2] {
    let face = &head.measures;
    let eyes = [f32::midpoint(face.left_eye[0], face.right_eye[0]), head.eye_y()];
    let half = (head.eye_distance * CHEEK_SIDE / 2.0).max(1.0) as isize;
    [face.left_eye, face.right_eye].map(|eye| {
        let [x, y] = [0, 1].map(|axis: usize| {
            let down = (face.chin[axis] - eyes[axis]) * CHEEK_PLACE[0];
            (eye[axis] + down + (eyes[axis] - eye[axis]) * CHEEK_PLACE[1]) as isize
        });
        (y - half..=y + half).flat_map(|y| (x - half..=x + half).map(move |x| [x, y])).collect()
    })
}

fn mean_colour<'a>(picture: &Picture, linear: &Linear, pixels: impl Iterator<Item = &'a [isize; 2]>) -> Lab {
    let (mut sum, mut count) = ([0.0_f32; 3], 0.0);
    for &[x, y] in pixels {
        for (sum, light) in sum.iter_mut().zip(linear.light(picture.pixel(x, y))) {
            *sum += light;
        }
        count += 1.0;
    }
    lab_of_linear(sum.map(|sum| sum / count))
}

fn distance(lab: Lab) -> f32 {
    let outside = |value: f32, low: f32, high: f32| (low - value).max(value - high).max(0.0);
    outside(lab.a, 5.0, 25.0).portable_hypot(outside(lab.b, 5.0, 35.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::drawn::TONES;

    #[test]
    fn skin_of_every_shade_is_natural_and_grey_is_not() {
        let linear = Linear::new();
        for rgb in TONES {
            assert!(distance(linear.lab(rgb)) < 5.0, "{rgb:?} {:?}", linear.lab(rgb));
        }
        assert!(distance(linear.lab([140; 3])) > 5.0);
        assert!(distance(linear.lab([120, 160, 220])) > 10.0);
    }
}
