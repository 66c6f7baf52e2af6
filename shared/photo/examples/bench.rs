//! The native half of `cargo xtask bench photo`: times the three models alone, whole checks on one core after warm-up, and a
//! batch on every core. Prints one JSON object; times in milliseconds, `[median, least]` where there are many. `bench MODELS SPEC.json FILE…`
#![expect(clippy::print_stdout, reason = "its result is what it prints")]

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

use photo::{Engine, Models, measuring::Alone};
use shared::photo::PhotoSpec;

/// Names, sides of the inputs and names of the outputs.
const MODELS: [(&str, usize, &[&str]); 3] = [
    ("face_box", 128, &["boxes", "scores"]),
    ("face_mesh", 192, &["points", "face"]),
    ("person_mask", 256, &["person"]),
];
const RUNS: usize = 60;
const WARM_UP: usize = 5;
/// Files in the batch; those given are taken again and again.
const BATCH: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [models, spec, files @ ..] = arguments.as_slice() else { return Err("MODELS SPEC.json FILE…".into()) };
    let spec: PhotoSpec = serde_json::from_slice(&fs::read(spec)?)?;
    let files = files.iter().map(fs::read).collect::<Result<Vec<_>, _>>()?;
    let mut inference = serde_json::Map::new();
    for (name, side, outputs) in MODELS {
        let model = Alone::load(name, &fs::read(models.join(format!("{name}.onnx")))?, side, outputs)?;
        inference.insert(name.to_owned(), run_model(&model, side).to_vec().into());
    }
    let engine = engine(models)?;
    let check = (!files.is_empty()).then(|| one_core(&engine, &spec, &files));
    let batch = (!files.is_empty()).then(|| every_core(&engine, &spec, &files));
    println!("{}", serde_json::json!({ "inference": inference, "check": check, "batch": batch, "cores": cores() }));
    Ok(())
}

/// Times of one run on a grey picture.
fn run_model(model: &Alone, side: usize) -> [f64; 2] {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..WARM_UP + RUNS {
        let picture = vec![0.5; 3 * side * side];
        let started = Instant::now();
        model.run(picture);
        times.push(millis(started));
    }
    median_and_least(times.split_off(WARM_UP))
}

fn engine(models: &Path) -> Result<Engine, Box<dyn Error>> {
    let [face_box, face_mesh, person_mask] = MODELS.map(|(name, ..)| fs::read(models.join(format!("{name}.onnx"))));
    Ok(Engine::load(Models { face_box: face_box?, face_mesh: face_mesh?, person_mask: person_mask? })?)
}

/// Times of a whole check, one after another.
fn one_core(engine: &Engine, spec: &PhotoSpec, files: &[Vec<u8>]) -> [f64; 2] {
    let check = |file: &Vec<u8>| {
        let started = Instant::now();
        engine.check(file, Some("photo.jpg"), spec);
        millis(started)
    };
    let mut times: Vec<f64> = files.iter().cycle().take(WARM_UP + RUNS.max(files.len())).map(check).collect();
    median_and_least(times.split_off(WARM_UP))
}

/// Time a file of a batch spread over all cores as `ruji photo check FOLDER` spreads it.
fn every_core(engine: &Engine, spec: &PhotoSpec, files: &[Vec<u8>]) -> f64 {
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    thread::scope(|scope| {
        for _ in 0..cores() {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= BATCH {
                        return;
                    }
                    engine.check(&files[at % files.len()], Some("photo.jpg"), spec);
                }
            });
        }
    });
    millis(started) / BATCH as f64
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn millis(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1000.0
}

/// The least is nearest to what an idle machine would show.
fn median_and_least(mut times: Vec<f64>) -> [f64; 2] {
    times.sort_by(f64::total_cmp);
    [times[times.len() / 2], times[0]]
}
