//! From channels-last to channels-first: shapes, axes, constants and padding.

use crate::source::Window;

/// `[n, h, w, c]` as `[n, c, h, w]`; anything else is no picture and stays.
pub(crate) fn shape(source: &[usize]) -> Vec<usize> {
    match *source {
        [n, h, w, c] => vec![n, c, h, w],
        _ => source.to_vec(),
    }
}

/// Where an axis of a four-sided source tensor stands in the converted one.
pub(crate) fn axis(source: usize) -> usize {
    [0, 2, 3, 1][source]
}

/// Reorders `[o, h, w, i]` data so that it reads `[o, i, h, w]`.
pub(crate) fn channels_first(data: &[f32], shape: [usize; 4]) -> Vec<f32> {
    let [outer, height, width, channels] = shape;
    let mut moved = Vec::with_capacity(data.len());
    for o in 0..outer {
        for c in 0..channels {
            moved.extend((0..height * width).map(|place| data[(o * height * width + place) * channels + c]));
        }
    }
    moved
}

/// `[top, left, bottom, right]` of a sliding window over a picture of `size`, by TensorFlow's rule: with "same" padding
/// the odd pixel goes below and to the right.
pub(crate) fn padding(window: &Window, kernel: [usize; 2], size: [usize; 2]) -> [usize; 4] {
    if !window.same_padding {
        return [0; 4];
    }
    let total = |side: usize| {
        let reach = (kernel[side] - 1) * window.dilation[side] + 1;
        let steps = size[side].div_ceil(window.stride[side]);
        ((steps - 1) * window.stride[side] + reach).saturating_sub(size[side])
    };
    split(total(0), total(1))
}

/// The same for a transposed convolution, whose output of `size` is cut instead.
pub(crate) fn cut(window: &Window, kernel: [usize; 2], input: [usize; 2], size: [usize; 2]) -> [usize; 4] {
    let total = |side: usize| ((input[side] - 1) * window.stride[side] + kernel[side]).saturating_sub(size[side]);
    split(total(0), total(1))
}

fn split(vertical: usize, horizontal: usize) -> [usize; 4] {
    [vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(stride: usize) -> Window {
        Window { same_padding: true, stride: [stride; 2], dilation: [1; 2], kernel: [0; 2] }
    }

    #[test]
    fn an_odd_pixel_goes_below_and_right() {
        assert_eq!(padding(&same(2), [3; 2], [8; 2]), [0, 0, 1, 1]);
        assert_eq!(padding(&same(2), [5; 2], [128; 2]), [1, 1, 2, 2]);
        assert_eq!(padding(&same(1), [3; 2], [8; 2]), [1, 1, 1, 1]);
    }

    #[test]
    fn channels_move_before_the_places() {
        let moved = channels_first(&[1.0, 10.0, 2.0, 20.0, 3.0, 30.0], [1, 1, 3, 2]);
        assert_eq!(moved, [1.0, 2.0, 3.0, 10.0, 20.0, 30.0]);
        assert_eq!(shape(&[1, 4, 5, 3]), [1, 3, 4, 5]);
        assert_eq!([0, 1, 2, 3].map(axis), [0, 2, 3, 1]);
    }
}
