//! Small parts of the face, placed by the eyes and the chin, whatever the size and tilt of the head.

use super::{
    colour::{Lab, Linear, lab_of_linear},
    head::Head,
    percentile,
};
use crate::picture::Picture;

/// Samples across and down a patch.
const GRID: [usize; 2] = [17, 9];

/// Coordinates of the face: across in distances of the eyes from their middle (the eyes are at ±0.5), down in T (from the
/// eyes' middle to the chin, which is at 1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axes {
    middle: [f32; 2],
    across: [f32; 2],
    down: [f32; 2],
}

impl Axes {
    pub(crate) fn of(head: &Head) -> Self {
        let face = &head.measures;
        let between = |a: [f32; 2], b: [f32; 2]| [b[0] - a[0], b[1] - a[1]];
        let middle = [0, 1].map(|axis: usize| f32::midpoint(face.left_eye[axis], face.right_eye[axis]));
        Self { middle, across: between(face.left_eye, face.right_eye), down: between(middle, face.chin) }
    }

    /// Pixels of the picture.
    pub(crate) fn at(&self, [across, down]: [f32; 2]) -> [f32; 2] {
        [0, 1].map(|axis: usize| self.middle[axis] + across * self.across[axis] + down * self.down[axis])
    }

    /// Coordinates of the face for a point of the picture.
    pub(crate) fn of_point(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let (dx, dy) = (x - self.middle[0], y - self.middle[1]);
        let cross = self.across[0] * self.down[1] - self.across[1] * self.down[0];
        let cross = if cross.abs() < 1e-6 { 1e-6 } else { cross };
        [(dx * self.down[1] - dy * self.down[0]) / cross, (dy * self.across[0] - dx * self.across[1]) / cross]
    }

    /// The pixels' places of a patch: middle and half its sides in coordinates of the face.
    pub(crate) fn patch(&self, middle: [f32; 2], half: [f32; 2]) -> impl Iterator<Item = [f32; 2]> + '_ {
        let step = |at: usize, axis: usize| 2.0 * at as f32 / (GRID[axis] - 1) as f32 - 1.0;
        (0..GRID[0] * GRID[1]).map(move |at| {
            let (u, v) = (step(at % GRID[0], 0), step(at / GRID[0], 1));
            self.at([middle[0] + u * half[0], middle[1] + v * half[1]])
        })
    }
}

/// Reads patches of one picture.
pub(crate) struct Reader<'a> {
    picture: &'a Picture,
    pub(crate) linear: Linear,
    pub(crate) axes: Axes,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(picture: &'a Picture, head: &Head) -> Self {
        Self { picture, linear: Linear::new(), axes: Axes::of(head) }
    }

    pub(crate) fn pixel(&self, [x, y]: [f32; 2]) -> [u8; 3] {
        self.picture.pixel(x as isize, y as isize)
    }

    /// Median linear luminance, 0..1.
    pub(crate) fn luminance(&self, middle: [f32; 2], half: [f32; 2]) -> f32 {
        let values = self.axes.patch(middle, half).map(|at| self.linear.luminance(self.pixel(at)));
        percentile(&mut values.collect::<Vec<_>>(), 0.5)
    }

    /// Mean colour of the middle half of the patch's pixels by luminance, so that a spot or a hair does not count.
    pub(crate) fn colour(&self, middle: [f32; 2], half: [f32; 2]) -> Lab {
        let mut pixels: Vec<[u8; 3]> = self.axes.patch(middle, half).map(|at| self.pixel(at)).collect();
        pixels.sort_by(|&a, &b| self.linear.luminance(a).total_cmp(&self.linear.luminance(b)));
        let calm = &pixels[pixels.len() / 4..=pixels.len() * 3 / 4];
        let mut sum = [0.0_f32; 3];
        for &pixel in calm {
            for (sum, light) in sum.iter_mut().zip(self.linear.light(pixel)) {
                *sum += light;
            }
        }
        lab_of_linear(sum.map(|sum| sum / calm.len() as f32))
    }
}
