//! Everything but the convolutions: activations, pooling, sums, enlarging, reordering.

use super::tensor::Tensor;

/// Each value by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Activation {
    Relu,
    HardSwish,
    Sigmoid,
}

impl Activation {
    pub(super) fn apply(self, mut tensor: Tensor) -> Tensor {
        let values = tensor.values.iter_mut();
        match self {
            Self::Relu => values.for_each(|value| *value = greater(*value, 0.0)),
            Self::HardSwish => values.for_each(|value| *value *= (*value * (1.0 / 6.0) + 0.5).clamp(0.0, 1.0)),
            Self::Sigmoid => values.for_each(|value| *value = sigmoid(*value)),
        }
        tensor
    }
}

/// The greater of two numbers. `f32::max` also says what happens with what is no number, and WebAssembly has no instruction
/// for that: it would call a function for each value.
fn greater(one: f32, two: f32) -> f32 {
    if one > two { one } else { two }
}

/// `1 / (1 + e^-x)`.
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// `e^x` with a relative error under 1e-6. The library's differs in the last bit from target to target, and verdicts
/// must not.
fn exp(x: f32) -> f32 {
    // e^x = 2^n · e^r with r within ±ln 2 / 2, and a Taylor series for e^r.
    // ln 2 in two parts, the first with few digits, so that its multiples are exact.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    let x = x.clamp(-87.0, 88.0);
    // Rounded by hand: a call into a library costs more than all the rest.
    let n = (x / std::f32::consts::LN_2 + 0.5_f32.copysign(x)) as i32 as f32;
    let r = x - n * LN_2[0] - n * LN_2[1];
    let series = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let power = series.into_iter().fold(0.0, |sum: f32, term| sum * r + term);
    power * f32::from_bits(((n as i32 + 127) as u32) << 23)
}

/// Negative values times a slope for each channel.
pub(super) fn prelu(mut tensor: Tensor, slopes: &[f32]) -> Option<Tensor> {
    let [channels, height, width] = tensor.sides()?;
    if slopes.len() != channels {
        return None;
    }
    for (plane, &slope) in tensor.values.chunks_exact_mut(height * width).zip(slopes) {
        for value in plane {
            *value *= if *value > 0.0 { 1.0 } else { slope };
        }
    }
    Some(tensor)
}

/// Sum or product, value by value; the second may hold one value for each channel.
pub(super) fn combine(mut one: Tensor, two: &Tensor, with: impl Fn(f32, f32) -> f32) -> Option<Tensor> {
    if one.shape == two.shape {
        for (value, &other) in one.values.iter_mut().zip(&two.values) {
            *value = with(*value, other);
        }
        return Some(one);
    }
    let ([channels, height, width], [others, 1, 1]) = (one.sides()?, two.sides()?) else { return None };
    if channels != others {
        return None;
    }
    for (plane, &other) in one.values.chunks_exact_mut(height * width).zip(&two.values) {
        for value in plane {
            *value = with(*value, other);
        }
    }
    Some(one)
}

/// Greatest value of each square of `side` pixels; what is left over at the edges is dropped.
pub(super) fn max_pool(tensor: &Tensor, side: usize) -> Option<Tensor> {
    let [channels, height, width] = tensor.sides()?;
    let (to_height, to_width) = (height.checked_div(side)?, width / side);
    let mut values = Vec::with_capacity(channels * to_height * to_width);
    for plane in tensor.values.chunks_exact(height * width) {
        for y in 0..to_height {
            let start = values.len();
            values.resize(start + to_width, f32::MIN);
            for line in plane[y * side * width..].chunks_exact(width).take(side) {
                for (greatest, part) in values[start..].iter_mut().zip(line.chunks_exact(side)) {
                    *greatest = part.iter().fold(*greatest, |greatest, &value| greater(value, greatest));
                }
            }
        }
    }
    Some(Tensor::planes(channels, to_height, to_width, values))
}

/// The mean of each channel.
pub(super) fn mean(tensor: &Tensor) -> Option<Tensor> {
    let [channels, height, width] = tensor.sides()?;
    let count = (height * width) as f32;
    let means = tensor.values.chunks_exact(height * width).map(|plane| sum(plane) / count).collect();
    Some(Tensor::planes(channels, 1, 1, means))
}

