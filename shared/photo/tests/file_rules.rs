//! The file rules, each broken by a file derived from a good one; and no bytes at all make the crate panic.

use photo::check_file_only;
use proptest::prelude::*;
use shared::photo::{Outcome, PhotoSpec, Rule, Verdict};

fn spec() -> PhotoSpec {
    let profile: toml::Table = include_str!("../../profiles/hunan.toml").parse().expect("the profile is TOML");
    profile["photo"].clone().try_into().expect("the profile specifies the photograph")
}

/// A JPEG of 480×640 with quality 75, 300 dpi and 25 KB, without pixels worth looking at: its markers are what counts.
fn good() -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    segment(&mut file, 0xE0, &[b'J', b'F', b'I', b'F', 0, 1, 1, 1, 1, 44, 1, 44, 0, 0]);
    for slot in 0..2 {
        let table = quality_75_luminance();
        segment(&mut file, 0xDB, &[&[slot], table.as_slice()].concat());
    }
    segment(&mut file, 0xC0, &[8, 2, 128, 1, 224, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
    segment(&mut file, 0xDA, &[3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
    file.extend(std::iter::repeat_n(0x55, 25_000));
    file.extend([0xFF, 0xD9]);
    file
}

/// Annex K scaled to quality 75, zig-zag order.
fn quality_75_luminance() -> [u8; 64] {
    [
        8, 6, 6, 7, 6, 5, 8, 7, 7, 7, 9, 9, 8, 10, 12, 20, 13, 12, 11, 11, 12, 25, 18, 19, 15, 20, 29, 26, 31, 30, 29,
        26, 28, 28, 32, 36, 46, 39, 32, 34, 44, 35, 28, 28, 40, 55, 41, 44, 48, 49, 52, 52, 52, 31, 39, 57, 61, 56, 50,
        60, 46, 51, 52, 50,
    ]
}

fn segment(file: &mut Vec<u8>, marker: u8, body: &[u8]) {
    file.extend([0xFF, marker]);
    file.extend((body.len() as u16 + 2).to_be_bytes());
    file.extend(body);
}

/// The file with its first occurrence of `from` replaced.
fn replaced(from: &[u8], to: &[u8]) -> Vec<u8> {
    let file = good();
    let at = file.windows(from.len()).position(|window| window == from).expect("the pattern stands in the good file");
    [&file[..at], to, &file[at + from.len()..]].concat()
}

fn judged(file: &[u8], name: &str) -> Verdict {
    check_file_only(file, Some(name), &spec())
}

fn broken(verdict: &Verdict) -> Vec<(&'static str, String)> {
    let failed = verdict.findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
    failed.map(|finding| (finding.rule.code(), finding.hint.clone().unwrap_or_default())).collect()
}

fn only(verdict: &Verdict, rule: &str, hint: &str) {
    assert_eq!(broken(verdict), [(rule, hint.to_owned())].map(|(rule, hint)| (rule_code(rule), hint)));
}

fn rule_code(code: &str) -> &'static str {
    Rule::from_code(code).expect("a rule of the specification").code()
}

#[test]
fn the_good_file_breaks_nothing() {
    let verdict = judged(&good(), "photo.JPG");
    assert!(verdict.passes(), "{:?}", broken(&verdict));
    assert_eq!(verdict.finding(Rule::FileQuality).unwrap().measured, Some(75.0));
}

#[test]
fn each_file_rule_is_broken_by_its_file() {
    let sof = [0xFF, 0xC0, 0, 17, 8, 2, 128, 1, 224, 3];
    only(&judged(&good(), "photo.jpeg"), "file.extension", "jpeg_extension");
    only(&judged(&good(), "photo"), "file.extension", "extension");
    only(
        &judged(&replaced(&sof, &[0xFF, 0xC0, 0, 17, 8, 2, 128, 1, 194, 3]), "a.jpg"),
        "file.dimensions",
        "pixels_few",
    );
    only(&judged(&replaced(&sof, &[0xFF, 0xC0, 0, 17, 8, 1, 224, 2, 128, 3]), "a.jpg"), "file.dimensions", "turned");
    only(&judged(&replaced(&sof, &[0xFF, 0xC0, 0, 17, 8, 2, 128, 1, 224, 1]), "a.jpg"), "file.colour_depth", "grey");
    only(&judged(&replaced(&sof, &[0xFF, 0xC0, 0, 17, 8, 2, 128, 1, 224, 4]), "a.jpg"), "file.colour_depth", "cmyk");
    only(&judged(&replaced(&[1, 1, 44, 1, 44], &[1, 0, 72, 0, 72]), "a.jpg"), "file.dpi", "density");
    only(&judged(&replaced(&[1, 1, 44, 1, 44], &[0, 0, 1, 0, 1]), "a.jpg"), "file.dpi", "no_density");
    only(&judged(&replaced(&quality_75_luminance(), &[70; 64]), "a.jpg"), "file.quality", "quality_low");
    only(&judged(&replaced(&[0x55; 10_000], &[]), "a.jpg"), "file.size", "file_small");
    only(&judged(&replaced(&[0x55; 10], &vec![0x55; 20_000]), "a.jpg"), "file.size", "file_large");
}

#[test]
fn dots_per_centimetre_are_accepted() {
    assert!(judged(&replaced(&[1, 1, 44, 1, 44], &[2, 0, 118, 0, 118]), "a.jpg").passes());
}

#[test]
fn exif_may_not_contradict_the_density() {
    let tiff = b"Exif\0\0II\x2a\0\x08\0\0\0\x02\0\x1a\x01\x05\0\x01\0\0\0\x26\0\0\0\x1b\x01\x05\0\x01\0\0\0\x26\0\0\0\0\0\0\0\x48\0\0\0\x01\0\0\0";
    let mut file = good();
    let mut exif = Vec::new();
    segment(&mut exif, 0xE1, tiff);
    file.splice(20..20, exif);
    only(&judged(&file, "a.jpg"), "file.dpi", "density");
}

#[test]
fn other_formats_are_named() {
    for (bytes, hint) in [
        (&b"\x89PNG\r\n\x1a\n"[..], "png"),
        (b"GIF89a", "gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0heic", "heic"),
        (b"%PDF-1.4", "pdf"),
        (b"", "empty"),
        (b"<html>", "not_picture"),
    ] {
        let verdict = judged(bytes, "photo.jpg");
        let format = verdict.finding(Rule::FileFormat).unwrap();
        assert_eq!((format.outcome, format.hint.as_deref()), (Outcome::Fail, Some(hint)));
    }
}

#[test]
fn a_cut_file_is_truncated() {
    let file = good();
    let verdict = judged(&file[..file.len() / 2], "a.jpg");
    assert!(broken(&verdict).contains(&("file.readable", "truncated".to_owned())));
}

#[test]
fn a_header_bomb_is_refused_by_its_header() {
    let bomb = replaced(&[0xFF, 0xC0, 0, 17, 8, 2, 128, 1, 224, 3], &[0xFF, 0xC0, 0, 17, 8, 255, 255, 255, 255, 3]);
    assert!(broken(&judged(&bomb, "a.jpg")).contains(&("file.readable", "too_large".to_owned())));
}

#[test]
fn every_limit_decides() {
    type Change = fn(&mut PhotoSpec);
    let verdict_under = |change: Change| {
        let mut spec = spec();
        change(&mut spec);
        check_file_only(&good(), Some("a.jpg"), &spec)
    };
    let cases: [(Change, Rule); 6] = [
        (|spec| spec.file.width_px = 481, Rule::FileDimensions),
        (|spec| spec.file.height_px = 639, Rule::FileDimensions),
        (|spec| spec.file.dpi = 350, Rule::FileDpi),
        (|spec| spec.file.quality_min = 76, Rule::FileQuality),
        (|spec| spec.file.size_bytes[0] = 30_000, Rule::FileSize),
        (|spec| spec.file.size_bytes[1] = 24_000, Rule::FileSize),
    ];
    for (change, rule) in cases {
        assert_eq!(verdict_under(change).finding(rule).unwrap().outcome, Outcome::Fail, "{rule:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        check_file_only(&bytes, Some("a.jpg"), &spec());
        check_file_only(&[&[0xFF, 0xD8, 0xFF], bytes.as_slice()].concat(), None, &spec());
    }

    #[test]
    fn a_damaged_file_is_judged(at in 0_usize..700, value: u8, cut in 0_usize..26_000) {
        let mut file = good();
        file[at] = value;
        file.truncate(cut.max(1));
        check_file_only(&file, Some("a.jpg"), &spec());
    }
}
