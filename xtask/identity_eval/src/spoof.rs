//! Prints and screens, simulated, beside the same faces made to speak: what is refused, what goes to a person, what passes.

use crate::{Arguments, engines, film, report::Section};
use anyhow::{Context, Result};
use identity::{
    models::Folder,
    video::{CueName, Expected, Ffmpeg, Limits, VideoJudge},
};
use photo::Pixels;
use std::{collections::BTreeMap, fmt::Write as _};
use video_maker::{Format, Held, Pose, Puppet, RATE, Recorder, bursts, noisy, print};

const SECONDS: f32 = 3.6;
pub(crate) const FACES: [&str; 6] =
    ["astronaut.png", "franck_01829.jpg", "obama.jpg", "audrey.jpg", "bieber_small.jpg", "cage.jpg"];

/// What is before the camera.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scene {
    Speaking,
    Still,
    PrintMoved,
    PrintTilted,
    ScreenStill,
    ScreenReplay,
}

const SCENES: [(Scene, &str); 6] = [
    (Scene::Speaking, "the face speaks and blinks"),
    (Scene::Still, "a still picture as a film"),
    (Scene::PrintMoved, "a print moved by hand"),
    (Scene::PrintTilted, "a print tilted hard"),
    (Scene::ScreenStill, "a screen with a still picture, moiré"),
    (Scene::ScreenReplay, "a screen that plays the speaking face, moiré"),
];

pub(crate) fn evaluate(folder: &Folder, arguments: &Arguments) -> Result<Section> {
    let engine = engines::engine()?;
    let matcher = engines::matcher(folder, engine.clone())?;
    let judge = VideoJudge::new(matcher.clone(), Ffmpeg::default(), Limits::default())
        .with_anti_spoof(engines::anti_spoof(folder)?);
    let recorder = Recorder { ffmpeg: Ffmpeg::default().program };
    let mut text = format!(
        "## Prints and screens, simulated\n\n{} faces each, {SECONDS} s, judged without digits against the same face. The advice of the anti-spoof \
         network is a share from 0 to 1.\n\n| before the camera | passes | to a person | refused | advice: least, most |\n|---|--:|--:|--:|--:|\n",
        FACES.len()
    );
    for (scene, name) in SCENES {
        if arguments.only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let (mut verdicts, mut advice) = (BTreeMap::<&str, usize>::new(), Vec::new());
        for file in FACES {
            let bytes = std::fs::read(engines::path(file)?)?;
            let pixels = Pixels::decode(&bytes, 1000).context("a picture")?;
            let puppet = Puppet::new(&engine, pixels).with_context(|| file.to_owned())?;
            let card = matcher.describe(&bytes, None)?;
            let video = recorder.record(Format::WebM, frames(scene, &puppet), None)?;
            let judged = judge.judge(&video, &Expected::Presence, Some(&card))?;
            eprintln!("{name}, {file}: {}", film::shown(&judged));
            *verdicts.entry(film::word(judged.verdict)).or_default() += 1;
            advice.extend(judged.cues.iter().find(|cue| cue.name == CueName::AntiSpoof).map(|cue| cue.score));
        }
        let of = |verdict: &str| verdicts.get(verdict).copied().unwrap_or_default();
        let (least, most) = advice.iter().fold((1.0_f32, 0.0_f32), |(low, high), &one| (low.min(one), high.max(one)));
        let (passes, person, refused) = (of("passes"), of("to a person"), of("refused"));
        writeln!(text, "| {name} | {passes} | {person} | {refused} | {least:.2}, {most:.2} |")?;
    }
    text.push_str(
        "\nThe network's advice tells the living from prints as little as it may seem: it is shown to the reviewer and decides nothing alone. What this \
         does not prove: these are drawn by a program; a real print bends, a real screen shines. A film of the person that is played \
         from a screen moves as the person does: only the digits, which are new each time, stand against it, and the reviewer's eye. \
         A face that is computed live (deep fake) is not defended against.\n",
    );
    Ok(Section { name: "spoofs", text })
}

fn frames(scene: Scene, puppet: &Puppet) -> impl Iterator<Item = Pixels> {
    let voice = bursts(0.6, SECONDS);
    (0..(SECONDS * RATE as f32) as usize).map(move |number| {
        let at = number as f32 / RATE as f32;
        let lids = (1.0 - (at - 1.2).abs() / 0.16).clamp(0.0, 1.0);
        let speaks = Pose { mouth: voice.mouth(at), lids, yaw: 4.0 * (at * 1.3).sin(), shift: [0.0; 2] };
        let moves = matches!(scene, Scene::Speaking | Scene::ScreenReplay);
        let picture = puppet.frame(&if moves { speaks } else { Pose::default() });
        let gentle = [0.25 * (at * 2.0).sin(), 0.15 * (at * 1.4).cos()];
        let held = match scene {
            Scene::Speaking | Scene::Still => return noisy(&picture, number, 5.0),
            Scene::PrintMoved => Held { turn: 0.06 * (at * 2.3).sin(), tilt: gentle, fills: 0.9, moire: 0.0 },
            Scene::PrintTilted => Held { tilt: [0.9 * (at * 2.0).sin(), 0.5 * (at * 1.4).cos()], ..Held::default() },
            Scene::ScreenStill | Scene::ScreenReplay => {
                Held { tilt: gentle.map(|tilt| tilt / 3.0), fills: 0.95, moire: 1.0, turn: 0.0 }
            }
        };
        noisy(&print(&picture, &held), number, 5.0)
    })
}
