//! Pixels of a card, and the projective maps between the picture and the straightened card.

/// Three bytes a pixel, rows from the top.
pub(super) struct Raster {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) rgb: Vec<u8>,
}

/// Corners clockwise from the upper left.
pub(super) type Quad = [[f32; 2]; 4];

impl Raster {
    /// The colour at a place between pixels; beyond the edge it is the edge's.
    #[inline]
    fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let pixel = |x: usize, y: usize| {
            let at = (y * self.width + x) * 3;
            [self.rgb[at], self.rgb[at + 1], self.rgb[at + 2]].map(f32::from)
        };
        let [a, b, c, d] = [pixel(left, top), pixel(right, top), pixel(left, bottom), pixel(right, bottom)];
        std::array::from_fn(|i| {
            let upper = a[i] + (b[i] - a[i]) * fx;
            let lower = c[i] + (d[i] - c[i]) * fx;
            upper + (lower - upper) * fy
        })
    }

    /// A quadrilateral of this picture as a rectangle. Each pixel is the mean of as many samples as the scale wants.
    pub(super) fn straightened(&self, quad: &Quad, width: usize, height: usize) -> Self {
        let map = Projection::from_unit(quad);
        let across = distance(quad[0], quad[1]).max(distance(quad[3], quad[2])) / width as f32;
        let down = distance(quad[0], quad[3]).max(distance(quad[1], quad[2])) / height as f32;
        let [nx, ny] = [across, down].map(|scale| (scale.ceil() as usize).clamp(1, 4));
        let mut rgb = Vec::with_capacity(width * height * 3);
        let share = 1.0 / (nx * ny) as f32;
        for y in 0..height {
            for x in 0..width {
                let mut sum = [0.5_f32; 3];
                for step in 0..nx * ny {
                    let u = (x as f32 + ((step % nx) as f32 + 0.5) / nx as f32) / width as f32;
                    let v = (y as f32 + ((step / nx) as f32 + 0.5) / ny as f32) / height as f32;
                    let [px, py] = map.at([u, v]);
                    let colour = self.at(px, py);
                    (0..3).for_each(|i| sum[i] += colour[i] * share);
                }
                rgb.extend(sum.map(|value| value as u8));
            }
        }
        Self { width, height, rgb }
    }

    pub(super) fn scaled(&self, width: usize, height: usize) -> Self {
        self.straightened(&whole(self.width as f32, self.height as f32), width, height)
    }

    /// Upside down.
    pub(super) fn turned(&self) -> Self {
        let rgb = self.rgb.as_chunks::<3>().0.iter().rev().flatten().copied().collect();
        Self { width: self.width, height: self.height, rgb }
    }

    /// Planes B, G, R, each value `x / 127.5 - 1`: what these networks read.
    pub(super) fn planes(&self) -> Vec<f32> {
        let pixels = self.rgb.as_chunks::<3>().0;
        [2, 1, 0].iter().flat_map(|&c| pixels.iter().map(move |pixel| f32::from(pixel[c]) / 127.5 - 1.0)).collect()
    }
}

/// The corners of a picture.
pub(super) fn whole(width: f32, height: f32) -> Quad {
    [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]
}

pub(super) fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// A projective map, by rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Projection([f32; 9]);

impl Projection {
    /// Of the unit square to a quadrilateral (Heckbert 1989).
    pub(super) fn from_unit([a, b, c, d]: &Quad) -> Self {
        let [sx, sy] = [0, 1].map(|i: usize| a[i] - b[i] + c[i] - d[i]);
        let ([dx1, dy1], [dx2, dy2]) = ([b[0] - c[0], b[1] - c[1]], [d[0] - c[0], d[1] - c[1]]);
        let det = dx1 * dy2 - dx2 * dy1;
        let (g, h) =
            if det.abs() < 1e-6 { (0.0, 0.0) } else { ((sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det) };
        Self([
            b[0] - a[0] + g * b[0],
            d[0] - a[0] + h * d[0],
            a[0],
            b[1] - a[1] + g * b[1],
            d[1] - a[1] + h * d[1],
            a[1],
            g,
            h,
            1.0,
        ])
    }

    /// The other way round (the adjugate: a projective map has no size).
    pub(super) fn inverse(&self) -> Self {
        let m = &self.0;
        let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
        Self([
            minor(4, 5, 7, 8),
            minor(2, 1, 8, 7),
            minor(1, 2, 4, 5),
            minor(5, 3, 8, 6),
            minor(0, 2, 6, 8),
            minor(2, 0, 5, 3),
            minor(3, 4, 6, 7),
            minor(1, 0, 7, 6),
            minor(0, 1, 3, 4),
        ])
    }

    pub(super) fn at(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        let w = if w.abs() < 1e-6 { 1e-6 } else { w };
        [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_go_to_corners_and_a_rectangle_is_cut_out_unchanged() {
        let quad = [[3.0, 2.0], [40.0, 5.0], [44.0, 30.0], [1.0, 28.0]];
        let map = Projection::from_unit(&quad);
        for (from, to) in [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]].into_iter().zip(quad) {
            assert!(distance(map.at(from), to) < 1e-3, "{from:?}");
            assert!(distance(map.inverse().at(to), from) < 1e-4, "{to:?}");
        }
        let raster = Raster { width: 6, height: 4, rgb: (0..72).collect() };
        let part = raster.straightened(&[[1.0, 1.0], [4.0, 1.0], [4.0, 3.0], [1.0, 3.0]], 3, 2);
        assert_eq!(part.rgb[..3], raster.rgb[(6 + 1) * 3..(6 + 1) * 3 + 3]);
        assert_eq!(part.rgb[5 * 3..], raster.rgb[(2 * 6 + 3) * 3..(2 * 6 + 3) * 3 + 3]);
        assert_eq!(raster.turned().rgb[..3], raster.rgb[69..]);
    }
}
