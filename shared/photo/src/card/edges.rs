//! Gradients of a picture of a card, reduced and smoothed: what its outline is looked for in.

use crate::{
    picture::Picture,
    resample::{Frame, planes},
};

/// Longest side of the field, pixels: a card's long side is 100 to 400 of them.
const SIDE: usize = 400;
/// Luma to which the lightest part of a picture is lifted, so that edges in dark ones count as much.
const LIGHT: f32 = 200.0;
/// Most by which a dark picture is lifted; beyond that noise would be.
const LIFT_MAX: f32 = 4.0;

/// Gradients, row by row.
pub(super) struct Edges {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Levels a pixel to the right and down, in the colour where the step is greatest.
    pub(super) gradients: Vec<[f32; 2]>,
}

impl Edges {
    /// The field, and how many pixels of the picture make one of it.
    pub(super) fn of(picture: &Picture) -> (Self, f32) {
        let scale = (picture.width.max(picture.height) as f32 / SIDE as f32).max(1.0);
        let [width, height] = [picture.width, picture.height].map(|side| ((side as f32 / scale) as usize).max(1));
        let frame = Frame::rectangle(0.0, 0.0, width as f32 * scale, height as f32 * scale);
        let planes = planes(picture, &frame, width, height, 1.0, 0.0);
        let lift = (LIGHT / lightest(&planes)).clamp(1.0, LIFT_MAX);
        let mut gradients = vec![[0.0_f32; 2]; width * height];
        for plane in planes.chunks_exact(width * height) {
            steepen(&mut gradients, &smooth(plane, width), width, lift);
        }
        (Self { width, height, gradients }, scale)
    }

    /// Rows become columns: lines that were steep are level.
    pub(super) fn transposed(&self) -> Self {
        let turned = |x: usize| (0..self.height).map(move |y| self.gradients[y * self.width + x]);
        let gradients = (0..self.width).flat_map(turned).map(|[x, y]| [y, x]).collect();
        Self { width: self.height, height: self.width, gradients }
    }

    /// None outside.
    pub(super) fn at(&self, x: usize, y: f32) -> Option<[f32; 2]> {
        let inside = x < self.width && y >= 0.0 && y < self.height as f32;
        inside.then(|| self.gradients[y as usize * self.width + x])
    }
}

/// The value that one sample of twenty exceeds.
fn lightest(planes: &[f32]) -> f32 {
    let mut counts = [0_usize; 256];
    for value in planes {
        counts[value.clamp(0.0, 255.0) as usize] += 1;
    }
    let mut left = planes.len() / 20;
    let level = (0..256).rev().find(|&level| {
        let here = counts[level];
        let found = here > left;
        left = left.saturating_sub(here);
        found
    });
    level.unwrap_or(255).max(1) as f32
}

/// A binomial blur of one pixel's deviation, both ways.
fn smooth(plane: &[f32], width: usize) -> Vec<f32> {
    let height = plane.len() / width;
    let pass = |from: &[f32], step: usize, last: usize, place: &dyn Fn(usize) -> usize| -> Vec<f32> {
        (0..from.len())
            .map(|at| {
                let here = place(at);
                let tap = |by: isize| {
                    let to = here.saturating_add_signed(by).min(last);
                    from[at + to * step - here * step]
                };
                (tap(-2) + tap(2) + 4.0 * (tap(-1) + tap(1)) + 6.0 * from[at]) / 16.0
            })
            .collect()
    };
    let across = pass(plane, 1, width - 1, &|at| at % width);
    pass(&across, width, height - 1, &|at| at / width)
}

/// Keeps the steeper of what is there and the gradient of this plane.
fn steepen(gradients: &mut [[f32; 2]], plane: &[f32], width: usize, lift: f32) {
    let height = plane.len() / width;
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let at = y * width + x;
            let here = [plane[at + 1] - plane[at - 1], plane[at + width] - plane[at - width]].map(|d| d * lift / 2.0);
            if square(here) > square(gradients[at]) {
                gradients[at] = here;
            }
        }
    }
}

pub(super) fn square([x, y]: [f32; 2]) -> f32 {
    x * x + y * y
}
