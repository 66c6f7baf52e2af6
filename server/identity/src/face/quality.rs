//! Whether a face can be judged at all: what is too small, blurred, turned, dark or covered is sent back, not guessed.

use super::{NotJudged, align};
use photo::{Engine, Pixels, SeenFace};
use serde::{Deserialize, Serialize};

/// What a face must have to be compared.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct QualityLimits {
    /// Distance of the eyes, pixels.
    pub eye_distance_min: f32,
    /// See `Quality::detail`.
    pub detail_min: f32,
    /// Degrees to the side and up or down.
    pub yaw_max: f32,
    pub pitch_max: f32,
    /// Median linear luminance of the face, 0..255.
    pub light_min: f32,
    /// Share of the face without any drawing left, 0..1.
    pub blown_max: f32,
    /// Colour of nose, lips and chin against the skin around, a* and b*.
    pub cover_max: f32,
    /// Light around the eyes over that of the cheeks.
    pub lens_light_min: f32,
}

impl Default for QualityLimits {
    fn default() -> Self {
        Self {
            eye_distance_min: 22.0,
            detail_min: 0.055,
            yaw_max: 32.0,
            pitch_max: 30.0,
            light_min: 7.0,
            blown_max: 0.35,
            cover_max: 16.0,
            lens_light_min: 0.16,
        }
    }
}

/// What was measured.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Quality {
    pub eye_distance: f32,
    /// Fine detail of the aligned face over its coarse detail: what a blur takes away first.
    pub detail: f32,
    pub yaw: f32,
    pub pitch: f32,
    pub light: f32,
    pub blown: f32,
    pub cover: f32,
    pub lens_light: f32,
}

/// Measures; what cannot be measured counts as harmless, except the size.
pub(crate) fn measure(engine: &Engine, pixels: &Pixels, face: &SeenFace) -> Quality {
    let [yaw, pitch, _] = face.pose();
    let [light, blown] = face.light(pixels).unwrap_or([255.0, 0.0]);
    Quality {
        eye_distance: face.eye_distance(),
        detail: detail(pixels, face),
        yaw,
        pitch,
        light,
        blown,
        cover: engine.cover_of(pixels, face).unwrap_or(0.0),
        lens_light: face.lens_light(pixels).unwrap_or(1.0),
    }
}

impl Quality {
    /// The first obstacle, the plainest first.
    pub(crate) fn obstacle(&self, limits: &QualityLimits) -> Option<NotJudged> {
        let faults = [
            (self.eye_distance < limits.eye_distance_min, NotJudged::TooSmall),
            (self.light < limits.light_min, NotJudged::TooDark),
            (self.blown > limits.blown_max, NotJudged::TooBright),
            (self.yaw.abs() > limits.yaw_max || self.pitch.abs() > limits.pitch_max, NotJudged::Turned),
            (self.detail < limits.detail_min, NotJudged::Blurred),
            (self.cover > limits.cover_max || self.lens_light < limits.lens_light_min, NotJudged::Covered),
        ];
        faults.into_iter().find_map(|(found, fault)| found.then_some(fault))
    }
}

/// Mean difference of neighbours over that of pixels eight apart, in the aligned face without its edge.
fn detail(pixels: &Pixels, face: &SeenFace) -> f32 {
    let Some(square) = align::square(face) else { return 0.0 };
    let planes = pixels.planes(square, align::SIDE, 1.0, 0.0);
    let size = align::SIDE * align::SIDE;
    let grey: Vec<f32> =
        (0..size).map(|at| 0.299 * planes[at] + 0.587 * planes[at + size] + 0.114 * planes[at + 2 * size]).collect();
    ratio(&grey, align::SIDE)
}

fn ratio(grey: &[f32], side: usize) -> f32 {
    const FAR: usize = 8;
    let inner = side / 6..side - side / 6 - FAR;
    let (mut near, mut far) = (0.0, 0.0);
    for y in inner.clone() {
        for x in inner.clone() {
            let at = y * side + x;
            near += (2.0 * grey[at] - grey[at + 1] - grey[at + side]).abs();
            far += (2.0 * grey[at] - grey[at + FAR] - grey[at + FAR * side]).abs();
        }
    }
    if far > 0.0 { near / far } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Quality = Quality {
        eye_distance: 60.0,
        detail: 0.2,
        yaw: 3.0,
        pitch: -2.0,
        light: 60.0,
        blown: 0.0,
        cover: 4.0,
        lens_light: 0.7,
    };

    #[test]
    fn each_fault_is_named() {
        let limits = QualityLimits::default();
        assert_eq!(FINE.obstacle(&limits), None);
        for (quality, fault) in [
            (Quality { eye_distance: 12.0, ..FINE }, NotJudged::TooSmall),
            (Quality { detail: 0.01, ..FINE }, NotJudged::Blurred),
            (Quality { yaw: -50.0, ..FINE }, NotJudged::Turned),
            (Quality { pitch: 45.0, ..FINE }, NotJudged::Turned),
            (Quality { light: 2.0, ..FINE }, NotJudged::TooDark),
            (Quality { blown: 0.6, ..FINE }, NotJudged::TooBright),
            (Quality { cover: 30.0, ..FINE }, NotJudged::Covered),
            (Quality { lens_light: 0.05, ..FINE }, NotJudged::Covered),
        ] {
            assert_eq!(quality.obstacle(&limits), Some(fault));
        }
    }

    #[test]
    fn a_blur_takes_the_detail_away() {
        let wave = |step: f32| (0..112 * 112).map(|at| ((at % 112) as f32 * step).sin() * 80.0).collect::<Vec<_>>();
        assert!(ratio(&wave(1.2), 112) > 3.0 * ratio(&wave(0.15), 112));
        assert_eq!(ratio(&vec![90.0; 112 * 112], 112), 0.0);
    }
}
