//! Movement that a picture held before the camera does not have: what is left of the mesh's changes when everything a flat
//! thing's moving, turning and tilting can explain is taken away.

use super::{film::Moment, series::percentile};
use photo::SeenFace;

/// Residues that count: of the frames in which the face differs most from the one it is compared with.
const SHARE: f32 = 0.8;

/// Over the distance of the eyes; 0 where no face was followed.
pub(super) fn residue(moments: &[Moment]) -> f32 {
    let faces: Vec<&SeenFace> = moments.iter().filter_map(|moment| moment.face.as_ref()).collect();
    let yaws: Vec<f32> = faces.iter().map(|face| face.pose()[0]).collect();
    let usual = percentile(&yaws, 0.5);
    let off = |face: &&&SeenFace| (face.pose()[0] - usual).abs();
    let Some(reference) = faces.iter().min_by(|a, b| off(a).total_cmp(&off(b))) else { return 0.0 };
    let residues: Vec<f32> =
        faces.iter().map(|face| beyond_flat(reference.points(), face.points(), face.eye_distance())).collect();
    percentile(&residues, SHARE)
}

/// Root of the mean square of what the best affine map from one to the other leaves, over `unit`.
fn beyond_flat(from: &[[f32; 3]], to: &[[f32; 3]], unit: f32) -> f32 {
    let count = from.len().min(to.len()) as f32;
    let middle =
        |points: &[[f32; 3]]| [0, 1].map(|axis: usize| points.iter().map(|point| point[axis]).sum::<f32>() / count);
    let (a, b) = (middle(from), middle(to));
    // Normal equations of the two rows of the map: the same matrix for both.
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    let mut right = [[0.0_f32; 2]; 2];
    for (one, other) in from.iter().zip(to) {
        let (x, y) = (one[0] - a[0], one[1] - a[1]);
        (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
        for axis in 0..2 {
            let value = other[axis] - b[axis];
            right[axis] = [right[axis][0] + x * value, right[axis][1] + y * value];
        }
    }
    let determinant = xx * yy - xy * xy;
    if determinant.abs() < 1e-6 || unit < 1.0 {
        return 0.0;
    }
    let rows = right.map(|[p, q]| [(yy * p - xy * q) / determinant, (xx * q - xy * p) / determinant]);
    let squares = from.iter().zip(to).map(|(one, other)| {
        let (x, y) = (one[0] - a[0], one[1] - a[1]);
        (0..2).map(|axis| (other[axis] - b[axis] - rows[axis][0] * x - rows[axis][1] * y).powi(2)).sum::<f32>()
    });
    (squares.sum::<f32>() / count).sqrt() / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A face-like bowl of points.
    fn bowl() -> Vec<[f32; 3]> {
        let at = |index: usize| [(index % 20) as f32 * 5.0 - 50.0, (index / 20) as f32 * 5.0 - 50.0];
        (0..400).map(at).map(|[x, y]| [x, y, (x * x + y * y) / 60.0]).collect()
    }

    #[test]
    fn a_flat_picture_moved_turned_and_tilted_leaves_nothing() {
        let tilted: Vec<[f32; 3]> =
            bowl().iter().map(|[x, y, z]| [0.7 * x + 0.2 * y + 40.0, -0.1 * x + 1.2 * y - 9.0, *z]).collect();
        assert!(beyond_flat(&bowl(), &tilted, 40.0) < 1e-4);
    }

    #[test]
    fn a_head_that_turns_or_a_mouth_that_opens_does() {
        let (sin, cos) = 0.2_f32.sin_cos();
        let turned: Vec<[f32; 3]> = bowl().iter().map(|[x, y, z]| [x * cos + z * sin, *y, *z]).collect();
        assert!(beyond_flat(&bowl(), &turned, 40.0) > 0.05);
        let open: Vec<[f32; 3]> = bowl().iter().map(|&[x, y, z]| [x, if y > 20.0 { y + 6.0 } else { y }, z]).collect();
        assert!(beyond_flat(&bowl(), &open, 40.0) > 0.03);
    }

    #[test]
    fn a_line_of_points_says_nothing() {
        assert_eq!(beyond_flat(&[[1.0, 1.0, 0.0]; 9], &[[2.0, 5.0, 0.0]; 9], 40.0), 0.0);
    }
}
