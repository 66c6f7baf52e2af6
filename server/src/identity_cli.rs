//! `ruji identity read-card | compare | judge-video`: the same engines and the same answers as the server's, on the command line, for
//! operators and evaluation. Nothing is kept. Exit codes: 0 read, same, pass; 1 doubtful; 2 no; 3 unusable.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "commands speak on the terminal")]

use crate::{config::Settings, engine::LocalEngine, identity};
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use enrolment::{
    clock::{OsRandomness, SystemClock},
    ports::{CardReading, FaceComparison, FaceEvidence, FaceJudgement, FaceVerdict, Identity, SamePerson},
};
use serde::Serialize;
use shared::{
    document::DocumentType,
    liveness::{Expected, Movement},
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

#[derive(Subcommand)]
pub enum Command {
    /// Read what stands on an identity document
    ReadCard {
        /// The side with the portrait
        #[arg(value_name = "PORTRAIT")]
        portrait: PathBuf,
        /// The side with the emblem
        #[arg(value_name = "EMBLEM")]
        emblem: PathBuf,
        /// Kind of document, as in profiles
        #[arg(long, value_name = "KIND", default_value = "resident_id_card", value_parser = kind)]
        kind: DocumentType,
        #[command(flatten)]
        common: Common,
    },
    /// Say whether pictures show one person: the first against each of the others
    Compare {
        #[arg(value_name = "FILE")]
        first: PathBuf,
        #[arg(required = true, value_name = "FILE")]
        others: Vec<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
    /// Judge short videos of a face
    JudgeVideo {
        #[arg(required = true, value_name = "FILE")]
        videos: Vec<PathBuf>,
        /// Four digits that have to be said, e.g. 2718
        #[arg(long, value_name = "DIGITS", value_parser = digits, conflicts_with = "movements")]
        digits: Option<Expected>,
        /// Movements in their order, e.g. `turn_left,blink,turn_right`
        #[arg(long, value_name = "MOVEMENTS", value_parser = movements)]
        movements: Option<Expected>,
        /// The side of the document with the portrait
        #[arg(long, value_name = "FILE")]
        card: Option<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Args)]
pub struct Common {
    /// One JSON object a line instead of words
    #[arg(long)]
    json: bool,
}

/// One line of JSON.
#[derive(Serialize)]
struct Line<'a, T> {
    file: String,
    #[serde(flatten)]
    said: &'a T,
}

const UNUSABLE: u8 = 3;

pub async fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    // engines block, a vendor's too
    tokio::task::spawn_blocking(move || {
        let photo = LocalEngine::load(&settings.photo.models)?;
        let engines = identity::load(&settings, &photo, Arc::new(SystemClock), Arc::new(OsRandomness))?;
        let worst = match command {
            Command::ReadCard { portrait, emblem, kind, common } => {
                read_card(&engines, kind, [&portrait, &emblem], &common)?
            }
            Command::Compare { first, others, common } => compare(&engines, &first, &others, &common)?,
            Command::JudgeVideo { videos, digits, movements, card, common } => {
                let expected = digits.or(movements).unwrap_or_default();
                judge(&engines, &videos, (&expected, card.as_deref()), &common)?
            }
        };
        Ok(ExitCode::from(worst))
    })
    .await?
}

fn read_card(engines: &Identity, kind: DocumentType, sides: [&Path; 2], common: &Common) -> anyhow::Result<u8> {
    let Some(reader) = &engines.reader else { bail!("no engine reads documents: see identity.engine") };
    let reading = reader.read(kind, &read(sides[0])?, &read(sides[1])?)?;
    say(sides[0], &reading, common, |reading: &CardReading| {
        for field in &reading.fields {
            println!("  {:?}  {}  {:.3}", field.field, field.text, field.confidence);
        }
        reading.problems.iter().for_each(|problem| println!("  ! {problem:?}"));
    });
    Ok(u8::from(!reading.problems.is_empty()))
}

