//! Converted models under rten against the unconverted ones under `LiteRT` (`fixtures/litert.txt`).
//!
//! `models/` must have been filled by `cargo xtask models`, or `RUJI_MODELS_DIR` name another folder.
//! `RUJI_ASTRONAUT=…/astronaut.png cargo test -p model_convert --features astronaut` also compares on the photograph.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod input;

use input::Picture;
use model_convert::{Options, Weights, convert};
use rten::ModelOptions;
use rten_onnx::onnx::ModelProto;
use rten_tensor::{AsView, Tensor};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const FIXTURE: &str = include_str!("../fixtures/litert.txt");
const MODELS: [(&str, usize); 3] = [("face_box", 128), ("face_mesh", 192), ("person_mask", 256)];

/// Recorded numbers of one model and input: output name to places and values.
fn recorded(model: &str, input: &str) -> BTreeMap<String, Vec<(usize, f32)>> {
    let mut outputs: BTreeMap<String, Vec<(usize, f32)>> = BTreeMap::new();
    for line in FIXTURE.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        if words[..2] == [model, input] {
            let number = (words[3].parse().unwrap(), words[4].parse().unwrap());
            outputs.entry(words[2].to_owned()).or_default().push(number);
        }
    }
    assert!(!outputs.is_empty(), "nothing is recorded for {model} {input}");
    outputs
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn placed(model: &str) -> Vec<u8> {
    let folder = std::env::var_os("RUJI_MODELS_DIR").map_or_else(|| root().join("models"), PathBuf::from);
    let name = format!("{model}.onnx");
    let file = [folder.join(&name), folder.join("identity").join(&name)].into_iter().find(|file| file.exists());
    let file = file.unwrap_or_else(|| folder.join(name));
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask models`", file.display()))
}

/// Absolute differences from the recorded numbers, by output.
fn differences(model: &str, onnx: Vec<u8>, name: &str, picture: &Picture) -> BTreeMap<String, Vec<f32>> {
    let network = ModelOptions::with_all_ops().load(onnx).unwrap();
    let planes = Tensor::from_data(&[1, 3, picture.side, picture.side], picture.planes(model));
    let mut differences = BTreeMap::new();
    for (output, numbers) in recorded(model, name) {
        let input = vec![(network.node_id("picture").unwrap(), planes.view().into())];
        let value = network.run(input, &[network.node_id(&output).unwrap()], None).unwrap().remove(0);
        let value: Tensor<f32> = value.try_into().unwrap();
        let value = value.to_vec();
        let differing = numbers.iter().map(|&(place, number)| (value[place] - number).abs()).collect();
        differences.insert(output, differing);
    }
    differences
}

fn mean(numbers: &[f32]) -> f32 {
    numbers.iter().sum::<f32>() / numbers.len() as f32
}

/// Of the recorded numbers, only the anchor that found the face says anything about eight-bit weights: far from it the
/// logits are near -100 and the boxes of no consequence.
fn found(model: &str, name: &str) -> (usize, usize) {
    let scores = &recorded(model, name)["scores"];
    let (place, &(anchor, _)) = scores.iter().enumerate().max_by(|one, other| one.1.1.total_cmp(&other.1.1)).unwrap();
    (place, anchor)
}

fn check_eight_bits(name: &str, picture: impl Fn(&str, usize) -> Picture) {
    for (model, side) in MODELS {
        let found_differences = differences(model, placed(model), name, &picture(model, side));
        let within = |what: &str, value: f32, limit: f32| {
            assert!(value <= limit, "{model} {name}: {what} is off by {value}, more than {limit}");
        };
        match model {
            "face_box" => {
                let (place, anchor) = found(model, name);
                within("the best logit", found_differences["scores"][place], 0.1);
                let boxes = recorded(model, name)["boxes"].clone();
                for (number, difference) in boxes.iter().zip(&found_differences["boxes"]) {
                    if number.0 / 16 == anchor {
                        within("a coordinate of the box", *difference, 1.0);
                    }
                }
            }
            "face_mesh" => {
                within("the mean coordinate", mean(&found_differences["points"]), 0.3);
                let worst = found_differences["points"].iter().copied().fold(0.0, f32::max);
                within("the worst coordinate", worst, 1.2);
                within("the face's logit", found_differences["face"][0], 0.5);
            }
            _ => within("the mean probability", mean(&found_differences["person"]), 0.01),
        }
    }
}

#[test]
fn eight_bit_models_agree_on_the_drawn_face() {
    check_eight_bits("drawn", |_, side| input::drawn(side));
}

#[test]
#[cfg(feature = "astronaut")]
fn eight_bit_models_agree_on_the_astronaut() {
    let file = PathBuf::from(std::env::var_os("RUJI_ASTRONAUT").unwrap());
    check_eight_bits("astronaut", |model, side| input::astronaut(&file, model, side));
}

/// The source as `cargo xtask models` left it in the cache, if it did.
fn source(model: &str) -> Option<Vec<u8>> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home)?.join("ruji/models-src");
    let entries = std::fs::read_dir(cache).ok()?.flatten().map(|entry| entry.path());
    let mut mine =
        entries.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(model)));
    std::fs::read(mine.find(|path| path.extension().is_some_and(|extension| extension == "tflite"))?).ok()
}

fn outputs(model: &str) -> Vec<String> {
    let names: &[&str] = match model {
        "face_box" => &["boxes", "scores"],
        "face_mesh" => &["points", "face"],
        _ => &["person"],
    };
    names.iter().map(|&name| name.to_owned()).collect()
}

fn check_full(name: &str, picture: impl Fn(&str, usize) -> Picture) {
    for (model, side) in MODELS {
        let missing = || panic!("the cache has no source of {model}: remove models/ and run `cargo xtask models`");
        let bytes = source(model).unwrap_or_else(missing);
        let inputs = vec!["picture".to_owned()];
        let options = Options { inputs, outputs: outputs(model), weights: Weights::Full, ..Options::default() };
        let onnx = convert(&bytes, &options).unwrap().onnx;
        for (output, differing) in differences(model, onnx, name, &picture(model, side)) {
            let worst = differing.iter().copied().fold(0.0, f32::max);
            assert!(worst < 1e-3, "{model} {name}: {output} is off by {worst}");
        }
    }
}

#[test]
fn full_models_equal_the_source_on_the_drawn_face() {
    check_full("drawn", |_, side| input::drawn(side));
}

#[test]
#[cfg(feature = "astronaut")]
fn full_models_equal_the_source_on_the_astronaut() {
    let file = PathBuf::from(std::env::var_os("RUJI_ASTRONAUT").unwrap());
    check_full("astronaut", |model, side| input::astronaut(&file, model, side));
}

#[test]
fn models_toml_lists_the_operators_used() {
    let text = std::fs::read_to_string(root().join("models.toml")).unwrap();
    let list: toml::Table = text.parse().unwrap();
    for entry in list["model"].as_array().unwrap() {
        let name = entry["name"].as_str().unwrap();
        let graph = ModelProto::parse_buf(&placed(name)).unwrap().graph.unwrap();
        let used: BTreeSet<String> = graph.node.iter().filter_map(|node| node.op_type.clone()).collect();
        let placed = entry.get("converted").unwrap_or_else(|| &entry["taken"]);
        let listed = placed["operators"].as_array().unwrap();
        let listed: BTreeSet<String> = listed.iter().map(|operator| operator.as_str().unwrap().to_owned()).collect();
        assert_eq!(used, listed, "operators of {name}");
    }
}

#[test]
fn a_file_that_is_no_model_is_refused() {
    let options = Options::default();
    assert!(convert(b"", &options).is_err());
    assert!(convert(&[0xff; 64], &options).is_err());
}
