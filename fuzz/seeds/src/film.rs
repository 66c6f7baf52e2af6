//! Skeletons of films: the boxes of MP4 and the elements of `WebM` that are walked through, with places in them.

use crate::Seed;

const PLACE: &[u8] = b"+28.1994+112.9823/";

pub fn all() -> Vec<Seed> {
    let head = |brand: &[u8]| boxed(b"ftyp", &[brand, &[0; 4]].concat());
    let media = boxed(b"mdat", &[b"the film", PLACE].concat());
    let short = movie(boxed(b"stco", &numbers(&[0, 1, 24])));
    let long = movie(boxed(b"co64", &numbers(&[0, 1, 0, 24])));
    let files = [
        ("short.mp4", [head(b"isom"), media.clone(), short].concat()),
        ("long.mov", [head(b"qt  "), media.clone(), long, boxed(b"uuid", PLACE)].concat()),
        ("sized.webm", [element(&[0x1a, 0x45, 0xdf, 0xa3], b"\x42\x82\x84webm"), segment(true)].concat()),
        ("endless.webm", [element(&[0x1a, 0x45, 0xdf, 0xa3], b"\x42\x82\x84webm"), segment(false)].concat()),
    ];
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes(), kind.as_slice(), content].concat()
}

fn numbers(all: &[u32]) -> Vec<u8> {
    all.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A track of metadata, whose one chunk is told by `offsets`, and one of pictures.
fn movie(offsets: Vec<u8>) -> Vec<u8> {
    let track = |handler: &[u8; 4]| {
        let hdlr = boxed(b"hdlr", &[&[0; 8], handler.as_slice(), &[0; 12]].concat());
        let sizes = boxed(b"stsz", &numbers(&[0, 0, 2, 9, 9]));
        let runs = boxed(b"stsc", &numbers(&[0, 1, 1, 2, 1]));
        let minf = boxed(b"minf", &boxed(b"stbl", &[sizes, runs, offsets.clone()].concat()));
        boxed(b"trak", &[boxed(b"mdia", &[hdlr, minf].concat()), boxed(b"udta", PLACE)].concat())
    };
    boxed(b"moov", &[track(b"vide"), track(b"meta"), boxed(b"meta", PLACE)].concat())
}

fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
    [id, &[0x80 | content.len() as u8], content].concat()
}

fn segment(sized: bool) -> Vec<u8> {
    let block = element(&[0xa3], b"the film");
    let cluster = if sized {
        element(&[0x1f, 0x43, 0xb6, 0x75], &block)
    } else {
        [&[0x1f, 0x43, 0xb6, 0x75, 0x01], [0xff; 7].as_slice(), &block].concat()
    };
    let tags = element(&[0x12, 0x54, 0xc3, 0x67], &element(&[0x73, 0x73], PLACE));
    [&[0x18, 0x53, 0x80, 0x67, 0x01], [0xff; 7].as_slice(), &cluster, &tags].concat()
}
