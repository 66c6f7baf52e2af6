//! A picture of a face whose mouth opens, whose lids close and which turns a little: enough for the mesh to follow.

use crate::{SIZE, sample};
use photo::{Engine, Pixels, Search, SeenFace};

/// Share of the film's width that the distance of the eyes takes.
const EYES: f32 = 0.13;
/// Points of the mesh: corners of the mouth, inner lips, corners and lids of the eyes, chin.
const MOUTH: [usize; 2] = [61, 291];
const LIPS: [usize; 2] = [13, 14];
const EYE_POINTS: [[usize; 4]; 2] = [[33, 133, 159, 145], [263, 362, 386, 374]];
const CHIN: usize = 152;
const MOUTH_INSIDE: [f32; 3] = [48.0, 18.0, 18.0];

/// How it holds itself; all 0 is the picture as it is.
#[derive(Clone, Copy, Default, Debug)]
pub struct Pose {
    /// Opening of the mouth, 0..1.
    pub mouth: f32,
    /// 1: both lids shut.
    pub lids: f32,
    /// Turned to the right of the picture, about a degree each.
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
        Some(Self { eye_distance: face.eye_distance(), centre, mouth, eyes, pixels })
    }

    /// One frame.
    pub fn frame(&self, pose: &Pose) -> Pixels {
        let scale = self.eye_distance / (EYES * SIZE[0] as f32);
        let [dx, dy] = pose.shift.map(|part| part / 100.0 * SIZE[0] as f32);
        let sideways = pose.yaw.to_radians().sin();
        sample::drawn(SIZE, |x, y| {
            let x = (x - SIZE[0] as f32 / 2.0 - dx) * scale + self.centre[0];
            let y = (y - SIZE[1] as f32 / 2.0 - dy) * scale + self.centre[1];
            self.colour(pose, self.turned(sideways, x, y), y)
        })
    }

    /// What stands at a place of the picture when the face holds itself so.
    fn colour(&self, pose: &Pose, x: f32, y: f32) -> [f32; 3] {
        match self.under_mouth(pose.mouth, x, y) {
            None => MOUTH_INSIDE,
            Some(y) => sample::at(&self.pixels, x, self.under_lids(pose.lids, x, y)),
        }
    }

    /// A head is round: its middle moves more than its edge.
    fn turned(&self, sideways: f32, x: f32, y: f32) -> f32 {
        let unit = self.eye_distance * 1.25;
        let (u, v) = ((x - self.centre[0]) / unit, (y - self.centre[1]) / (unit * 1.3));
        let depth = (1.0 - u * u - v * v).max(0.0).sqrt();
        x - sideways * depth * unit * 0.7
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
            let (skin, edge) = ((lower - upper) * 0.9, upper + shut * (lower - upper) * 1.05);
            let start = upper - skin;
            if y > start && y < edge {
                return start + (y - start) / (edge - start) * skin * 0.85;
            }
        }
        y
    }
}

fn point(face: &SeenFace, index: usize) -> [f32; 2] {
    let [x, y, _] = face.points()[index];
    [x, y]
}
