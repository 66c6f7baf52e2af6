//! The person mask (MediaPipe Selfie Segmentation): how surely each point belongs to a person.

use crate::{
    net::Network,
    picture::Picture,
    resample::{Frame, planes},
};

/// Probabilities over an upright rectangle of the picture.
#[derive(Clone, Debug)]
pub(crate) struct Mask {
    frame: Frame,
    /// The frame's upper left corner, which every look-up needs.
    corner: [f32; 2],
    side: usize,
    values: Vec<f32>,
}

impl Mask {
    /// Probability of a person at a point of the picture in pixels; the edge goes on outside the rectangle.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let [left, top] = self.corner;
        let unit = self.side as f32;
        let top_index = unit - 1.0;
        let u = ((x - left) / self.frame.width * unit - 0.5).clamp(0.0, top_index);
        let v = ((y - top) / self.frame.height * unit - 0.5).clamp(0.0, top_index);
        let (u0, v0) = (u as usize, v as usize);
        let (u1, v1) = ((u0 + 1).min(self.side - 1), (v0 + 1).min(self.side - 1));
        let (fu, fv) = (u - u0 as f32, v - v0 as f32);
        let value = |u: usize, v: usize| self.values[v * self.side + u];
        let upper = value(u0, v0) * (1.0 - fu) + value(u1, v0) * fu;
        let lower = value(u0, v1) * (1.0 - fu) + value(u1, v1) * fu;
        upper * (1.0 - fv) + lower * fv
    }

    /// Size of one cell in pixels of the picture, the coarser direction.
    pub(crate) fn cell(&self) -> f32 {
        self.frame.width.max(self.frame.height) / self.side as f32
    }

    #[cfg(test)]
    pub(crate) fn drawn(width: f32, height: f32, side: usize, person: impl Fn(f32, f32) -> bool) -> Self {
        let frame = Frame::rectangle(0.0, 0.0, width, height);
        let values = (0..side * side)
            .map(|at| {
                let [x, y] =
                    frame.at(((at % side) as f32 + 0.5) / side as f32, ((at / side) as f32 + 0.5) / side as f32);
                f32::from(u8::from(person(x, y)))
            })
            .collect();
        Self { frame, corner: frame.at(0.0, 0.0), side, values }
    }
}

/// Runs the network over `frame`.
pub(crate) fn segment(network: &Network, picture: &Picture, frame: Frame) -> Option<Mask> {
    let side = network.side();
    let mut outputs = network.run(planes(picture, &frame, side, side, 1.0 / 255.0, 0.0))?;
    let values = outputs.pop().filter(|values| values.len() == side * side)?;
    Some(Mask { frame, corner: frame.at(0.0, 0.0), side, values })
}
