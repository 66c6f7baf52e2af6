//! Light on the face: shares of dark and blown pixels after ISO/IEC 29794-5, and the brightness of its lightest parts.

use super::{colour::Linear, eyes::OPENINGS, percentile};
use crate::{mesh::Mesh, picture::Picture};

/// The silhouette of the mesh, in order.
pub(crate) const OVAL: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/// Share of the eye between the lids that is no lighter than its white.
const EYE_WHITE: f32 = 0.85;

/// Luminances are linear, on the scale 0..255 of the standard.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Light {
    /// Share of the face's pixels with luminance up to 25.
    pub(crate) under: f32,
    /// Share with luminance from 247.
    pub(crate) over: f32,
    /// Median of the face.
    pub(crate) middle: f32,
    /// Luminance that only the lightest twentieth of the face exceeds.
    pub(crate) bright: f32,
    /// Luminance of the whites of the eyes, which are alike in all people.
    pub(crate) eye_white: f32,
}

/// Measures the face; `None` where it is too small.
pub(crate) fn measure(picture: &Picture, mesh: &Mesh) -> Option<Light> {
    let linear = Linear::new();
    let mut luminances: Vec<f32> =
        face_pixels(picture, mesh).into_iter().map(|[x, y]| linear.luminance(picture.pixel(x, y)) * 255.0).collect();
    if luminances.len() < 200 {
        return None;
    }
    let count = luminances.len() as f32;
    let share = |test: fn(f32) -> bool| luminances.iter().filter(|&&value| test(value)).count() as f32 / count;
    let (under, over) = (share(|value| value <= 25.0), share(|value| value >= 247.0));
    let bright = percentile(&mut luminances, 0.95);
    let middle = percentile(&mut luminances, 0.5);
    let eyes = OPENINGS.iter().flat_map(|opening| pixels_inside(picture, &opening.map(|index| mesh.xy(index))));
    let mut eyes: Vec<f32> = eyes.map(|[x, y]| linear.luminance(picture.pixel(x, y)) * 255.0).collect();
    let eye_white = percentile(&mut eyes, EYE_WHITE);
    Some(Light { under, over, middle, bright, eye_white })
}

/// Pixels inside the silhouette, at most about 40 000 of them.
pub(crate) fn face_pixels(picture: &Picture, mesh: &Mesh) -> Vec<[isize; 2]> {
    pixels_inside(picture, &OVAL.map(|index| mesh.xy(index)))
}

/// Pixels inside an outline, at most about 40 000 of them.
pub(crate) fn pixels_inside(picture: &Picture, outline: &[[f32; 2]]) -> Vec<[isize; 2]> {
    let bound = |axis: usize, limit: usize| {
        let values = || outline.iter().map(|point| point[axis]);
        let low = values().fold(f32::MAX, f32::min).max(0.0);
        let high = values().fold(f32::MIN, f32::max).min(limit as f32 - 1.0);
        low as isize..=high as isize
    };
    let (across, down) = (bound(0, picture.width), bound(1, picture.height));
    let area = (across.end() - across.start()).max(0) * (down.end() - down.start()).max(0);
    let step = ((area as f32 / 50_000.0).sqrt().ceil() as usize).max(1);
    let mut inside = Vec::new();
    for y in down.step_by(step) {
        let crossings = crossings(outline, y as f32 + 0.5);
        for span in crossings.chunks_exact(2) {
            let (from, to) = (span[0].max(*across.start() as f32), span[1].min(*across.end() as f32));
            inside.extend((from.ceil() as isize..=to.floor() as isize).step_by(step).map(|x| [x, y]));
        }
    }
    inside
}

/// Where a horizontal line crosses the outline, from the left.
fn crossings(outline: &[[f32; 2]], y: f32) -> Vec<f32> {
    let mut at: Vec<f32> = outline
        .iter()
        .zip(outline.iter().cycle().skip(1))
        .filter(|(a, b)| (a[1] <= y) != (b[1] <= y))
        .map(|(a, b)| a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
        .collect();
    at.sort_by(f32::total_cmp);
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_face() -> Mesh {
        let mut points = vec![[100.0, 100.0, 0.0]; 468];
        for (step, index) in OVAL.into_iter().enumerate() {
            let (sin, cos) = (step as f32 / 36.0 * std::f32::consts::TAU).sin_cos();
            points[index] = [100.0 + 50.0 * sin, 100.0 - 50.0 * cos, 0.0];
        }
        Mesh { points, face: 1.0, angle: 0.0 }
    }

    #[test]
    fn the_face_is_what_lies_inside_the_silhouette() {
        let picture = Picture::new(200, 200, vec![0; 120_000]).unwrap();
        let inside = face_pixels(&picture, &round_face()).len() as f32;
        assert!((inside / (std::f32::consts::PI * 2500.0) - 1.0).abs() < 0.03, "{inside}");
    }

    #[test]
    fn dark_and_blown_faces_are_told_apart() {
        let measured = |value: u8| measure(&Picture::new(200, 200, vec![value; 120_000]).unwrap(), &round_face());
        assert_eq!(measured(40).unwrap().under, 1.0);
        assert_eq!(measured(254).unwrap().over, 1.0);
        let fair = measured(150).unwrap();
        assert_eq!((fair.under, fair.over), (0.0, 0.0));
    }
}
