//! Small pictures for lists: decoded within the engine's bounds, upright, without metadata.

use crate::{decode::decode, encode::plain, resample::lanczos};

/// Good enough to recognise a page by.
const QUALITY: u8 = 75;

/// A JPEG of any picture that the engine decodes (JPEG, PNG, WebP), its longer side at most `longest_px`; `None` where the picture is
/// broken, of another format, or larger than what is decoded.
pub fn thumbnail(bytes: &[u8], longest_px: u32) -> Option<Vec<u8>> {
    let longest = longest_px.max(1) as usize;
    // One step of averaging blocks, then the exact size.
    let picture = decode(bytes, 2 * longest).ok()?.picture;
    let (picture, _) = picture.reduced(2 * longest);
    let (width, height) = (picture.width, picture.height);
    let scale = (longest as f32 / width.max(height) as f32).min(1.0);
    let side = |side: usize| ((side as f32 * scale).round() as usize).clamp(1, longest);
    let (to_width, to_height) = (side(width), side(height));
    if (to_width, to_height) == (width, height) {
        return Some(plain(&picture, QUALITY));
    }
    let small = lanczos(&picture, [0.0, 0.0, width as f32, height as f32], to_width, to_height);
    Some(plain(&small, QUALITY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let raw: Vec<u8> = (0..width * height).flat_map(|at| [(at % 251) as u8, 90, 200]).collect();
        let mut file = Vec::new();
        PngEncoder::new(&mut file).write_image(&raw, width, height, ExtendedColorType::Rgb8).unwrap();
        file
    }

    #[test]
    fn a_picture_becomes_a_small_jpeg_of_the_same_shape() {
        for (size, small) in
            [((1600, 1200), (320, 240)), ((900, 2700), (107, 320)), ((200, 4000), (16, 320)), ((40, 30), (40, 30))]
        {
            let file = thumbnail(&png(size.0, size.1), 320).expect("a picture");
            let back = decode(&file, 9999).unwrap().picture;
            assert_eq!((back.width, back.height), small, "{size:?}");
            assert!(file.len() < 40_000, "{} bytes", file.len());
        }
    }

    #[test]
    fn what_is_broken_has_none() {
        let whole = png(600, 400);
        for broken in [&b""[..], b"hello", &whole[..whole.len() / 2], b"%PDF-1.7"] {
            assert_eq!(thumbnail(broken, 320), None);
        }
    }
}
