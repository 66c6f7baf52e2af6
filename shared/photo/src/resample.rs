//! Sampling pictures: turned squares and plain rectangles for the models, Lanczos for finished pictures.

use crate::lanes::Four;
use crate::picture::Picture;
use crate::portable::Portable;
use std::f32::consts::PI;

/// A rectangle of a picture, turned about its centre; coordinates in pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Frame {
    pub(crate) centre: [f32; 2],
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// Clockwise as seen, radians.
    pub(crate) angle: f32,
}

impl Frame {
    pub(crate) fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { centre: [x + width / 2.0, y + height / 2.0], width, height, angle: 0.0 }
    }

    /// From 0..1 across the frame to pixels of the picture.
    pub(crate) fn at(&self, u: f32, v: f32) -> [f32; 2] {
        let (dx, dy) = ((u - 0.5) * self.width, (v - 0.5) * self.height);
        let (sin, cos) = self.angle.portable_sin_cos();
        [self.centre[0] + dx * cos - dy * sin, self.centre[1] + dx * sin + dy * cos]
    }
}

/// Samples `frame` as `width`×`height` planes R, G, B, each value mapped by `value * scale + offset`.
/// Outside the picture is black. Reductions average several samples per output pixel.
pub(crate) fn planes(
    picture: &Picture,
    frame: &Frame,
    width: usize,
    height: usize,
    scale: f32,
    offset: f32,
) -> Vec<f32> {
    let mut out = vec![offset; width * height * 3];
    let taps = (frame.width / width as f32).max(frame.height / height as f32).ceil().clamp(1.0, 8.0) as usize;
    let weight = scale / (taps * taps) as f32;
    let mut sampler = Sampler::new(picture, frame, [width, height], taps);
    let mut sums = vec![[0.0_f32; 3]; width];
    for y in 0..height {
        match taps {
            1 => sampler.between(y, &mut sums),
            _ if frame.angle == 0.0 => sampler.level(y, &mut sums),
            _ => sampler.turned(y, &mut sums),
        }
        for (x, sum) in sums.iter().enumerate() {
            for (channel, sum) in sum.iter().enumerate() {
                out[channel * width * height + y * width + x] += sum * weight;
            }
        }
    }
    out
}

/// Reads rows of output pixels, each the sum of `taps`×`taps` samples. Sums of bytes are whole numbers, exact in any order.
struct Sampler<'a> {
    picture: &'a Picture,
    steps: Steps,
    taps: usize,
    /// Where the samples of the first row would be if that row was at 0.
    across: Vec<[f32; 2]>,
    /// Columns of the picture that the samples meet where the frame is level; outside beyond every index.
    columns: Vec<usize>,
    /// Sums of the picture's columns over the samples of one output row, by column and channel.
    below: Vec<u16>,
}

impl<'a> Sampler<'a> {
    fn new(picture: &'a Picture, frame: &Frame, [width, height]: [usize; 2], taps: usize) -> Self {
        let steps = Steps::new(frame, width * taps, height * taps);
        let places = || (0..width * taps).map(|u| u as f32 + 0.5);
        let across = places().map(|u| steps.across(u)).collect();
        let columns = places().map(|u| inside(steps.at(u, 0.5)[0], picture.width)).collect();
        Self { picture, steps, taps, across, columns, below: vec![0; picture.width * 3] }
    }

    fn rows(&self, y: usize) -> impl Iterator<Item = f32> + use<> {
        (y * self.taps..(y + 1) * self.taps).map(|v| v as f32 + 0.5)
    }

    /// One sample each, between pixels.
    fn between(&self, y: usize, sums: &mut [[f32; 3]]) {
        let down = self.steps.down(y as f32 + 0.5);
        for (sum, across) in sums.iter_mut().zip(&self.across) {
            *sum = bilinear(self.picture, Steps::sum(*across, down));
        }
    }

    /// Without a turn every row of samples meets the same columns of the picture: they are added up first.
    fn level(&mut self, y: usize, sums: &mut [[f32; 3]]) {
        self.below.fill(0);
        for v in self.rows(y) {
            let row = inside(self.steps.at(0.5, v)[1], self.picture.height);
            let row = self.picture.rgb.chunks_exact(self.picture.width * 3).nth(row).unwrap_or(&[]);
            for (sum, &byte) in self.below.iter_mut().zip(row) {
                *sum += u16::from(byte);
            }
        }
        let below = self.below.as_chunks::<3>().0;
        for (sum, columns) in sums.iter_mut().zip(self.columns.chunks_exact(self.taps)) {
            let mut total = [0_u32; 3];
            columns.iter().filter_map(|&x| below.get(x)).for_each(|&part| add(&mut total, part.map(u32::from)));
            *sum = total.map(|total| total as f32);
        }
    }

