//! A picture of a face whose mouth opens, whose lids close and which turns: enough for the mesh to follow.

use crate::{SIZE, relief::Relief, sample};
use photo::{Engine, Pixels, Search, SeenFace};

/// Share of the film's width that the distance of the eyes takes.
const EYES: f32 = 0.13;
/// Points of the mesh: corners of the mouth, inner lips, corners and lids of the eyes, chin.
const MOUTH: [usize; 2] = [61, 291];
const LIPS: [usize; 2] = [13, 14];
const EYE_POINTS: [[usize; 4]; 2] = [[33, 133, 159, 145], [263, 362, 386, 374]];
const CHIN: usize = 152;
/// Height of the skin that is drawn down as a lid, and where it comes to when it is shut, over the eye's opening: the lashes lie below.
const LID: f32 = 2.5;
const SHUT: f32 = 1.35;
const MOUTH_INSIDE: [f32; 3] = [48.0, 18.0, 18.0];

/// How it holds itself; all 0 is the picture as it is.
#[derive(Clone, Copy, Default, Debug)]
pub struct Pose {
    /// Opening of the mouth, 0..1.
    pub mouth: f32,
    /// 1: both lids shut.
    pub lids: f32,
    /// Turned to the right of the picture, degrees.
    pub yaw: f32,
    /// Of the head, in hundredths of the film's width.
    pub shift: [f32; 2],
}

/// A picture and where its face is.
pub struct Puppet {
    pixels: Pixels,
    eye_distance: f32,
    /// Between eyes and chin.
    centre: [f32; 2],
    relief: Relief,
    mouth: Mouth,
    eyes: [Eye; 2],
}

struct Mouth {
    middle: f32,
    half: f32,
    /// Where the lips meet.
    line: f32,
}

struct Eye {
    middle: f32,
    half: f32,
    corner: f32,
    top: f32,
    bottom: f32,
}

impl Puppet {
    /// `None` where the picture has no face.
    pub fn new(engine: &Engine, pixels: Pixels) -> Option<Self> {
        let mut faces = engine.faces(&pixels, Search::Thorough);
        let face = if faces.is_empty() { return None } else { faces.swap_remove(0) };
        let [left, right, ..] = face.five_points();
        let eyes_y = f32::midpoint(left[1], right[1]);
        let centre = [f32::midpoint(left[0], right[0]), f32::midpoint(eyes_y, point(&face, CHIN)[1])];
        let [from, to] = MOUTH.map(|at| point(&face, at)[0]);
        let [upper, lower] = LIPS.map(|at| point(&face, at)[1]);
        let mouth =
            Mouth { middle: f32::midpoint(from, to), half: (to - from) / 2.0, line: f32::midpoint(upper, lower) };
        let eyes = EYE_POINTS.map(|eye| {
            let [outer, inner, top, bottom] = eye.map(|at| point(&face, at));
            Eye {
                middle: f32::midpoint(outer[0], inner[0]),
                half: (outer[0] - inner[0]).abs() / 2.0 * 1.1,
                corner: f32::midpoint(outer[1], inner[1]),
                top: top[1],
                bottom: bottom[1],
            }
        });
        Some(Self { eye_distance: face.eye_distance(), centre, relief: Relief::of(&face), mouth, eyes, pixels })
    }

    /// One frame.
    pub fn frame(&self, pose: &Pose) -> Pixels {
        let scale = self.eye_distance / (EYES * SIZE[0] as f32);
        let [dx, dy] = pose.shift.map(|part| part / 100.0 * SIZE[0] as f32);
        let left = self.centre[0] - (SIZE[0] as f32 / 2.0 + dx) * scale;
        let height = |y: f32| (y - SIZE[1] as f32 / 2.0 - dy) * scale + self.centre[1];
        let row = |y: usize| self.relief.row(pose.yaw, height(y as f32), left, scale, SIZE[0]);
        let rows: Vec<Vec<f32>> = (0..SIZE[1]).map(row).collect();
        sample::drawn(SIZE, |x, y| self.colour(pose, rows[y as usize][x as usize], height(y)))
    }

    /// What stands at a place of the picture when the face holds itself so.
    fn colour(&self, pose: &Pose, x: f32, y: f32) -> [f32; 3] {
        match self.under_mouth(pose.mouth, x, y) {
            None => MOUTH_INSIDE,
            Some(y) => sample::at(&self.pixels, x, self.under_lids(pose.lids, x, y)),
        }
    }

    /// Where a place comes from when the lower lip and the chin have moved down; `None` inside the mouth.
    fn under_mouth(&self, open: f32, x: f32, y: f32) -> Option<f32> {
        let u = (x - self.mouth.middle) / self.mouth.half;
        let width = (1.0 - u * u).max(0.0).sqrt();
        let opening = open * 0.42 * self.eye_distance * width;
        let below = y - self.mouth.line;
        if opening < 0.5 || below <= 0.0 {
            return Some(y);
        }
        let fades = (1.0 - (below - opening) / (1.6 * self.eye_distance)).clamp(0.0, 1.0);
        (below >= opening).then_some(y - opening * fades)
    }

    /// The skin above the eye is drawn down over it.
    fn under_lids(&self, shut: f32, x: f32, y: f32) -> f32 {
        for eye in &self.eyes {
            let u = (x - eye.middle) / eye.half;
            let round = 1.0 - u * u;
            if round <= 0.0 || shut <= 0.0 {
                continue;
            }
            let upper = eye.corner + (eye.top - eye.corner) * round;
            let lower = eye.corner + (eye.bottom - eye.corner) * round;
            let (skin, edge) = ((lower - upper) * LID, upper + shut * (lower - upper) * SHUT);
            let start = upper - skin;
            if y > start && y < edge {
                return start + (y - start) / (edge - start) * skin;
            }
        }
        y
    }
}

fn point(face: &SeenFace, index: usize) -> [f32; 2] {
    let [x, y, _] = face.points()[index];
    [x, y]
}
