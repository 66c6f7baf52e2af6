//! A print of 64 bits by which pictures are found that look the same: re-encoded, scaled, a little brighter. It says nothing
//! about who is on them.

use crate::{decode::decode, resample::lanczos};

/// Differences along a row, and rows.
const COLUMNS: usize = 8;
const ROWS: usize = 8;
/// The part of a certificate photograph in which people differ: left, top, width and height as shares. Around it is background.
const PART: [f32; 4] = [0.2, 0.1, 0.6, 0.7];

/// The difference hash (dHash) of the middle of a picture: a bit for each of 8×8 places, set where it is brighter than the place to
/// its right. `None` where the picture cannot be read.
pub fn print(bytes: &[u8]) -> Option<u64> {
    let picture = decode(bytes, 120).ok()?.picture;
    let (width, height) = (picture.width as f32, picture.height as f32);
    let part = [PART[0] * width, PART[1] * height, PART[2] * width, PART[3] * height];
    let small = lanczos(&picture, part, COLUMNS + 1, ROWS);
    let light = |x: usize, y: usize| {
        let [red, green, blue] = small.pixel(x as isize, y as isize).map(u32::from);
        299 * red + 587 * green + 114 * blue
    };
    let bits = (0..ROWS).flat_map(|y| (0..COLUMNS).map(move |x| (x, y)));
    Some(bits.fold(0, |print, (x, y)| print << 1 | u64::from(light(x, y) > light(x + 1, y))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{encode::plain, picture::Picture};

    /// A blob on a slope; `at`: where the blob is.
    fn picture(width: usize, height: usize, at: f32, brighter: u8) -> Picture {
        let light = |x: usize, y: usize| {
            let (x, y) = (x as f32 / width as f32, y as f32 / height as f32);
            let blob = 90.0 * (1.0 - 4.0 * ((x - at).powi(2) + (y - at).powi(2))).max(0.0);
            (30.0 + 60.0 * x + 30.0 * (9.0 * y).sin().abs() + blob) as u8 + brighter
        };
        let rgb = (0..width * height).flat_map(|n| [light(n % width, n / width); 3]).collect();
        Picture::new(width, height, rgb).unwrap()
    }

    fn of(picture: &Picture, quality: u8) -> u64 {
        print(&plain(picture, quality)).unwrap()
    }

    #[test]
    fn the_same_picture_smaller_brighter_and_coarser_has_nearly_the_same_print() {
        let original = of(&picture(480, 640, 0.4, 0), 95);
        for other in [
            of(&picture(480, 640, 0.4, 0), 50),
            of(&picture(240, 320, 0.4, 0), 90),
            of(&picture(480, 640, 0.4, 20), 90),
        ] {
            assert!((original ^ other).count_ones() <= 6, "{original:064b}\n{other:064b}");
        }
    }

    #[test]
    fn another_picture_has_another() {
        let (one, other) = (of(&picture(480, 640, 0.35, 0), 90), of(&picture(480, 640, 0.65, 0), 90));
        assert!((one ^ other).count_ones() > 6);
        assert_eq!(print(b"no picture"), None);
    }
}
