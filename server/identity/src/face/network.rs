//! `MobileFaceNet`: an aligned face to 192 numbers whose direction is the person.

use super::align::{SIDE, square};
use photo::{Pixels, SeenFace};
use rten::{Dimension, Model};
use rten_tensor::{Tensor, prelude::*};

/// Planes of one picture.
const PLANES: usize = 3 * SIDE * SIDE;

/// The direction of a face, of length 1.
pub(crate) type Embedding = Vec<f32>;

pub(crate) struct Embedder {
    model: Model,
    /// Pictures that the network takes at once: 2 as it was published, 1 as it may be converted.
    batch: usize,
}

impl Embedder {
    /// `None` where it is no such network.
    pub(crate) fn new(model: Model) -> Option<Self> {
        let shape = model.input_shape(0)?;
        let batch = match shape.as_slice() {
            [Dimension::Fixed(batch @ 1..=2), Dimension::Fixed(3), Dimension::Fixed(SIDE), Dimension::Fixed(SIDE)] => {
                *batch
            }
            [Dimension::Symbolic(_), ..] => 2,
            _ => return None,
        };
        Some(Self { model, batch })
    }

    /// The face and its mirror image together, which is steadier than either. `None` where the model does not fit.
    pub(crate) fn embed(&self, pixels: &Pixels, face: &SeenFace) -> Option<Embedding> {
        let planes = pixels.planes(square(face)?, SIDE, 1.0 / 128.0, -127.5 / 128.0);
        let mirrored = planes.chunks_exact(SIDE).flat_map(|row| row.iter().rev().copied()).collect::<Vec<_>>();
        let outputs: Vec<f32> = if self.batch == 2 {
            self.run([planes, mirrored].concat())?
        } else {
            [self.run(planes)?, self.run(mirrored)?].concat()
        };
        let half = outputs.len() / 2;
        let (one, other) = (unit(&outputs[..half])?, unit(&outputs[half..])?);
        unit(&one.iter().zip(&other).map(|(a, b)| a + b).collect::<Vec<_>>())
    }

    fn run(&self, planes: Vec<f32>) -> Option<Vec<f32>> {
        let batch = planes.len() / PLANES;
        let input = Tensor::from_data(&[batch, 3, SIDE, SIDE], planes);
        let output: Tensor<f32> = self.model.run_one(input.view().into(), None).ok()?.try_into().ok()?;
        let values = output.to_vec();
        (values.len() >= 2 * batch && values.len().is_multiple_of(batch)).then_some(values)
    }
}

/// Brought to length 1; `None` where there is no direction.
fn unit(values: &[f32]) -> Option<Embedding> {
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    (length.is_finite() && length > f32::EPSILON).then(|| values.iter().map(|value| value / length).collect())
}

/// Cosine of the angle between two directions, -1 to 1; 0 where they are not of one network.
pub(crate) fn cosine(one: &[f32], other: &[f32]) -> f32 {
    if one.len() != other.len() {
        return 0.0;
    }
    one.iter().zip(other).map(|(a, b)| a * b).sum::<f32>().clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_direction_counts() {
        let (one, other) = (unit(&[3.0, 4.0]).unwrap(), unit(&[6.0, 8.0]).unwrap());
        assert!((cosine(&one, &other) - 1.0).abs() < 1e-6);
        assert!(cosine(&one, &unit(&[-4.0, 3.0]).unwrap()).abs() < 1e-6);
        assert_eq!(cosine(&one, &[1.0]), 0.0);
        assert!(unit(&[0.0, 0.0]).is_none() && unit(&[f32::NAN]).is_none());
    }
}
