//! Convolutions: of all channels as one product of matrices, channel by channel, and the one that enlarges.

use super::{gemm::Weights, tensor::Tensor};

/// The window of a convolution, in pixels: height before width, top before left.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Window {
    pub(super) kernel: [usize; 2],
    pub(super) stride: [usize; 2],
    /// Zeros before and after each axis: top, left, bottom, right.
    pub(super) padding: [usize; 4],
}

impl Window {
    /// Height and width of the result.
    fn result(&self, height: usize, width: usize) -> Option<[usize; 2]> {
        let [top, left, bottom, right] = self.padding;
        let side = |length: usize, kernel: usize, stride: usize| {
            (kernel > 0 && stride > 0 && length >= kernel).then(|| (length - kernel) / stride + 1)
        };
        Some([
            side(height + top + bottom, self.kernel[0], self.stride[0])?,
            side(width + left + right, self.kernel[1], self.stride[1])?,
        ])
    }

    fn is_point(&self) -> bool {
        self.kernel == [1, 1] && self.stride == [1, 1] && self.padding == [0; 4]
    }
}

/// Every channel of the result sees every channel of the source; `weights` are `[to, from * kernel]`.
pub(super) fn full(source: &Tensor, weights: &Weights, window: &Window) -> Option<Tensor> {
    let [channels, height, width] = source.sides()?;
    let [to_height, to_width] = window.result(height, width)?;
    if weights.depth() != channels * window.kernel[0] * window.kernel[1] {
        return None;
    }
    let columns = to_height * to_width;
    let values = if window.is_point() {
        weights.multiply(&source.values, columns)
    } else {
        weights.multiply(&spread(source, window, [to_height, to_width])?, columns)
    };
    Some(Tensor::planes(weights.rows(), to_height, to_width, values))
}

/// For each channel and place in the kernel, the pixel under it at each place of the result.
fn spread(source: &Tensor, window: &Window, [to_height, to_width]: [usize; 2]) -> Option<Vec<f32>> {
    let [channels, height, width] = source.sides()?;
    let ([rows, columns], [down, across]) = (window.kernel, window.stride);
    let mut out = Vec::with_capacity(channels * rows * columns * to_height * to_width);
    let mut plane = Plane::new(height, width, window);
    for channel in source.values.chunks_exact(height * width) {
        plane.fill(channel);
        for row in 0..rows {
            for column in 0..columns {
                for y in 0..to_height {
                    let line = &plane.line(y * down + row)[column..];
                    out.extend(line.iter().step_by(across).take(to_width));
                }
            }
        }
    }
    Some(out)
}

/// Each channel by itself; `weights` are `[channels, kernel]`.
pub(super) fn by_channel(source: &Tensor, weights: &[f32], bias: Option<&[f32]>, window: &Window) -> Option<Tensor> {
    let [channels, height, width] = source.sides()?;
    let [to_height, to_width] = window.result(height, width)?;
    let ([rows, columns], [down, across]) = (window.kernel, window.stride);
    if weights.len() != channels * rows * columns || bias.is_some_and(|bias| bias.len() != channels) {
        return None;
    }
    let mut values = vec![0.0; channels * to_height * to_width];
    let mut plane = Plane::new(height, width, window);
    let planes = source.values.chunks_exact(height * width).zip(values.chunks_exact_mut(to_height * to_width));
    for ((channel, (source, target)), weights) in planes.enumerate().zip(weights.chunks_exact(rows * columns)) {
        plane.fill(source);
        let bias = bias.map_or(0.0, |bias| bias[channel]);
        for (y, target) in target.chunks_exact_mut(to_width).enumerate() {
            target.fill(bias);
            for (row, weights) in weights.chunks_exact(columns).enumerate() {
                let line = plane.line(y * down + row);
                match (weights, across) {
                    (&[a, b, c], 1) => add_weighted(target, line, [a, b, c]),
                    (&[a, b, c, d, e], 1) => add_weighted(target, line, [a, b, c, d, e]),
                    _ => add_by_steps(target, line, across, weights),
                }
            }
        }
    }
    Some(Tensor::planes(channels, to_height, to_width, values))
}

/// Adds to each place the weighted values of `line` from there on.
fn add_weighted<const N: usize>(target: &mut [f32], line: &[f32], weights: [f32; N]) {
    for (sum, values) in target.iter_mut().zip(line.array_windows::<N>()) {
        for (&weight, &value) in weights.iter().zip(values) {
            *sum += weight * value;
        }
    }
}

/// The same from every `step`-th value on.
fn add_by_steps(target: &mut [f32], line: &[f32], step: usize, weights: &[f32]) {
    for (column, &weight) in weights.iter().enumerate() {
        for (sum, &value) in target.iter_mut().zip(line[column..].iter().step_by(step)) {
            *sum += weight * value;
        }
    }
}

/// Enlarges: each pixel becomes a block as large as the kernel. `weights` are `[to * kernel, from]`.
pub(super) fn enlarging(source: &Tensor, weights: &Weights, kernel: [usize; 2]) -> Option<Tensor> {
    let [channels, height, width] = source.sides()?;
    let [rows, columns] = kernel;
    let block = rows * columns;
    if weights.depth() != channels || block == 0 || !weights.rows().is_multiple_of(block) {
        return None;
    }
    let product = weights.multiply(&source.values, height * width);
    let (to_channels, to_width) = (weights.rows() / block, width * columns);
    let mut values = vec![0.0; product.len()];
    for (part, plane) in product.chunks_exact(height * width).enumerate() {
        let (channel, row, column) = (part / block, part % block / columns, part % columns);
        for (y, line) in plane.chunks_exact(width).enumerate() {
            let start = ((channel * height + y) * rows + row) * to_width + column;
            for (x, &value) in line.iter().enumerate() {
                values[start + x * columns] = value;
            }
        }
    }
    Some(Tensor::planes(to_channels, height * rows, to_width, values))
}

/// One channel with its padding around it.
struct Plane {
    top: usize,
    left: usize,
    inner: usize,
    width: usize,
    values: Vec<f32>,
}

impl Plane {
    fn new(height: usize, width: usize, window: &Window) -> Self {
        let [top, left, bottom, right] = window.padding;
        let padded = width + left + right;
        Self { top, left, inner: width, width: padded, values: vec![0.0; padded * (height + top + bottom)] }
    }

    fn fill(&mut self, channel: &[f32]) {
        let lines = self.values.chunks_exact_mut(self.width).skip(self.top);
        for (line, source) in lines.zip(channel.chunks_exact(self.inner)) {
            line[self.left..self.left + self.inner].copy_from_slice(source);
        }
    }

    fn line(&self, y: usize) -> &[f32] {
        &self.values[y * self.width..(y + 1) * self.width]
    }
}
