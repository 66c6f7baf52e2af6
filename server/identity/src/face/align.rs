//! Where a face has to be cut out so that its eyes, nose and mouth lie where the network saw them while it was trained.

use photo::{SeenFace, Square};

/// Side of the network's picture.
pub(crate) const SIDE: usize = 112;
/// Eyes, tip of the nose and corners of the mouth in that picture (`ArcFace`, Deng et al. 2019), from its upper left corner.
const TEMPLATE: [[f32; 2]; 5] = [[38.79, 52.20], [74.03, 52.00], [56.53, 72.24], [42.05, 92.87], [71.23, 92.70]];

/// The square that a face's five points ask for, by least squares over turn, size and place.
pub(crate) fn square(face: &SeenFace) -> Option<Square> {
    square_of(face.five_points())
}

fn square_of(points: [[f32; 2]; 5]) -> Option<Square> {
    let mean =
        |points: &[[f32; 2]; 5]| [0, 1].map(|axis: usize| points.iter().map(|point| point[axis]).sum::<f32>() / 5.0);
    let (from, to) = (mean(&TEMPLATE), mean(&points));
    // Turn and size as one complex number.
    let (mut real, mut imaginary, mut weight) = (0.0, 0.0, 0.0);
    for (template, point) in TEMPLATE.iter().zip(points) {
        let [tx, ty] = [template[0] - from[0], template[1] - from[1]];
        let [px, py] = [point[0] - to[0], point[1] - to[1]];
        real += tx * px + ty * py;
        imaginary += tx * py - ty * px;
        weight += tx * tx + ty * ty;
    }
    let (real, imaginary) = (real / weight, imaginary / weight);
    let [dx, dy] = from.map(|at| SIDE as f32 / 2.0 - at);
    let centre = [to[0] + real * dx - imaginary * dy, to[1] + imaginary * dx + real * dy];
    let (side, angle) = (real.hypot(imaginary) * SIDE as f32, imaginary.atan2(real));
    (side.is_finite() && side > 1.0).then_some(Square { centre, side, angle })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_that_lies_as_the_template_is_cut_whole() {
        let square = square_of(TEMPLATE).unwrap();
        assert!((square.side - 112.0).abs() < 1e-2 && square.angle.abs() < 1e-5, "{square:?}");
        assert!(square.centre.iter().all(|at| (at - 56.0).abs() < 1e-2), "{square:?}");
    }

    #[test]
    fn turn_size_and_place_of_the_face_are_those_of_the_square() {
        let (sin, cos) = 0.4_f32.sin_cos();
        let moved = TEMPLATE.map(|[x, y]| [3.0 * (x * cos - y * sin) + 200.0, 3.0 * (x * sin + y * cos) + 90.0]);
        let square = square_of(moved).unwrap();
        assert!((square.side - 336.0).abs() < 0.1 && (square.angle - 0.4).abs() < 1e-4, "{square:?}");
        let middle = [3.0 * (56.0 * cos - 56.0 * sin) + 200.0, 3.0 * (56.0 * sin + 56.0 * cos) + 90.0];
        assert!((square.centre[0] - middle[0]).abs() < 0.1 && (square.centre[1] - middle[1]).abs() < 0.1, "{square:?}");
    }

    #[test]
    fn points_on_one_spot_are_no_face() {
        assert!(square_of([[5.0, 5.0]; 5]).is_none());
        assert!(square_of([[f32::NAN; 2]; 5]).is_none());
    }
}
