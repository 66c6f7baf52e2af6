//! `cargo xtask photo-eval DIR`: runs `ruji photo check` over labelled photographs and compares with the labels.

mod labels;
mod points;
mod report;
mod rules;
mod verdicts;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::command::Run;
use crate::phases::Phases;
use crate::workshop::Workshop;
use labels::{Finished, Original};
use verdicts::Verdicts;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with compliance.csv, originals.csv or both
    dir: PathBuf,
    /// Everything as one JSON object
    #[arg(long)]
    json: bool,
    /// A program that answers like `ruji photo check --json`, instead of the one built here
    #[arg(long, value_name = "PROGRAM")]
    ruji: Option<PathBuf>,
    /// Profile for the originals, which belong to none
    #[arg(long, default_value = "hunan")]
    profile: String,
}

#[derive(Serialize)]
struct Evaluation {
    agreement: rules::Agreement,
    exactness: points::Exactness,
}

pub(crate) fn evaluate(shop: &Workshop, arguments: &Arguments, phases: &mut Phases) -> Result<()> {
    let dir = arguments.dir.canonicalize().with_context(|| format!("no folder {}", arguments.dir.display()))?;
    let finished: Vec<Finished> = labels::read(&dir.join("compliance.csv"))?;
    let originals: Vec<Original> = labels::read(&dir.join("originals.csv"))?;
    if finished.is_empty() && originals.is_empty() {
        bail!("{} has neither compliance.csv nor originals.csv", dir.display());
    }
    let ruji = match &arguments.ruji {
        Some(program) => program.canonicalize().with_context(|| format!("no program {}", program.display()))?,
        None => build(shop, phases)?,
    };
    let mut of_finished = Verdicts::new();
    for (profile, files) in by_profile(&finished) {
        let what = format!("check: {} finished, {profile}", files.len());
        of_finished.extend(phases.run(&what, || verdicts::of(&ruji, &shop.root, &dir, profile, &files))?);
    }
    let files: Vec<&str> = originals.iter().map(|original| original.file.as_str()).collect();
    let what = format!("check: {} originals", files.len());
    let of_originals = phases.run(&what, || verdicts::of(&ruji, &shop.root, &dir, &arguments.profile, &files))?;
    let evaluation = Evaluation {
        agreement: rules::score(&finished, &of_finished),
        exactness: points::score(&originals, &of_originals),
    };
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&evaluation)?);
    } else {
        report::print(&evaluation.agreement, &evaluation.exactness);
    }
    Ok(())
}

/// Models and the program. The engine is optimised in debug builds too.
fn build(shop: &Workshop, phases: &mut Phases) -> Result<PathBuf> {
    phases.run("photo models", || crate::models::ensure(&shop.root))?;
    crate::build::server(shop, phases)?;
    let ruji = shop.ruji();
    if !Run::new(&ruji).args(["photo", "check", "--help"]).succeeds() {
        bail!("{} has no `photo check`", ruji.display());
    }
    Ok(ruji)
}

fn by_profile(labels: &[Finished]) -> BTreeMap<&str, Vec<&str>> {
    labels.iter().fold(BTreeMap::new(), |mut groups: BTreeMap<&str, Vec<&str>>, label| {
        groups.entry(&label.profile).or_default().push(&label.file);
        groups
    })
}
