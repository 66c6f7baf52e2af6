//! The whole engine on pictures that these tests draw. What needs a real face is measured by `cargo xtask photo-eval`.

use photo::{Crop, Engine, Models, Shot, Watch};
use shared::photo::{
    Outcome, PhotoSpec, Rule, Verdict,
    exchange::{Guidance, Instruction},
};
use std::{env, fs, path::PathBuf, sync::Arc};

fn spec() -> PhotoSpec {
    let profile: toml::Table = include_str!("../../profiles/hunan.toml").parse().expect("the profile is TOML");
    profile["photo"].clone().try_into().expect("the profile specifies the photograph")
}

fn engine() -> Arc<Engine> {
    let folder = env::var_os("RUJI_MODELS_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models"), PathBuf::from);
    let read = |name: &str| fs::read(folder.join(name)).expect("the models are there: run `cargo xtask models`");
    let models = Models {
        face_box: read("face_box.onnx"),
        face_mesh: read("face_mesh.onnx"),
        person_mask: read("person_mask.onnx"),
    };
    Arc::new(Engine::load(models).expect("the models can be used"))
}

/// A PNG of these colours.
fn drawn(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
    let rgb: Vec<u8> = (0..width * height).flat_map(|at| colour(at % width, at / width)).collect();
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(&rgb, width, height, ExtendedColorType::Rgb8)
        .expect("writing to memory cannot fail");
    file
}

/// Ripples on blue: something to compress, nobody to see.
fn ripples(width: u32, height: u32) -> Vec<u8> {
    drawn(width, height, |x, y| {
        let wave = (f64::from(x * y) / 5000.0).sin() * 40.0;
        [(120.0 + wave) as u8, (190.0 - wave) as u8, 200]
    })
}

fn hint_of(verdict: &Verdict, rule: Rule) -> Option<&str> {
    verdict.finding(rule)?.hint.as_deref()
}

#[test]
fn a_scene_without_a_person_has_no_face_and_no_rules_about_one() {
    let verdict = engine().check(&ripples(480, 640), Some("a.jpg"), &spec());
    assert_eq!(hint_of(&verdict, Rule::SubjectCount), Some("no_face"));
    for rule in [Rule::GeometryEyeLine, Rule::PoseLevel, Rule::EyesOpen, Rule::LightExposure, Rule::FocusSharp] {
        assert!(verdict.finding(rule).is_none(), "{rule:?} cannot be judged, so it is absent");
    }
    assert!(verdict.face.is_none() && !verdict.passes());
}

#[test]
fn nothing_is_made_of_a_source_without_a_face() {
    let prepared = engine().prepare(&ripples(900, 1200), &spec(), None);
    assert!(prepared.file.is_none() && prepared.crop.is_none());
    assert_eq!((prepared.source_width, prepared.source_height), (900, 1200));
    assert_eq!(hint_of(&prepared.verdict, Rule::SubjectCount), Some("no_face"));
}

#[test]
fn a_chosen_crop_becomes_a_file_that_keeps_the_file_rules() {
    let crop = Crop { x: 50.0, y: 20.0, width: 750.0, height: 1000.0 };
    let prepared = engine().prepare(&ripples(900, 1200), &spec(), Some(crop));
    assert_eq!(prepared.crop, Some(crop));
    assert!(prepared.file.is_some());
    for rule in Rule::ALL.iter().filter(|rule| rule.code().starts_with("file.")) {
        let finding = prepared.verdict.finding(*rule).expect("every file rule is judged");
        assert_eq!(finding.outcome, Outcome::Pass, "{rule:?}: {finding:?}");
    }
}

#[test]
fn a_crop_that_leaves_the_source_is_moved_into_it() {
    let wild = Crop { x: -500.0, y: f32::NAN, width: 9000.0, height: 1.0 };
    let prepared = engine().prepare(&ripples(600, 700), &spec(), Some(wild));
    let crop = prepared.crop.expect("a crop was used");
    assert!(crop.x >= 0.0 && crop.y >= 0.0 && crop.x + crop.width <= 600.1 && crop.y + crop.height <= 700.1);
}

#[test]
fn what_cannot_be_decoded_is_refused_with_its_name() {
    let engine = engine();
    for (bytes, word) in [(&b"\0\0\0\x18ftypheic\0\0\0\0heic"[..], "heic"), (b"", "empty"), (b"GIF89a", "gif")] {
        let prepared = engine.prepare(bytes, &spec(), None);
        assert_eq!(hint_of(&prepared.verdict, Rule::FileReadable), Some(word));
        assert!(engine.check(bytes, None, &spec()).finding(Rule::SubjectCount).is_none());
    }
}

#[test]
fn a_picture_of_one_pixel_is_judged() {
    let verdict = engine().check(&drawn(1, 1, |_, _| [1, 2, 3]), None, &spec());
    assert_eq!(verdict.finding(Rule::FileDimensions).unwrap().outcome, Outcome::Fail);
}

#[test]
fn one_engine_serves_many_threads() {
    let engine = engine();
    let file = ripples(480, 640);
    let verdicts: Vec<Verdict> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3).map(|_| scope.spawn(|| engine.check(&file, None, &spec()))).collect();
        runs.into_iter().map(|run| run.join().expect("no thread panics")).collect()
    });
    assert!(verdicts.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn altered_models_are_refused() {
    let models = Models { face_box: vec![1, 2, 3], face_mesh: Vec::new(), person_mask: Vec::new() };
    assert!(Engine::load(models).is_err());
}

/// Shows the engine the same drawn frame ten times a second; gives all answers.
fn watched(colour: impl Fn(u32, u32) -> [u8; 3], frames: u32) -> Vec<Guidance> {
    let (engine, spec, mut watch) = (engine(), spec(), Watch::default());
    let (width, height) = (360, 480);
    let pixel = |at: u32| {
        let [r, g, b] = colour(at % 360, at / 360);
        [r, g, b, 255]
    };
    let rgba: Vec<u8> = (0..360 * 480).flat_map(pixel).collect();
    let shot = |at: u32| Shot { rgba: &rgba, width, height, at_ms: f64::from(at) * 100.0 };
    (0..frames).map(|at| engine.watch(&mut watch, shot(at), &spec).expect("the sizes agree")).collect()
}

#[test]
fn a_camera_that_shows_nobody_is_never_ready() {
    for guidance in watched(|x, y| [90 + (x / 4) as u8, 150, 90 + (y / 4) as u8], 4) {
        assert_eq!((guidance.now, guidance.say), (Instruction::NoFace, Instruction::NoFace));
        assert!(guidance.held == 0.0 && guidance.face.is_none());
    }
}

#[test]
fn a_camera_in_the_dark_asks_for_light() {
    assert_eq!(watched(|_, _| [9, 8, 10], 1)[0].say, Instruction::TooDark);
}

#[test]
fn a_frame_whose_sizes_do_not_agree_is_no_answer() {
    let shot = Shot { rgba: &[0; 7], width: 3, height: 3, at_ms: 0.0 };
    assert!(engine().watch(&mut Watch::default(), shot, &spec()).is_none());
}
