//! The pictures the reference numbers were recorded with.

/// RGB rows, `side` squared.
pub(crate) struct Picture {
    pub(crate) side: usize,
    pub(crate) pixels: Vec<[u8; 3]>,
}

/// An ellipse in a picture of 256: centre, half axes, colour.
type Ellipse = ([i64; 2], [i64; 2], [u8; 3]);

/// From back to front: shoulders, hair, face, then both eyes (white, iris, brow), nose, mouth.
const FACE: [Ellipse; 11] = [
    ([128, 300], [110, 90], [40, 60, 110]),
    ([128, 110], [66, 84], [50, 35, 30]),
    ([128, 128], [54, 72], [224, 172, 140]),
    ([106, 116], [10, 5], [250, 250, 250]),
    ([106, 116], [4, 4], [40, 25, 20]),
    ([106, 102], [13, 3], [60, 40, 35]),
    ([150, 116], [10, 5], [250, 250, 250]),
    ([150, 116], [4, 4], [40, 25, 20]),
    ([150, 102], [13, 3], [60, 40, 35]),
    ([128, 138], [7, 12], [205, 150, 120]),
    ([128, 166], [18, 6], [180, 80, 80]),
];

/// A face in eleven ellipses on a gradient, in whole numbers only, which all three models take for a person.
pub(crate) fn drawn(side: usize) -> Picture {
    let pixel = |place: usize| {
        let (x, y) = ((place % side * 256 / side) as i64, (place / side * 256 / side) as i64);
        let inside = |&&([cx, cy], [rx, ry], _): &&Ellipse| {
            (x - cx).pow(2) * ry.pow(2) + (y - cy).pow(2) * rx.pow(2) <= (rx * ry).pow(2)
        };
        let ground = [60 + x / 4, 120 + y / 4, 200 - x / 8].map(|level| level as u8);
        FACE.iter().rev().find(inside).map_or(ground, |&(_, _, colour)| colour)
    };
    Picture { side, pixels: (0..side * side).map(pixel).collect() }
}

/// The part of the astronaut that a model was given.
#[cfg(feature = "astronaut")]
pub(crate) fn astronaut(file: &std::path::Path, model: &str, side: usize) -> Picture {
    let picture = image::open(file).expect("RUJI_ASTRONAUT names scikit-image's astronaut.png").to_rgb8();
    let (step, [left, top]) = match model {
        "face_mesh" => (1, [129, 19]),
        _ => (512 / side, [0, 0]),
    };
    let pixel = |place: usize| {
        let (x, y) = (left + place % side * step, top + place / side * step);
        picture.get_pixel(x as u32, y as u32).0
    };
    Picture { side, pixels: (0..side * side).map(pixel).collect() }
}

impl Picture {
    /// Three planes of numbers in the model's range.
    pub(crate) fn planes(&self, model: &str) -> Vec<f32> {
        let scaled = |level: u8| match model {
            "face_box" => f32::from(level) / 127.5 - 1.0,
            _ => f32::from(level) / 255.0,
        };
        (0..3).flat_map(|channel| self.pixels.iter().map(move |pixel| scaled(pixel[channel]))).collect()
    }
}
