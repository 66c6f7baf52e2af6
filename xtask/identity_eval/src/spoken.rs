//! Films in which a synthetic voice says digits, through the whole judge: who passes, and for which reason the others are refused.

use crate::{engines, film, report::Section};
use anyhow::{Context, Result, ensure};
use identity::{
    face::{Face, FaceMatcher},
    models::Folder,
    speech::DigitReader,
    video::{Expected, Ffmpeg, Judgement, Limits, Reason, VideoJudge},
};
use photo::Pixels;
use std::{
    fmt::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};
use video_maker::{Format, Pose, Puppet, RATE, Recorder, Voice, beside, noisy, zoomed};
use voice_maker::{Recording, Way};

const SECONDS: f32 = 4.2;
const BEFORE_S: f32 = 0.5;
/// Voices of every kind of scene, half run together and half with pauses.
const VOICES: usize = 2;

/// What is before the camera, and what the microphone hears.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scene {
    Right,
    WrongDigits,
    Silent,
    StillPicture,
    AnotherFace,
    TwoFaces,
    Cut,
    OneSecond,
    ThirtySeconds,
    Truncated,
    Playlist,
}

/// Each with the reason that it is to be refused for.
const SCENES: [(Scene, &str, Option<Reason>); 11] = [
    (Scene::Right, "the digits asked for", None),
    (Scene::WrongDigits, "other digits", Some(Reason::WrongDigits)),
    (Scene::Silent, "a mouth that moves, no voice", Some(Reason::NoVoice)),
    (Scene::StillPicture, "a still picture, the right voice", Some(Reason::NotLive)),
    (Scene::AnotherFace, "another face", Some(Reason::OtherPerson)),
    (Scene::TwoFaces, "two faces", Some(Reason::SeveralFaces)),
    (Scene::Cut, "two takes put together", Some(Reason::Cut)),
    (Scene::OneSecond, "1 s", Some(Reason::TooShort)),
    (Scene::ThirtySeconds, "30 s", Some(Reason::TooLong)),
    (Scene::Truncated, "the file ends at 60 %", Some(Reason::Truncated)),
    (Scene::Playlist, "a playlist that points elsewhere", Some(Reason::Unreadable)),
];

/// The judge with all its engines, and who stands before the camera.
pub(crate) struct Set {
    pub(crate) judge: VideoJudge,
    pub(crate) matcher: FaceMatcher,
    pub(crate) card: Face,
    recorder: Recorder,
    one: Puppet,
    other: Puppet,
}

#[derive(Default)]
struct Score {
    cases: usize,
    passes: usize,
    to_a_person: usize,
    refused: usize,
    /// With the reason expected among the reasons.
    for_it: usize,
    time: Duration,
    slowest: Duration,
}

pub(crate) fn evaluate(folder: &Folder) -> Result<Section> {
    let set = Set::new(folder)?;
    let mut text = format!(
        "## Films with a voice\n\nA face that a package ships, made to speak, and the synthetic voice saying four digits; {VOICES} voices a \
         scene, each as H.264 with AAC and as VP8 with Opus, {SECONDS} s where nothing else is said; judged with digits against the \
         portrait.\n\n| scene | n | passes | to a person | refused | with the reason | mean, slowest |\n|---|--:|--:|--:|--:|---|---|\n"
    );
    let first =
        |way| voice_maker::recordings().into_iter().filter(move |recording| recording.way == way).take(VOICES / 2);
    let recordings: Vec<Recording> = first(Way::Together).chain(first(Way::Paused)).collect();
    for (scene, name, reason) in SCENES {
        let mut score = Score::default();
        for recording in &recordings {
            for format in [Format::Mp4, Format::WebM] {
                let (film, asked) = set.film(scene, recording, format)?;
                let started = Instant::now();
                let judged = set.judge.judge(&film, &Expected::Digits(asked), Some(&set.card))?;
                score.add(&judged, reason, started.elapsed());
                if judged.reasons.first().copied() != reason {
                    eprintln!("{name}, {} as {format:?}: {:?}", recording.name, judged.reasons);
                }
            }
        }
        score.line(&mut text, name, reason)?;
    }
    text.push_str(
        "\nA film that is too long is read for a second more than is allowed. What this does not prove: a picture whose mouth is bent \
         with the loudness of a voice is no person, and the voice is one and synthetic. That nobody else's film passes was tried \
         with these faces only.\n",
    );
    Ok(Section { name: "spoken", text })
}

