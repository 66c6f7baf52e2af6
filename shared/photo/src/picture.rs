//! Decoded pictures and how they are turned and reduced. Sampling for models and for output is in `resample`.

/// Upright 8-bit sRGB pixels, rows from the top.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// `width * height * 3` bytes.
    pub(crate) rgb: Vec<u8>,
}

impl Picture {
    pub(crate) fn new(width: usize, height: usize, rgb: Vec<u8>) -> Option<Self> {
        (width > 0 && height > 0 && rgb.len() == width * height * 3).then_some(Self { width, height, rgb })
    }

    /// The pixel at `x`, `y`; coordinates outside are moved to the edge.
    pub(crate) fn pixel(&self, x: isize, y: isize) -> [u8; 3] {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        let at = (y * self.width + x) * 3;
        [self.rgb[at], self.rgb[at + 1], self.rgb[at + 2]]
    }

    /// Applies an EXIF orientation, 1 to 8.
    pub(crate) fn upright(self, orientation: u16) -> Self {
        let (w, h) = (self.width, self.height);
        if !(2..=8).contains(&orientation) {
            return self;
        }
        let swapped = orientation >= 5;
        let (width, height) = if swapped { (h, w) } else { (w, h) };
        let mut rgb = vec![0; self.rgb.len()];
        for y in 0..height {
            for x in 0..width {
                let (sx, sy) = match orientation {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (y, h - 1 - x),
                    7 => (w - 1 - y, h - 1 - x),
                    _ => (w - 1 - y, x),
                };
                let (to, from) = ((y * width + x) * 3, (sy * w + sx) * 3);
                rgb[to..to + 3].copy_from_slice(&self.rgb[from..from + 3]);
            }
        }
        Self { width, height, rgb }
    }

    /// Reduced by the whole factor that brings the longer side to `longest` or just above, by averaging blocks.
    /// Returns the factor.
    pub(crate) fn reduced(&self, longest: usize) -> (Self, usize) {
        let factor = (self.width.max(self.height) / longest).max(1);
        if factor == 1 {
            return (self.clone(), 1);
        }
        let (width, height) = ((self.width / factor).max(1), (self.height / factor).max(1));
        let mut rgb = Vec::with_capacity(width * height * 3);
        let mut sums = vec![0_u32; width * 3];
        let count = (factor * factor) as u32;
        for y in 0..height {
            sums.fill(0);
            for line in 0..factor {
                let start = (y * factor + line).min(self.height - 1) * self.width * 3;
                let row = &self.rgb[start..start + self.width * 3];
                for (sum, block) in sums.chunks_exact_mut(3).zip(row.chunks_exact(factor * 3)) {
                    for pixel in block.chunks_exact(3) {
                        sum[0] += u32::from(pixel[0]);
                        sum[1] += u32::from(pixel[1]);
                        sum[2] += u32::from(pixel[2]);
                    }
                }
            }
            rgb.extend(sums.iter().map(|&sum| ((sum + count / 2) / count) as u8));
        }
        (Self { width, height, rgb }, factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows of three: 0 1 2 / 3 4 5.
    fn numbered() -> Picture {
        Picture::new(3, 2, (0..6).flat_map(|n| [n, n, n]).collect()).unwrap()
    }

    fn order(picture: &Picture) -> Vec<u8> {
        picture.rgb.chunks(3).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn orientations_follow_exif() {
        assert_eq!(order(&numbered().upright(2)), [2, 1, 0, 5, 4, 3]);
        assert_eq!(order(&numbered().upright(3)), [5, 4, 3, 2, 1, 0]);
        assert_eq!(order(&numbered().upright(4)), [3, 4, 5, 0, 1, 2]);
        assert_eq!(order(&numbered().upright(5)), [0, 3, 1, 4, 2, 5]);
        assert_eq!(order(&numbered().upright(6)), [3, 0, 4, 1, 5, 2]);
        assert_eq!(order(&numbered().upright(7)), [5, 2, 4, 1, 3, 0]);
        assert_eq!(order(&numbered().upright(8)), [2, 5, 1, 4, 0, 3]);
        assert_eq!((numbered().upright(6).width, numbered().upright(6).height), (2, 3));
    }

    #[test]
    fn reduction_averages_blocks() {
        let picture = Picture::new(4, 2, [0, 0, 0, 0, 0, 0, 40, 40, 40, 80, 80, 80].repeat(2)).unwrap();
        let (small, factor) = picture.reduced(2);
        assert_eq!((small.width, small.height, factor), (2, 1, 2));
        assert_eq!(order(&small), [0, 60]);
    }
}
