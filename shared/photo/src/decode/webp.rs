//! WebP, on the server and the command line; in the browser its own decoder does this.

use super::{Decoded, Unreadable, over_white, within_bounds};
use crate::{
    bytes::{Format, orientation_of_exif},
    picture::Picture,
};
use image_webp::WebPDecoder;
use std::{io::Cursor, panic};

/// image-webp 0.2.4 panics on some damaged files where arithmetic is checked (found by fuzzing); they are refused like any
/// other.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    panic::catch_unwind(|| decode_sound(bytes)).unwrap_or(Err(Unreadable::Corrupt))
}

fn decode_sound(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|_| Unreadable::Corrupt)?;
    let (width, height) = decoder.dimensions();
    within_bounds(width, height, true)?;
    if decoder.is_animated() {
        return Err(Unreadable::Format(Format::WebP));
    }
    let size = decoder.output_buffer_size().ok_or(Unreadable::Size(width, height))?;
    let mut raw = vec![0; size];
    decoder.read_image(&mut raw).map_err(|_| Unreadable::Corrupt)?;
    let orientation = decoder.exif_metadata().ok().flatten().map_or(1, |exif| orientation_of_exif(&exif));
    let rgb = if decoder.has_alpha() {
        let opaque = |&[r, g, b, a]: &[u8; 4]| [r, g, b].map(|value| over_white(value, a));
        raw.as_chunks().0.iter().flat_map(opaque).collect()
    } else {
        raw
    };
    let picture = Picture::new(width as usize, height as usize, rgb).ok_or(Unreadable::Corrupt)?;
    Ok(Decoded::new(picture, 1.0, [width, height], orientation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ExtendedColorType, ImageEncoder, codecs::webp::WebPEncoder};

    #[test]
    fn a_file_that_makes_the_decoder_panic_is_refused() {
        let file = include_bytes!("../../tests/data/overflowing_code_lengths.webp");
        assert_eq!(decode(file).err(), Some(Unreadable::Corrupt));
    }

    #[test]
    fn webp_is_decoded() {
        let mut file = Vec::new();
        WebPEncoder::new_lossless(&mut file).write_image(&[9, 8, 7], 1, 1, ExtendedColorType::Rgb8).unwrap();
        assert_eq!(decode(&file).unwrap().picture.pixel(0, 0), [9, 8, 7]);
    }
}
