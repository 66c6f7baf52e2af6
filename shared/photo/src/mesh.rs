//! The 468-point face mesh (MediaPipe Face Mesh) and the points of it that rules use.

use crate::portable::Portable;
use crate::{
    faces::Detection,
    net::{Network, sigmoid},
    picture::Picture,
    resample::{Frame, planes},
};

/// Side of the crop over the longer side of the face's box.
const CROP: f32 = 1.5;

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
    run(network, picture, &around(&first)?)
}

/// Fits the mesh where it was in the picture before; cheaper than finding the face anew.
pub(crate) fn follow(network: &Network, picture: &Picture, before: &Mesh) -> Option<Mesh> {
    run(network, picture, &around(before)?)
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

/// The crop for the next round: turned by the eyes, around all points.
fn around(mesh: &Mesh) -> Option<Frame> {
    let (left, right) = (mesh.middle(index::EYE_LEFT), mesh.middle(index::EYE_RIGHT));
    let angle = (right[1] - left[1]).portable_atan2(right[0] - left[0]);
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
