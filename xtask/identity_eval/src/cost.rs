//! What one call of each engine costs: time on the clock, processor time, memory. For `cargo xtask bench identity`, as one JSON object.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use card_maker::{Chance, Document, Fonts, Print, emblem_side, portrait_side};
use identity::card::CardReader;
use identity::models::Folder;
use identity::video::Expected;
use photo::card::CardSpec;
use rten_tensor::{AsView, Tensor};
use serde::Serialize;
use shared::document::DocumentType;
use video_maker::Format;
use voice_maker::Way;

use crate::degrade::{CLEAN, DEGRADED};
use crate::{engines, spoken};

/// Networks that are compared with another runtime, the shape each is given, and how often each is run.
const NETWORKS: [(&str, &[usize], usize); 5] = [
    ("card_det", &[1, 3, 352, 512], 12),
    ("card_rec", &[1, 3, 48, 640], 12),
    ("face_embedding", &[1, 3, 112, 112], 40),
    ("anti_spoof", &[1, 3, 128, 128], 40),
    ("whisper_encoder", &[1, 80, 1200], 6),
];
const CARDS: usize = 10;
const COMPARISONS: usize = 20;
const WARM_UP: usize = 2;
/// Seconds of a film, the longest that a candidate is asked for.
const FILM_S: f32 = 5.0;

/// Seconds on the clock, and of all processors together.
#[derive(Default, Serialize)]
struct Calls {
    wall_s: Vec<f64>,
    processor_s: Vec<f64>,
}

#[derive(Serialize)]
struct Cost {
    calls: BTreeMap<&'static str, Calls>,
    /// Milliseconds of each run of a network.
    networks: BTreeMap<&'static str, Vec<f64>>,
    shapes: BTreeMap<&'static str, &'static [usize]>,
    /// Of this process: nothing loaded, everything loaded, the most at any time. Kilobytes.
    memory_kb: [u64; 3],
}

/// Networks alone, as their comparison is: `RTEN_NUM_THREADS` says on how many threads.
pub(crate) fn networks(folder: &Folder) -> Result<String> {
    let mut networks = BTreeMap::new();
    for (name, shape, runs) in NETWORKS {
        let model = folder.load(name)?.model;
        let count = shape.iter().product();
        let given = Tensor::from_data(shape, vec![0.5_f32; count]);
        let mut times = Vec::new();
        for run in 0..WARM_UP + runs {
            let started = Instant::now();
            let input = *model.input_ids().first().context("a network without an input")?;
            model.run(vec![(input, given.view().into())], model.output_ids(), None)?;
            if run >= WARM_UP {
                times.push(started.elapsed().as_secs_f64() * 1000.0);
            }
        }
        networks.insert(name, times);
    }
    print(&Cost { calls: BTreeMap::new(), networks, shapes: shapes(), memory_kb: [0; 3] })
}

fn shapes() -> BTreeMap<&'static str, &'static [usize]> {
    NETWORKS.into_iter().map(|(name, shape, _)| (name, shape)).collect()
}

fn print(cost: &Cost) -> Result<String> {
    Ok(serde_json::to_string(cost)?)
}

/// Every engine as the server has them, warm.
pub(crate) fn calls(folder: &Folder) -> Result<String> {
    let empty = memory_kb("VmRSS:");
    let cards = CardReader::load(folder)?;
    let set = spoken::Set::new(folder)?;
    let loaded = memory_kb("VmRSS:");
    let mut calls = BTreeMap::new();
    calls.insert("card", read_cards(&cards, "clean")?);
    calls.insert("card_without_outline", read_cards(&cards, "no outline")?);
    calls.insert("compare", compare(&set)?);
    calls.insert("video", judge_films(&set)?);
    let memory_kb = [empty, loaded, memory_kb("VmHWM:")];
    print(&Cost { calls, networks: BTreeMap::new(), shapes: BTreeMap::new(), memory_kb })
}

/// Cards in pictures of one family.
fn read_cards(reader: &CardReader, family: &str) -> Result<Calls> {
    let fonts = Fonts::load()?;
    let family = CLEAN.iter().chain(DEGRADED).find(|one| one.name == family).context("no such pictures")?;
    let mut calls = Calls::default();
    for nth in 0..WARM_UP + CARDS {
        let mut chance = Chance::new(7_000_000 + nth as u64);
        let document = Document::new(DocumentType::ResidentIdCard, nth, &mut chance);
        let print = Print::new(&fonts, &mut chance);
        let sides = [
            portrait_side(&document, &fonts, &print, &mut chance),
            emblem_side(&document, &fonts, &print, &mut chance),
        ];
        let [portrait, emblem] = sides.map(|side| {
            let made = photo::card::prepare(&family.scene(&mut chance).jpeg(&side), &CardSpec::default());
            made.file.unwrap_or_default()
        });
        calls.add(nth, || Ok(reader.read(DocumentType::ResidentIdCard, &portrait, Some(&emblem)).map(drop)?))?;
    }
    Ok(calls)
}

fn compare(set: &spoken::Set) -> Result<Calls> {
    let pictures = ["franck_01829.jpg", "franck_02045.jpg"]
        .map(|name| engines::path(name).and_then(|path| fs::read(path).context("a picture")));
    let [one, other] = pictures;
    let (one, other) = (one?, other?);
    let mut calls = Calls::default();
    for nth in 0..WARM_UP + COMPARISONS {
        calls.add(nth, || {
            let (one, other) = (set.matcher.describe(&one, None)?, set.matcher.describe(&other, None)?);
            std::hint::black_box(set.matcher.similarity(&one, &other));
            Ok(())
        })?;
    }
    Ok(calls)
}

fn judge_films(set: &spoken::Set) -> Result<Calls> {
    let mut calls = Calls::default();
    let mut nth = 0;
    for way in [Way::Together, Way::Paused] {
        let recording = voice_maker::recordings().into_iter().find(|recording| recording.way == way);
        let recording = recording.context("no recording of this kind")?;
        for format in [Format::Mp4, Format::WebM] {
            let (film, asked) = set.film_of(spoken::Scene::Right, &recording, format, FILM_S)?;
            for _ in 0..2 {
                calls
                    .add(nth, || Ok(set.judge.judge(&film, &Expected::Digits(asked), Some(&set.card)).map(drop)?))?;
                nth += 1;
            }
        }
    }
    Ok(calls)
}

impl Calls {
    /// Does it, and counts it when warm.
    fn add(&mut self, nth: usize, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let (started, busy) = (Instant::now(), processor_time());
        work()?;
        if nth >= WARM_UP {
            self.wall_s.push(started.elapsed().as_secs_f64());
            self.processor_s.push(processor_time().saturating_sub(busy).as_secs_f64());
        }
        Ok(())
    }
}

/// What this process has used of all processors (in hundredths of a second, as the kernel counts it); nothing where it does not say.
pub(crate) fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks =
        after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>();
    Duration::from_millis(ticks * 10)
}

/// A line of `/proc/self/status`; 0 where Linux is not.
fn memory_kb(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    found.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
