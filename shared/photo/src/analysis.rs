//! Runs the three networks on one picture in the order that answers most for least: faces, mesh, mask.

use crate::{
    faces::{Detection, detect, detect_turned},
    mask::{Mask, segment},
    measure::head::{self, Head},
    mesh,
    net::Network,
    picture::Picture,
    resample::Frame,
};
use shared::photo::Region;

/// Least probability of the mesh that its crop shows a face.
pub(crate) const FACE_MIN: f32 = 0.5;
/// Candidates looked at more closely; more faces than this need no exact count.
const CANDIDATES_MAX: usize = 12;

/// The loaded networks.
pub(crate) struct Networks {
    pub(crate) face_box: Network,
    pub(crate) face_mesh: Network,
    pub(crate) person_mask: Network,
}

/// What was found; coordinates in pixels of the analysed picture.
#[derive(Clone, Debug, Default)]
pub(crate) struct Analysis {
    /// Boxes of all faces, largest first.
    pub(crate) faces: Vec<Region>,
    /// The face is there but not upright.
    pub(crate) turned: bool,
    /// Present when there is exactly one upright face.
    pub(crate) head: Option<Head>,
    pub(crate) mask: Option<Mask>,
}

/// What a picture is looked at for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// It is (meant to be) a certificate photograph: the mask covers all of it.
    Finished,
    /// A certificate photograph is to be cut out of it.
    Source,
    /// A frame of a live camera: faces far behind the first are not looked for.
    Frame,
}

/// Analyses a picture.
pub(crate) fn analyse(networks: &Networks, picture: &Picture, purpose: Purpose) -> Analysis {
    let finished = purpose == Purpose::Finished;
    let mut found: Vec<(Detection, mesh::Mesh)> = detect(&networks.face_box, picture, purpose != Purpose::Frame)
        .into_iter()
        .take(CANDIDATES_MAX)
        .filter_map(|face| Some((face, mesh::fit(&networks.face_mesh, picture, &face)?)))
        .filter(|(_, mesh)| mesh.face > FACE_MIN)
        .collect();
    let mut analysis = Analysis::default();
    if found.is_empty() {
        found.extend(
            detect_turned(&networks.face_box, picture)
                .and_then(|face| Some((face, mesh::fit(&networks.face_mesh, picture, &face)?)))
                .filter(|(_, mesh)| mesh.face > FACE_MIN),
        );
    }
    analysis.faces = found.iter().map(|(face, _)| area(face)).collect();
    analysis.turned = found.first().is_some_and(|(_, mesh)| mesh.angle.abs() > std::f32::consts::FRAC_PI_4);
    let whole = Frame::rectangle(0.0, 0.0, picture.width as f32, picture.height as f32);
    if found.len() == 1 && !analysis.turned {
        let (_, mut mesh) = found.remove(0);
        // A camera's frames settle one after the other.
        if purpose != Purpose::Frame {
            mesh = mesh::settled(&networks.face_mesh, picture, mesh);
        }
        let frame = if finished { whole } else { bust(&mesh, picture) };
        analysis.mask = segment(&networks.person_mask, picture, frame);
        analysis.head = Some(head::measure(mesh, analysis.mask.as_ref(), picture));
    } else if finished {
        analysis.mask = segment(&networks.person_mask, picture, whole);
    }
    analysis
}

fn area(face: &Detection) -> Region {
    let (width, height) = (face.width, face.height);
    Region { x: face.centre[0] - width / 2.0, y: face.centre[1] - height / 2.0, width, height }
}

/// Head and shoulders with room for hair, inside the picture.
pub(crate) fn bust(mesh: &mesh::Mesh, picture: &Picture) -> Frame {
    use mesh::index::{CHEEK_LEFT, CHEEK_RIGHT};
    let width = mesh.distance(CHEEK_LEFT, CHEEK_RIGHT);
    let [x, y] = mesh.middle([CHEEK_LEFT, CHEEK_RIGHT]);
    let (left, right) = ((x - 1.4 * width).max(0.0), (x + 1.4 * width).min(picture.width as f32));
    let (top, bottom) = ((y - 1.9 * width).max(0.0), (y + 1.9 * width).min(picture.height as f32));
    Frame::rectangle(left, top, (right - left).max(1.0), (bottom - top).max(1.0))
}
