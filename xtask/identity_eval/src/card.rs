//! The card reader on drawn cards: fields and numbers read exactly, numbers read wrongly, time.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use card_maker::{Chance, Document, Fonts, Print, emblem_side, portrait_side};
use identity::card::{CardField, CardRead, CardReader, Extra};
use identity::models::Folder;
use photo::card::CardSpec;
use shared::document::DocumentType;
use shared::evidence::{Day, FOR_EVER};
use shared::person::CodeTable as _;

use crate::Arguments;
use crate::cost::processor_time;
use crate::degrade::{CLEAN, DEGRADED, Family};
use crate::report::Section;

/// What became of the cases of one family.
#[derive(Default)]
struct Score {
    cases: usize,
    /// Pictures that the upload refuses before anybody reads them.
    refused: usize,
    numbers: usize,
    wrong_numbers: usize,
    fields: BTreeMap<CardField, [usize; 2]>,
    issuers: usize,
    time: Duration,
    /// Of all processors.
    busy: Duration,
    slowest: Duration,
}

pub(crate) fn evaluate(folder: &Folder, arguments: &Arguments) -> Result<Section> {
    let reader = CardReader::load(folder)?;
    let fonts = Fonts::load()?;
    let mut text = format!(
        "## Cards\n\nDrawn documents (three in four resident identity cards, the others residence permits), all 56 ethnic names, names with \
         rare characters and with the dot, addresses of one to three lines, nine typefaces; photographed by `card_maker`, prepared as \
         uploads are (at most 1600 pixels and 409 600 bytes), both sides read. Networks {}.\n\n| captures | n | refused at upload | numbers exact | numbers wrong | fields \
         exact | issuers exact | mean, slowest | processor |\n|---|---|---|---|---|---|---|---|---|\n",
        &reader.model_sha256()[..12]
    );
    let mut all = Vec::new();
    for (title, families) in [("clean", CLEAN), ("degraded", DEGRADED)] {
        let mut sum = Score::default();
        for (at, family) in families.iter().enumerate() {
            if arguments.only.as_ref().is_some_and(|only| only != family.name) {
                continue;
            }
            let count = arguments.count.div_ceil(families.len());
            let score = family_score(&reader, &fonts, family, at, count, arguments)?;
            eprintln!("{}: {} of {} numbers", family.name, score.numbers, score.cases - score.refused);
            if families.len() > 1 {
                line(&mut text, family.name, &score);
            }
            sum.add(&score);
        }
        line(&mut text, &format!("**{title}**"), &sum);
        all.push((title, sum));
    }
    text.push('\n');
    by_field(&mut text, &all);
    text.push_str(
        "\nA field is exact where every character is; one that was not read counts as not exact. *Numbers wrong*: a number was given that is \
         not the card's. Not proved: anything about real cards, their lamination, their guilloches and their OCR-B by a laser; worn or forged \
         ones; travel permits, whose layout is not read.\n",
    );
    Ok(Section { name: "card", text })
}

fn family_score(
    reader: &CardReader,
    fonts: &Fonts,
    family: &Family,
    at: usize,
    count: usize,
    arguments: &Arguments,
) -> Result<Score> {
    let mut score = Score::default();
    for nth in 0..count {
        let mut chance =
            Chance::new(arguments.seed * 1_000_000 + (at * 1000 + nth) as u64 + 17 * family.name.len() as u64);
        let kind = match nth % 8 {
            6 => DocumentType::HongKongMacaoResidencePermit,
            7 => DocumentType::TaiwanResidencePermit,
            _ => DocumentType::ResidentIdCard,
        };
        let document = Document::new(kind, at * 31 + nth, &mut chance);
        let print = Print::new(fonts, &mut chance);
        let sides =
            [portrait_side(&document, fonts, &print, &mut chance), emblem_side(&document, fonts, &print, &mut chance)];
        let files =
            sides.map(|side| photo::card::prepare(&family.scene(&mut chance).jpeg(&side), &CardSpec::default()));
        score.cases += 1;
        if files.iter().any(|file| !file.verdict.passes()) {
            score.refused += 1;
            continue;
        }
        let [portrait, emblem] = files.map(|made| made.file.unwrap_or_default());
        let (start, busy) = (Instant::now(), processor_time());
        let read = reader.read(kind, &portrait, Some(&emblem))?;
        let took = start.elapsed();
        score.busy += processor_time().saturating_sub(busy);
        score.time += took;
        score.slowest = score.slowest.max(took);
        let missed = score.judge(&document, &read);
        if !missed.is_empty() {
            eprintln!("{} {nth}: {} {:?}", family.name, missed.join("; "), read.problems);
            if let Some(folder) = &arguments.keep {
                keep(folder, &format!("{}-{nth}", family.name.replace(' ', "_")), &portrait, &emblem)?;
            }
        }
    }
    Ok(score)
}