/// Eight sums side by side, then their sum: quick, and in the same order everywhere.
fn sum(values: &[f32]) -> f32 {
    let (eights, rest) = values.as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for values in eights {
        for (sum, &value) in sums.iter_mut().zip(values) {
            *sum += value;
        }
    }
    sums.iter().chain(rest).sum()
}

/// Channels of zeros before and after.
pub(super) fn pad_channels(tensor: &Tensor, before: usize, after: usize) -> Option<Tensor> {
    let [channels, height, width] = tensor.sides()?;
    let plane = height * width;
    let mut values = vec![0.0; (before + channels + after) * plane];
    values[before * plane..(before + channels) * plane].copy_from_slice(&tensor.values);
    Some(Tensor::planes(before + channels + after, height, width, values))
}

/// Bilinear, pixel centres at .5, edges repeated.
pub(super) fn resize(tensor: &Tensor, to_height: usize, to_width: usize) -> Option<Tensor> {
    let [channels, height, width] = tensor.sides()?;
    if to_height == 0 || to_width == 0 {
        return None;
    }
    let taps = |from: usize, to: usize| -> Vec<(usize, usize, f32)> {
        let tap = |at: usize| {
            let place = ((at as f32 + 0.5) * from as f32 / to as f32 - 0.5).clamp(0.0, (from - 1) as f32);
            let first = place as usize;
            (first, (first + 1).min(from - 1), place - first as f32)
        };
        (0..to).map(tap).collect()
    };
    let (rows, columns) = (taps(height, to_height), taps(width, to_width));
    let mut values = Vec::with_capacity(channels * to_height * to_width);
    let mut wide = Vec::with_capacity(height * to_width);
    for plane in tensor.values.chunks_exact(height * width) {
        wide.clear();
        for line in plane.chunks_exact(width) {
            wide.extend(columns.iter().map(|&(left, right, across)| line[left] + across * (line[right] - line[left])));
        }
        for &(above, below, down) in &rows {
            let line = |y: usize| &wide[y * to_width..(y + 1) * to_width];
            values.extend(line(above).iter().zip(line(below)).map(|(&above, &below)| above + down * (below - above)));
        }
    }
    Some(Tensor::planes(channels, to_height, to_width, values))
}

/// Channels last.
pub(super) fn channels_last(tensor: &Tensor) -> Option<Tensor> {
    let [channels, height, width] = tensor.sides()?;
    let mut values = vec![0.0; tensor.values.len()];
    for (channel, plane) in tensor.values.chunks_exact(height * width).enumerate() {
        for (place, &value) in values.iter_mut().skip(channel).step_by(channels).zip(plane) {
            *place = value;
        }
    }
    Some(Tensor { shape: vec![1, height, width, channels], values })
}

/// One after the other along the second axis.
pub(super) fn concat(parts: &[&Tensor]) -> Option<Tensor> {
    let first = &parts.first()?.shape;
    let (&[1, _], rest) = first.split_first_chunk::<2>()? else { return None };
    let mut shape = first.clone();
    shape[1] = 0;
    let mut values = Vec::new();
    for part in parts {
        let (&[batch, count], others) = part.shape.split_first_chunk::<2>()?;
        if batch != 1 || others != rest {
            return None;
        }
        shape[1] += count;
        values.extend(&part.values);
    }
    Some(Tensor { shape, values })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_right_to_six_digits() {
        for step in -800..=800 {
            let x = step as f32 / 10.0;
            let expected = f64::from(x).exp();
            assert!((f64::from(exp(x)) / expected - 1.0).abs() < 2e-6, "{x}: {} instead of {expected}", exp(x));
        }
        assert!(sigmoid(-1e9) < 1e-30);
        assert_eq!(sigmoid(1e9), 1.0);
        assert_eq!(sigmoid(0.0), 0.5);
    }

    #[test]
    fn shapes_that_do_not_match_are_refused() {
        let two = Tensor::planes(2, 1, 2, vec![1.0; 4]);
        let three = Tensor::planes(3, 1, 1, vec![1.0; 3]);
        assert!(combine(two.clone(), &three, |a, b| a + b).is_none());
        assert!(prelu(two.clone(), &[0.1; 3]).is_none());
        assert!(concat(&[&two, &three]).is_none());
        assert!(resize(&two, 0, 3).is_none());
        assert!(max_pool(&two, 0).is_none());
    }
}
