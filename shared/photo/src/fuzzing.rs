//! Doors for the fuzz targets of `fuzz/`, compiled under `cfg(fuzzing)` only: what is private and reads strangers' bytes,
//! with what must hold of every answer. A violation panics.

use crate::{
    bytes::{Format, exif, jpeg_facts, sniff, without_metadata},
    decode,
};

/// Pixels beyond which a header's claim is left to the unit tests of the limits: filling gigabytes finds nothing else.
const PIXELS_MUCH: u64 = 1 << 20;

/// Does the header claim so many pixels that decoding is mostly filling memory?
pub fn claims_much(bytes: &[u8]) -> bool {
    let jpeg = jpeg_facts(bytes).map(|facts| (u32::from(facts.width), u32::from(facts.height)));
    let sides = jpeg.or_else(|| png_sides(bytes));
    sides.is_some_and(|(width, height)| u64::from(width) * u64::from(height) > PIXELS_MUCH)
}

/// Width and height of the IHDR chunk, which opens every PNG.
fn png_sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG")?.get(12..20)?;
    let number = |four: &[u8]| four.try_into().map(u32::from_be_bytes).ok();
    Some((number(&header[..4])?, number(&header[4..])?))
}

/// Sniffing, limits, decoding in full and reduced, orientation; a decoded picture has as many bytes as its size says. WebP
/// is left out: its decoder panics on damaged files, which `decode::webp` catches, but a fuzzer does not forgive.
pub fn decode(bytes: &[u8]) {
    if sniff(bytes) == Format::WebP {
        return;
    }
    for least in [usize::MAX, 24] {
        if let Ok(decoded) = decode::decode(bytes, least) {
            let picture = &decoded.picture;
            assert!(picture.width > 0 && picture.height > 0, "a decoded picture is not empty");
            assert_eq!(picture.rgb.len(), picture.width * picture.height * 3);
            assert!(decoded.full[0] as usize >= picture.width && decoded.full[1] as usize >= picture.height);
            assert!(decoded.scale >= 1.0);
        }
    }
}

/// The bytes as a TIFF structure: orientation and resolutions are within what their types promise.
pub fn exif(tiff: &[u8]) {
    let Some(read) = exif::parse(tiff) else { return };
    assert!(read.orientation.is_none_or(|orientation| (1..=8).contains(&orientation)));
    for resolution in [read.x_resolution, read.y_resolution].into_iter().flatten() {
        assert!(resolution.is_finite() && resolution >= 0.0);
    }
}

/// Markers and tables; what `without_metadata` keeps states the same picture, has no EXIF, and is kept whole by a second
/// round.
pub fn jpeg_markers(bytes: &[u8]) {
    let facts = jpeg_facts(bytes);
    if let Some(facts) = &facts {
        assert!(facts.width > 0 && facts.height > 0);
        assert!(facts.quality.is_none_or(|quality| (1..=100).contains(&quality)));
        assert!((1..=8).contains(&facts.orientation()));
        let _ = facts.exif_density();
    }
    let Some(kept) = without_metadata(bytes) else { return };
    let before = facts.expect("only a JPEG is kept");
    let after = jpeg_facts(&kept).expect("what is kept is a JPEG");
    assert_eq!((before.width, before.height, before.components), (after.width, after.height, after.components));
    assert_eq!((before.scans, before.progressive, before.quality), (after.scans, after.progressive, after.quality));
    assert!(after.complete && after.exif.is_none());
    assert!(kept.len() <= bytes.len(), "nothing is added");
    assert_eq!(without_metadata(&kept).as_ref(), Some(&kept), "a second round changes nothing");
}