/// Files of a case that was not read right, to be looked at.
fn keep(folder: &Path, case: &str, portrait: &[u8], emblem: &[u8]) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::write(folder.join(format!("{case}-portrait.jpg")), portrait)?;
    fs::write(folder.join(format!("{case}-emblem.jpg")), emblem)?;
    Ok(())
}

/// What stands on the document, as the reader would write it.
fn truth(document: &Document) -> Vec<(CardField, String)> {
    let holder = &document.holder;
    let to = document.valid_to.map_or_else(|| FOR_EVER.to_owned(), |day| Day(day).to_string());
    let all = [
        (CardField::Name, holder.name.clone()),
        (CardField::Sex, holder.sex.words().zh.to_owned()),
        (CardField::Ethnicity, holder.ethnicity.words().zh.to_owned()),
        (CardField::BirthDate, Day(holder.birth_date).to_string()),
        (CardField::Address, holder.address.clone()),
        (CardField::Number, document.number.clone()),
        (CardField::ValidFrom, Day(document.valid_from).to_string()),
        (CardField::ValidTo, to),
    ];
    all.into_iter().filter(|(field, _)| field.stands_on(document.kind)).collect()
}

impl Score {
    /// Counts a reading; returns what was not read right.
    fn judge(&mut self, document: &Document, read: &CardRead) -> Vec<String> {
        let mut missed = Vec::new();
        for (field, text) in truth(document) {
            let got = read.text(field);
            let right = got == Some(&text);
            let [exact, of] = self.fields.entry(field).or_default();
            *exact += usize::from(right);
            *of += 1;
            if field == CardField::Number {
                self.numbers += usize::from(right);
                self.wrong_numbers += usize::from(got.is_some() && !right);
            }
            if !right {
                missed.push(format!("{} {text} read {}", field.as_str(), got.unwrap_or("not")));
            }
        }
        let issuer = read.other(Extra::Issuer);
        self.issuers += usize::from(issuer == Some(&document.issuer));
        if issuer != Some(&document.issuer) {
            missed.push(format!("issuer {} read {}", document.issuer, issuer.unwrap_or("not")));
        }
        missed
    }

    fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        self.refused += other.refused;
        self.numbers += other.numbers;
        self.wrong_numbers += other.wrong_numbers;
        self.issuers += other.issuers;
        self.time += other.time;
        self.busy += other.busy;
        self.slowest = self.slowest.max(other.slowest);
        for (field, [exact, of]) in &other.fields {
            let sum = self.fields.entry(*field).or_default();
            (sum[0], sum[1]) = (sum[0] + exact, sum[1] + of);
        }
    }
}

fn line(text: &mut String, title: &str, score: &Score) {
    let read = score.cases - score.refused;
    let fields = score.fields.values().fold([0, 0], |sum, [exact, of]| [sum[0] + exact, sum[1] + of]);
    let mean = score.time.as_secs_f64() / read.max(1) as f64;
    writeln!(
        text,
        "| {title} | {} | {} | {} | {} | {} | {} | {mean:.2} s, {:.2} s | {:.2} s |",
        score.cases,
        score.refused,
        percent(score.numbers, read),
        score.wrong_numbers,
        percent(fields[0], fields[1]),
        percent(score.issuers, read),
        score.slowest.as_secs_f64(),
        score.busy.as_secs_f64() / read.max(1) as f64
    )
    .expect("writing to a string cannot fail");
}

fn by_field(text: &mut String, all: &[(&str, Score)]) {
    let mut row =
        |cells: Vec<String>| writeln!(text, "| {} |", cells.join(" | ")).expect("writing to a string cannot fail");
    let titles = all.iter().map(|(title, _)| (*title).to_owned());
    row(std::iter::once("field exact".to_owned()).chain(titles).collect());
    row(vec!["---".to_owned(); all.len() + 1]);
    for field in CardField::CONFIRMED.into_iter().chain([CardField::Number]) {
        let share = |(_, score): &(&str, Score)| {
            let [exact, of] = score.fields.get(&field).copied().unwrap_or_default();
            percent(exact, of)
        };
        row(std::iter::once(field.as_str().to_owned()).chain(all.iter().map(share)).collect());
    }
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        "–".to_owned()
    } else {
        format!("{:.1} % ({part} of {whole})", 100.0 * part as f64 / whole as f64)
    }
}
