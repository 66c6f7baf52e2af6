//! Pairs of faces: pictures that packages ship, labelled by person, and frames of their films.

use crate::{Arguments, engines, film, report::Section};
use anyhow::Result;
use identity::{
    face::{Comparison, Face, NotJudged},
    models::Folder,
};
use std::{collections::BTreeMap, fmt::Write as _};

/// Seconds between two frames that are taken of a film.
const APART_S: usize = 6;

struct Labelled {
    person: String,
    face: Face,
}

pub(crate) fn evaluate(folder: &Folder, arguments: &Arguments) -> Result<Section> {
    let matcher = engines::matcher(folder, engines::engine()?)?;
    let (mut faces, mut refused) = (Vec::new(), BTreeMap::<String, usize>::new());
    let mut take = |person: &str, file: &[u8]| match matcher.describe(file, None) {
        Ok(face) => faces.push(Labelled { person: person.to_owned(), face }),
        Err(reason) => *refused.entry(word(reason)).or_default() += 1,
    };
    for asset in engines::assets(&arguments.root)? {
        let Some(person) = &asset.person else { continue };
        let path = engines::path(&asset.file)?;
        if path.extension().is_some_and(|extension| extension == "mp4") {
            film::stills(&path, APART_S)?.iter().for_each(|still| take(person, still));
        } else {
            take(person, &std::fs::read(path)?);
        }
    }
    let (mut same, mut different) = (Vec::new(), Vec::new());
    for (at, one) in faces.iter().enumerate() {
        for other in &faces[..at] {
            let similarity = matcher.similarity(&one.face, &other.face);
            if one.person == other.person { same.push(similarity) } else { different.push(similarity) }
        }
    }
    same.sort_by(f32::total_cmp);
    different.sort_by(f32::total_cmp);
    let thresholds = matcher.limits().thresholds;
    let count = |values: &[f32], means: Comparison| {
        values.iter().filter(|&&value| thresholds.comparison(value) == means).count()
    };
    let persons: std::collections::BTreeSet<&str> = faces.iter().map(|face| face.person.as_str()).collect();
    let mut text = format!(
        "## Faces\n\n{} pictures of {} people, shipped by packages (`xtask/assets.toml`), and frames of their films, {APART_S} s apart; \
         every pair is compared. Refused before comparing: {refused:?}.\n\n\
         | pairs | n | lowest | middle | highest | same (from {}) | doubtful | different (to {}) |\n|---|--:|--:|--:|--:|--:|--:|--:|\n",
        faces.len(),
        persons.len(),
        thresholds.same_min,
        thresholds.different_max
    );
    for (name, values) in [("same person", &same), ("different people", &different)] {
        let at = |share: f32| values.get(((values.len().max(1) - 1) as f32 * share) as usize).copied().unwrap_or(0.0);
        let [is_same, doubt, other] =
            [Comparison::Same, Comparison::Doubtful, Comparison::Different].map(|means| count(values, means));
        let (low, middle, high) = (at(0.0), at(0.5), at(1.0));
        let n = values.len();
        writeln!(text, "| {name} | {n} | {low:.3} | {middle:.3} | {high:.3} | {is_same} | {doubt} | {other} |")?;
    }
    text.push_str(
        "\nWhat this does not prove: nearly all pairs of one person are of three people, mostly of one day and one camera; no identity \
         card is among them, no ten years lie between two pictures, and hardly anybody is from East Asia. A rate of one in a \
         thousand cannot be seen in so few. Watch the share of doubtful pairs in use, and set the thresholds by it.\n",
    );
    Ok(Section { name: "faces", text })
}

fn word(reason: NotJudged) -> String {
    reason.to_string()
}
