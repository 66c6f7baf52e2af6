//! `video_maker PICTURE VOICE.wav FOLDER`: what Chromium's false camera and microphone play while a page records somebody who says
//! what the voice says: `FOLDER/camera.mjpeg` and `FOLDER/microphone.wav`. Models and ffmpeg as everywhere: `RUJI_MODELS_DIR`, `RUJI_FFMPEG`.

use anyhow::{Context, Result};
use photo::{Engine, Models, Pixels};
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use video_maker::{Pose, Puppet, RATE, Recorder, Voice, noisy};

/// The page gives three seconds to get ready, and records five.
const STARTS_S: f32 = 4.2;
const SECONDS: f32 = 9.0;

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [picture, voice, folder] = &arguments[..] else { anyhow::bail!("video_maker PICTURE VOICE.wav FOLDER") };
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let picture = Pixels::decode(&read(picture)?, 1000).context("the picture cannot be decoded")?;
    let puppet = Puppet::new(&engine()?, picture).context("the picture has no face")?;
    let voice = Voice::of_wav(&read(voice)?).placed(STARTS_S, SECONDS);
    fs::write(folder.join("microphone.wav"), voice.wav())?;
    let ffmpeg = env::var_os("RUJI_FFMPEG").map_or_else(|| PathBuf::from("ffmpeg"), PathBuf::from);
    let frames = (0..(SECONDS * RATE as f32) as usize).map(|number| {
        let at = number as f32 / RATE as f32;
        let lids = (1.0 - (at - STARTS_S - 0.2).abs() / 0.16).clamp(0.0, 1.0);
        let shift = [0.8 * (at * 0.9).sin(), 0.4 * (at * 1.7).cos()];
        noisy(&puppet.frame(&Pose { mouth: voice.mouth(at), lids, yaw: 4.0 * (at * 1.3).sin(), shift }), number, 5.0)
    });
    fs::write(folder.join("camera.mjpeg"), Recorder { ffmpeg }.camera(frames)?)?;
    Ok(())
}

fn engine() -> Result<Engine> {
    let folder = env::var_os("RUJI_MODELS_DIR").map_or_else(|| PathBuf::from("models"), PathBuf::from);
    let read = |name: &str| fs::read(folder.join(name)).with_context(|| format!("{name}: run `cargo xtask models`"));
    let models = Models {
        face_box: read("face_box.onnx")?,
        face_mesh: read("face_mesh.onnx")?,
        person_mask: read("person_mask.onnx")?,
    };
    Engine::load(models).context("the models of faces")
}
