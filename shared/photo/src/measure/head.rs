//! Where the head is and how it is held: landmarks, angles, lids and lips, and the upper edge of the hair.

use super::{
    colour::{Lab, Linear, ciede2000},
    percentile,
};
use crate::portable::Portable;
use crate::{
    mask::Mask,
    mesh::{Mesh, index},
    picture::Picture,
};
use shared::photo::FaceMeasures;

/// The edge of the face below the cheeks.
const JAW: [usize; 19] = [93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323];
/// How far the line from forehead to chin leans back in a head held level, degrees (median of frontal portraits).
const LEAN_LEVEL_DEG: f32 = 8.5;
/// Least probability that counts as person.
const PERSON: f32 = 0.5;
/// Colour difference from the background that counts as hair.
const HAIR_DELTA_E: f32 = 6.0;
/// Probability of a person below which a point is surely background.
const BACKGROUND: f32 = 0.05;
/// Share of the width between the cheeks over which hair must show to be the top of the head.
const HAIR_SHARE: f32 = 0.05;

/// The measured head; lengths in pixels of the picture.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) mesh: Mesh,
    pub(crate) measures: FaceMeasures,
    /// Eyes' midpoint to chin (T of ISO/IEC 29794-5).
    pub(crate) eye_to_chin: f32,
    /// Distance of the eyes' centres.
    pub(crate) eye_distance: f32,
    /// Smaller opening of the two pairs of lids, over T.
    pub(crate) lids: f32,
    /// Opening of the inner lips, over T.
    pub(crate) lips: f32,
}

impl Head {
    /// Cheek to cheek.
    pub(crate) fn width(&self) -> f32 {
        self.measures.cheek_right_x - self.measures.cheek_left_x
    }

    pub(crate) fn centre_x(&self) -> f32 {
        f32::midpoint(self.measures.cheek_left_x, self.measures.cheek_right_x)
    }

    pub(crate) fn eye_y(&self) -> f32 {
        f32::midpoint(self.measures.left_eye[1], self.measures.right_eye[1])
    }
}

/// Measures a mesh; the hair's edge comes from the mask where there is one, else from the forehead.
pub(crate) fn measure(mesh: Mesh, mask: Option<&Mask>, picture: &Picture) -> Head {
    let left_eye = eye_centre(&mesh, index::EYE_LEFT, index::LIDS_LEFT);
    let right_eye = eye_centre(&mesh, index::EYE_RIGHT, index::LIDS_RIGHT);
    let chin = mesh.xy(index::CHIN);
    let eyes = [f32::midpoint(left_eye[0], right_eye[0]), f32::midpoint(left_eye[1], right_eye[1])];
    let eye_to_chin = (eyes[0] - chin[0]).portable_hypot(eyes[1] - chin[1]).max(1.0);
    let (yaw_deg, pitch_deg, roll_deg) = pose(&mesh);
    let forehead = mesh.xy(index::FOREHEAD);
    let (cheek_left_x, cheek_right_x) = cheeks(&mesh);
    let head_top_y = mask.map_or(forehead[1], |mask| {
        hair_top(picture, mask, [cheek_left_x, cheek_right_x], forehead[1]).unwrap_or(forehead[1])
    });
    let measures = FaceMeasures {
        left_eye,
        right_eye,
        chin,
        head_top_y,
        cheek_left_x,
        cheek_right_x,
        yaw_deg,
        pitch_deg,
        roll_deg,
    };
    let lids = mesh.opening(&index::LIDS_LEFT).min(mesh.opening(&index::LIDS_RIGHT)) / eye_to_chin;
    let lips = mesh.opening(&index::INNER_LIPS) / eye_to_chin;
    let eye_distance = (left_eye[0] - right_eye[0]).portable_hypot(left_eye[1] - right_eye[1]);
    Head { mesh, measures, eye_to_chin, eye_distance, lids, lips }
}

/// Mean of the corners and of the lids at two places, as the 68 points of the literature have it.
fn eye_centre(mesh: &Mesh, corners: [usize; 2], [outer, _, inner]: [[usize; 2]; 3]) -> [f32; 2] {
    let [corners, outer, inner] = [corners, outer, inner].map(|pair| mesh.middle(pair));
    [0, 1].map(|axis: usize| (corners[axis] + outer[axis] + inner[axis]) / 3.0)
}

/// From cheek to cheek; on a head turned away, whose jaw hides the farther cheek, to where the jaw ends.
fn cheeks(mesh: &Mesh) -> (f32, f32) {
    let width = mesh.distance(index::CHEEK_LEFT, index::CHEEK_RIGHT);
    let middle = mesh.middle([index::CHEEK_LEFT, index::CHEEK_RIGHT])[0];
    let jaw = JAW.iter().map(|&at| mesh.points[at][0]);
    let out = (middle - width / 2.0, middle + width / 2.0);
    jaw.fold(out, |(left, right), x| (left.min(x), right.max(x)))
}

/// Yaw (positive: face turned to the left of the picture), pitch (positive: chin up) and roll (clockwise), degrees.
fn pose(mesh: &Mesh) -> (f32, f32, f32) {
    let depth = mesh.points[index::CHIN][2] - mesh.points[index::FOREHEAD][2];
    let along = mesh.distance(index::FOREHEAD, index::CHIN);
    let lean = depth.portable_atan2(along);
    (mesh.yaw_deg(), LEAN_LEVEL_DEG - lean.to_degrees(), mesh.roll().to_degrees())
}

