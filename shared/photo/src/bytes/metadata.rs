//! Dropping what a finished JPEG says besides its picture: EXIF with places and times, XMP, colour profiles, comments,
//! thumbnails, and whatever follows the end of the image.

use super::{
    be16,
    jpeg::{end_of_scan, jpeg_facts, next_marker},
};

/// The same JPEG without metadata, not one pixel changed: JFIF and Adobe headers stay, which say how to read it. `None`
/// where it is no whole JPEG, or where EXIF turns it, so that dropping EXIF would turn the picture.
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let facts = jpeg_facts(bytes).filter(|facts| facts.complete && facts.orientation() == 1)?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend([0xFF, 0xD8]);
    let (mut at, mut scans) = (2, 0);
    loop {
        let marker = next_marker(bytes, &mut at)?;
        if marker == 0xD9 && scans == facts.scans {
            kept.extend([0xFF, 0xD9]);
            return Some(kept);
        }
        if matches!(marker, 0x01 | 0xD0..=0xD9) {
            continue;
        }
        let mut end = at + usize::from(be16(bytes, at)?);
        if marker == 0xDA {
            scans += 1;
            end = end_of_scan(bytes, end);
        }
        if !is_metadata(marker) {
            kept.extend([0xFF, marker]);
            kept.extend_from_slice(bytes.get(at..end)?);
        }
        at = end;
    }
}

/// Comments, and application segments but JFIF (0) and Adobe (14).
const fn is_metadata(marker: u8) -> bool {
    matches!(marker, 0xFE | 0xE1..=0xED | 0xEF)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Start, JFIF, a quantisation table, a frame, one scan with a stuffed byte, end.
    fn jpeg(extra: &[u8], tail: &[u8]) -> Vec<u8> {
        let mut file = vec![0xFF, 0xD8];
        file.extend([0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 1, 1, 44, 1, 44, 0, 0]);
        file.extend_from_slice(extra);
        file.extend([0xFF, 0xDB, 0, 67, 0].into_iter().chain([1; 64]));
        file.extend([0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
        file.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0, 0x34]);
        file.extend([0xFF, 0xD9]);
        file.extend_from_slice(tail);
        file
    }

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = (body.len() as u16 + 2).to_be_bytes();
        [&[0xFF, marker], &length[..], body].concat()
    }

    #[test]
    fn a_clean_file_stays_as_it_is() {
        assert_eq!(without_metadata(&jpeg(&[], &[])), Some(jpeg(&[], &[])));
    }

    #[test]
    fn exif_comments_profiles_and_what_follows_the_end_are_dropped() {
        let places = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0 28.2 N 112.9 E");
        let extra = [places, segment(0xFE, b"taken at home"), segment(0xE2, b"ICC_PROFILE\0")].concat();
        assert_eq!(without_metadata(&jpeg(&extra, b"a second picture")), Some(jpeg(&[], &[])));
    }

    #[test]
    fn the_adobe_header_stays() {
        let adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01");
        assert_eq!(without_metadata(&jpeg(&adobe, &[])), Some(jpeg(&adobe, &[])));
    }

    #[test]
    fn a_file_that_exif_turns_is_left_to_prepare() {
        let turned = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        assert_eq!(without_metadata(&jpeg(&turned, &[])), None);
    }

    #[test]
    fn a_cut_file_is_refused() {
        let whole = jpeg(&[], &[]);
        assert!((0..whole.len()).all(|length| without_metadata(&whole[..length]).is_none()));
    }
}
