//! Proposes the romanised form of a Chinese name by GB/T 28039-2011, 中国人名汉语拼音字母拼写规则. A proposal: the candidate decides,
//! for nobody else knows how a name is read. Server only, the table of readings is large.

mod readings;

use super::{PersonName, RomanisedName, name::DOT};
use readings::{compound_surname, given, surname};

/// Proposals given at most.
const MOST: usize = 6;

/// Romanised forms of `name`, the likeliest first; none where a character has no known reading.
///
/// Capitals as on documents: surname first, then the given name as one word, an apostrophe before a later syllable that begins
/// with a vowel (`ZHAO PING'AN`), and YU for ü (`LYU`). GB/T 28039-2011, 6.2, has YU for passports, and exit papers are printed so
/// since 2012; V is a key of input methods and in no standard for names, U alone makes 吕 and 鲁 the same.
///
/// A name with `·` is that of an ethnic group, which the standard would spell from its own language: each part is spelled as
/// one word, as papers do where no other spelling is known. A name in Latin letters is its own proposal.
pub fn propose(name: &PersonName) -> Vec<RomanisedName> {
    if !name.is_chinese() {
        let plain = name.expose().replace([DOT, '.'], " ");
        return plain.parse().into_iter().collect();
    }
    let mut proposals = Vec::new();
    for words in splits(name.expose()) {
        let Some(spelled) = spell(&words) else { continue };
        // After the best ones, for a name is seldom split otherwise.
        let at = if proposals.is_empty() { 0 } else { proposals.len().min(MOST - 1) };
        proposals.splice(at..at, spelled);
    }
    let mut best = Vec::new();
    for proposal in proposals.iter().filter_map(|text: &String| text.parse().ok()) {
        if !best.contains(&proposal) {
            best.push(proposal);
        }
    }
    best.truncate(MOST);
    best
}

/// A syllable's readings, best first, and how many of them are proposed before those of others.
struct Syllable {
    readings: Vec<String>,
    likely: usize,
}

type Word = Vec<Option<Syllable>>;

/// The ways to part a name into words, best first.
fn splits(name: &str) -> Vec<Vec<Word>> {
    if name.contains(DOT) {
        let words = name.split(DOT).map(|part| part.chars().map(given_syllable).collect());
        return vec![words.collect()];
    }
    let chars: Vec<char> = name.chars().collect();
    let single = vec![vec![surname_syllable(chars[0])], chars[1..].iter().copied().map(given_syllable).collect()];
    let Some(compound) = compound_surname(name).filter(|readings| readings.len() < chars.len()) else {
        return vec![single];
    };
    let given = chars[compound.len()..].iter().copied().map(given_syllable).collect();
    let fixed = |reading: &&str| Some(Syllable { readings: vec![(*reading).to_owned()], likely: 1 });
    vec![vec![compound.iter().map(fixed).collect(), given], single]
}

fn surname_syllable(c: char) -> Option<Syllable> {
    let table = surname(c);
    // A surname of the table has the readings of the table and no others.
    let readings = if table.is_empty() { readings::of(c) } else { table };
    let likely = if surname(c).is_empty() { 1 } else { readings.len() };
    (!readings.is_empty()).then_some(Syllable { readings, likely })
}

fn given_syllable(c: char) -> Option<Syllable> {
    let mut readings = given(c);
    let likely = readings.len().max(1);
    for other in readings::of(c) {
        if !readings.contains(&other) {
            readings.push(other);
        }
    }
    (!readings.is_empty()).then_some(Syllable { readings, likely })
}

/// The best reading of all, then those that differ from it in one syllable, likely ones first; none where one is unknown.
fn spell(words: &[Word]) -> Option<Vec<String>> {
    let syllables: Vec<Vec<&Syllable>> =
        words.iter().map(|word| word.iter().map(Option::as_ref).collect()).collect::<Option<_>>()?;
    let mut changes = Vec::new();
    for (word, members) in syllables.iter().enumerate() {
        for (place, syllable) in members.iter().enumerate() {
            for choice in 1..syllable.readings.len() {
                changes.push((choice >= syllable.likely, choice, word, place));
            }
        }
    }
    changes.sort_unstable();
    let changes = changes.into_iter().map(|(_, choice, word, place)| Some((word, place, choice)));
    Some(std::iter::once(None).chain(changes).take(MOST).map(|change| written(&syllables, change)).collect())
}

/// The words with the first reading of every syllable but the changed one `(word, place, choice)`.
fn written(words: &[Vec<&Syllable>], change: Option<(usize, usize, usize)>) -> String {
    let mut text = String::new();
    for (word, syllables) in words.iter().enumerate() {
        if word > 0 {
            text.push(' ');
        }
        for (place, syllable) in syllables.iter().enumerate() {
            let choice = change.filter(|change| (change.0, change.1) == (word, place)).map_or(0, |change| change.2);
            let reading = &syllable.readings[choice];
            if place > 0 && reading.starts_with(['a', 'e', 'o']) {
                text.push('\'');
            }
            text.push_str(reading);
        }
    }
    text
}