/// Upper edge of the hair between the cheeks, in pixels; `None` where the mask shows no head.
fn hair_top(picture: &Picture, mask: &Mask, cheeks: [f32; 2], forehead_y: f32) -> Option<f32> {
    let width = cheeks[1] - cheeks[0];
    let columns: Vec<f32> = (0..=48).map(|step| cheeks[0] + width * step as f32 / 48.0).collect();
    let mut tops: Vec<f32> = columns.iter().filter_map(|&x| mask_top(mask, x, forehead_y)).collect();
    if tops.len() < columns.len() / 3 {
        return None;
    }
    let coarse = percentile(&mut tops, 0.05);
    Some(refined(picture, mask, cheeks, coarse, forehead_y).unwrap_or(coarse))
}

/// From the forehead upwards to where the person ends; `None` where the column starts outside the person.
fn mask_top(mask: &Mask, x: f32, forehead_y: f32) -> Option<f32> {
    let step = mask.cell() / 4.0;
    let mut y = forehead_y;
    if mask.at(x, y) < PERSON {
        return None;
    }
    while y > 0.0 && mask.at(x, y) >= PERSON {
        y -= step;
    }
    Some(y.max(0.0))
}

/// On an even background the colour finds the edge to the pixel: last row, upwards, in which enough columns differ
/// from the background around the head. `None` where that background is uneven.
fn refined(picture: &Picture, mask: &Mask, cheeks: [f32; 2], coarse: f32, forehead_y: f32) -> Option<f32> {
    let linear = Linear::new();
    let width = cheeks[1] - cheeks[0];
    let around = around_head(picture, mask, cheeks, coarse, &linear);
    if around.len() < 40 {
        return None;
    }
    let ground = median(&around);
    let noise = percentile(&mut around.iter().map(|&lab| ciede2000(lab, ground)).collect::<Vec<_>>(), 0.9);
    if noise > HAIR_DELTA_E * 0.75 {
        return None;
    }
    let least = HAIR_DELTA_E.max(2.0 * noise);
    let columns = cheeks[0].max(0.0) as isize..=cheeks[1].min(picture.width as f32 - 1.0) as isize;
    let enough = ((width * HAIR_SHARE) as usize).max(1);
    let is_hair = |y: isize| {
        let differs = |&x: &isize| ciede2000(linear.lab(picture.pixel(x, y)), ground) > least;
        columns.clone().filter(differs).count() >= enough
    };
    // Upwards from within the hair, over gaps of up to two rows, so that things above the head are not taken for it.
    let start = (coarse + 0.1 * width).min(forehead_y) as isize;
    let mut top = (start - 2..=start).rev().find(|&y| is_hair(y))?;
    while let Some(next) = (1..=3).map(|step| top - step).find(|&y| y >= 0 && is_hair(y)) {
        top = next;
    }
    Some(top as f32)
}

/// Colours of the background to the left, to the right and above the top of the head.
fn around_head(picture: &Picture, mask: &Mask, cheeks: [f32; 2], top: f32, linear: &Linear) -> Vec<Lab> {
    let width = cheeks[1] - cheeks[0];
    let step = (width / 40.0).max(1.0);
    let steps = |from: f32, to: f32, most: usize| {
        let (from, to) = (from.max(0.0), to.min(most as f32 - 1.0));
        (0..=((to - from) / step).max(0.0) as usize).map(move |at| from + at as f32 * step)
    };
    let rows = steps(top - 0.4 * width, top + 0.35 * width, picture.height);
    rows.flat_map(|y| steps(cheeks[0] - 0.6 * width, cheeks[1] + 0.6 * width, picture.width).map(move |x| [x, y]))
        .filter(|&[x, y]| mask.at(x, y) < BACKGROUND)
        .map(|[x, y]| linear.lab(picture.pixel(x as isize, y as isize)))
        .collect()
}

/// Median of each coordinate.
pub(crate) fn median(labs: &[Lab]) -> Lab {
    let of = |pick: fn(&Lab) -> f32| percentile(&mut labs.iter().map(pick).collect::<Vec<_>>(), 0.5);
    Lab { l: of(|lab| lab.l), a: of(|lab| lab.a), b: of(|lab| lab.b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cheeks at 100 and 200, the jaw between them but for its tip.
    fn with_chin_at(x: f32) -> Mesh {
        let mut points = vec![[150.0, 300.0, 0.0]; 468];
        points[index::CHEEK_LEFT] = [100.0, 250.0, 0.0];
        points[index::CHEEK_RIGHT] = [200.0, 250.0, 0.0];
        points[index::CHIN] = [x, 350.0, 0.0];
        Mesh { points, face: 1.0, angle: 0.0 }
    }

    #[test]
    fn the_face_is_as_wide_as_its_cheeks_or_as_far_as_the_jaw_stands_out() {
        assert_eq!(cheeks(&with_chin_at(150.0)), (100.0, 200.0));
        assert_eq!(cheeks(&with_chin_at(80.0)), (80.0, 200.0), "turned to the left of the picture");
        assert_eq!(cheeks(&with_chin_at(215.0)), (100.0, 215.0), "turned to the right of the picture");
    }
}
