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

/// Root of the mean square of what the best homography from one to the other leaves, over `unit`: 0 where there is none.
fn beyond_flat(from: &[[f32; 3]], to: &[[f32; 3]], unit: f32) -> f32 {
    let Some(squares) = flat_map(from, to, unit).map(|map| {
        let (a, b) = (normal(from, unit), normal(to, unit));
        let squares = a.iter().zip(&b).map(|(one, other)| {
            let [x, y] = map.of(*one);
            (x - other[0]).powi(2) + (y - other[1]).powi(2)
        });
        squares.sum::<f64>() / a.len() as f64
    }) else {
        return 0.0;
    };
    if squares.is_finite() { squares.sqrt() as f32 } else { 0.0 }
}

/// About their middle, in `unit`.
fn normal(points: &[[f32; 3]], unit: f32) -> Vec<[f64; 2]> {
    let count = points.len().max(1) as f32;
    let middle = [0, 1].map(|axis: usize| points.iter().map(|point| point[axis]).sum::<f32>() / count);
    points.iter().map(|point| [0, 1].map(|axis: usize| f64::from((point[axis] - middle[axis]) / unit))).collect()
}

/// How a flat thing is seen from elsewhere.
struct Homography([f64; 8]);

impl Homography {
    fn of(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [a, b, c, d, e, f, g, h] = self.0;
        let depth = g * x + h * y + 1.0;
        [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth]
    }
}

/// By least squares; `None` where the points lie on a line.
fn flat_map(from: &[[f32; 3]], to: &[[f32; 3]], unit: f32) -> Option<Homography> {
    if unit < 1.0 || from.len() < 8 || from.len() != to.len() {
        return None;
    }
    let mut equations = [[0.0_f64; 9]; 8];
    for ([x, y], [u, v]) in normal(from, unit).into_iter().zip(normal(to, unit)) {
        let rows = [[x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u], [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v]];
        for row in rows {
            for (equation, &factor) in equations.iter_mut().zip(&row) {
                equation.iter_mut().zip(&row).for_each(|(sum, value)| *sum += factor * value);
            }
        }
    }
    solved(equations).map(Homography)
}

/// Gauss's elimination with the largest pivot first.
fn solved(mut rows: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for column in 0..8 {
        let pivot = (column..8).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        rows.swap(column, pivot);
        let lead = rows[column];
        if lead[column].abs() < 1e-9 {
            return None;
        }
        for (at, row) in rows.iter_mut().enumerate() {
            let factor = row[column] / lead[column];
            if at != column {
                row.iter_mut().zip(&lead).for_each(|(value, lead)| *value -= factor * lead);
            }
        }
    }
    Some(std::array::from_fn(|at| rows[at][8] / rows[at][at]))
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
        let tilted: Vec<[f32; 3]> = bowl()
            .iter()
            .map(|[x, y, z]| {
                let depth = 1.0 + 0.002 * x - 0.001 * y;
                [(0.7 * x + 0.2 * y + 40.0) / depth, (-0.1 * x + 1.2 * y - 9.0) / depth, *z]
            })
            .collect();
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
