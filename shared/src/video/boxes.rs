//! MP4 and `QuickTime` (ISO/IEC 14496-12): boxes of metadata become `free`, and tracks of metadata lose their samples.

use std::{ops::Range, slice::ChunksExact};

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
    let media = list(bytes, all.clone()).into_iter().filter(|found| &found.kind == b"mdat");
    let media: Vec<_> = media.map(|found| found.content).collect();
    let mut places = Vec::new();
    blank_in(bytes, all, DEPTH, &mut places);
    clear(bytes, places, &media);
}

/// Keeps the samples of metadata in `places`, where they may overlap.
fn blank_in(bytes: &mut [u8], within: Range<usize>, depth: u8, places: &mut Vec<Range<usize>>) {
    for found in list(bytes, within) {
        if METADATA.contains(&&found.kind) {
            fill(bytes, &found);
        } else if &found.kind == b"trak" && is_metadata(bytes, &found) {
            places.extend(samples(bytes, &found));
            fill(bytes, &found);
        } else if OPEN.contains(&&found.kind) && depth > 0 {
            blank_in(bytes, found.content, depth - 1, places);
        }
    }
}

/// Overwrites each byte of `media` once, however often it is named. What is named outside is no sample: the file stays a film.
fn clear(bytes: &mut [u8], mut places: Vec<Range<usize>>, mut media: &[Range<usize>]) {
    places.sort_unstable_by_key(|place| place.start);
    let mut done = 0;
    for place in places {
        let start = place.start.max(done);
        while media.first().is_some_and(|own| own.end <= start) {
            media = &media[1..];
        }
        for own in media.iter().take_while(|own| own.start < place.end) {
            let own = own.start.max(start)..own.end.min(place.end);
            if own.start < own.end {
                bytes[own].fill(0);
            }
        }
        done = done.max(place.end);
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

/// Where the samples of a track lie in the file, by its tables: one range a chunk. Takes as long as the tables are, whatever they claim.
fn samples(bytes: &[u8], track: &Found) -> Vec<Range<usize>> {
    tables(bytes, track).unwrap_or_default()
}

fn tables(bytes: &[u8], track: &Found) -> Option<Vec<Range<usize>>> {
    let stbl = child(bytes, track.content.clone(), &[b"mdia", b"minf", b"stbl"])?;
    let table = |kind: &[u8; 4]| child(bytes, stbl.clone(), &[kind]).and_then(|own| bytes.get(own));
    let (mut sizes, runs) = (Sizes::of(table(b"stsz")?)?, table(b"stsc")?);
    let offsets: Vec<usize> = match (table(b"stco"), table(b"co64")) {
        (Some(short), _) => short.get(8..)?.chunks_exact(4).filter_map(|own| Some(u32_at(own, 0)? as usize)).collect(),
        (None, Some(long)) => {
            let own = long.get(8..)?.chunks_exact(8);
            own.filter_map(|own| usize::try_from(u64::from_be_bytes(own.try_into().ok()?)).ok()).collect()
        }
        (None, None) => return None,
    };
    let mut found = Vec::new();
    for (offset, count) in offsets.into_iter().zip(per_chunk(runs)) {
        let end = offset.saturating_add(sizes.take(count)).min(bytes.len());
        if offset < end {
            found.push(offset..end);
        }
    }
    Some(found)
}

/// The sizes of a track's samples that are not yet taken.
struct Sizes<'a> {
    /// Of every sample; zero where each has its own.
    fixed: usize,
    own: ChunksExact<'a, u8>,
    left: usize,
}

impl<'a> Sizes<'a> {
    fn of(table: &'a [u8]) -> Option<Self> {
        let (fixed, left) = (u32_at(table, 4)? as usize, u32_at(table, 8)? as usize);
        Some(Self { fixed, own: table.get(12..)?.chunks_exact(4), left })
    }

    /// Bytes of the next samples, as many of them as there are. Counts without a table behind them are multiplied, never walked.
    fn take(&mut self, samples: usize) -> usize {
        let samples = samples.min(self.left);
        self.left -= samples;
        if self.fixed > 0 {
            return self.fixed.saturating_mul(samples);
        }
        let own = self.own.by_ref().take(samples).filter_map(|size| u32_at(size, 0));
        own.fold(0, |sum: usize, size| sum.saturating_add(size as usize))
    }
}

/// Samples of every chunk, in order: of the last run that begins at or before it.
fn per_chunk(runs: &[u8]) -> impl Iterator<Item = usize> {
    let mut runs = runs.get(8..).unwrap_or_default().chunks_exact(12).peekable();
    let mut samples = 0;
    (1_usize..).map(move |chunk| {
        while let Some(run) = runs.next_if(|run| u32_at(run, 0).is_some_and(|first| first as usize <= chunk)) {
            samples = u32_at(run, 4).unwrap_or_default() as usize;
        }
        samples
    })
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
        track_of(handler, &[0, 2, 9, 9], &[1, 1, 2, 1], &[1, offset])
    }

    fn track_of(handler: [u8; 4], sizes: &[u32], runs: &[u32], offsets: &[u32]) -> Vec<u8> {
        let hdlr = boxed(*b"hdlr", &[&[0; 8], handler.as_slice(), &[0; 12]].concat());
        let samples = [table(*b"stsz", sizes), table(*b"stsc", runs), table(*b"stco", offsets)];
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

    /// Samples of metadata over a film of those bytes; gives what is left of the film.
    fn blanked(media: &[u8], tracks: &[u8]) -> Vec<u8> {
        let mut file = [boxed(*b"mdat", media), boxed(*b"moov", tracks)].concat();
        blank(&mut file);
        file[8..8 + media.len()].to_vec()
    }

    #[test]
    fn counts_without_bytes_behind_them_cost_nothing() {
        let (many, media) = (u32::MAX, [7; 100]);
        let one = track_of(*b"meta", &[1, many], &[1, 1, many, 1], &[1, 58]);
        assert_eq!(blanked(&media, &one), [[7; 50], [0; 50]].concat());
        let own = track_of(*b"meta", &[0, many, 3, 4], &[1, 1, many, 1], &[1, 58]);
        assert_eq!(blanked(&media, &own), [vec![7; 50], vec![0; 7], vec![7; 43]].concat());
        let large = track_of(*b"meta", &[many, many], &[1, 1, many, 1], &[2, 58, many]);
        assert_eq!(blanked(&media, &large), [[7; 50], [0; 50]].concat());
    }

    #[test]
    fn chunks_and_tracks_that_name_the_same_bytes_over_and_over_cost_them_once() {
        let (many, count) = (u32::MAX, 500_000);
        let media = vec![7; 1 << 20];
        let offsets: Vec<u32> = std::iter::once(count).chain(std::iter::repeat_n(8, 500_000)).collect();
        let chunks = track_of(*b"meta", &[many, many], &[1, 1, 1, 1], &offsets);
        assert!(blanked(&media, &chunks).iter().all(|byte| *byte == 0));
        let tracks = track_of(*b"meta", &[1, many], &[1, 1, many, 1], &[1, 8]).repeat(20_000);
        assert!(blanked(&media, &tracks).iter().all(|byte| *byte == 0));
    }

    #[test]
    fn samples_outside_the_media_are_none() {
        let head = boxed(*b"ftyp", b"isom\0\0\0\0");
        let samples = track_of(*b"meta", &[1, u32::MAX], &[1, 1, u32::MAX, 1], &[1, 0]);
        let movie = boxed(*b"moov", &[track(*b"vide", 24), samples].concat());
        let (first, second) = (boxed(*b"mdat", &[7; 9]), boxed(*b"mdat", &[7; 5]));
        let mut file = [head.clone(), first, movie.clone(), second].concat();
        blank(&mut file);
        let expected = [head, boxed(*b"mdat", &[0; 9])].concat();
        assert_eq!(file[..expected.len()], expected);
        assert!(child(&file, 0..file.len(), &[b"moov", b"trak", b"mdia", b"minf"]).is_some());
        assert_eq!(file[file.len() - 13..], boxed(*b"mdat", &[0; 5]));
    }

    #[test]
    fn many_runs_over_many_chunks_are_walked_once() {
        let count = 200_000_u32;
        // chunks of one and two samples by turns, two bytes each, with a gap of one byte behind each chunk
        let per = |chunk: u32| 1 + chunk % 2;
        let runs: Vec<u32> = std::iter::once(count).chain((1..=count).flat_map(|at| [at, per(at), 1])).collect();
        let (mut offsets, mut media, mut expected) = (vec![count], Vec::new(), Vec::new());
        for chunk in 1..=count {
            offsets.push(8 + media.len() as u32);
            let length = 2 * per(chunk) as usize;
            media.resize(media.len() + length + 1, 7);
            expected.resize(expected.len() + length, 0);
            expected.push(7);
        }
        let track = track_of(*b"meta", &[2, 2 * count], &runs, &offsets);
        assert!(blanked(&media, &track) == expected);
    }

    #[test]
    fn a_run_lasts_until_the_next_one_begins() {
        let runs = table(*b"stsc", &[3, 1, 5, 1, 3, 1, 1, 4, 2, 1]);
        assert_eq!(per_chunk(&runs[8..]).take(6).collect::<Vec<_>>(), [5, 5, 1, 2, 2, 2]);
        assert_eq!(per_chunk(b"").take(2).collect::<Vec<_>>(), [0, 0]);
    }
}