    /// Every sample is the pixel that holds it, which is enough where several make one output pixel.
    fn turned(&self, y: usize, sums: &mut [[f32; 3]]) {
        let pixels = self.picture.rgb.as_chunks::<3>().0;
        let (width, height) = (self.picture.width, self.picture.height);
        let [right, bottom] = [width as f32, height as f32];
        for (sum, across) in sums.iter_mut().zip(self.across.chunks_exact(self.taps)) {
            let mut total = [0_u32; 3];
            for down in self.rows(y).map(|v| self.steps.down(v)) {
                for [x, y] in across.iter().map(|&across| Steps::sum(across, down)) {
                    if x >= 0.0 && y >= 0.0 && x < right && y < bottom {
                        let pixel = pixels.get(y as usize * width + x as usize);
                        add(&mut total, pixel.map_or([0; 3], |pixel| pixel.map(u32::from)));
                    }
                }
            }
            *sum = total.map(|total| total as f32);
        }
    }
}

/// The index of the pixel that holds a coordinate; beyond every index outside of `0..length`.
fn inside(at: f32, length: usize) -> usize {
    if at >= 0.0 && at < length as f32 { at as usize } else { usize::MAX }
}

/// Places of samples in a frame: `count` of them each way.
struct Steps {
    start: [f32; 2],
    across: [f32; 2],
    down: [f32; 2],
}

impl Steps {
    fn new(frame: &Frame, across: usize, down: usize) -> Self {
        let (start, right, below) =
            (frame.at(0.0, 0.0), frame.at(1.0 / across as f32, 0.0), frame.at(0.0, 1.0 / down as f32));
        let from_start = |to: [f32; 2]| [to[0] - start[0], to[1] - start[1]];
        Self { start, across: from_start(right), down: from_start(below) }
    }

    fn at(&self, u: f32, v: f32) -> [f32; 2] {
        Self::sum(self.across(u), self.down(v))
    }

    /// The part of a place that all samples of a column share.
    fn across(&self, u: f32) -> [f32; 2] {
        [0, 1].map(|axis: usize| self.start[axis] + u * self.across[axis])
    }

    /// The part that all of a row share.
    fn down(&self, v: f32) -> [f32; 2] {
        self.down.map(|step| v * step)
    }

    fn sum(across: [f32; 2], down: [f32; 2]) -> [f32; 2] {
        [across[0] + down[0], across[1] + down[1]]
    }
}

fn add(sum: &mut [u32; 3], value: [u32; 3]) {
    for (sum, value) in sum.iter_mut().zip(value) {
        *sum += value;
    }
}

/// 0..255 at a point given in pixels (pixel centres at .5); black outside.
fn bilinear(picture: &Picture, [x, y]: [f32; 2]) -> [f32; 3] {
    let (x, y) = (x - 0.5, y - 0.5);
    let (x0, y0) = (x.floor(), y.floor());
    let (fx, fy) = (x - x0, y - y0);
    let (x0, y0) = (x0 as isize, y0 as isize);
    let (w, h) = (picture.width as isize, picture.height as isize);
    if x0 < -1 || y0 < -1 || x0 >= w || y0 >= h {
        return [0.0; 3];
    }
    let (a, b) = (picture.pixel(x0, y0), picture.pixel(x0 + 1, y0));
    let (c, d) = (picture.pixel(x0, y0 + 1), picture.pixel(x0 + 1, y0 + 1));
    std::array::from_fn(|i| {
        let top = f32::from(a[i]) * (1.0 - fx) + f32::from(b[i]) * fx;
        let bottom = f32::from(c[i]) * (1.0 - fx) + f32::from(d[i]) * fx;
        top * (1.0 - fy) + bottom * fy
    })
}

/// Scales the rectangle `x`, `y`, `w`, `h` (pixels, fractions allowed) to `width`×`height` with a Lanczos-3 filter in
/// linear light. Parts outside the picture repeat its edge.
pub(crate) fn lanczos(picture: &Picture, [x, y, w, h]: [f32; 4], width: usize, height: usize) -> Picture {
    let columns = Kernel::new(x, w / width as f32, width, picture.width);
    let rows = Kernel::new(y, h / height as f32, height, picture.height);
    let linear = linear_table();
    let (first, last) = rows.span();
    let mut lines: Vec<f32> = Vec::with_capacity((last - first + 1) * width * 3);
    let (left, right) = columns.span();
    let mut buffer = vec![Four::all(0.0); right + 1 - left];
    for row in first..=last {
        let pixels = picture.rgb[(row * picture.width + left) * 3..].as_chunks::<3>().0;
        for (light, pixel) in buffer.iter_mut().zip(pixels) {
            let [red, green, blue] = pixel.map(|byte| linear[usize::from(byte)]);
            *light = Four::new([red, green, blue, 0.0]);
        }
        for (start, weights) in columns.taps() {
            let sum = buffer[start - left..]
                .iter()
                .zip(weights)
                .fold(Four::all(0.0), |sum, (pixel, &weight)| sum.plus(pixel.times(Four::all(weight))));
            let [red, green, blue, _] = sum.values();
            lines.extend([red, green, blue]);
        }
    }
    let encode = encode_table();
    let mut rgb = Vec::with_capacity(width * height * 3);
    let mut sums = vec![0.0_f32; width * 3];
    for (start, weights) in rows.taps() {
        sums.fill(0.0);
        for (line, &weight) in lines[(start - first) * width * 3..].chunks_exact(width * 3).zip(weights) {
            for (sum, &light) in sums.iter_mut().zip(line) {
                *sum += light * weight;
            }
        }
        rgb.extend(sums.iter().map(|light| encode[(light.clamp(0.0, 1.0) * 4095.0 + 0.5) as usize]));
    }
    Picture { width, height, rgb }
}

