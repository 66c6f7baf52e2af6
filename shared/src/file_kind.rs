//! Formats of files that people send, known by their first bytes; neither a file's name nor what a browser says of it is
//! believed. Only what the service keeps is told apart.

/// Format of the content of a file that is kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FileKind {
    Jpeg,
    Png,
    WebP,
    Pdf,
}

/// A PDF may have this many bytes before its header (ISO 32000-1, annex H, note 13).
const PDF_HEADER_WITHIN: usize = 1024;

impl FileKind {
    pub const ALL: &[Self] = &[Self::Jpeg, Self::Png, Self::WebP, Self::Pdf];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Pdf => "pdf",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }

    /// What HTTP calls it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    pub const fn is_picture(self) -> bool {
        !matches!(self, Self::Pdf)
    }

    /// The format of `bytes`; none where it is another one.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ if is_something_else(bytes) => None,
            _ => {
                let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
                head.windows(5).any(|word| word == b"%PDF-").then_some(Self::Pdf)
            }
        }
    }
}

/// Begins like an archive (which a Word document is), a program or a page, whatever follows: a file that is two things at once is
/// not taken for the harmless one.
fn is_something_else(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    [&b"PK"[..], b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"GIF8", b"#!"]
        .iter()
        .any(|signature| bytes.starts_with(signature))
        || text.starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell() {
        assert_eq!(FileKind::of(b"\xff\xd8\xff\xe0"), Some(FileKind::Jpeg));
        assert_eq!(FileKind::of(b"\x89PNG\r\n\x1a\n"), Some(FileKind::Png));
        assert_eq!(FileKind::of(b"RIFF\x10\0\0\0WEBPVP8 "), Some(FileKind::WebP));
        assert_eq!(FileKind::of(b"\n\n%PDF-1.7\n"), Some(FileKind::Pdf));
        let late = [&[b' '; 1024][..], b"%PDF-1.7"].concat();
        for other in [&b""[..], b"hello", b"PK\x03\x04word/document.xml", b"MZ\x90\0", &late] {
            assert_eq!(FileKind::of(other), None);
        }
        for two_at_once in [&b"<html>%PDF-1.7"[..], b"\xef\xbb\xbf \n<!doctype html>%PDF-1.7", b"PK\x03\x04%PDF-1.7"] {
            assert_eq!(FileKind::of(two_at_once), None);
        }
        assert_eq!(FileKind::of(b"\x00\x00\x00\x18ftypheic\0\0\0\0mif1heic"), None);
    }

    #[test]
    fn every_format_is_read_back() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::parse(kind.as_str()), Some(*kind));
        }
    }
}
