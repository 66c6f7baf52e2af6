//! Whether a face looks like a print or a screen. Advice: the origin of the weights is not stated by who publishes them, so it
//! is optional, can be replaced, and refuses nobody.

use photo::{Pixels, SeenFace, Square};
use rten::{Dimension, Model};
use rten_tensor::{Tensor, prelude::*};

const SIDE: usize = 128;
/// Side of the crop over the longer side of the face.
const CROP: f32 = 2.7;
/// The class of living faces.
const LIVE: usize = 0;

pub struct AntiSpoof {
    model: Model,
}

impl AntiSpoof {
    /// `model`: `anti_spoof`; `None` where it is no such network.
    pub fn new(model: Model) -> Option<Self> {
        let shape = model.input_shape(0)?;
        matches!(shape.as_slice(), [_, Dimension::Fixed(3), Dimension::Fixed(SIDE), Dimension::Fixed(SIDE)])
            .then_some(Self { model })
    }

    /// How likely it is alive, 0..1. `None` where the model does not fit.
    pub(super) fn live(&self, pixels: &Pixels, face: &SeenFace) -> Option<f32> {
        let [x, y, width, height] = face.area;
        let side = width.max(height) * CROP;
        let square = Square { centre: [x + width / 2.0, y + height / 2.0], side, angle: 0.0 };
        let planes = pixels.planes(square, SIDE, 1.0, 0.0);
        let turned: Vec<f32> = planes.chunks_exact(SIDE * SIDE).rev().flatten().copied().collect();
        let input = Tensor::from_data(&[1, 3, SIDE, SIDE], turned);
        let output: Tensor<f32> = self.model.run_one(input.view().into(), None).ok()?.try_into().ok()?;
        share(&output.to_vec())
    }
}

/// The first class by softmax; what already adds up to one is left so.
fn share(classes: &[f32]) -> Option<f32> {
    let total: f32 = classes.iter().sum();
    let first = *classes.get(LIVE)?;
    if (total - 1.0).abs() < 1e-3 && classes.iter().all(|class| (0.0..=1.0).contains(class)) {
        return Some(first);
    }
    let most = classes.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = classes.iter().map(|class| (class - most).exp()).sum();
    let live = (first - most).exp() / sum;
    live.is_finite().then_some(live)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_become_shares() {
        assert!(share(&[4.0, 0.0, 0.0]).unwrap() > 0.95);
        assert!((share(&[1.0, 1.0, 1.0]).unwrap() - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(share(&[0.2, 0.5, 0.3]), Some(0.2));
        assert!(share(&[]).is_none() && share(&[f32::NAN, 1.0]).is_none());
    }
}