/// For each output position: first input index and the weights from there on (they add up to one).
struct Kernel {
    starts: Vec<usize>,
    weights: Vec<Vec<f32>>,
}

impl Kernel {
    fn new(offset: f32, step: f32, count: usize, limit: usize) -> Self {
        let stretch = step.max(1.0);
        let mut kernel = Self { starts: Vec::with_capacity(count), weights: Vec::with_capacity(count) };
        let top = limit as isize - 1;
        for index in 0..count {
            let centre = offset + (index as f32 + 0.5) * step - 0.5;
            let low = (centre - 3.0 * stretch).ceil() as isize;
            let high = (centre + 3.0 * stretch).floor() as isize;
            let start = low.clamp(0, top);
            let mut weights = vec![0.0; (high.clamp(0, top) - start + 1) as usize];
            for tap in low..=high {
                weights[(tap.clamp(0, top) - start) as usize] += lanczos3((tap as f32 - centre) / stretch);
            }
            let total: f32 = weights.iter().sum();
            for weight in &mut weights {
                *weight /= total;
            }
            kernel.starts.push(start as usize);
            kernel.weights.push(weights);
        }
        kernel
    }

    fn taps(&self) -> impl Iterator<Item = (usize, &[f32])> {
        self.starts.iter().copied().zip(self.weights.iter().map(Vec::as_slice))
    }

    /// First and last input index in use.
    fn span(&self) -> (usize, usize) {
        let last = self.taps().map(|(start, weights)| start + weights.len() - 1).max();
        (self.starts.iter().copied().min().unwrap_or(0), last.unwrap_or(0))
    }
}

fn lanczos3(x: f32) -> f32 {
    if x.abs() < 1e-5 {
        1.0
    } else if x.abs() >= 3.0 {
        0.0
    } else {
        let a = PI * x;
        3.0 * a.portable_sin() * (a / 3.0).portable_sin() / (a * a)
    }
}

/// sRGB byte to linear light, 0..1 (IEC 61966-2-1).
pub(crate) fn linear_table() -> [f32; 256] {
    std::array::from_fn(|byte| {
        let value = byte as f32 / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).portable_powf(2.4) }
    })
}

/// Linear light in steps of 1/4095 to an sRGB byte.
fn encode_table() -> Vec<u8> {
    let encode =
        |light: f32| if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.portable_powf(1.0 / 2.4) - 0.055 };
    (0..4096).map(|step| (encode(step as f32 / 4095.0) * 255.0 + 0.5) as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(width: usize, height: usize) -> Picture {
        let rgb = (0..width * height).flat_map(|at| [(at % width) as u8, (at / width) as u8, 128]).collect();
        Picture::new(width, height, rgb).unwrap()
    }

    #[test]
    fn lanczos_keeps_an_unscaled_picture() {
        let picture = ramp(40, 30);
        let same = lanczos(&picture, [0.0, 0.0, 40.0, 30.0], 40, 30);
        let worst = same.rgb.iter().zip(&picture.rgb).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst <= Some(2), "dark steps of the table are coarse, but not coarser than two levels: {worst:?}");
    }

    #[test]
    fn lanczos_keeps_a_flat_colour_at_any_scale() {
        let picture = Picture::new(37, 53, [100, 197, 255].repeat(37 * 53)).unwrap();
        for (width, height) in [(10, 14), (74, 106), (480, 640)] {
            let scaled = lanczos(&picture, [1.3, 2.7, 30.0, 40.0], width, height);
            assert!(scaled.rgb.chunks(3).all(|pixel| pixel == [100, 197, 255]));
        }
    }

    #[test]
    fn a_turned_frame_maps_its_corners() {
        let frame = Frame { centre: [10.0, 20.0], width: 8.0, height: 4.0, angle: PI / 2.0 };
        let [x, y] = frame.at(1.0, 0.5);
        assert!((x - 10.0).abs() < 1e-4 && (y - 24.0).abs() < 1e-4);
    }

    #[test]
    fn planes_are_black_outside() {
        let picture = Picture::new(4, 4, vec![255; 48]).unwrap();
        let out = planes(&picture, &Frame::rectangle(-4.0, 0.0, 8.0, 4.0), 8, 4, 1.0 / 255.0, 0.0);
        assert!(out[0].abs() < 1e-6 && (out[7] - 1.0).abs() < 1e-6);
    }
}
