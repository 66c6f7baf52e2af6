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
    face: SeenFace,
}

impl Puppet {
    /// `None` where the picture has not one face.
    pub fn new(engine: &Engine, pixels: Pixels) -> Option<Self> {
        let mut faces = engine.faces(&pixels, Search::Thorough);
        (!faces.is_empty()).then(|| Self { face: faces.swap_remove(0), pixels })
    }

    /// One frame.
    pub fn frame(&self, pose: &Pose) -> Pixels {
        let scale = self.face.eye_distance() / (EYES * SIZE[0] as f32);
        let [centre_x, centre_y] = self.centre();
        let [dx, dy] = pose.shift.map(|part| part / 100.0 * SIZE[0] as f32);
        sample::drawn(SIZE, |x, y| {
            let x = (x - SIZE[0] as f32 / 2.0 - dx) * scale + centre_x;
            let y = (y - SIZE[1] as f32 / 2.0 - dy) * scale + centre_y;
            self.colour(pose, x, y)
        })
    }

    fn centre(&self) -> [f32; 2] {
        let [left, right, ..] = self.face.five_points();
        let chin = self.point(CHIN);
        [f32::midpoint(left[0], right[0]), f32::midpoint(f32::midpoint(left[1], right[1]), chin[1])]
    }

    fn point(&self, index: usize) -> [f32; 2] {
        let [x, y, _] = self.face.points()[index];
        [x, y]
    }

    /// What stands at a place of the picture when the face holds itself so.
    fn colour(&self, pose: &Pose, x: f32, y: f32) -> [f32; 3] {
        let x = self.turned(pose.yaw, x, y);
        match self.under_mouth(pose.mouth, x, y) {
            None => MOUTH_INSIDE,
            Some(y) => sample::at(&self.pixels, x, self.under_lids(pose.lids, x, y)),
        }
    }

    /// A head is round: its middle moves more than its edge.
    fn turned(&self, yaw: f32, x: f32, y: f32) -> f32 {
        let unit = self.face.eye_distance() * 1.25;
        let [cx, cy] = self.centre();
        let (u, v) = ((x - cx) / unit, (y - cy) / (unit * 1.3));
        let depth = (1.0 - u * u - v * v).max(0.0).sqrt();
        x - yaw.to_radians().sin() * depth * unit * 0.7
    }

    /// Where a place comes from when the lower lip and the chin have moved down; `None` inside the mouth.
    fn under_mouth(&self, open: f32, x: f32, y: f32) -> Option<f32> {
        let [left, right] = MOUTH.map(|at| self.point(at));
        let [upper, lower] = LIPS.map(|at| self.point(at));
        let half = (right[0] - left[0]) / 2.0;
        let u = (x - f32::midpoint(left[0], right[0])) / half;
        let reach = self.face.eye_distance();
        let line = f32::midpoint(upper[1], lower[1]);
        let width = (1.0 - u * u).max(0.0).sqrt();
        let opening = open * 0.42 * reach * width;
        let below = y - line;
        if opening < 0.5 || below <= 0.0 {
            return Some(y);
        }
        if below < opening {
            return None;
        }
        let fades = (1.0 - (below - opening) / (1.6 * reach)).clamp(0.0, 1.0);
        Some(y - opening * fades)
    }

    /// The skin above the eye is drawn down over it.
    fn under_lids(&self, shut: f32, x: f32, y: f32) -> f32 {
        for [outer, inner, top, bottom] in EYE_POINTS.map(|eye| eye.map(|at| self.point(at))) {
            let half = (outer[0] - inner[0]).abs() / 2.0 * 1.1;
            let u = (x - f32::midpoint(outer[0], inner[0])) / half;
            let corner = f32::midpoint(outer[1], inner[1]);
            let round = 1.0 - u * u;
            if round <= 0.0 || shut <= 0.0 {
                continue;
            }
            let (upper, lower) = (corner + (top[1] - corner) * round, corner + (bottom[1] - corner) * round);
            let skin = (lower - upper) * 0.9;
            let edge = upper + shut * (lower - upper) * 1.05;
            if y > upper - skin && y < edge {
                let along = (y - (upper - skin)) / (edge - (upper - skin));
                return upper - skin + along * skin * 0.85;
            }
        }
        y
    }
}
