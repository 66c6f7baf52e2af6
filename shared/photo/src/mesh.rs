//! The 468-point face mesh (MediaPipe Face Mesh) and the points of it that rules use.

use crate::portable::Portable;
use crate::{
    analysis::FACE_MIN,
    faces::Detection,
    net::{Network, sigmoid},
    picture::Picture,
    resample::{Frame, planes},
};

/// Side of the crop over the longer side of the face's box.
const CROP: f32 = 1.5;
/// Turn of the head, degrees, from which two rounds have not found the right crop.
const SETTLE_YAW_DEG: f32 = 25.0;
/// Further rounds for such a head: from crops first turned by up to 20°, moved and scaled, the eyes ended less than half as far
/// apart as without them.
const SETTLE_ROUNDS: usize = 4;
/// On a head turned away the mesh shows only a quarter to 60 % of what its crop is turned wrongly: the next is turned by this
/// multiple of it.
const SETTLE_GAIN: f32 = 2.0;

/// Indices into the mesh. Left and right are those of the picture.
pub(crate) mod index {
    pub(crate) const CHIN: usize = 152;
    pub(crate) const FOREHEAD: usize = 10;
    pub(crate) const CHEEK_LEFT: usize = 234;
    pub(crate) const CHEEK_RIGHT: usize = 454;
    /// Outer and inner corner of each eye.
    pub(crate) const EYE_LEFT: [usize; 2] = [33, 133];
    pub(crate) const EYE_RIGHT: [usize; 2] = [263, 362];
    /// Upper and lower lid, in pairs.
    pub(crate) const LIDS_LEFT: [[usize; 2]; 3] = [[160, 144], [159, 145], [158, 153]];
    pub(crate) const LIDS_RIGHT: [[usize; 2]; 3] = [[385, 380], [386, 374], [387, 373]];
    /// Inner edge of the upper and the lower lip, in pairs.
    pub(crate) const INNER_LIPS: [[usize; 2]; 3] = [[82, 87], [13, 14], [312, 317]];
}

/// A fitted mesh.
#[derive(Clone, Debug)]
pub(crate) struct Mesh {
    /// x and y in pixels of the picture, z in the same unit, smaller nearer to the camera.
    pub(crate) points: Vec<[f32; 3]>,
    /// Probability that this is a face at all.
    pub(crate) face: f32,
    /// Clockwise turn of the crop, radians.
    pub(crate) angle: f32,
}

impl Mesh {
    pub(crate) fn xy(&self, index: usize) -> [f32; 2] {
        let [x, y, _] = self.points[index];
        [x, y]
    }

    pub(crate) fn middle(&self, pair: [usize; 2]) -> [f32; 2] {
        let [a, b] = pair.map(|index| self.xy(index));
        [f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])]
    }

    pub(crate) fn distance(&self, a: usize, b: usize) -> f32 {
        let (a, b) = (self.xy(a), self.xy(b));
        (a[0] - b[0]).portable_hypot(a[1] - b[1])
    }

    /// How far the head is turned, degrees; positive to the left of the picture, where the farther cheek is then.
    pub(crate) fn yaw_deg(&self) -> f32 {
        let across = self.distance(index::CHEEK_LEFT, index::CHEEK_RIGHT);
        let depth = self.points[index::CHEEK_RIGHT][2] - self.points[index::CHEEK_LEFT][2];
        -depth.portable_atan2(across).to_degrees()
    }

    /// Clockwise turn of the line through the eyes, radians.
    pub(crate) fn roll(&self) -> f32 {
        let (left, right) = (self.middle(index::EYE_LEFT), self.middle(index::EYE_RIGHT));
        (right[1] - left[1]).portable_atan2(right[0] - left[0])
    }

    /// Mean distance of pairs of points.
    pub(crate) fn opening(&self, pairs: &[[usize; 2]]) -> f32 {
        pairs.iter().map(|&[a, b]| self.distance(a, b)).sum::<f32>() / pairs.len() as f32
    }
}

/// Fits the mesh to a detection; the second round uses the crop that the first one shows to be right.
pub(crate) fn fit(network: &Network, picture: &Picture, face: &Detection) -> Option<Mesh> {
    let side = face.width.max(face.height) * CROP;
    let frame = Frame { centre: face.centre, width: side, height: side, angle: face.roll() };
    let first = run(network, picture, &frame)?;
    run(network, picture, &around(&first, first.roll())?)
}

/// The mesh of a head turned away, once its crop agrees with what it shows; that of any other head as it is.
pub(crate) fn settled(network: &Network, picture: &Picture, mesh: Mesh) -> Mesh {
    settle(mesh, |frame| run(network, picture, frame))
}

fn settle(mut mesh: Mesh, fit: impl Fn(&Frame) -> Option<Mesh>) -> Mesh {
    if mesh.yaw_deg().abs() <= SETTLE_YAW_DEG {
        return mesh;
    }
    for _ in 0..SETTLE_ROUNDS {
        let angle = mesh.angle + SETTLE_GAIN * (mesh.roll() - mesh.angle);
        match around(&mesh, angle).and_then(|frame| fit(&frame)).filter(|next| next.face > FACE_MIN) {
            Some(next) => mesh = next,
            None => break,
        }
    }
    mesh
}

