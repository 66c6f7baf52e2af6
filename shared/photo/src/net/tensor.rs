//! Arrays of 32-bit floats: pictures channels first, batch of one.

/// Values with their shape, last axis fastest.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Tensor {
    pub(super) shape: Vec<usize>,
    pub(super) values: Vec<f32>,
}

impl Tensor {
    /// `channels` planes of `height` by `width`.
    pub(super) fn planes(channels: usize, height: usize, width: usize, values: Vec<f32>) -> Self {
        debug_assert_eq!(channels * height * width, values.len());
        Self { shape: vec![1, channels, height, width], values }
    }

    /// Channels, height and width, where this is one picture.
    pub(super) fn sides(&self) -> Option<[usize; 3]> {
        match *self.shape.as_slice() {
            [1, channels, height, width] if channels * height * width > 0 => Some([channels, height, width]),
            _ => None,
        }
    }
}
