//! The smallest rectangle around points, in any direction: what a stain of text fills.

/// Centre, half lengths along and across, and the direction (a unit vector) of the longer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rectangle {
    pub(super) centre: [f32; 2],
    pub(super) half: [f32; 2],
    pub(super) along: [f32; 2],
}

/// From how much higher than wide it is an upright line.
const UPRIGHT: f32 = 3.5;

impl Rectangle {
    /// The smallest in area around points; `None` of fewer than three.
    pub(super) fn around(points: &mut Vec<[f32; 2]>) -> Option<Self> {
        let hull = convex(points);
        let sides = hull.iter().zip(hull.iter().cycle().skip(1));
        let candidates = sides.filter_map(|(a, b)| Self::along(&hull, [b[0] - a[0], b[1] - a[1]]));
        candidates.min_by(|a, b| (a.half[0] * a.half[1]).total_cmp(&(b.half[0] * b.half[1])))
    }

    /// The smallest with sides along and across a direction.
    pub(super) fn along(hull: &[[f32; 2]], side: [f32; 2]) -> Option<Self> {
        let length = side[0].hypot(side[1]);
        if length < 1e-6 {
            return None;
        }
        let u = side.map(|value| value / length);
        let v = [-u[1], u[0]];
        let span = |axis: [f32; 2]| {
            hull.iter()
                .map(|p| p[0] * axis[0] + p[1] * axis[1])
                .fold([f32::MAX, f32::MIN], |[low, high], at| [low.min(at), high.max(at)])
        };
        let ([u0, u1], [v0, v1]) = (span(u), span(v));
        let (mu, mv) = (f32::midpoint(u0, u1), f32::midpoint(v0, v1));
        let centre = [u[0] * mu + v[0] * mv, u[1] * mu + v[1] * mv];
        let half = [(u1 - u0) / 2.0, (v1 - v0) / 2.0];
        let along = if half[0] >= half[1] { u } else { v };
        let half = [half[0].max(half[1]), half[0].min(half[1])];
        // To the right, or down where it stands upright.
        let right = if along[0].abs() > 0.5 { along[0] > 0.0 } else { along[1] > 0.0 };
        Some(Self { centre, half, along: if right { along } else { along.map(|value| -value) } })
    }

    /// The same with the direction across where it is not clearly that of an upright line: one character, or a 1, is higher than wide.
    pub(super) fn level(self) -> Self {
        let upright = self.along[1].abs() > self.along[0].abs();
        if !upright || self.half[0] > UPRIGHT * self.half[1] {
            return self;
        }
        let across = [self.along[1], -self.along[0]];
        let along = if across[0] < 0.0 { across.map(|value| -value) } else { across };
        Self { centre: self.centre, half: [self.half[1], self.half[0]], along }
    }

    /// Larger by a length on every side.
    pub(super) fn grown(self, by: f32) -> Self {
        Self { half: self.half.map(|half| half + by), ..self }
    }

    /// Corners clockwise, beginning before the text's first character.
    pub(super) fn corners(&self) -> [[f32; 2]; 4] {
        let [u, v] = [self.along, [-self.along[1], self.along[0]]];
        [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[a, b]: [f32; 2]| {
            [0, 1].map(|i: usize| self.centre[i] + u[i] * a * self.half[0] + v[i] * b * self.half[1])
        })
    }
}

/// The convex hull (Andrew 1979), anticlockwise where y goes up.
pub(super) fn convex(points: &mut Vec<[f32; 2]>) -> Vec<[f32; 2]> {
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    points.dedup();
    let turn = |a: [f32; 2], b: [f32; 2], c: [f32; 2]| (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    let half = |points: &mut dyn Iterator<Item = [f32; 2]>| {
        let mut chain: Vec<[f32; 2]> = Vec::new();
        for point in points {
            while chain.len() >= 2 && turn(chain[chain.len() - 2], chain[chain.len() - 1], point) <= 0.0 {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut hull = half(&mut points.iter().copied());
    hull.extend(half(&mut points.iter().rev().copied()));
    hull
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slanting_bar_has_a_slanting_rectangle() {
        let along = [0.96_f32, 0.28];
        let mut points: Vec<[f32; 2]> = (0..=100)
            .flat_map(|u| (0..=10).map(move |v| [u as f32, v as f32]))
            .map(|[u, v]| [50.0 + along[0] * u - along[1] * v, 20.0 + along[1] * u + along[0] * v])
            .collect();
        let found = Rectangle::around(&mut points).unwrap();
        assert!((found.half[0] - 50.0).abs() < 0.01 && (found.half[1] - 5.0).abs() < 0.01);
        assert!((found.along[0] - 0.96).abs() < 1e-3 && (found.along[1] - 0.28).abs() < 1e-3);
        assert!((found.corners()[0][0] - 50.0).abs() < 0.01 && (found.corners()[0][1] - 20.0).abs() < 0.01);
    }

    #[test]
    fn one_character_is_read_across_and_an_upright_line_is_not() {
        let bar = |height: f32| {
            Rectangle::around(&mut vec![[0.0, 0.0], [10.0, 0.0], [10.0, height], [0.0, height]]).unwrap().level()
        };
        assert_eq!((bar(15.0).along, bar(15.0).half), ([1.0, 0.0], [5.0, 7.5]));
        assert_eq!(bar(15.0).corners()[0], [0.0, 0.0]);
        assert_eq!(bar(80.0).along, [0.0, 1.0]);
    }

    #[test]
    fn a_point_has_none() {
        assert!(Rectangle::around(&mut vec![[1.0, 1.0], [1.0, 1.0]]).is_none());
    }
}