fn compare(engines: &Identity, first: &Path, others: &[PathBuf], common: &Common) -> anyhow::Result<u8> {
    let Some(comparer) = &engines.likeness else { bail!("no engine compares faces: see identity.engine") };
    let first = read(first)?;
    let one = |other: &Path| -> anyhow::Result<u8> {
        let said = comparer.compare(&first, None, &read(other)?)?;
        say(other, &said, common, |said: &FaceComparison| {
            println!("  {:?}  {}", said.verdict, said.similarity.map_or_else(|| "-".to_owned(), |s| format!("{s:.3}")));
        });
        Ok(match said.verdict {
            SamePerson::Same => 0,
            SamePerson::Doubtful => 1,
            SamePerson::Different => 2,
        })
    };
    Ok(worst(others, one))
}

fn judge(
    engines: &Identity,
    videos: &[PathBuf],
    (expected, card): (&Expected, Option<&Path>),
    common: &Common,
) -> anyhow::Result<u8> {
    let Some(verifier) = &engines.face else { bail!("no engine judges videos: see identity.engine") };
    let card = card.map(read).transpose()?;
    let one = |video: &Path| -> anyhow::Result<u8> {
        let capture = read(video)?;
        let evidence = FaceEvidence { card: card.as_deref(), portrait: None, capture: &capture, expected };
        let said = verifier.verify(&evidence)?.judgement;
        say(video, &said, common, |said: &FaceJudgement| {
            println!("  {:?}  {:?}  heard {}", said.verdict, said.reasons, said.heard.as_deref().unwrap_or("-"));
            for cue in &said.cues {
                let limit = cue.limit.map(|limit| format!(" (limit {limit:.3})")).unwrap_or_default();
                println!("  {}  {}  {:.3}{limit}", if cue.passes { "ok  " } else { "FAIL" }, cue.name, cue.score);
            }
        });
        Ok(match said.verdict {
            FaceVerdict::Pass => 0,
            FaceVerdict::Doubtful => 1,
            FaceVerdict::Fail => 2,
        })
    };
    Ok(worst(videos, one))
}

/// Every file, whatever becomes of the others; the worst of them.
fn worst(files: &[PathBuf], one: impl Fn(&Path) -> anyhow::Result<u8>) -> u8 {
    let code = |file: &PathBuf| {
        one(file).unwrap_or_else(|error| {
            eprintln!("{}: {error:#}", file.display());
            UNUSABLE
        })
    };
    files.iter().map(code).max().unwrap_or_default()
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.display().to_string())
}

fn say<T: Serialize>(file: &Path, said: &T, common: &Common, words: impl Fn(&T)) {
    if common.json {
        let line = Line { file: file.display().to_string(), said };
        println!("{}", serde_json::to_string(&line).expect("what engines say holds nothing that JSON lacks"));
    } else {
        println!("{}", file.display());
        words(said);
    }
}

fn kind(text: &str) -> Result<DocumentType, String> {
    DocumentType::parse(text).ok_or_else(|| "no kind of document that is known".to_owned())
}

fn digits(text: &str) -> Result<Expected, String> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(10).map(|digit| digit as u8)).collect();
    let four = digits.and_then(|digits| <[u8; 4]>::try_from(digits).ok());
    four.map(Expected::Digits).ok_or_else(|| "expected four digits".to_owned())
}

fn movements(text: &str) -> Result<Expected, String> {
    let movement = |word: &str| Movement::ALL.into_iter().find(|movement| movement.as_str() == word.trim());
    let order: Option<Vec<_>> = text.split(',').map(movement).collect();
    order.map(Expected::Movements).ok_or_else(|| "expected turn_left, turn_right and blink, with commas".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_is_read() {
        assert_eq!(digits("2718"), Ok(Expected::Digits([2, 7, 1, 8])));
        assert!(["271", "27181", "27a8", ""].into_iter().all(|text| digits(text).is_err()));
        let order = [Movement::TurnLeft, Movement::Blink].to_vec();
        assert_eq!(movements("turn_left, blink"), Ok(Expected::Movements(order)));
        assert!(movements("jump").is_err());
    }
}
