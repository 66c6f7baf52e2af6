//! Which kind of video some bytes are, by their content alone – what a browser says of a file is a stranger's word – and videos
//! without metadata: whoever chooses one from an album does not mean to say where it was taken.

mod boxes;
mod elements;

/// A kind of video that is taken in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Container {
    WebM,
    Mp4,
    QuickTime,
}

/// Where the document type of a Matroska file stands at the latest.
const DOCTYPE_WITHIN: usize = 64;
/// Brands of pictures in the container of MP4.
const PICTURES: [&[u8; 4]; 8] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"];

impl Container {
    /// None where it is no video of a known kind.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1a, 0x45, 0xdf, 0xa3, rest @ ..] => {
                let head = &rest[..rest.len().min(DOCTYPE_WITHIN)];
                head.windows(4).any(|word| word == b"webm").then_some(Self::WebM)
            }
            [_, _, _, _, b'f', b't', b'y', b'p', a, b, c, d, ..] => match &[*a, *b, *c, *d] {
                b"qt  " => Some(Self::QuickTime),
                brand if PICTURES.contains(&brand) => None,
                _ => Some(Self::Mp4),
            },
            _ => None,
        }
    }

    pub const fn content_type(self) -> &'static str {
        match self {
            Self::WebM => "video/webm",
            Self::Mp4 => "video/mp4",
            Self::QuickTime => "video/quicktime",
        }
    }

    /// Ending of a file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::WebM => "webm",
            Self::Mp4 => "mp4",
            Self::QuickTime => "mov",
        }
    }
}

/// The same video without metadata and without moving a byte: what is dropped is overwritten by filling of the same size, so every
/// offset stays right. What cannot be read as its container is left as it is. None where only its metadata made it seem a video. Takes
/// time in proportion to the bytes, whatever they claim.
pub fn without_metadata(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let container = Container::of(&bytes)?;
    match container {
        Container::Mp4 | Container::QuickTime => boxes::blank(&mut bytes),
        Container::WebM => elements::blank(&mut bytes),
    }
    (Container::of(&bytes) == Some(container)).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_video_in_its_metadata_alone_is_none() {
        let named_by = |id: &[u8]| [b"\x1a\x45\xdf\xa3\x81\x00", id, b"\x84webm"].concat();
        let void = named_by(b"\xec");
        assert_eq!((Container::of(&void), without_metadata(void)), (Some(Container::WebM), None));
        let kept = named_by(b"\x42\x82");
        assert_eq!(without_metadata(kept.clone()), Some(kept));
    }

    #[test]
    fn videos_are_known_by_their_first_bytes() {
        let webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87";
        assert_eq!(Container::of(webm), Some(Container::WebM));
        assert_eq!(Container::of(b"\0\0\0\x18ftypmp42\0\0\0\0"), Some(Container::Mp4));
        assert_eq!(Container::of(b"\0\0\0\x14ftypqt  \0\0\0\0"), Some(Container::QuickTime));
        for other in
            [&b"\0\0\0\x18ftypheic\0\0"[..], b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", b"%PDF-1.7", b"", b"text"]
        {
            assert_eq!(Container::of(other), None);
        }
    }
}
