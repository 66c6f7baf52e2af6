//! Recognises picture formats by their first bytes; a file's name is never believed.

/// Format of the content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Jpeg,
    Png,
    Gif { animated: bool },
    WebP,
    Heic,
    Avif,
    Bmp,
    Tiff,
    Pdf,
    Empty,
    Unknown,
}

impl Format {
    /// The stable hint word of `file.format`.
    pub(crate) const fn hint(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Gif { animated: false } => "gif",
            Self::Gif { animated: true } => "animated",
            Self::WebP => "webp",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Pdf => "pdf",
            Self::Empty => "empty",
            Self::Unknown => "not_picture",
        }
    }
}

/// Names the format of the content from its signature.
pub(crate) fn sniff(bytes: &[u8]) -> Format {
    match bytes {
        [] => Format::Empty,
        [0xFF, 0xD8, 0xFF, ..] => Format::Jpeg,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Format::Png,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Format::Gif { animated: gif_frames(bytes) > 1 },
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::WebP,
        [b'B', b'M', ..] if bytes.len() > 26 => Format::Bmp,
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Format::Tiff,
        [b'%', b'P', b'D', b'F', ..] => Format::Pdf,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => brand(bytes),
        _ => Format::Unknown,
    }
}

/// ISO base media file: the major brand, then the compatible ones.
fn brand(bytes: &[u8]) -> Format {
    let length = super::be32(bytes, 0).unwrap_or(0) as usize;
    let end = length.clamp(12, 64).min(bytes.len());
    let brands = || bytes.get(8..end).unwrap_or_default().chunks_exact(4);
    if brands().any(|brand| matches!(brand, b"avif" | b"avis")) {
        return Format::Avif;
    }
    let heic =
        |brand: &[u8]| matches!(brand, b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1");
    if brands().any(heic) { Format::Heic } else { Format::Unknown }
}

/// Frames of a GIF, counted no further than two.
fn gif_frames(bytes: &[u8]) -> usize {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let Some(&flags) = bytes.get(10) else { return 0 };
    let mut at = 13 + table(flags);
    let mut frames = 0;
    while frames < 2 {
        match bytes.get(at) {
            Some(0x21) => at = after_sub_blocks(bytes, at + 2),
            Some(0x2C) => {
                frames += 1;
                let flags = bytes.get(at + 9).copied().unwrap_or(0);
                at = after_sub_blocks(bytes, at + 11 + table(flags));
            }
            _ => break,
        }
    }
    frames
}

/// Position after the chain of sub-blocks that starts at `at`.
fn after_sub_blocks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&length) = bytes.get(at) {
        at += 1 + usize::from(length);
        if length == 0 {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_told_apart() {
        assert_eq!(sniff(b""), Format::Empty);
        assert_eq!(sniff(b"hello"), Format::Unknown);
        assert_eq!(sniff(&[0xFF, 0xD8, 0xFF, 0xE0]), Format::Jpeg);
        assert_eq!(sniff(b"\x00\x00\x00\x18ftypheic\0\0\0\0mif1heic"), Format::Heic);
        assert_eq!(sniff(b"\x00\x00\x00\x1cftypmif1\0\0\0\0mif1miafavif"), Format::Avif);
        assert_eq!(sniff(b"\x00\x00\x00\x1cftypavif\0\0\0\0mif1miaf"), Format::Avif);
        assert_eq!(sniff(b"RIFF\x10\0\0\0WEBPVP8 "), Format::WebP);
        assert_eq!(sniff(b"%PDF-1.7"), Format::Pdf);
    }

    #[test]
    fn an_animated_gif_is_told_from_a_still_one() {
        let frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0];
        let mut still = b"GIF89a\x01\0\x01\0\0\0\0".to_vec();
        still.extend(frame);
        let mut moving = still.clone();
        moving.extend([0x21, 0xF9, 4, 0, 0, 0, 0, 0]);
        moving.extend(frame);
        still.push(0x3B);
        moving.push(0x3B);
        assert_eq!(sniff(&still), Format::Gif { animated: false });
        assert_eq!(sniff(&moving), Format::Gif { animated: true });
    }
}