impl Set {
    pub(crate) fn new(folder: &Folder) -> Result<Self> {
        let engine = engines::engine()?;
        let matcher = engines::matcher(folder, engine.clone())?;
        let read = |name: &str| Ok::<_, anyhow::Error>(std::fs::read(engines::path(name)?)?);
        let puppet = |name: &str| {
            let pixels = Pixels::decode(&read(name)?, 1000).context("a picture")?;
            Puppet::new(&engine, pixels).context("a face")
        };
        let (one, other) = (puppet("astronaut.png")?, puppet("franck_01829.jpg")?);
        let card = matcher.describe(&read("astronaut.png")?, None)?;
        let judge = VideoJudge::new(matcher.clone(), Ffmpeg::default(), Limits::default())
            .with_anti_spoof(engines::anti_spoof(folder)?)
            .with_ears(Arc::new(DigitReader::load(folder)?));
        Ok(Self { judge, matcher, card, recorder: Recorder { ffmpeg: Ffmpeg::default().program }, one, other })
    }

    fn film(&self, scene: Scene, recording: &Recording, format: Format) -> Result<(Vec<u8>, [u8; 4])> {
        let seconds = match scene {
            Scene::OneSecond => 1.0,
            Scene::ThirtySeconds => 30.0,
            _ => SECONDS,
        };
        self.film_of(scene, recording, format, seconds)
    }

    /// The file, and the digits that are asked for.
    pub(crate) fn film_of(
        &self,
        scene: Scene,
        recording: &Recording,
        format: Format,
        seconds: f32,
    ) -> Result<(Vec<u8>, [u8; 4])> {
        if scene == Scene::Playlist {
            let address = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:4.0,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n";
            return Ok((address.as_bytes().to_vec(), recording.digits));
        }
        let file = engines::path(voice_maker::FOLDER)?.join(format!("{}.wav", recording.name));
        let voice = Voice { samples: voice_maker::read(&file)? }.placed(BEFORE_S, seconds);
        ensure!(!voice.samples.is_empty(), "{} is empty", file.display());
        let count = (seconds * RATE as f32) as usize;
        let frames =
            (0..count).map(|number| noisy(&self.frame(scene, &voice, number as f32 / RATE as f32), number, 5.0));
        let silence = Voice { samples: vec![0.0; voice.samples.len()] };
        let sound = if scene == Scene::Silent { &silence } else { &voice };
        let mut film = self.recorder.record(format, frames, Some(sound))?;
        if scene == Scene::Truncated {
            film.truncate(film.len() * 6 / 10);
        }
        let wrong = scene == Scene::WrongDigits;
        let asked = if wrong { recording.digits.map(|digit| (digit + 3) % 10) } else { recording.digits };
        Ok((film, asked))
    }

    fn frame(&self, scene: Scene, voice: &Voice, at: f32) -> Pixels {
        let lids = (1.0 - (at - 1.2).abs() / 0.16).clamp(0.0, 1.0);
        let shift = [0.8 * (at * 0.9).sin(), 0.4 * (at * 1.7).cos()];
        let pose = Pose { mouth: voice.mouth(at), lids, yaw: 4.0 * (at * 1.3).sin(), shift };
        match scene {
            Scene::StillPicture => self.one.frame(&Pose::default()),
            Scene::AnotherFace => self.other.frame(&pose),
            Scene::TwoFaces => beside(&self.one.frame(&pose), &self.other.frame(&pose)),
            Scene::Cut if at >= 2.0 => zoomed(&self.one.frame(&pose), 1.3, [0.12, 0.02]),
            _ => self.one.frame(&pose),
        }
    }
}

impl Score {
    fn add(&mut self, judged: &Judgement, reason: Option<Reason>, took: Duration) {
        self.cases += 1;
        match film::word(judged.verdict) {
            "passes" => self.passes += 1,
            "refused" => self.refused += 1,
            _ => self.to_a_person += 1,
        }
        self.for_it += usize::from(reason.is_some_and(|reason| judged.reasons.contains(&reason)));
        self.time += took;
        self.slowest = self.slowest.max(took);
    }

    fn line(&self, text: &mut String, name: &str, reason: Option<Reason>) -> Result<()> {
        let mean = self.time.as_secs_f32() / self.cases.max(1) as f32;
        let why = reason.map_or_else(|| "–".to_owned(), |reason| format!("{reason:?}: {}", self.for_it));
        let Self { cases, passes, to_a_person, refused, .. } = self;
        let slowest = self.slowest.as_secs_f32();
        writeln!(
            text,
            "| {name} | {cases} | {passes} | {to_a_person} | {refused} | {why} | {mean:.1} s, {slowest:.1} s |"
        )?;
        Ok(())
    }
}
