//! The depth of a pictured head, and the picture's rows as they look when the head turns: the mesh's points have depth; what lies
//! around them (hair, neck) falls back to the axis between the ears, about which nothing moves. The wall behind stays.

use photo::SeenFace;

/// Points of the mesh before the ears: between them runs the axis of the neck.
const EARS: [usize; 2] = [234, 454];
/// Cells of the depth in a distance of the eyes.
const CELLS: f32 = 16.0;
/// How far from the face's middle the depth reaches, and from its points, in distances of the eyes.
const REACH: f32 = 3.5;
const FADES: f32 = 1.1;
/// How far the depth of a point spreads, in distances of the eyes.
const SPREAD: f32 = 0.08;
/// Columns of the picture that are followed to each column of the film.
const FINE: usize = 2;

pub(crate) struct Relief {
    /// The axis, and the upper left corner of the cells.
    axis_x: f32,
    corner: [f32; 2],
    cell: f32,
    side: usize,
    /// Before the axis, in pixels; rows of `side` cells.
    depth: Vec<f32>,
}

impl Relief {
    pub(crate) fn of(face: &SeenFace) -> Self {
        let unit = face.eye_distance();
        let points = face.points();
        let [axis_x, axis_y, axis_z] = [0, 1, 2].map(|c: usize| f32::midpoint(points[EARS[0]][c], points[EARS[1]][c]));
        let (cell, side) = (unit / CELLS, (2.0 * REACH * CELLS) as usize);
        let corner = [axis_x, axis_y].map(|middle| middle - REACH * unit);
        let depth = |at: usize| {
            let place = [(at % side) as f32, (at / side) as f32];
            let [x, y] = [0, 1].map(|c: usize| corner[c] + place[c] * cell);
            depth_at(points, [x, y, axis_z], unit)
        };
        Self { axis_x, corner, cell, side, depth: (0..side * side).map(depth).collect() }
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        let [u, v] = [(x - self.corner[0]) / self.cell, (y - self.corner[1]) / self.cell];
        let last = (self.side - 1) as f32;
        if !(0.0..last).contains(&u) || !(0.0..last).contains(&v) {
            return 0.0;
        }
        let (left, top) = (u as usize, v as usize);
        let (fu, fv) = (u - left as f32, v - top as f32);
        let row = |row: usize| {
            let pair = &self.depth[row * self.side + left..][..2];
            pair[0] + (pair[1] - pair[0]) * fu
        };
        row(top) + (row(top + 1) - row(top)) * fv
    }

    /// Where the colours of a row come from when the head is turned: for each of `columns`, which lie `step` apart from `start`
    /// on, the column of the picture that is nearest to the camera there.
    pub(crate) fn row(&self, yaw_deg: f32, y: f32, start: f32, step: f32, columns: usize) -> Vec<f32> {
        let straight = |column: usize| start + column as f32 * step;
        if yaw_deg == 0.0 {
            return (0..columns).map(straight).collect();
        }
        let (sin, cos) = yaw_deg.to_radians().sin_cos();
        // Of each column of the film how near it is, and where it comes from.
        let mut film: Vec<[f32; 2]> = (0..columns).map(|column| [f32::MIN, straight(column)]).collect();
        // Beyond the film's edges too: what stands there may turn into it.
        let margin = columns / 4;
        let seen = |nth: usize| {
            let x = start + (nth as f32 / FINE as f32 - margin as f32) * step;
            let depth = self.at(x, y);
            let across = (x - self.axis_x) * self.head(depth);
            let shifted = x + across * (cos - 1.0) + depth * sin;
            [(shifted - start) / step, depth * cos - across * sin, x]
        };
        let mut before = seen(0);
        for nth in 1..(columns + 2 * margin) * FINE {
            let now = seen(nth);
            let first = before[0].ceil().max(0.0) as usize;
            let end = columns.min((now[0].floor() + 1.0).max(0.0) as usize);
            // A stretch that runs backwards is turned away from the camera.
            for (column, spot) in (first..).zip(film.get_mut(first..end).unwrap_or_default()) {
                let share = (column as f32 - before[0]) / (now[0] - before[0]).max(1e-6);
                let [near, from] = [1, 2].map(|part: usize| before[part] + (now[part] - before[part]) * share);
                if near > spot[0] {
                    *spot = [near, from];
                }
            }
            before = now;
        }
        film.into_iter().map(|[_, from]| from).collect()
    }

    /// How much a place belongs to what turns, 0..1: all that stands out before the axis.
    fn head(&self, depth: f32) -> f32 {
        (depth / (self.cell * CELLS * 0.25)).clamp(0.0, 1.0)
    }
}

/// How far a place of the picture stands before the axis: as the points around it, falling off beyond the last of them.
fn depth_at(points: &[[f32; 3]], [x, y, axis_z]: [f32; 3], unit: f32) -> f32 {
    let (mut weights, mut sum, mut nearest) = (0.0, 0.0, f32::MAX);
    for [px, py, pz] in points {
        let square = ((px - x).powi(2) + (py - y).powi(2)) / (unit * unit);
        let weight = (square + SPREAD * SPREAD).powi(-2);
        weights += weight;
        sum += weight * (axis_z - pz);
        nearest = square.min(nearest);
    }
    let beyond = (1.0 - nearest.sqrt() / FADES).clamp(0.0, 1.0);
    (sum / weights).max(0.0) * beyond * beyond * (3.0 - 2.0 * beyond)
}
