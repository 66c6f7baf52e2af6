//! MP4 and `QuickTime` (ISO/IEC 14496-12): boxes of metadata become `free`, and tracks of metadata lose their samples.

use std::ops::Range;

/// Boxes that hold metadata wherever they stand: user data with `©xyz` and `loci`, `com.apple.quicktime.location` among keys, XMP;
/// and what was cut out before, but never overwritten.
const METADATA: [&[u8; 4]; 7] = [b"udta", b"meta", b"meco", b"uuid", b"free", b"skip", b"wide"];
/// Boxes in which those may stand.
const OPEN: [&[u8; 4]; 7] = [b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"];
/// Deepest nesting that is followed; real files have five.
const DEPTH: u8 = 8;

struct Found {
    kind: [u8; 4],
    /// With its header.
    whole: Range<usize>,
    content: Range<usize>,
}

/// Overwrites metadata.
pub(super) fn blank(bytes: &mut [u8]) {
    let all = 0..bytes.len();
    blank_in(bytes, all, DEPTH);
}

fn blank_in(bytes: &mut [u8], within: Range<usize>, depth: u8) {
    for found in list(bytes, within) {
        if METADATA.contains(&&found.kind) {
            fill(bytes, &found);
        } else if &found.kind == b"trak" && is_metadata(bytes, &found) {
            for sample in samples(bytes, &found) {
                bytes[sample].fill(0);
            }
            fill(bytes, &found);
        } else if OPEN.contains(&&found.kind) && depth > 0 {
            blank_in(bytes, found.content, depth - 1);
        }
    }
}

/// A box of the same size that says nothing. The length in its header stays.
fn fill(bytes: &mut [u8], found: &Found) {
    bytes[found.whole.start + 4..found.whole.start + 8].copy_from_slice(b"free");
    bytes[found.content.clone()].fill(0);
}

/// The boxes of a range, as far as their lengths make sense; the last one may be cut off.
fn list(bytes: &[u8], within: Range<usize>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(next) = read(bytes, at..within.end) {
        at = next.whole.end;
        found.push(next);
    }
    found
}

fn read(bytes: &[u8], within: Range<usize>) -> Option<Found> {
    let head = bytes.get(within.clone())?;
    let kind: [u8; 4] = head.get(4..8)?.try_into().ok()?;
    let (header, length) = match u32_at(head, 0)? {
        0 => (8, head.len()),
        1 => (16, usize::try_from(u64::from_be_bytes(head.get(8..16)?.try_into().ok()?)).ok()?),
        length => (8, length as usize),
    };
    if length < header {
        return None;
    }
    let end = within.start.saturating_add(length).min(within.end);
    let content = (within.start + header).min(end)..end;
    Some(Found { kind, whole: within.start..end, content })
}

fn child(bytes: &[u8], parent: Range<usize>, path: &[&[u8; 4]]) -> Option<Range<usize>> {
    let Some((first, rest)) = path.split_first() else { return Some(parent) };
    let own = list(bytes, parent).into_iter().find(|found| &found.kind == *first)?;
    child(bytes, own.content, rest)
}

/// A track whose samples are metadata, such as the places of an action camera.
fn is_metadata(bytes: &[u8], track: &Found) -> bool {
    let handler = child(bytes, track.content.clone(), &[b"mdia", b"hdlr"]);
    handler.and_then(|handler| bytes.get(handler)?.get(8..12)).is_some_and(|kind| kind == b"meta")
}

/// Where the samples of a track lie in the file, by its tables.
fn samples(bytes: &[u8], track: &Found) -> Vec<Range<usize>> {
    tables(bytes, track).unwrap_or_default()
}

fn tables(bytes: &[u8], track: &Found) -> Option<Vec<Range<usize>>> {
    let stbl = child(bytes, track.content.clone(), &[b"mdia", b"minf", b"stbl"])?;
    let table = |kind: &[u8; 4]| child(bytes, stbl.clone(), &[kind]).and_then(|own| bytes.get(own));
    let (sizes, runs) = (table(b"stsz")?, table(b"stsc")?);
    let offsets: Vec<usize> = match (table(b"stco"), table(b"co64")) {
        (Some(short), _) => short.get(8..)?.chunks_exact(4).filter_map(|own| Some(u32_at(own, 0)? as usize)).collect(),
        (None, Some(long)) => {
            let own = long.get(8..)?.chunks_exact(8);
            own.filter_map(|own| usize::try_from(u64::from_be_bytes(own.try_into().ok()?)).ok()).collect()
        }
        (None, None) => return None,
    };
    let (fixed, count) = (u32_at(sizes, 4)? as usize, u32_at(sizes, 8)? as usize);
    let size = |n: usize| if fixed > 0 { Some(fixed) } else { u32_at(sizes, 12 + 4 * n).map(|size| size as usize) };
    let mut found = Vec::new();
    let mut sample = 0;
    for (chunk, offset) in offsets.into_iter().enumerate() {
        let mut at = offset;
        for _ in 0..per_chunk(runs, chunk + 1) {
            if sample == count {
                break;
            }
            let end = at.saturating_add(size(sample)?).min(bytes.len());
            found.push(at.min(end)..end);
            (at, sample) = (end, sample + 1);
        }
    }
    Some(found)
}

/// Samples of the n-th chunk, counted from 1: the last run that begins at or before it.
fn per_chunk(runs: &[u8], chunk: usize) -> usize {
    let entries = runs.get(8..).unwrap_or_default().chunks_exact(12);
    let own = entries.rev().find(|run| u32_at(run, 0).is_some_and(|first| first as usize <= chunk));
    own.and_then(|run| u32_at(run, 4)).unwrap_or_default() as usize
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &[u8] = b"+28.1994+112.9823/";

    fn boxed(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes(), kind.as_slice(), content].concat()
    }

    /// A full box: version, flags, and numbers.
    fn table(kind: [u8; 4], numbers: &[u32]) -> Vec<u8> {
        let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        boxed(kind, &[&[0; 4], numbers.as_slice()].concat())
    }

    fn track(handler: [u8; 4], offset: u32) -> Vec<u8> {
        let hdlr = boxed(*b"hdlr", &[&[0; 8], handler.as_slice(), &[0; 12]].concat());
        let samples = [table(*b"stsz", &[0, 2, 9, 9]), table(*b"stsc", &[1, 1, 2, 1]), table(*b"stco", &[1, offset])];
        let minf = boxed(*b"minf", &boxed(*b"stbl", &samples.concat()));
        boxed(*b"trak", &[boxed(*b"mdia", &[hdlr, minf].concat()), boxed(*b"udta", PLACE)].concat())
    }

    /// A file with one video track, one of metadata, and places in every other place that a player reads.
    fn video() -> Vec<u8> {
        let head = boxed(*b"ftyp", b"qt  \0\0\0\0");
        let media = boxed(*b"mdat", &[b"the video", b" is here.", PLACE].concat());
        let first = head.len() as u32 + 8;
        let keys = boxed(*b"meta", &[b"com.apple.quicktime.location.ISO6709", PLACE].concat());
        let user = boxed(*b"udta", &boxed(*b"\xa9xyz", PLACE));
        let movie = [track(*b"vide", first), track(*b"meta", first + 18), user, keys].concat();
        let long = [&1_u32.to_be_bytes(), b"uuid".as_slice(), &34_u64.to_be_bytes(), PLACE].concat();
        [head, media, boxed(*b"moov", &movie), long, boxed(*b"free", PLACE)].concat()
    }

    fn has(bytes: &[u8], what: &[u8]) -> bool {
        bytes.windows(what.len()).any(|window| window == what)
    }

    #[test]
    fn places_go_and_the_video_stays_where_it_was() {
        let before = video();
        let mut after = before.clone();
        blank(&mut after);
        assert!(has(&before, PLACE) && !has(&after, PLACE) && !has(&after, b"location"));
        assert_eq!(after.len(), before.len());
        assert!(has(&after, b"the video is here."));
        let kinds = |bytes: &[u8]| list(bytes, 0..bytes.len()).into_iter().map(|found| found.kind).collect::<Vec<_>>();
        assert_eq!(kinds(&after), [*b"ftyp", *b"mdat", *b"moov", *b"free", *b"free"]);
        let ranges =
            |bytes: &[u8]| list(bytes, 0..bytes.len()).into_iter().map(|found| found.whole).collect::<Vec<_>>();
        assert_eq!(ranges(&after), ranges(&before));
        let moov = child(&after, 0..after.len(), &[b"moov"]).expect("a movie");
        let inside: Vec<_> = list(&after, moov).into_iter().map(|found| found.kind).collect();
        assert_eq!(inside, [*b"trak", *b"free", *b"free", *b"free"]);
    }

    #[test]
    fn what_is_cut_off_or_nonsense_does_no_harm() {
        let whole = video();
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
        let mut endless = boxed(*b"moov", &[0, 0, 0, 0, b'u', b'd', b't', b'a', b'x']);
        blank(&mut endless);
        assert_eq!(endless[16..], [0]);
    }
}
