//! Where to cut: the rectangle of the source that becomes the finished picture.

use serde::{Deserialize, Serialize};

/// A rectangle in pixels of the upright source, x to the right, y down, with the aspect of the specification.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Crop {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}
