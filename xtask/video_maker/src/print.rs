//! A print or a screen held before the camera: one flat picture that is moved and tilted, with what printing and screens add.

use crate::{SIZE, sample};
use photo::Pixels;

/// How it is held.
#[derive(Clone, Copy, Default, Debug)]
pub struct Held {
    /// Turned in its plane, radians.
    pub turn: f32,
    /// Tilted about the upright and the level axis, -1..1.
    pub tilt: [f32; 2],
    /// Share of the frame that it fills; 0 counts as all of it.
    pub fills: f32,
    /// Strength of a screen's grid beside the camera's, 0..1.
    pub moire: f32,
}

/// One frame.
pub fn print(picture: &Pixels, held: &Held) -> Pixels {
    let (middle_x, middle_y) = (SIZE[0] as f32 / 2.0, SIZE[1] as f32 / 2.0);
    let fills = if held.fills > 0.0 { held.fills } else { 1.0 };
    let (sin, cos) = held.turn.sin_cos();
    sample::drawn(SIZE, |x, y| {
        let (x, y) = ((x - middle_x) / middle_y / fills, (y - middle_y) / middle_y / fills);
        let (u, v) = (x * cos + y * sin, y * cos - x * sin);
        let depth = 1.0 + 0.35 * held.tilt[0] * u + 0.35 * held.tilt[1] * v;
        let [u, v] = [u * (1.0 + 0.25 * held.tilt[0].abs()) / depth, v * (1.0 + 0.25 * held.tilt[1].abs()) / depth];
        let (column, row) = (u * middle_y + middle_x, v * middle_y + middle_y);
        let inside = (0.0..SIZE[0] as f32).contains(&column) && (0.0..SIZE[1] as f32).contains(&row);
        if !inside {
            return [96.0, 92.0, 88.0];
        }
        let (scale_x, scale_y) = (picture.width() as f32 / SIZE[0] as f32, picture.height() as f32 / SIZE[1] as f32);
        let colour = sample::at(picture, column * scale_x, row * scale_y);
        let grid = held.moire * 24.0 * ((column * 2.3).sin() + (row * 2.1 + column * 0.13).sin());
        // Paper and glass take contrast away.
        colour.map(|value| 18.0 + value * 0.86 + grid)
    })
}
