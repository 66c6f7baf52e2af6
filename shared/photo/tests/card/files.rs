//! Files of every kind: other formats, damaged ones, very large ones.

use card_maker::{Chance, Face, Ground, Scene, Side};
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use photo::card::{CardRule, CardSpec, CardVerdict, Outcome, check, prepare, prepare_pixels};

fn scene() -> (Scene, Face) {
    let mut chance = Chance::new(4);
    let face = Face::new(Side::Portrait, &mut chance);
    let scene = Scene { ground: Ground::Grey, ..Scene::new(&mut chance) };
    (scene, face)
}

fn readable(verdict: &CardVerdict) -> (Outcome, Option<&str>) {
    let finding = verdict.finding(CardRule::Readable).expect("it is always said whether a file can be read");
    (finding.outcome, finding.hint.as_deref())
}

#[test]
fn what_is_no_picture_is_named() {
    let (scene, face) = scene();
    let jpeg = scene.jpeg(&face);
    let heic = b"\x00\x00\x00\x18ftypheic\0\0\0\0mif1heic";
    let files: [(&[u8], &str); 5] = [
        (heic, "heic"),
        (b"", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b"hello", "not_picture"),
        (&jpeg[..jpeg.len() / 2], "truncated"),
    ];
    for (file, word) in files {
        let made = prepare(file, &CardSpec::default());
        assert_eq!(made.file, None, "{word}");
        assert_eq!(readable(&made.verdict), (Outcome::Fail, Some(word)));
        assert_eq!(check(file, &CardSpec::default()), made.verdict);
    }
}

#[test]
fn png_and_pixels_become_jpeg() {
    let (scene, face) = scene();
    let (width, height) = (scene.width as u32, scene.height as u32);
    let pixels = scene.pixels(&face);
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(&pixels, width, height, ExtendedColorType::Rgb8).unwrap();
    let rgba: Vec<u8> = pixels.chunks(3).flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]).collect();
    let of_png = prepare(&png, &CardSpec::default());
    let of_pixels = prepare_pixels(&rgba, [width, height], &CardSpec::default()).unwrap();
    assert!(of_png.verdict.passes() && of_png.file.as_ref().is_some_and(|file| file.starts_with(&[0xFF, 0xD8])));
    assert!(of_png == of_pixels, "the browser's pixels are as good as a file");
    assert!(prepare_pixels(&rgba[4..], [width, height], &CardSpec::default()).is_none());
}

#[cfg(feature = "webp")]
#[test]
fn webp_becomes_jpeg() {
    use image::codecs::webp::WebPEncoder;
    let (scene, face) = scene();
    let mut webp = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut webp);
    let (width, height) = (scene.width as u32, scene.height as u32);
    encoder.write_image(&scene.pixels(&face), width, height, ExtendedColorType::Rgb8).unwrap();
    assert!(prepare(&webp, &CardSpec::default()).verdict.passes());
}

#[test]
fn fifty_megapixels_are_prepared() {
    let (small, face) = scene();
    let scene = Scene { width: 8160, height: 6120, grain: 0.0, ..small };
    let started = scene.jpeg(&face);
    let made = prepare(&started, &CardSpec::default());
    assert!(made.verdict.passes(), "{:?}", made.verdict);
    let file = made.file.unwrap();
    assert!(file.len() <= 409_600 && made.verdict.width_px == 1600);
}

#[test]
fn metadata_is_dropped_and_orientation_applied() {
    let (scene, face) = scene();
    let mut file = scene.jpeg(&face);
    let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    file.splice(2..2, exif.iter().copied());
    let made = prepare(&file, &CardSpec::default());
    assert_eq!(made.verdict.finding(CardRule::Upright).map(|finding| finding.outcome), Some(Outcome::Advice));
    assert!(made.verdict.height_px > made.verdict.width_px);
    assert!(!made.file.unwrap().windows(4).any(|word| word == b"Exif"));
}

#[test]
fn a_busy_picture_becomes_smaller_rather_than_coarser() {
    let noise = |at: u32| (at.wrapping_mul(2_654_435_761) >> 13) as u8;
    let mut png = Vec::new();
    let pixels: Vec<u8> = (0..1600 * 1200 * 3).map(noise).collect();
    PngEncoder::new(&mut png).write_image(&pixels, 1600, 1200, ExtendedColorType::Rgb8).unwrap();
    let made = prepare(&png, &CardSpec::default());
    assert!(made.file.is_some_and(|file| file.len() <= 409_600));
    assert!(made.verdict.width_px < 1600);
}