/// Fits the mesh where it was in the picture before; cheaper than finding the face anew.
pub(crate) fn follow(network: &Network, picture: &Picture, before: &Mesh) -> Option<Mesh> {
    run(network, picture, &around(before, before.roll())?)
}

fn run(network: &Network, picture: &Picture, frame: &Frame) -> Option<Mesh> {
    let side = network.side();
    let outputs = network.run(planes(picture, frame, side, side, 1.0 / 255.0, 0.0))?;
    let [points, flag] = outputs.as_slice() else { return None };
    let unit = side as f32;
    let points: Vec<[f32; 3]> = points
        .chunks_exact(3)
        .map(|point| {
            let [x, y] = frame.at(point[0] / unit, point[1] / unit);
            [x, y, point[2] / unit * frame.width]
        })
        .collect();
    let face = sigmoid(*flag.first()?);
    (points.len() == 468).then_some(Mesh { points, face, angle: frame.angle })
}

/// The crop for the next round: around all points, turned by `angle`.
fn around(mesh: &Mesh, angle: f32) -> Option<Frame> {
    let (sin, cos) = angle.portable_sin_cos();
    let turned = mesh.points.iter().map(|&[x, y, _]| [x * cos + y * sin, y * cos - x * sin]);
    let start = ([f32::MAX; 2], [f32::MIN; 2]);
    let (low, high) =
        turned.fold(start, |(low, high), [x, y]| ([low[0].min(x), low[1].min(y)], [high[0].max(x), high[1].max(y)]));
    let side = (high[0] - low[0]).max(high[1] - low[1]) * CROP;
    let (x, y) = (f32::midpoint(low[0], high[0]), f32::midpoint(low[1], high[1]));
    let frame = Frame { centre: [x * cos - y * sin, x * sin + y * cos], width: side, height: side, angle };
    (side.is_finite() && side > 1.0).then_some(frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// A mesh of which only eyes, cheeks and extent are right: of a head with this yaw and roll, radians.
    fn head(yaw: f32, roll: f32, angle: f32) -> Mesh {
        let (sin, cos) = roll.sin_cos();
        let turned = |x: f32, y: f32| [200.0 + x * cos - y * sin, 200.0 + x * sin + y * cos];
        let mut points = vec![[200.0, 200.0, 0.0]; 468];
        let mut put = |at: usize, x: f32, y: f32| {
            let [px, py] = turned(x * yaw.cos(), y);
            points[at] = [px, py, -x * yaw.sin()];
        };
        put(index::CHEEK_LEFT, -60.0, 0.0);
        put(index::CHEEK_RIGHT, 60.0, 0.0);
        put(index::FOREHEAD, 0.0, -80.0);
        put(index::CHIN, 0.0, 80.0);
        for ([outer, inner], side) in [(index::EYE_LEFT, -1.0), (index::EYE_RIGHT, 1.0)] {
            put(outer, side * 45.0, -20.0);
            put(inner, side * 15.0, -20.0);
        }
        Mesh { points, face: 1.0, angle }
    }

    #[test]
    fn yaw_and_roll_are_those_of_the_head() {
        let mesh = head(0.7, 0.3, 0.0);
        assert!((mesh.yaw_deg() - 0.7_f32.to_degrees()).abs() < 0.01, "{}", mesh.yaw_deg());
        assert!((mesh.roll() - 0.3).abs() < 1e-4);
    }

    #[test]
    fn a_head_turned_away_is_fitted_until_its_crop_is_level() {
        // As the network does: it shows only a third of what the crop is turned wrongly.
        let (truth, left) = (-0.4_f32, 0.65);
        let fit = |frame: &Frame| Some(head(-0.9, truth + left * (frame.angle - truth), frame.angle));
        let start = head(-0.9, truth * (1.0 - left), 0.0);
        let mesh = settle(start.clone(), fit);
        assert!((start.roll() - truth).abs() > 0.2);
        assert!((mesh.roll() - truth).abs() < 0.01, "{}", mesh.roll());
    }

    #[test]
    fn a_head_that_looks_ahead_is_left_alone() {
        let asked = Cell::new(0);
        let mesh = settle(head(0.35, 0.2, 0.1), |_| {
            asked.set(asked.get() + 1);
            None
        });
        assert_eq!((asked.get(), mesh.angle), (0, 0.1));
    }

    #[test]
    fn a_round_that_loses_the_face_changes_nothing() {
        let lost = |frame: &Frame| Some(Mesh { face: 0.2, ..head(0.0, 1.0, frame.angle) });
        let mesh = settle(head(0.9, 0.2, 0.1), lost);
        assert!((mesh.roll() - 0.2).abs() < 1e-4);
    }
}
