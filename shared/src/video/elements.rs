//! `WebM` (EBML, RFC 8794; Matroska, RFC 9559): elements of metadata become `Void`.

/// `Tags`, a single `Tag` in them, `Attachments`, and filling that was never overwritten.
const METADATA: [u32; 4] = [0x1254_c367, 0x7373, 0x1941_a469, VOID];
const VOID: u32 = 0xec;
/// Elements that are walked into: `Segment`, and a `Cluster` that does not say where it ends.
const SEGMENT: u32 = 0x1853_8067;

struct Header {
    id: u32,
    length: usize,
    /// Absent where the element does not say.
    size: Option<usize>,
}

/// Overwrites metadata. Elements without an end of their own, as browsers record them, are walked into: their children follow in the
/// same row.
pub(super) fn blank(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(header) = read(&bytes[at..]) {
        let content = at + header.length;
        let Some(size) = header.size.filter(|_| header.id != SEGMENT) else {
            at = content;
            continue;
        };
        let end = content.saturating_add(size).min(bytes.len());
        if METADATA.contains(&header.id) {
            fill(&mut bytes[at..end]);
        }
        at = end;
    }
}

/// A `Void` of the same length: one byte of name, up to eight of size, zeros.
fn fill(element: &mut [u8]) {
    let width = (element.len() - 1).min(8);
    let size = (element.len() - 1 - width) as u64;
    // a size has a 1 after as many zeros as it has further bytes
    let marked = (1_u64 << (7 * width)) | size;
    element.fill(0);
    element[0] = VOID as u8;
    element[1..=width].copy_from_slice(&marked.to_be_bytes()[8 - width..]);
}

fn read(bytes: &[u8]) -> Option<Header> {
    let name = bytes.first()?.leading_zeros() as usize + 1;
    let id = (name <= 4).then(|| bytes.get(..name)).flatten()?;
    let id = id.iter().fold(0, |id, byte| id << 8 | u32::from(*byte));
    let width = bytes.get(name)?.leading_zeros() as usize + 1;
    let size = (width <= 8).then(|| bytes.get(name..name + width)).flatten()?;
    let marked = size.iter().fold(0, |size, byte| size << 8 | u64::from(*byte));
    let mask = (1_u64 << (7 * width)) - 1;
    let size = marked & mask;
    let known = (size != mask).then(|| usize::try_from(size).unwrap_or(usize::MAX));
    Some(Header { id, length: name + width, size: known })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &[u8] = b"LOCATION +28.1994+112.9823/";

    /// An element with a size of `width` bytes.
    fn element(id: &[u8], width: usize, content: &[u8]) -> Vec<u8> {
        let marked = (1_u64 << (7 * width)) | content.len() as u64;
        [id, &marked.to_be_bytes()[8 - width..], content].concat()
    }

    fn parts(width: usize) -> Vec<u8> {
        let tag = element(b"\x73\x73", width, PLACE);
        let cluster = element(b"\x1f\x43\xb6\x75", width, &element(b"\xa3", 2, b"the video"));
        [element(b"\x12\x54\xc3\x67", width, &tag), cluster, element(b"\x19\x41\xa4\x69", width, PLACE)].concat()
    }

    fn head() -> Vec<u8> {
        element(b"\x1a\x45\xdf\xa3", 1, b"\x42\x82\x84webm")
    }

    fn names(bytes: &[u8]) -> Vec<u32> {
        let (mut at, mut names) = (0, Vec::new());
        while let Some(header) = read(&bytes[at..]) {
            names.push(header.id);
            at += header.length + header.size.filter(|_| header.id != SEGMENT).unwrap_or_default();
            if at >= bytes.len() {
                break;
            }
        }
        names
    }

    fn has(bytes: &[u8], what: &[u8]) -> bool {
        bytes.windows(what.len()).any(|window| window == what)
    }

    #[test]
    fn tags_become_filling_of_the_same_length() {
        for width in [2, 4, 8] {
            let before = [head(), element(b"\x18\x53\x80\x67", 8, &parts(width))].concat();
            let mut after = before.clone();
            blank(&mut after);
            assert!(has(&before, PLACE) && !has(&after, PLACE), "{width}");
            assert!(has(&after, b"the video"));
            assert_eq!(after.len(), before.len());
            assert_eq!(names(&after), [0x1a45_dfa3, SEGMENT, VOID, 0x1f43_b675, VOID]);
        }
    }

    /// As browsers record: neither the segment nor its clusters say where they end.
    #[test]
    fn tags_of_an_endless_recording_are_found() {
        let endless = |id: &[u8]| [id, b"\x01\xff\xff\xff\xff\xff\xff\xff"].concat();
        let block = element(b"\xa3", 2, b"the video");
        let tags = element(b"\x12\x54\xc3\x67", 2, PLACE);
        let single = element(b"\x73\x73", 1, PLACE);
        let parts = [head(), endless(b"\x18\x53\x80\x67"), endless(b"\x1f\x43\xb6\x75"), block, tags];
        let mut recording = [parts.concat(), endless(b"\x12\x54\xc3\x67"), single].concat();
        blank(&mut recording);
        assert!(has(&recording, b"the video") && !has(&recording, b"LOCATION"));
    }

    #[test]
    fn what_is_cut_off_or_nonsense_does_no_harm() {
        let whole = [head(), element(b"\x18\x53\x80\x67", 8, &parts(4))].concat();
        for end in 0..whole.len() {
            let mut cut = whole[..end].to_vec();
            blank(&mut cut);
            assert_eq!(cut.len(), end);
        }
        for at in 0..whole.len() {
            let mut odd = whole.clone();
            odd[at] ^= 0xff;
            blank(&mut odd);
        }
    }
}
